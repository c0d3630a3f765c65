import Foundation
import SpotScheduler
import TestSupport
import Testing

/// The hand-made matchers against a regular expression engine.
@Suite struct TextPatternTests {
  /// What the expressions are made of, and what lies beside it.
  private static let pieces: [TextPattern: [String]] = [
    .timeout: ["0", "5", "12", "s", "m", "h", "d", "+", " ", "\n", ""],
    .days: ["mon", "sun", "fri", "-", ",", " ", "Mon", "monday", "\n"],
    .hours: ["0", "9", "17", "-", ",", "009", " ", "+", "\n"],
    .date: ["2026-07-", "2026-", "07-03", "07", "03", "1-", "\n"],
    .serviceUnit: ["k0s", "@", ".service", ".", "service", "-", "\n", "é"],
    .providerVersion: ["spotschedules.5spot.finos.org", "/", "v1", ".", "-", "V", "x", "\n"],
  ]
  private static let common = [
    "a", "Z", "9", "-", ".", "_", "/", "+", " ", "\n", "é", "ab", "0", "a.b", "x-y",
  ]

  @Test(arguments: TextPattern.allCases)
  func `agrees with the expression on 4,000 random texts`(pattern: TextPattern) throws {
    let seed: UInt64 = 20_261_127
    var generator = SeededGenerator(seed: seed)
    // RE2's $ is the end of the text; this engine's is also before a last line feed.
    let expression = try NSRegularExpression(
      pattern: String(pattern.rawValue.dropLast()) + "\\z")
    let pieces = Self.pieces[pattern] ?? Self.common
    var matched = 0
    for _ in 0..<4_000 {
      let text = (0..<generator.below(9)).map { _ in
        pieces[Int(generator.below(UInt64(pieces.count)))]
      }.joined()
      let range = NSRange(text.startIndex..., in: text)
      let expected = expression.firstMatch(in: text, range: range) != nil
      if expected { matched += 1 }
      #expect(pattern.matches(text) == expected, "\(text.debugDescription), seed \(seed)")
    }
    #expect(matched > 0, "no random text matches: the test says nothing")
  }

  @Test(arguments: [
    (TextPattern.clusterName, "prod-1", true), (.clusterName, "", false),
    (.clusterName, "-x", false), (.clusterName, "é", false), (.timezone, "Etc/GMT+5", true),
    (.timezone, "5UTC", false), (.timeout, "0s", true), (.timeout, "5m\n", false),
    (.timeout, "m", false), (.hours, "99-99", true), (.hours, "9-17-20", false),
    (.days, "mon-wed,fri-sun", true), (.days, "mon-", false), (.date, "2026-02-30", true),
    (.date, "2026-2-30", false), (.taintKey, "a_b", true), (.taintKey, "a/b/c", false),
    (.taintKey, "Example.com/x", false), (.taintKey, "/x", false), (.subdomain, "a..b", false),
    (.label, "a.b", false), (.providerKind, "timeBased", false), (.serviceUnit, ".service", false),
  ])
  func `matches as written`(pattern: TextPattern, text: String, expected: Bool) {
    #expect(pattern.matches(text) == expected)
  }
}
