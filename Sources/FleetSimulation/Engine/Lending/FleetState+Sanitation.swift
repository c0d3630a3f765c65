import Facts
import SimulationKernel
import SpotScheduler
import Units

/// Hosts between tenants: what the last one left is removed, and environments are proved.
extension FleetState {
  /// Removes what the last tenant left on a free host. A request that comes again while that goes on,
  /// or late, when the next tenant is there, does nothing.
  mutating func sanitise(_ machine: ScheduledMachineID) {
    guard let law = lending.plan.sanitisation else { return }
    let host = lending.host(of: machine)
    guard lending.hosts[host].tenant == nil, !lending.hosts[host].isBeingSanitised,
      lending.snapshot.hosts[host].lastTenant != nil
    else { return }
    lending.hosts[host].isBeingSanitised = true
    let span = law.sampleSpan(&lending.hosts[host].sanitise)
    push(.hostIsSanitised, UInt32(host), at: instant(after: max(span, .zero).nanoseconds))
  }

  /// A host is clean. One that was given to somebody meanwhile, dirty as it was, stays dirty.
  mutating func endSanitation(_ hostIndex: UInt32) {
    let host = Int(hostIndex)
    lending.hosts[host].isBeingSanitised = false
    guard lending.hosts[host].tenant == nil, let tenant = lending.snapshot.hosts[host].lastTenant
    else { return }
    lending.snapshot.hosts[host].lastTenant = nil
    record(.hostSanitised, lending.nodeOfHost[host], object: tenant.index)
    lending.touchHost(host)
  }

  /// The workloads of a cluster leave traces on a host from now on.
  mutating func noteTenant(_ machine: ScheduledMachineID, of host: Int) {
    guard lending.plan.sanitisation != nil else { return }
    lending.snapshot.hosts[host].lastTenant = ClusterReference(lending.cluster(of: machine))
  }

  /// Where sanitisation is no step of its own, the provider's clean-up leaves a host clean.
  mutating func noteCleanUp(of host: Int, after machine: ScheduledMachineID) {
    guard lending.plan.sanitisation == nil, lending.tellsCleanUp else { return }
    record(
      .hostSanitised, lending.nodeOfHost[host], object: lending.cluster(of: machine))
  }

  /// Asks for the evidence of a host's environment; one request at a time.
  mutating func attest(_ machine: ScheduledMachineID) {
    let host = lending.host(of: machine)
    guard lending.snapshot.hosts[host].trustedExecution != nil,
      !lending.hosts[host].isBeingAttested
    else { return }
    lending.hosts[host].isBeingAttested = true
    let span = lending.plan.attestation.sampleSpan(&lending.hosts[host].attest)
    let answer = lending.plan.attestationService.answer(to: now, taking: max(span, .zero))
    push(.hostIsAttested, UInt32(host), at: answer)
  }

  /// The evidence of a host was verified.
  mutating func endAttestation(_ hostIndex: UInt32) {
    let host = Int(hostIndex)
    lending.hosts[host].isBeingAttested = false
    lending.snapshot.hosts[host].trustedExecution?.attestation = .verified
    lending.snapshot.hosts[host].trustedExecution?.verifiedAt = now
    record(
      .hostAttested, lending.nodeOfHost[host], object: lending.plan.owner.index, value: 1)
    lending.touchHost(host)
  }
}
