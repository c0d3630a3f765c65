import ClusterAPI
import KubernetesModel
import Testing
import Units

/// How long the usual things take, from the constants of the controllers and the machines' own times.
/// Arithmetic by hand gives the expected figures; nothing queues.
@Suite("Timelines")
struct TimelineTests {
  static let start = Instant(seconds: 0)
  /// How long the machine of a worker takes to be gone.
  static let machineDeletion: TimeSpan = .seconds(10)
  /// How long a worker takes from its creation to be available: two reconciles of the Machine and its
  /// bootstrap, the machine, its start as a Node, and until that is ready.
  static let workerStart: TimeSpan = .seconds(110)

  /// When a Machine whose drain is done at the looks from `drained` on is gone, deleted at `start`:
  /// its steps in order, with the floor between the last two reconciles.
  static func gone(drainedAt drained: Instant) -> Instant {
    var deletion = MachineDeletion(
      nodeCleanup: .init(
        clusterIsDeleting: false, hasNode: true, controlPlane: nil, activeControlPlaneMachines: 1),
      deletedAt: start)
    var now = start
    while true {
      switch deletion.step(at: now) {
      case .drain:
        deletion.drainStartedAt = deletion.drainStartedAt ?? now
        // Looked at once, and again at each beat.
        if now >= drained {
          deletion.isDrained = true
        } else {
          now = NodeDrain.firstLook(notBefore: now + .seconds(1), drainStartedAt: start)
        }
      case .deleteInfrastructure:
        now = now + machineDeletion
        deletion.infrastructure = .missing
      case .deleteBootstrapConfig: deletion.hasBootstrapConfig = false
      case .deleteNode: deletion.node = .gone
      case .removeFinalizer: return now + ControllerConstants.leastInterval
      case .waitForPreDrainHook, .waitForVolumes, .waitForPreTerminateHook:
        preconditionFailure("nothing holds this Machine")
      }
    }
  }

  @Test("a worker is available about two minutes after it is asked for")
  func scaleUp() {
    let ready = TimeSpan.seconds(15)
    var machine = MachineCreation()
    var gate = ReconcileGate()
    var report = MachineCreation.Report(
      bootstrap: .pending, infrastructure: .pending, nodeIsFound: false)
    // What the world does once the Machine has come so far, and how long it takes.
    var events: [(after: TimeSpan, change: (inout MachineCreation.Report) -> Void)] = [
      (.zero, { _ in }), (.seconds(2), { $0.bootstrap = .ready }),
      (.seconds(60), { $0.infrastructure = .provisioned }),
      (.seconds(30), { $0.nodeIsFound = true }),
    ]
    var now = Self.start
    var reconciles = 0
    while !machine.hasNode {
      if case .wait(let wait) = gate.attempt(at: now) {
        now = now + wait
        continue
      }
      reconciles += 1
      let outcome = machine.reconcile(report)
      _ = gate.finish(.done, at: now)
      // Its own write wakes it first, and then the world goes on.
      if outcome.hasWritten && reconciles > 1 { continue }
      let event = events.removeFirst()
      now = now + event.after
      event.change(&report)
    }
    let available = now + ready
    #expect((95...132).contains(available.secondsRoundedDown), "\(available.secondsRoundedDown)")
    #expect((6...15).contains(reconciles), "\(reconciles)")
  }

  @Test("a node with three pods of 30 s is gone after 51 s")
  func scaleDown() {
    // The pods are gone at 30, which is seen at 40.
    #expect(Self.gone(drainedAt: Self.start + .seconds(30)) == Self.start + .seconds(51))
    // One with none but pods of DaemonSets does not wait.
    #expect(Self.gone(drainedAt: Self.start) == Self.start + .seconds(11))
  }

  @Test("a budget that lets one pod go at a time makes it 131 s")
  func scaleDownWithBudget() {
    let replacement = TimeSpan.seconds(25)
    let grace = TimeSpan.seconds(30)
    var evicted = Self.start
    for _ in 1..<3 {
      // The budget is free again once the replacement is ready, which the next beat finds.
      evicted = NodeDrain.firstLook(
        notBefore: evicted + replacement, drainStartedAt: Self.start)
    }
    #expect(evicted == Self.start + .seconds(80))
    #expect(Self.gone(drainedAt: evicted + grace) == Self.start + .seconds(131))
  }

  @Test(
    "a node that dies is replaced by an available one after about 520 s",
    arguments: 0..<5 as Range<Int64>)
  func nodeDeath(firstLook: Int64) throws {
    let unknown = NodeHealth.turnsUnknown(
      lastSign: Self.start, firstLook: Self.start + .seconds(firstLook))
    #expect((50...55).contains(unknown.secondsRoundedDown))
    // The health check is woken by the change, and then comes when it said.
    let check = MachineHealthCheck(
      checks: HealthChecks(
        nodeConditions: [.init(type: 0, status: .unknown, timeout: .seconds(300))]))
    let cluster = HealthChecks.ClusterState(
      controlPlaneInitializedSince: Self.start, infrastructureReadySince: Self.start)
    let target = HealthCheckTarget(
      createdAt: Self.start,
      node: .present([.init(type: 0, status: .unknown, since: unknown)]))
    var now = unknown
    var pass = check.pass(over: [target], in: cluster, at: now)
    while pass.remediate.isEmpty {
      let wait = try #require(pass.lookAgainAfter)
      now = now + max(wait, ControllerConstants.leastHealthCheckInterval)
      pass = check.pass(over: [target], in: cluster, at: now)
    }
    #expect((350...370).contains(now.secondsRoundedDown))
    // Its pods are evicted with a second of grace and not waited for at the second look.
    let drained = NodeDrain.grace(ofPodWith: .seconds(30), nodeIsUnreachable: true)
    let gone = now + (Self.gone(drainedAt: Self.start + drained) - Self.start)
    let available = (gone + Self.workerStart).secondsRoundedDown
    #expect((468...572).contains(available), "\(available)")
  }

  @Test(
    "a rolling update of ten takes a start and a deletion for each round",
    arguments: [
      // Surge, unavailable, seconds.
      (1, 0, 1_610), (3, 0, 644), (0, 1, 1_610),
    ] as [(Int, Int, Int64)])
  func rollingUpdate(surge: Int, unavailable: Int, expected: Int64) {
    let seconds = Self.rollout(
      of: 10,
      .rollingUpdate(maxSurge: .count(surge), maxUnavailable: .count(unavailable)),
      start: 110, deletion: 51)
    #expect(abs(seconds - expected) <= expected / 10, "\(seconds)")
  }

  /// How many seconds a rollout takes in which everything is reconciled every second.
  static func rollout(
    of desired: Int, _ strategy: RolloutStrategy, start: Int64, deletion: Int64
  ) -> Int64 {
    // For each set when its Machines become available, and when they are gone.
    var available: [[Int64]] = [Array(repeating: 0, count: desired), []]
    var leaving: [[Int64]] = [[], []]
    var sets = [
      MachineSetCounts(desired: desired, present: desired, available: desired), MachineSetCounts(),
    ]
    var now: Int64 = 0
    while !MachineSetTotals(sets).isComplete(wanting: desired) {
      let plan = RolloutPlanner.plan(
        RolloutState(desired: desired, strategy: strategy, sets: sets, current: 1))
      now += 1
      for set in sets.indices {
        sets[set].desired = plan.desired[set]
        leaving[set].removeAll { $0 <= now }
        while available[set].count > sets[set].desired {
          available[set].removeLast()
          leaving[set].append(now + deletion)
        }
        while available[set].count + leaving[set].count < sets[set].desired {
          available[set].append(now + start)
        }
        sets[set].present = available[set].count + leaving[set].count
        sets[set].available = available[set].count { $0 <= now }
        sets[set].upToDate = set == 1 ? sets[set].available : 0
      }
    }
    return now
  }
}
