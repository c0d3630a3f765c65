import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("Which set is current")
struct CurrentMachineSetTests {
  static func set(_ template: Int, at second: Int64, desired: Int = 1)
    -> CurrentMachineSet.Candidate
  {
    .init(template: template, createdAt: Instant(seconds: second), desired: desired)
  }

  @Test("of several with the template that with the most Machines is it, then the oldest")
  func choice() {
    let now = Instant(seconds: 1_000)
    func current(_ sets: [CurrentMachineSet.Candidate]) -> Int? {
      CurrentMachineSet(among: sets, template: 2, at: now).set
    }
    #expect(current([]) == nil && current([Self.set(1, at: 0)]) == nil)
    #expect(current([Self.set(1, at: 0), Self.set(2, at: 5)]) == 1)
    #expect(current([Self.set(2, at: 0), Self.set(2, at: 5)]) == 0)
    #expect(current([Self.set(2, at: 0), Self.set(2, at: 5, desired: 2)]) == 1)
  }

  @Test("a rollout by the time passes over sets made before it, once it is due")
  func rolloutAfter() {
    let after = Instant(seconds: 100)
    let sets = [Self.set(1, at: 0), Self.set(2, at: 50)]
    func current(at second: Int64, _ sets: [CurrentMachineSet.Candidate]) -> CurrentMachineSet {
      CurrentMachineSet(
        among: sets, template: 2, rolloutAfter: after, at: Instant(seconds: second))
    }
    #expect(current(at: 99, sets).set == 1)
    #expect(current(at: 100, sets).set == nil)
    #expect(current(at: 101, sets + [Self.set(2, at: 100)]).set == 2)
    // Who wants new machines by the time does not want old ones changed.
    #expect(current(at: 100, sets).mayUpdateInPlace == [true, false])
    #expect(current(at: 101, sets).mayUpdateInPlace == [false, false])
  }

  @Test(
    "a revision is past all others and never goes back",
    arguments: [
      (nil, [], 1), (nil, [1, 2], 3), (3, [1, 2], 3), (5, [1, 2], 5), (1, [2, nil], 3),
    ] as [(Int?, [Int?], Int)])
  func revision(own: Int?, others: [Int?], expected: Int) {
    #expect(CurrentMachineSet.revision(own: own, oldSets: others) == expected)
  }

  @Test("old sets without Machines are removed, the current one is not")
  func removable() {
    let leaving = MachineSetCounts(desired: 0, present: 1)
    #expect(
      CurrentMachineSet.removable([.init(), leaving, .init(desired: 1), .init()], current: 3)
        == [0])
  }
}

@Suite("A paused MachineDeployment that changes its size")
struct PausedScalingTests {
  static func sets(_ desired: [Int]) -> [MachineSetCounts] {
    desired.map { MachineSetCounts(desired: $0, present: $0, available: $0) }
  }

  @Test(
    "is shared out by size, what is left over goes to the largest",
    arguments: [
      // Wanted, before, sizes, after.
      (15, 10, [10, 0], [15, 0]), (0, 10, [6, 4], [0, 0]), (20, 10, [5, 5], [10, 10]),
      (5, 10, [8, 2], [4, 1]), (11, 10, [5, 5], [5, 6]), (9, 10, [5, 5], [4, 5]),
      (12, 10, [6, 3, 1], [7, 4, 1]),
    ] as [(Int, Int, [Int], [Int])])
  func shares(desired: Int, before: Int, sizes: [Int], expected: [Int]) {
    let scaling = PausedScaling(
      desired: desired,
      strategy: .rollingUpdate(maxSurge: .count(0), maxUnavailable: .count(1)),
      sets: Self.sets(sizes), current: sizes.count - 1,
      sizeThen: Array(repeating: before, count: sizes.count))
    #expect(scaling.plan() == expected)
  }

  @Test("the current set that has all Machines drives out the others")
  func saturated() {
    let scaling = PausedScaling(
      desired: 4, strategy: .standard, sets: Self.sets([2, 4]), current: 1,
      desiredThen: [4, 4])
    #expect(scaling.plan() == [0, 4])
  }

  @Test("without Machines the current set takes them, or the newest")
  func none() {
    func plan(current: Int?) -> [Int] {
      PausedScaling(
        desired: 3, strategy: .onDelete, sets: Self.sets([0, 0]), current: current
      ).plan()
    }
    #expect(plan(current: 0) == [3, 0] && plan(current: nil) == [0, 3])
  }
}
