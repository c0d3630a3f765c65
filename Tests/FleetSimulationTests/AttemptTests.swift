import Testing
import Units

@testable import FleetSimulation

/// A small generator for properties; its seed is printed with every failure.
struct PropertyGenerator {
  var state: UInt64
  init(seed: UInt64) { state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func below(_ limit: Int64) -> Int64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int64(state % UInt64(limit))
  }
}

@Suite("Arithmetic of attempts")
struct AttemptTests {
  /// What an attempt does with each nanosecond, one after another: the rule, without arithmetic.
  private func account(
    policy: RecoveryPolicy, work: Int64, attempt: UInt32, elapsed: Int64
  ) -> (account: AttemptAccount, isDone: Bool) {
    var account = AttemptAccount()
    var setup = policy.setup(attempt: attempt)
    var sinceSave: Int64 = 0
    var saving: Int64 = 0
    for _ in 0..<elapsed {
      if setup > 0 {
        setup -= 1
        account.setup += 1
        continue
      }
      if case .checkpoint(let interval, let cost, _) = policy, account.worked < work,
        sinceSave == interval.nanoseconds
      {
        if saving < cost.nanoseconds {
          saving += 1
          account.saving += 1
        }
        guard saving == cost.nanoseconds else {
          continue
        }
        account.kept += sinceSave
        sinceSave = 0
        saving = 0
        if cost > .zero { continue }
      }
      guard account.worked < work else { return (account, true) }
      account.worked += 1
      sinceSave += 1
    }
    // A save that costs nothing is made in the instant in which its work is done.
    if case .checkpoint(let interval, .zero, _) = policy, sinceSave == interval.nanoseconds,
      account.worked < work
    {
      account.kept += sinceSave
    }
    return (account, setup == 0 && account.worked == work)
  }

  @Test("agrees with following every nanosecond", arguments: 0..<400 as Range<UInt64>)
  func property(seed: UInt64) throws {
    var generator = PropertyGenerator(seed: seed)
    let policy: RecoveryPolicy =
      generator.below(4) == 0
      ? .restart(cost: TimeSpan(nanoseconds: generator.below(6)))
      : .checkpoint(
        interval: TimeSpan(nanoseconds: 1 + generator.below(7)),
        cost: TimeSpan(nanoseconds: generator.below(4)),
        restore: TimeSpan(nanoseconds: generator.below(5)))
    let work = generator.below(40)
    let attempt = UInt32(1 + generator.below(3))
    let length = try #require(policy.length(work: work, attempt: attempt), "seed \(seed)")
    for elapsed in 0..<length {
      let naive = account(policy: policy, work: work, attempt: attempt, elapsed: elapsed)
      #expect(!naive.isDone || elapsed == length, "seed \(seed): done early at \(elapsed)")
      let exact = policy.account(work: work, attempt: attempt, elapsed: elapsed)
      #expect(exact == naive.account, "seed \(seed): \(policy), work \(work), \(elapsed) elapsed")
    }
    let whole = account(policy: policy, work: work, attempt: attempt, elapsed: length)
    #expect(whole.isDone, "seed \(seed): \(policy), work \(work)")
  }

  @Test("a length beyond the scale of time is no length")
  func overflow() {
    let policy = RecoveryPolicy.checkpoint(
      interval: TimeSpan(nanoseconds: 1), cost: .days(36_500), restore: .zero)
    #expect(policy.length(work: 1_000, attempt: 1) == nil)
  }
}
