import SimulationKernel
import Testing

/// Whether the closed form lies in the 99 % interval of the replications, and the interval is narrow.
///
/// Seeds are fixed: a right model fails such a test for one seed in a hundred.
func expectAgreement(
  _ results: [Double], with expected: Double, relativeHalfWidth limit: Double = 0.02,
  _ subject: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let interval = try #require(
    Tally(results).confidenceInterval(level: 0.99), sourceLocation: sourceLocation)
  let width = interval.halfWidth / expected
  let figures = "\(interval.mean) ± \(interval.halfWidth) (\(width)) beside \(expected)"
  #expect(results.count >= 30, sourceLocation: sourceLocation)
  #expect(interval.contains(expected), "\(subject): \(figures)", sourceLocation: sourceLocation)
  #expect(width <= limit, "\(subject): \(figures)", sourceLocation: sourceLocation)
}

/// The seeds of the replications.
let replicationSeeds: ClosedRange<UInt64> = 1...32
