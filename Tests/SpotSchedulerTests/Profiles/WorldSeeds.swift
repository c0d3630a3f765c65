import Foundation

/// The seeds of the random worlds: few in debug, thousands in release, and for a long run those of
/// the environment variable `FIVESPOT_WORLD_SEEDS`, such as `0..<1000000`.
enum WorldSeeds {
  /// Whether the seeds are those of a long run.
  static let areMany = ProcessInfo.processInfo.environment["FIVESPOT_WORLD_SEEDS"] != nil

  static func range(debug: UInt64, release: UInt64) -> Range<UInt64> {
    if let text = ProcessInfo.processInfo.environment["FIVESPOT_WORLD_SEEDS"] {
      let bounds = text.components(separatedBy: "..<").compactMap { UInt64($0) }
      precondition(
        bounds.count == 2 && bounds[0] < bounds[1],
        "FIVESPOT_WORLD_SEEDS is first..<end, not \(text)")
      return bounds[0]..<bounds[1]
    }
    #if DEBUG
      return 0..<debug
    #else
      return 0..<release
    #endif
  }
}
