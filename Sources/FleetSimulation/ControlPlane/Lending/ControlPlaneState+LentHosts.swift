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

  /// A host was given back, which may be lent; without a step of its own for it, the clean-up leaves no
  /// traces unless it failed.
  mutating func hostIsBack(_ host: Int, from slot: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    guard host < fleet.snapshot.hosts.count else { return }
    fleet.touchHost(host)
    guard fleet.plan.sanitisation == nil, !remote.hosts[host].isDirty,
      let object = fleet.object(of: slot)
    else { return }
    record(
      .hostIsSanitised, host, Int(fleet.snapshot.scheduledMachines[object].cluster.index))
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
    guard remote.hosts[host].tenant == nil,
      let tenant = lent?.snapshot.hosts[host].lastTenant
    else { return }
    lent?.snapshot.hosts[host].lastTenant = nil
    record(.hostIsSanitised, host, Int(tenant.index))
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
    let answer = fleet.plan.attestationService.answer(
      to: now, taking: law.sampleSpan(&fleet.lawStream))
    push(.hostIsAttested, host, at: answer)
  }

  mutating func endAttestation(of host: Int) {
    lent?.work[host].isBeingAttested = false
    lent?.snapshot.hosts[host].trustedExecution?.attestation = .verified
    lent?.snapshot.hosts[host].trustedExecution?.verifiedAt = now
    record(.hostIsAttested, host, 1)
    lent?.touchHost(host)
  }
}
