/// Seeds as a command line takes them.
package enum SeedText {
  /// The most seeds that one run may have.
  package static let countMax = 1_000_000

  /// Reads seeds: one (`7`), a range (`1..30`), a list (`1,5,9`) or a mixture, each seed once.
  ///
  /// Nil for anything else. The store keeps seeds as SQL integers, so the largest is that of 63 bits.
  package static func seeds(_ text: String) -> [UInt64]? {
    var seeds: [UInt64] = []
    var seen: Set<UInt64> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = range(part), range.count <= countMax - seeds.count else { return nil }
      for seed in range where seen.insert(seed).inserted { seeds.append(seed) }
    }
    return seeds
  }

  /// What is wrong with a text that `seeds` refuses, and what to write instead.
  package static func problem(of text: String) -> String {
    var count = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if let range = range(part) {
        guard range.count <= countMax - count else {
          return "a run has at most \(countMax) seeds"
        }
        count += range.count
        continue
      }
      if let dots = part.firstRange(of: ".."), let first = seed(part[..<dots.lowerBound]),
        let last = seed(part[dots.upperBound...]), last < first
      {
        return "\(part) ends before it begins; write \(last)..\(first)"
      }
      return part.isEmpty
        ? "a seed is missing; write one (7), a range (1..30) or a list (1,5,9)"
        : "\"\(part)\" is no seed and no range; write one (7), a range (1..30) or a list (1,5,9), of "
          + "whole numbers up to \(Int64.max)"
    }
    return "write one (7), a range (1..30) or a list (1,5,9)"
  }

  private static func seed(_ digits: Substring) -> UInt64? {
    guard let first = digits.utf8.first, (0x30...0x39).contains(first),
      let value = UInt64(digits), value <= UInt64(Int64.max)
    else { return nil }
    return value
  }

  private static func range(_ text: Substring) -> ClosedRange<UInt64>? {
    guard let dots = text.firstRange(of: "..") else { return seed(text).map { $0...$0 } }
    guard let first = seed(text[..<dots.lowerBound]), let last = seed(text[dots.upperBound...]),
      first <= last
    else { return nil }
    return first...last
  }

  /// `1..3,7`: the seeds in ascending order, neighbours joined, the rest left out when there are very
  /// many parts.
  package static func ranges(_ seeds: [UInt64]) -> String {
    var parts: [String] = []
    var run: ClosedRange<UInt64>?
    func close() {
      guard let run else { return }
      parts.append(
        run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)..\(run.upperBound)")
    }
    for seed in seeds.sorted() {
      if let known = run, known.upperBound &+ 1 == seed {
        run = known.lowerBound...seed
      } else {
        close()
        run = seed...seed
      }
    }
    close()
    return parts.count > 20
      ? parts.prefix(20).joined(separator: ",") + ",…" : parts.joined(separator: ",")
  }
}
