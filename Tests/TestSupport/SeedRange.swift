import Foundation

/// The seeds of random tests: few in debug, thousands in release, and for a long run those of the
/// environment variable `FIVESPOT_WORLD_SEEDS`, such as `0..<1000000`.
package enum SeedRange {
  /// Whether the seeds are those of a long run.
  package static let isLong = variable != nil

  /// The seeds from `first`, up to the one before `debug` or `release`.
  package static func from(
    _ first: UInt64 = 0, debug: UInt64, release: UInt64
  ) -> Range<UInt64> {
    if let variable {
      let bounds = variable.components(separatedBy: "..<").compactMap { UInt64($0) }
      precondition(
        bounds.count == 2 && bounds[0] < bounds[1],
        "FIVESPOT_WORLD_SEEDS is first..<end, not \(variable)")
      return bounds[0]..<bounds[1]
    }
    #if DEBUG
      return first..<debug
    #else
      return first..<release
    #endif
  }

  private static var variable: String? {
    ProcessInfo.processInfo.environment["FIVESPOT_WORLD_SEEDS"]
  }
}
