import SimulationKernel
import Testing
import Units

@Suite("Time-weighted levels")
struct TimeWeightedTests {
  @Test("the mean weighs each level by how long it stood")
  func mean() {
    var level = TimeWeighted(level: 2, start: Instant(seconds: 10))
    level.set(6, at: Instant(seconds: 13))
    level.add(-6, at: Instant(seconds: 14))
    #expect(level.integral(until: Instant(seconds: 20)) == 12_000_000_000)
    #expect(level.mean(until: Instant(seconds: 20)) == 1.2)
    #expect(level.minimum == 0)
    #expect(level.maximum == 6)
    #expect(level.level == 0)
  }

  @Test("no time has no mean")
  func noTime() {
    #expect(TimeWeighted(level: 5, start: .epoch).mean(until: .epoch) == nil)
  }

  @Test("a restart forgets the warm-up and keeps the level")
  func restart() {
    var level = TimeWeighted(level: 100, start: .epoch)
    level.set(3, at: Instant(seconds: 5))
    level.restart(at: Instant(seconds: 10))
    level.set(5, at: Instant(seconds: 12))
    #expect(level.mean(until: Instant(seconds: 14)) == 4)
    #expect(level.minimum == 3)
    #expect(level.maximum == 5)
  }

  @Test("the greatest level over the whole scale of time does not overflow")
  func extremes() {
    let level = TimeWeighted(level: .max, start: .distantPast)
    #expect(level.integral(until: .distantFuture) == Int128(Int64.max) * Int128(UInt64.max))
    #expect(TimeWeighted(level: .min, start: .distantPast).mean(until: .distantFuture) == -0x1p63)
  }

  @Test("parts add up to the whole exactly", arguments: 1...10 as ClosedRange<UInt64>)
  func additivity(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "level")
    var whole = TimeWeighted(start: .epoch)
    var part = whole
    var sum: Int128 = 0
    var now = Instant.epoch
    for step in 0..<200 {
      now = now + TimeSpan(nanoseconds: Int64(stream.uniform(below: 1 << 40)))
      let level = Int64(bitPattern: stream.next()) >> 8
      whole.set(level, at: now)
      part.set(level, at: now)
      if step % 17 == 0 {
        sum += part.integral(until: now)
        part.restart(at: now)
      }
    }
    #expect(sum + part.integral(until: now) == whole.integral(until: now), "seed \(seed)")
  }
}
