import SimulationKernel
import SpotScheduler
import Units

/// What is done to lent hosts between their tenants, and what the scheduler is told of them.
///
/// Their sessions are those of `ControlPlaneState+RemoteHosts.swift`.
extension ControlPlaneState {
  /// A tenant runs on a host, which may be lent; from here on the host has seen what it runs.
  mutating func tenantHasRun(on host: Int, _ slot: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    guard fleet.plan.sanitisation != nil, let object = fleet.object(of: slot) else { return }
    fleet.snapshot.hosts[host].lastTenant = fleet.snapshot.scheduledMachines[object].cluster
    fleet.touchHost(host)
  }

  /// A host was given back, which may be lent.
  mutating func hostChanged(_ host: Int) {
    guard let lentHosts = lent?.snapshot.hosts.count, host < lentHosts else { return }
    lent?.touchHost(host)
  }

  /// A host that nobody has is rid of what its last tenant left; a request that finds a tenant is
  /// refused.
  mutating func sanitiseHost(of object: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    let host = fleet.host(of: object)
    guard let law = fleet.plan.sanitisation, remote.hosts[host].tenant == nil,
      !fleet.work[host].isBeingSanitised, fleet.snapshot.hosts[host].lastTenant != nil
    else { return }
    fleet.work[host].isBeingSanitised = true
    push(.hostIsSanitised, host, at: now + law.sampleSpan(&fleet.lawStream))
  }

  mutating func endSanitisation(of host: Int) {
    lent?.work[host].isBeingSanitised = false
    // A tenant that came meanwhile leaves traces of its own.
    guard remote.hosts[host].tenant == nil else { return }
    lent?.snapshot.hosts[host].lastTenant = nil
    lent?.touchHost(host)
  }

  mutating func attestHost(of object: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    let host = fleet.host(of: object)
    guard let law = fleet.plan.attestation, !fleet.work[host].isBeingAttested,
      fleet.snapshot.hosts[host].trustedExecution != nil
    else { return }
    fleet.work[host].isBeingAttested = true
    push(.hostIsAttested, host, at: now + law.sampleSpan(&fleet.lawStream))
  }

  mutating func endAttestation(of host: Int) {
    lent?.work[host].isBeingAttested = false
    lent?.snapshot.hosts[host].trustedExecution?.attestation = .verified
    lent?.snapshot.hosts[host].trustedExecution?.verifiedAt = now
    lent?.touchHost(host)
  }
}
