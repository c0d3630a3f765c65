import ClusterAPI
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// What calls that fail, watches that tell wrongly and controllers that stop lead to.
@Suite struct ControlPlaneFaultTests {
  private static let ordered = Instant(seconds: 1_000)

  /// A worker that becomes three, with faults.
  private func grown(
    hours: Int64 = 4, healthCheck: MachineHealthCheck? = nil,
    profile: ControllerProfile = .v113, _ faults: (inout APIPlan) -> Void
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(
      replicas: 1, hours: hours, healthCheck: healthCheck, profile: profile)
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(3))]
    faults(&plan.api)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// A client that is told to wait asks again, and its worker waits with it: nothing fails.
  @Test func `a server that is busy holds workers`() throws {
    let outcome = try grown {
      $0.failures = [
        FailureWindow(
          from: Self.ordered, until: Self.ordered + .seconds(60),
          .tooManyRequests(retryAfter: .seconds(7)), controller: .machineSet)
      ]
    }
    #expect(outcome.count(.writeFails) == 0)
    let made = try #require(outcome.first(.machineIsCreated, from: Self.ordered))
    let seconds = (made.at - Self.ordered).secondsAsDouble
    #expect((60.0...70).contains(seconds), "\(seconds) s")
    let sets = outcome.controllers[Int(ControllerKind.machineSet.rawValue)]
    #expect(try #require(sets.reconcileTime.maximum) >= TimeSpan.seconds(60).nanoseconds)
    #expect(outcome.isComplete == [true])
  }

  /// After ten times it gives up.
  @Test func `a client that is told to wait gives up after ten times`() throws {
    let outcome = try grown {
      $0.failures = [
        FailureWindow(
          from: Self.ordered, until: Self.ordered + .seconds(60),
          .tooManyRequests(retryAfter: .seconds(1)), controller: .machineSet)
      ]
    }
    // Eleven tries take a little more than ten seconds.
    #expect((4...6).contains(outcome.count(.writeFails)))
    #expect(outcome.isComplete == [true])
  }

  /// Conflicts end the reconcile; it is tried again after the delay of failures.
  @Test func `conflicts put a controller off`() throws {
    let outcome = try grown {
      $0.failures = [
        FailureWindow(
          from: Self.ordered, until: Self.ordered + .seconds(30), .conflict, kind: .bootstraps)
      ]
    }
    let failures = outcome.controllers[Int(ControllerKind.machineSet.rawValue)].failures
    // A second and a little more each time: 1.005, 1.01, 1.02, 1.04 ... s.
    #expect((8...20).contains(failures), "\(failures)")
    #expect(outcome.count(.machineIsCreated) == 3)
    #expect(outcome.isComplete == [true])
  }

  /// A Machine whose creation took effect though its set was told otherwise has lost its objects: the
  /// set took them away. Only a health check replaces it.
  @Test(arguments: [true, false])
  func `a write that took effect though it failed leaves a machine without objects`(
    isChecked: Bool
  ) throws {
    let outcome = try grown(healthCheck: isChecked ? ControlPlaneWorld.healthCheck : nil) {
      $0.failures = [
        FailureWindow(
          from: Self.ordered, until: Self.ordered + .milliseconds(1_500),
          .serverError(isApplied: true), controller: .machineSet, kind: .machines)
      ]
    }
    #expect(outcome.count(.writeFails) == 1)
    #expect(outcome.count(.machineIsUnhealthy) == (isChecked ? 1 : 0))
    #expect(outcome.count(.machineIsCreated) == (isChecked ? 4 : 3))
    #expect(outcome.isComplete == [isChecked])
    if isChecked {
      let unhealthy = try #require(outcome.first(.machineIsUnhealthy))
      #expect((600...620).contains((unhealthy.at - Self.ordered).secondsAsDouble))
    }
  }

  /// A call without an answer holds its worker until the client gives up. The set begins a second
  /// after it was scaled, since it was looked at with its deployment.
  @Test func `a timeout holds the worker`() throws {
    let outcome = try grown {
      $0.failures = [
        FailureWindow(
          from: Self.ordered, until: Self.ordered + .seconds(2),
          .timeout(after: .seconds(30), isApplied: false), controller: .machineSet)
      ]
    }
    #expect(outcome.count(.writeFails) == 1)
    let made = try #require(outcome.first(.machineIsCreated, from: Self.ordered))
    #expect((31.0...33).contains((made.at - Self.ordered).secondsAsDouble))
    #expect(outcome.isComplete == [true])
  }

  /// However a watch loses, breaks or repeats, no Machine is made twice; what was not told is made up
  /// for by the list at the end.
  @Test(arguments: [
    WatchFault.Effect.loses(perThousand: 1_000), .isCut, .repeats(perThousand: 1_000),
  ])
  func `a watch that tells wrongly makes no machine twice`(effect: WatchFault.Effect) throws {
    let end = Self.ordered + .minutes(10)
    for kind in WatchedObjects.allCases {
      let outcome = try grown {
        $0.watchFaults = [WatchFault(kind, from: Self.ordered, until: end, effect)]
      }
      #expect(outcome.count(.machineIsCreated) == 3, "\(kind)")
      #expect(outcome.count(.machineIsGone) == 0, "\(kind)")
      #expect(outcome.isComplete == [true], "\(kind)")
      let completed = try #require(outcome.completions.last).completedAt
      if case .repeats = effect {
        #expect(completed < end, "\(kind)")
      } else {
        #expect(completed > end, "\(kind)")
      }
    }
  }

  /// The leader stops ten seconds after its last renewal, and the next one works after fifteen to
  /// seventeen; what is ordered in between waits.
  @Test func `a lease that is lost leaves nobody for five seconds`() throws {
    let outcome = try grown { $0.handOvers = [Self.ordered - .seconds(9)] }
    let stop = try #require(outcome.first(.controllersStop))
    let start = try #require(outcome.first(.controllersStart))
    #expect(stop.at == Self.ordered + .seconds(1))
    #expect((6.0..<8).contains((start.at - Self.ordered).secondsAsDouble))
    #expect(outcome.count(.machineIsCreated) == 3)
    #expect(outcome.isComplete == [true])
  }

  /// Controllers that restart list everything, so that they know what they did even where a watch
  /// stands still.
  @Test(arguments: [ControllerProfile.v113, .v112])
  func `a restart under a watch that stands still makes no machine twice`(
    profile: ControllerProfile
  ) throws {
    let outcome = try grown(profile: profile) {
      $0.stalls = [.init(.machines, from: Self.ordered, until: Self.ordered + .minutes(10))]
      $0.restarts = [Self.ordered + .seconds(10)]
    }
    #expect(outcome.count(.machineIsCreated) == 3)
    #expect(outcome.count(.machineIsGone) == 0)
    #expect(outcome.isComplete == [true])
  }
}
