import ClusterAPI
import KubernetesModel
import Testing

@Suite("One pass over a MachineDeployment")
struct RolloutPlannerTests {
  static func rolling(
    _ surge: IntOrPercent, _ unavailable: IntOrPercent
  ) -> RolloutStrategy {
    .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable)
  }

  static func sound(_ count: Int) -> MachineSetCounts {
    MachineSetCounts(desired: count, present: count, available: count, upToDate: count)
  }

  @Test(
    "shares round up for the surge and down for what may be missing, and never both to nothing",
    arguments: [
      (rolling(.percent(25), .percent(25)), 10, 3, 2),
      (rolling(.percent(1), .percent(99)), 1, 1, 0),
      (rolling(.percent(0), .percent(9)), 10, 0, 1), (rolling(.count(0), .count(0)), 10, 0, 1),
      (rolling(.percent(200), .count(3)), 4, 8, 3), (.onDelete, 10, 0, 0), (.standard, 10, 1, 0),
    ])
  func limits(strategy: RolloutStrategy, replicas: Int, surge: Int, unavailable: Int) {
    let limits = RolloutLimits(strategy, replicas: replicas)
    #expect(limits.surge == surge && limits.unavailable == unavailable)
  }

  @Test("no more Machines can be missing than there should be")
  func leastAvailable() {
    let limits = RolloutLimits(Self.rolling(.count(0), .count(10)), replicas: 6)
    #expect(limits.mostUnavailable(of: 6) == 6 && limits.leastAvailable(of: 6) == 0)
    #expect(limits.leastAvailable(of: 0) == 0)
  }

  @Test("a set that is deleting still counts, so nothing is made in its place yet")
  func deletingMachinesCount() {
    // The old set gave one up, which is not gone yet.
    let old = MachineSetCounts(desired: 2, present: 3, available: 2)
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: 3, strategy: Self.rolling(.count(1), .count(0)), sets: [old, Self.sound(1)],
        current: 1))
    #expect(plan.desired == [2, 1] && plan.notes.isEmpty)
  }

  @Test("what the new set lacks slows the rollout down")
  func unavailableNewMachines() {
    func plan(newAvailable: Int) -> [Int] {
      let new = MachineSetCounts(desired: 3, present: 3, available: newAvailable)
      return RolloutPlanner.plan(
        RolloutState(
          desired: 10, strategy: Self.rolling(.count(3), .count(2)), sets: [Self.sound(10), new],
          current: 1)
      ).desired
    }
    #expect(plan(newAvailable: 3) == [5, 3])
    #expect(plan(newAvailable: 2) == [6, 3])
    #expect(plan(newAvailable: 0) == [8, 3])
  }

  @Test("sets that lost Machines go first, and the oldest before the others")
  func oldestFirst() {
    let lame = MachineSetCounts(desired: 2, present: 2, available: 0)
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: 4, strategy: Self.rolling(.count(2), .count(0)),
        sets: [Self.sound(2), lame, Self.sound(2)], current: 2))
    // The two that are not available go, and nothing else can be spared.
    #expect(plan.desired == [2, 0, 2])
    #expect(plan.reasons(of: 1) == [.nothingAvailableGoes])
  }

  @Test(
    "scaled to nothing in a rollout, the new set is cut at once and the old ones in the same pass")
  func scaledToNothing() {
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: 0, strategy: Self.rolling(.count(1), .count(0)),
        sets: [Self.sound(3), Self.sound(2)], current: 1))
    #expect(plan.desired == [0, 0])
    #expect(plan.reasons(of: 1) == [.alignedToDeployment])
  }

  @Test("the deadlock breaker takes one Machine a pass, and only when nothing else can move")
  func deadlock() {
    func state(_ old: MachineSetCounts, _ new: MachineSetCounts) -> RolloutState {
      RolloutState(
        desired: 3, strategy: Self.rolling(.count(1), .count(0)), sets: [old, new], current: 1)
    }
    let stuck = MachineSetCounts(desired: 3, present: 3, available: 2)
    let broken = RolloutPlanner.plan(state(stuck, Self.sound(1)))
    #expect(broken.desired == [2, 1] && broken.reasons(of: 0) == [.deadlock])
    let waiting = MachineSetCounts(desired: 1, present: 1, available: 0)
    #expect(RolloutPlanner.plan(state(stuck, waiting)).desired == [3, 1])
    let leaving = MachineSetCounts(desired: 3, present: 4, available: 2)
    #expect(RolloutPlanner.plan(state(leaving, Self.sound(1))).desired == [3, 1])
  }

  @Test("OnDelete replaces what somebody deleted, and cuts old sets when fewer are wanted")
  func onDelete() {
    func plan(_ desired: Int, _ sets: [MachineSetCounts]) -> RolloutPlan {
      RolloutPlanner.plan(
        RolloutState(
          desired: desired, strategy: .onDelete, sets: sets, current: sets.count - 1))
    }
    #expect(plan(3, [Self.sound(3), Self.sound(0)]).desired == [3, 0])
    let reduced = MachineSetCounts(desired: 3, present: 2, available: 2)
    // First the old set takes note, then the new one grows.
    #expect(plan(3, [reduced, Self.sound(0)]).desired == [2, 0])
    let grown = plan(3, [Self.sound(2), Self.sound(0)])
    #expect(grown.desired == [2, 1])
    #expect(grown.reasons(of: 1) == [.belowDesired(machines: 2, desired: 3)])
    #expect(plan(4, [Self.sound(3), Self.sound(3), Self.sound(1)]).desired == [0, 3, 1])
  }

  // MARK: Updates in place

  static func inPlace(
    old: MachineSetCounts, new: MachineSetCounts, _ updates: RolloutState.InPlaceUpdates,
    surge: Int = 1, unavailable: Int = 0
  ) -> RolloutPlan {
    RolloutPlanner.plan(
      RolloutState(
        desired: 3, strategy: rolling(.count(surge), .count(unavailable)), sets: [old, new],
        current: 1, inPlace: updates))
  }

  @Test("one Machine more is made where nothing may be missing, and no other")
  func surgeForInPlace() {
    let plan = Self.inPlace(
      old: Self.sound(3), new: Self.sound(0), .init(canUpdate: [true, false]), surge: 3)
    #expect(plan.desired == [3, 1] && plan.movingSets == [0])
    #expect(
      plan.reasons(of: 1) == [
        .belowSurge(machines: 3, desired: 3, surge: 3), .surgeAllowed,
      ])
    let spared = Self.inPlace(
      old: Self.sound(3), new: Self.sound(0), .init(canUpdate: [true, false]), unavailable: 1)
    #expect(spared.desired == [2, 0])
    #expect(spared.reasons(of: 1).last == .surgeDropped(1))
  }

  @Test("moved Machines are counted once, in the pass that acknowledges them")
  func acknowledgement() {
    let new = MachineSetCounts(desired: 1, present: 2, available: 1, upToDate: 1)
    func plan(_ acknowledged: [Int]) -> RolloutPlan {
      Self.inPlace(
        old: Self.sound(2), new: new,
        .init(
          canUpdate: [true, false], awaitingAcknowledgement: [7], acknowledged: acknowledged,
          isUpdating: true))
    }
    #expect(plan([]).desired == [2, 2] && plan([]).acknowledged == [7])
    #expect(plan([]).reasons(of: 1).first == .acknowledgedMove(machines: [7]))
    #expect(plan([7]).desired == [2, 1] && plan([7]).acknowledged == [7])
  }

  @Test("without the gate nothing is moved")
  func withoutGate() {
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: 3, strategy: .standard, sets: [Self.sound(3), Self.sound(0)], current: 1))
    #expect(plan.movingSets.isEmpty && plan.desired == [3, 1])
  }

  // MARK: Words

  @Test("a reason lists names by their bytes")
  func words() {
    let reason = RolloutNote.Reason.acknowledgedMove(machines: [2, 10])
    let text = reason.text(machineName: { "m\($0)" }, setName: { "ms\($0)" })
    #expect(text == "acknowledge Machines m10,m2 moved from an old MachineSet")
    let move = RolloutNote.Reason.movesMachines(to: 3)
    #expect(
      move.text(machineName: { "m\($0)" }, setName: { "ms\($0)" })
        == "should scale down by moving Machines to MachineSet ms3")
  }

  @Test("a set that is current again says so first")
  func becameCurrent() {
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: 3, strategy: .standard, sets: [Self.sound(2), Self.sound(1)], current: 0,
        becameCurrent: true))
    #expect(plan.reasons(of: 0).first == .becameCurrent)
  }
}
