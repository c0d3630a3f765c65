import ArgumentParser
import Planning

/// Seeds as a user writes them: `7`, `1..30`, `1,5,9`, or a mixture, each seed once.
struct SeedList: ExpressibleByArgument, Sendable {
  var seeds: [UInt64]

  init(seeds: [UInt64]) { self.seeds = seeds }

  init?(argument: String) {
    guard let seeds = SeedText.seeds(argument) else { return nil }
    self.seeds = seeds
  }

  var defaultValueDescription: String { "the scenario's seed" }
}
