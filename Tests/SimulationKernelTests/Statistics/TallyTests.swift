import SimulationKernel
import Testing

@Suite("Tallies and intervals")
struct TallyTests {
  @Test("a tally gives count, mean, variance and extremes")
  func moments() throws {
    let tally = Tally([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(tally.count == 8)
    #expect(tally.mean == 5)
    #expect(abs(try #require(tally.variance) - 32.0 / 7) < 1e-14)
    #expect(tally.minimum == 2)
    #expect(tally.maximum == 9)
  }

  @Test("an empty tally has no extremes and one observation has no variance")
  func fewObservations() {
    #expect(Tally().minimum == nil)
    #expect(Tally().variance == nil)
    #expect(Tally([3]).variance == nil)
    #expect(Tally([3]).confidenceInterval(level: 0.95) == nil)
  }

  @Test("a large offset does not drown the variance")
  func offset() throws {
    let tally = Tally([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(try #require(tally.variance) == 30)
  }

  @Test("merged parts equal the whole", arguments: 1...5 as ClosedRange<UInt64>)
  func merging(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, label: "tally")
    let observations = (0..<1_000).map { _ in stream.unit() * 10 - 3 }
    let whole = Tally(observations)
    let cut = Int(stream.uniform(below: 1_001))
    var merged = Tally(observations[..<cut])
    merged.merge(Tally(observations[cut...]))
    #expect(merged.count == whole.count)
    #expect(abs(merged.mean - whole.mean) < 1e-12, "seed \(seed)")
    let variance = try #require(whole.variance)
    #expect(abs(try #require(merged.variance) / variance - 1) < 1e-12, "seed \(seed)")
    #expect(merged.minimum == whole.minimum)
    #expect(merged.maximum == whole.maximum)
  }

  @Test("an interval is the textbook's")
  func interval() throws {
    // 10 observations, mean 4.5, variance 9.1667: half-width t(0.975; 9) · √(variance / 10).
    let interval = try #require(
      Tally((0..<10).map(Double.init)).confidenceInterval(level: 0.95))
    #expect(interval.mean == 4.5)
    #expect(abs(interval.halfWidth - 2.262_157_162_798_204_999 * 0.957_427_107_756_338_1) < 1e-12)
    #expect(interval.contains(interval.lower))
    #expect(!interval.contains(interval.upper + 1e-9))
    #expect(interval.relativeHalfWidth == interval.halfWidth / 4.5)
  }

  @Test("intervals of 90 % cover the expectation nine times out of ten")
  func coverage() throws {
    var stream = RandomStream(seed: 11, label: "coverage")
    var covered = 0
    for _ in 0..<500 {
      let tally = Tally((0..<12).map { _ in NormalLaw.quantile(stream.openUnit()) })
      if try #require(tally.confidenceInterval(level: 0.9)).contains(0) { covered += 1 }
    }
    #expect(abs(Double(covered) - 450) < 5 * (500 * 0.9 * 0.1).squareRoot())
  }

  @Test("paired differences see through what both variants share")
  func paired() throws {
    var stream = RandomStream(seed: 12, label: "paired")
    var pairs = PairedDifferences()
    for _ in 0..<40 {
      let shared = stream.unit() * 100
      pairs.add(baseline: shared, alternative: shared + 1 + stream.unit() * 0.1)
    }
    let interval = try #require(pairs.confidenceInterval(level: 0.99))
    #expect(interval.contains(1.05))
    #expect(interval.halfWidth < 0.05)
    #expect(try #require(pairs.efficiency) > 1_000)
  }

  @Test("batches double when their places are full, and the mean is that of what they hold")
  func batchDoubling() {
    var batches = BatchMeans(batches: 4)
    for observation in 0..<32 { batches.add(Double(observation)) }
    #expect(batches.batchSize == 8)
    #expect(batches.means == [3.5, 11.5, 19.5, 27.5])
    #expect(batches.mean == 15.5)
  }

  @Test("batch means of a correlated series give an honest interval where a plain tally does not")
  func correlatedBatches() throws {
    // An autoregressive series with coefficient 0.9 and mean 0.
    var covered = (batches: 0, plain: 0)
    for seed in 1...100 as ClosedRange<UInt64> {
      var stream = RandomStream(seed: seed, label: "autoregression")
      var batches = BatchMeans(batches: 20)
      var plain = Tally()
      var level = 0.0
      for _ in 0..<4_000 {
        level = 0.9 * level + stream.unit() - 0.5
        batches.add(level)
        plain.add(level)
      }
      if try #require(batches.confidenceInterval(level: 0.9)).contains(0) { covered.batches += 1 }
      if try #require(plain.confidenceInterval(level: 0.9)).contains(0) { covered.plain += 1 }
      #expect(abs(try #require(batches.neighbourCorrelation)) < 0.75)
    }
    #expect(covered.batches >= 80)
    #expect(covered.plain < 55)
  }
}
