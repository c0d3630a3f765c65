import Testing
import Units

/// Golden histories in slices, so that the test runner can work on several at a time.
struct ZoneHistory: Sendable, CustomTestStringConvertible {
  var digest: String
  var count: Int
  var names: [String]
  var testDescription: String { names.first ?? "" }

  static let all: [ZoneHistory] = ZoneGolden.histories.description.split(separator: "\n").map {
    let words = $0.split(separator: " ").map(String.init)
    return ZoneHistory(digest: words[0], count: Int(words[1]) ?? 0, names: Array(words[2...]))
  }

  static let slices: [[ZoneHistory]] = (0..<8).map { slice in
    all.indices.filter { $0 % 8 == slice }.map { all[$0] }
  }
}

@Suite struct ZoneHistoryTests {
  private static let start = Instant(seconds: -2_208_988_800)
  private static let end = Instant(seconds: 7_258_118_400)

  @Test("the golden histories cover every name of the pinned release")
  func completeness() {
    #expect(ZoneHistory.all.flatMap(\.names).sorted() == ZoneRulesSet.pinned.names.sorted())
  }

  @Test("every change of every zone from 1900 to 2200 is the oracle's", arguments: 0..<8)
  func histories(slice: Int) throws {
    for history in ZoneHistory.slices[slice] {
      for name in history.names {
        let rules = try #require(ZoneRulesSet.pinned[name])
        // Links share their bytes; their first name stands for the walk.
        if name == history.names[0] {
          let (digest, count) = walk(rules)
          #expect(count == history.count && digest == history.digest, "\(name)")
        } else {
          let first = try #require(ZoneRulesSet.pinned[history.names[0]])
          #expect(rules.period(at: Self.start) == first.period(at: Self.start), "\(name)")
          #expect(rules.period(at: Self.end) == first.period(at: Self.end), "\(name)")
        }
      }
    }
  }

  private func walk(_ rules: ZoneRules) -> (digest: String, count: Int) {
    var text = ""
    var count = 0
    var shown: LocalTimeType?
    var instant: Instant? = Self.start
    while let current = instant, current < Self.end {
      let localTime = rules.localTime(at: current)
      // The oracle does not know which changes are of the daylight flag alone.
      if localTime.offsetSeconds != shown?.offsetSeconds
        || localTime.abbreviation != shown?.abbreviation
      {
        count += 1
        text += "\(current.secondsRoundedDown) \(localTime.offsetSeconds) "
        text += localTime.abbreviation + "\n"
      }
      shown = localTime
      instant = rules.nextTransition(after: current)
    }
    return (String(SHA256.digest(Array(text.utf8)).hex.prefix(32)), count)
  }

  @Test("lookups agree with the walk hour by hour around every change", arguments: 0..<8)
  func aroundChanges(slice: Int) throws {
    for history in ZoneHistory.slices[slice] {
      let rules = try #require(ZoneRulesSet.pinned[history.names[0]])
      var period = rules.period(at: Self.start)
      var steps = 0
      while let end = period.end, end < Self.end {
        let next = rules.period(at: end)
        #expect(next.start == end && rules.previousTransition(before: next.end ?? Self.end) == end)
        // Every change up to 2040; after that the rule repeats, and a few years stand for all.
        if end.secondsRoundedDown < 2_208_988_800 || steps % 37 == 0 {
          checkHours(rules, around: end, before: period, after: next)
        }
        steps += 1
        period = next
      }
    }
  }

  private func checkHours(
    _ rules: ZoneRules, around end: Instant, before: ZonePeriod, after: ZonePeriod
  ) {
    for minutes in [-120, -60, 60, 120] as [Int64] {
      let instant = end + .minutes(minutes)
      let expected = instant < end ? before : after
      guard expected.contains(instant) else { continue }
      #expect(rules.offsetSeconds(at: instant) == expected.localTime.offsetSeconds)
    }
    let last = Instant(nanoseconds: end.nanoseconds - 1)
    #expect(rules.offsetSeconds(at: last) == before.localTime.offsetSeconds)
    #expect(rules.localTime(at: end) == after.localTime)
    #expect(rules.nextTransition(after: last) == end)
  }
}
