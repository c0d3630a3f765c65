import ArgumentParser

/// Seeds as a user writes them: `7`, `1..30`, `1,5,9`, or a mixture, each seed once.
struct SeedList: ExpressibleByArgument, Sendable {
  /// The most seeds that one run may have.
  static let countMax = 1_000_000

  var seeds: [UInt64]

  init(seeds: [UInt64]) { self.seeds = seeds }

  init?(argument: String) {
    var seeds: [UInt64] = []
    var seen: Set<UInt64> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = Self.range(part), range.count <= Self.countMax - seeds.count else {
        return nil
      }
      for seed in range where seen.insert(seed).inserted { seeds.append(seed) }
    }
    self.seeds = seeds
  }

  var defaultValueDescription: String { "the scenario's seed" }

  private static func range(_ text: Substring) -> ClosedRange<UInt64>? {
    // The store keeps seeds as SQL integers, so the largest is that of 63 bits.
    func seed(_ digits: Substring) -> UInt64? {
      guard let first = digits.utf8.first, (0x30...0x39).contains(first),
        let value = UInt64(digits), value <= UInt64(Int64.max)
      else { return nil }
      return value
    }
    guard let dots = text.range(of: "..") else { return seed(text).map { $0...$0 } }
    guard let first = seed(text[..<dots.lowerBound]), let last = seed(text[dots.upperBound...]),
      first <= last
    else { return nil }
    return first...last
  }
}

extension Substring {
  fileprivate func range(of word: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
      start = index(after: start)
    }
    return nil
  }
}
