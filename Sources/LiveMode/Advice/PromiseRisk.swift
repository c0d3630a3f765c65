package import Facts
import KubernetesModel
import SpotScheduler
import Units

/// How often a promise of lending is about to be broken, or is broken now.
package struct PromiseRisk: Hashable, Sendable {
  /// The promise.
  package var promise: Promise
  /// How many pods, machines or hosts it fails.
  package var count: Int
}

/// Counts what a plan, and the state that it was made in, does to the promises of lending.
///
/// The terms are those of the regulated profile, also for advice of another one: so a report can say what
/// upstream would break. What gives way when two promises collide is in `docs/promises.md`.
struct PromiseCount {
  let fleet: ObservedFleet
  let actions: [Action]
  let pods: [PodAtRisk]
  let policy: RegulatedPolicy
  let now: Instant

  init(
    _ fleet: ObservedFleet, actions: [Action], pods: [PodAtRisk], profile: SchedulerProfile,
    at now: Instant
  ) {
    self.fleet = fleet
    self.actions = actions
    self.pods = pods
    self.now = now
    if case .regulated(let policy) = profile {
      self.policy = policy
    } else {
      policy = RegulatedPolicy()
    }
  }

  /// All promises, in their order.
  var risks: [PromiseRisk] {
    Promise.allCases.map { PromiseRisk(promise: $0, count: count(of: $0)) }
  }

  private func count(of promise: Promise) -> Int {
    switch promise {
    case .preemptionWindow: lentPods.count { !isAnnounced($0) }
    case .residency: lentPods.count { now - $0.bound.pod.boundAt < policy.tenure }
    case .gracefulDrain: pods.count(where: isUngraceful)
    case .ownerFirst: hosts { isOwnerWaiting($0) }
    case .recall: hosts { isRecalledLate($0) }
    case .emergencyReclaim: fleet.objects.indices.count(where: isReclaimLate)
    case .jurisdiction: loans { !isWithinJurisdiction($0, $1) }
    case .confidentiality: loans { !isProved($0, $1) }
    }
  }

  /// The pods that have to leave lent machines, but for causes that go before every term.
  private var lentPods: [(machine: Int, bound: ObservedBoundPod)] {
    var urgent: Set<ScheduledMachineID> = []
    for action in actions
    where action.reason.rule == .killSwitchActivated || action.reason.rule == .emergencyReclaim {
      urgent.insert(action.machine)
    }
    var places: [ObjectReference: Int] = [:]
    for (place, bound) in fleet.pods.enumerated() { places[bound.seen.reference] = place }
    return pods.compactMap { pod in
      let machine = Int(pod.machine.index)
      guard fleet.snapshot.scheduledMachines[machine].role == .borrower,
        !urgent.contains(pod.machine), let place = places[pod.seen.reference]
      else { return nil }
      return (machine, fleet.pods[place])
    }
  }

  private func isAnnounced(_ pod: (machine: Int, bound: ObservedBoundPod)) -> Bool {
    let status = fleet.snapshot.statuses[pod.machine]
    if status.recalledAt != nil { return true }
    guard let announcedAt = status.announcedAt, now >= status.drainStartsAt ?? now else {
      return false
    }
    return now - announcedAt >= policy.notice
  }

  private func isUngraceful(_ pod: PodAtRisk) -> Bool {
    switch pod.way {
    case .evict: false
    case .delete: pod.isRefused
    case .withMachine: true
    }
  }

  private func hosts(where holds: (HostSnapshot) -> Bool) -> Int {
    fleet.snapshot.hosts.count { $0.owner != ScheduledMachineID(.max) && holds($0) }
  }

  private func isAbsent(_ host: HostSnapshot) -> Bool {
    fleet.snapshot.observations[Int(host.owner.index)].stage != .ready
  }

  private func isOwnerWaiting(_ host: HostSnapshot) -> Bool {
    let owner = fleet.snapshot.scheduledMachines[Int(host.owner.index)]
    return isAbsent(host) && owner.isEnabled && !owner.killSwitch
      && owner.schedule.isActive(at: now)
  }

  private func isRecalledLate(_ host: HostSnapshot) -> Bool {
    let cluster = fleet.snapshot.scheduledMachines[Int(host.owner.index)].cluster
    return isAbsent(host)
      && fleet.snapshot.recalls.contains {
        $0.cluster == cluster && $0.count == nil && now >= $0.at && now < $0.until
          && now - $0.at > $0.within
      }
  }

  private func isReclaimLate(_ machine: Int) -> Bool {
    guard let requestedAt = fleet.snapshot.observations[machine].reclaimRequestedAt else {
      return false
    }
    let remains = fleet.snapshot.pods[machine].contains { !$0.isExemptFromDrain }
    return remains && (requestedAt == .epoch || now - requestedAt > policy.emergencyDeadline)
  }

  /// The machines that borrowers have, with their hosts.
  private func loans(where holds: (ScheduledMachine, HostSnapshot) -> Bool) -> Int {
    fleet.snapshot.scheduledMachines.enumerated().count { index, machine in
      let host = Int(machine.host.index)
      return machine.role == .borrower && host < fleet.snapshot.hosts.count
        && fleet.snapshot.observations[index].stage != .absent
        && holds(machine, fleet.snapshot.hosts[host])
    }
  }

  private func isWithinJurisdiction(_ machine: ScheduledMachine, _ host: HostSnapshot) -> Bool {
    let clusters = fleet.snapshot.clusters
    let borrower = clusters[Int(machine.cluster.index)]
    guard borrower.hostSelector.matches(host.labels) else { return false }
    guard host.owner != ScheduledMachineID(.max) else { return true }
    let owner = fleet.snapshot.scheduledMachines[Int(host.owner.index)].cluster
    return clusters[Int(owner.index)].borrowerSelector.matches(borrower.labels)
  }

  private func isProved(_ machine: ScheduledMachine, _ host: HostSnapshot) -> Bool {
    guard let terms = fleet.snapshot.clusters[Int(machine.cluster.index)].confidential else {
      return true
    }
    guard let environment = host.trustedExecution, environment.attestation == .verified else {
      return false
    }
    return now - environment.verifiedAt <= terms.maximumAttestationAge
  }
}
