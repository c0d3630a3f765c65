import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// What happens to hosts besides being set up and taken down, and the terms that hold for them.
extension SmallWorld {
  mutating func sanitise(_ host: HostID) {
    guard let sanitisation, snapshot.hosts[Int(host.index)].lastTenant != nil else { return }
    let pair = snapshot.hosts[Int(host.index)]
    let isFree = ([pair.owner] + pair.borrowers).allSatisfy {
      snapshot.observations[Int($0.index)].stage == .absent
    }
    // A request that comes late finds the next tenant there, and is refused.
    if isFree { schedule(.sanitised(host), at: now + between(sanitisation)) }
  }

  mutating func askForProof(of host: HostID) {
    guard snapshot.hosts[Int(host.index)].trustedExecution != nil, !isSilentOnProofs else { return }
    let isProved = random.below(1_000) >= Int64(refusedProofsPerThousand)
    schedule(.attested(host, isProved: isProved), at: now + .seconds(1 + random.below(30)))
  }

  mutating func attest(_ host: HostID, isProved: Bool) {
    snapshot.hosts[Int(host.index)].trustedExecution?.attestation =
      isProved ? .verified : .failed
    if isProved { snapshot.hosts[Int(host.index)].trustedExecution?.verifiedAt = now }
    touch(host)
  }

  /// The host's owner asks for it, as far as a borrower's node is there to carry the request.
  mutating func reclaim(_ host: HostID) {
    for borrower in snapshot.hosts[Int(host.index)].borrowers
    where snapshot.observations[Int(borrower.index)].stage == .ready {
      snapshot.observations[Int(borrower.index)].reclaimRequestedAt = now
      touch(host)
    }
  }

  /// Holds each creation against what is never relaxed, as this test understands it; 5-Spot knows of
  /// none of it.
  mutating func checkTerms(_ decision: Decision) {
    guard case .regulated = profile else { return }
    for action in decision.actions where action.verb == .createMachine {
      let machine = snapshot.scheduledMachines[Int(action.machine.index)]
      let host = snapshot.hosts[Int(machine.host.index)]
      let others = ([host.owner] + host.borrowers).filter { $0 != action.machine }
      for other in others where snapshot.observations[Int(other.index)].stage != .absent {
        broken.append("\(now.rfc3339): a second Machine on \(host.name)")
      }
      if let tenant = host.lastTenant, tenant != machine.cluster {
        broken.append("\(now.rfc3339): \(host.name) changes its tenant uncleaned")
      }
      let cluster = snapshot.clusters[Int(machine.cluster.index)]
      guard machine.role == .borrower else { continue }
      if !cluster.hostSelector.matches(host.labels) {
        broken.append("\(now.rfc3339): \(host.name) leaves its jurisdiction")
      }
      guard let terms = cluster.confidential else { continue }
      let isProved =
        host.trustedExecution.map {
          $0.attestation == .verified && now < $0.verifiedAt + terms.maximumAttestationAge
            && $0.technology == .sevSNP && $0.keys >= terms.keys
        } ?? false
      if !isProved { broken.append("\(now.rfc3339): \(host.name) is not proved") }
    }
  }
}
