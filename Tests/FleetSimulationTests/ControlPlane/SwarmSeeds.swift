import Foundation

/// The seeds of the swarm: few in debug, thousands in release, and for a long run those of the
/// environment variable `FIVESPOT_WORLD_SEEDS`, such as `0..<200000`.
enum SwarmSeeds {
  static func range(debug: UInt64, release: UInt64) -> Range<UInt64> {
    if let text = ProcessInfo.processInfo.environment["FIVESPOT_WORLD_SEEDS"] {
      let bounds = text.components(separatedBy: "..<").compactMap { UInt64($0) }
      precondition(
        bounds.count == 2 && bounds[0] < bounds[1],
        "FIVESPOT_WORLD_SEEDS is first..<end, not \(text)")
      return bounds[0]..<bounds[1]
    }
    #if DEBUG
      return 1..<debug
    #else
      return 1..<release
    #endif
  }
}
