import FleetSimulation
import KubernetesModel
import SpotScheduler
import Units

/// Holds the decisions about lent machines against what is promised, as they are made.
struct LentAudit {
  let world: LentWorld
  /// Every how many decisions one is held against that on everything.
  let decisionsPerLawCheck = 12
  private(set) var broken: [String] = []
  private(set) var decisions = 0
  private(set) var loans = 0
  private(set) var confidentialLoans = 0
  private(set) var evictions = 0
  /// When the drain of each object was announced.
  private var announced: [ScheduledMachineID: Instant] = [:]

  init(_ world: LentWorld) { self.world = world }

  mutating func hear(_ snapshot: FleetSnapshot, _ now: Instant, _ decision: Decision) {
    decisions += 1
    if decisions % decisionsPerLawCheck == 0 {
      let everything = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: .regulated(world.policy))
      if everything != decision {
        broken.append("at \(now.rfc3339) deciding on everything decides otherwise")
      }
    }
    for action in decision.actions { judge(action, snapshot, now) }
  }

  private mutating func judge(_ action: Action, _ snapshot: FleetSnapshot, _ now: Instant) {
    let object = Int(action.machine.index)
    let machine = snapshot.scheduledMachines[object]
    let host = snapshot.hosts[Int(machine.host.index)]
    switch action.verb {
    case .createMachine:
      if machine.role == .borrower { loans += 1 }
      announced[action.machine] = nil
      for other in [host.owner] + host.borrowers
      where other != action.machine && snapshot.observations[Int(other.index)].stage != .absent {
        broken.append("at \(now.rfc3339) \(host.name) gets a second Machine")
      }
      if let tenant = host.lastTenant, tenant != machine.cluster,
        world.plan.lending?.sanitisation != nil
      {
        broken.append("at \(now.rfc3339) \(host.name) changes its tenant uncleaned")
      }
      if machine.role == .borrower { judgeTerms(of: machine, host, snapshot, now) }
    case .announceDrain(let at):
      announced[action.machine] = min(announced[action.machine] ?? at, at)
    case .evict(let pod, _), .deletePod(let pod, _):
      judgeEviction(of: pod, action.machine, snapshot, now)
    case .deleteMachine:
      let stage = snapshot.observations[object].stage
      if stage == .ready, !snapshot.pods[object].isEmpty {
        broken.append("at \(now.rfc3339) \(machine.name) is deleted with pods")
      }
      announced[action.machine] = nil
    default: break
    }
  }

  /// What is never relaxed, as this test understands it.
  private mutating func judgeTerms(
    of machine: ScheduledMachine, _ host: HostSnapshot, _ snapshot: FleetSnapshot, _ now: Instant
  ) {
    let cluster = snapshot.clusters[Int(machine.cluster.index)]
    if !cluster.hostSelector.matches(host.labels) {
      broken.append("at \(now.rfc3339) \(host.name) leaves its jurisdiction")
    }
    guard let terms = cluster.confidential else { return }
    confidentialLoans += 1
    let isProved =
      host.trustedExecution.map {
        $0.technology == .tdx && $0.attestation == .verified && $0.keys >= terms.keys
          && now < $0.verifiedAt + terms.maximumAttestationAge
      } ?? false
    if !isProved { broken.append("at \(now.rfc3339) \(host.name) is not proved") }
  }

  private mutating func judgeEviction(
    of pod: PodID, _ id: ScheduledMachineID, _ snapshot: FleetSnapshot, _ now: Instant
  ) {
    let object = Int(id.index)
    guard snapshot.scheduledMachines[object].role == .borrower,
      let found = snapshot.pods[object].first(where: { $0.id == pod }),
      found.terminatingSince == nil
    else { return }
    evictions += 1
    let isOrdered =
      snapshot.recalls.contains { $0.at <= now && now < $0.at + .minutes(30) }
      || snapshot.observations[object].reclaimRequestedAt != nil
      || snapshot.scheduledMachines[object].killSwitch
      // A proof that runs out takes a machine away at once, as declared.
      || snapshot.clusters[Int(snapshot.scheduledMachines[object].cluster.index)].confidential
        != nil
    guard !isOrdered else { return }
    // A cordon that is lost lets a pod start until it is asked for again.
    let slack: TimeSpan = world.plan.api.failuresPerThousand > 0 ? .minutes(5) : .zero
    if now - found.boundAt < world.policy.tenure - slack {
      broken.append(
        "at \(now.rfc3339) a pod leaves \(snapshot.scheduledMachines[object].name) after "
          + "\((now - found.boundAt).nanoseconds / 1_000_000_000) s")
    }
    if world.policy.notice > .zero, announced[id].map({ $0 <= now }) != true {
      broken.append(
        "at \(now.rfc3339) \(snapshot.scheduledMachines[object].name) is drained unannounced")
    }
  }
}
