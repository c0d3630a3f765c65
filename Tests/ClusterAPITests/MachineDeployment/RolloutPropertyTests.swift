import ClusterAPI
import KubernetesModel
import TestSupport
import Testing

/// What holds of every rollout, whatever the order of the reconciles and however long Machines take.
@Suite("Random rollouts")
struct RolloutPropertyTests {
  static let seeds = SeedRange.from(debug: 500, release: 5_000)

  /// More than any rollout of twelve Machines takes.
  static let mostSteps = 20_000

  /// Runs rollouts of a shape to their end and records the seed of each that leaves its bounds or
  /// does not end; `check` says what is wrong, if anything is.
  static func run(
    _ shape: RandomRollout.Shape, _ check: (RandomRollout) -> String?,
    atEnd: (RandomRollout) -> Void = { _ in }
  ) {
    for seed in Self.seeds {
      var rollout = RandomRollout(seed: seed, shape)
      var steps = 0
      var fault: String?
      while !rollout.isOver && fault == nil {
        rollout.step()
        steps += 1
        fault = check(rollout) ?? (steps < mostSteps ? nil : "does not end")
      }
      if let fault { Issue.record("seed \(seed), step \(steps): \(fault)") }
      atEnd(rollout)
    }
  }

  static func tooMany(_ rollout: RandomRollout) -> String? {
    let most = rollout.desired + rollout.limits.surge
    return rollout.machines.count > most ? "\(rollout.machines.count) Machines of \(most)" : nil
  }

  static func tooFew(_ rollout: RandomRollout) -> String? {
    let least = rollout.limits.leastAvailable(of: rollout.desired)
    return rollout.available < least ? "\(rollout.available) available of \(least)" : nil
  }

  @Test("keep within the surge and the availability, and end")
  func sound() {
    Self.run(.init(), { Self.tooMany($0) ?? Self.tooFew($0) }) { rollout in
      // Nothing was stuck, so nothing had to be broken up.
      #expect(!rollout.notes.contains { $0.reason == .deadlock })
    }
  }

  @Test("in place keep within both too, and end")
  func inPlace() {
    var moved = 0
    Self.run(.init(updatesInPlace: true), { Self.tooMany($0) ?? Self.tooFew($0) }) { rollout in
      let isMove = rollout.notes.contains {
        if case .acknowledgedMove = $0.reason { true } else { false }
      }
      moved += isMove ? 1 : 0
    }
    #expect(moved > Self.seeds.count / 4)
  }

  @Test("end although old Machines are broken, some by the deadlock breaker")
  func broken() {
    var deadlocks = 0
    Self.run(.init(brokenPercent: 60), Self.tooMany) { rollout in
      deadlocks += rollout.notes.contains { $0.reason == .deadlock } ? 1 : 0
    }
    #expect(deadlocks > Self.seeds.count / 50)
  }

  @Test("on deletion follow the user and never have one Machine more")
  func onDelete() { Self.run(.init(isOnDelete: true), Self.tooMany) }
}
