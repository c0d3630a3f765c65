import ArgumentParser
import Planning

/// Seeds as a user writes them: `7`, `1..30`, `1,5,9`, or a mixture, each seed once.
struct SeedList: Sendable {
  var seeds: [UInt64]

  /// Reads an argument, and says what is wrong with it.
  static func read(_ argument: String) throws -> SeedList {
    guard let seeds = SeedText.seeds(argument) else {
      throw ValidationError(SeedText.problem(of: argument))
    }
    return SeedList(seeds: seeds)
  }
}
