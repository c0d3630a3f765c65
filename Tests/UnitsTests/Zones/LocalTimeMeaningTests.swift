import Testing
import Units

@Suite struct LocalTimeMeaningTests {
  /// What a local reading means: `=` once, `gap` with both readings, `overlap` with both instants.
  @Test(
    "gaps and overlaps are told, with both readings",
    arguments: [
      ("America/New_York", "2026-03-08", "01:59:59", "= 2026-03-08T06:59:59Z"),
      (
        "America/New_York", "2026-03-08", "02:00:00",
        "gap 2026-03-08T07:00:00Z 2026-03-08T06:00:00Z"
      ),
      (
        "America/New_York", "2026-03-08", "02:59:59",
        "gap 2026-03-08T07:59:59Z 2026-03-08T06:59:59Z"
      ),
      ("America/New_York", "2026-03-08", "03:00:00", "= 2026-03-08T07:00:00Z"),
      (
        "America/New_York", "2026-11-01", "01:00:00",
        "overlap 2026-11-01T05:00:00Z 2026-11-01T06:00:00Z"
      ),
      ("America/New_York", "2026-11-01", "02:00:00", "= 2026-11-01T07:00:00Z"),
      (
        "America/New_York", "2100-03-14", "02:30:00",
        "gap 2100-03-14T07:30:00Z 2100-03-14T06:30:00Z"
      ),
      (
        "Australia/Lord_Howe", "2026-10-04", "02:15:00",
        "gap 2026-10-03T15:45:00Z 2026-10-03T15:15:00Z"
      ),
      (
        "Australia/Lord_Howe", "2026-04-05", "01:45:00",
        "overlap 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z"
      ),
      (
        "Pacific/Apia", "2011-12-30", "12:00:00",
        "gap 2011-12-30T22:00:00Z 2011-12-29T22:00:00Z"
      ),
      ("Pacific/Apia", "2011-12-31", "00:00:00", "= 2011-12-30T10:00:00Z"),
      (
        "Europe/Dublin", "2026-10-25", "01:30:00",
        "overlap 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"
      ),
      (
        "America/Nuuk", "2026-03-28", "23:30:00",
        "gap 2026-03-29T01:30:00Z 2026-03-29T00:30:00Z"
      ),
      (
        "Africa/Casablanca", "2026-02-15", "02:30:00",
        "overlap 2026-02-15T01:30:00Z 2026-02-15T02:30:00Z"
      ),
      (
        "Antarctica/Troll", "2026-03-29", "01:30:00",
        "gap 2026-03-29T01:30:00Z 2026-03-28T23:30:00Z"
      ),
      ("Asia/Kathmandu", "2026-01-01", "00:00:00", "= 2025-12-31T18:15:00Z"),
      ("Etc/GMT-14", "2026-01-01", "00:00:00", "= 2025-12-31T10:00:00Z"),
      ("UTC", "2262-04-11", "23:47:16", "= 2262-04-11T23:47:16Z"),
      ("UTC", "2262-04-11", "23:47:17", "outside"), ("UTC", "1677-09-21", "00:12:43", "outside"),
      ("UTC", "0000-01-01", "00:00:00", "outside"), ("UTC", "9999-12-31", "23:59:59", "outside"),
    ])
  func hardCases(zone: String, date: String, clock: String, expected: String) throws {
    let rules = try #require(ZoneRulesSet.pinned[zone])
    let parts = clock.split(separator: ":").compactMap { Int($0) }
    let meaning = rules.instants(
      of: try CivilDate(iso: date), secondsOfDay: parts[0] * 3_600 + parts[1] * 60 + parts[2])
    #expect(text(meaning) == expected)
  }

  private func text(_ meaning: LocalTimeMeaning) -> String {
    switch meaning {
    case .unique(let instant): "= \(instant)"
    case .gap(let before, let after): "gap \(before) \(after)"
    case .overlap(let earlier, let later): "overlap \(earlier) \(later)"
    case .outsideScale: "outside"
    }
  }

  @Test("every instant is among the meanings of what its clock shows", arguments: 1...4)
  func roundTrip(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let names = ZoneRulesSet.pinned.names
    for _ in 0..<150 {
      let name = names[random.below(names.count)]
      let rules = try #require(ZoneRulesSet.pinned[name])
      var instant = Instant(seconds: Int64(random.below(8_000_000_000)) - 2_200_000_000)
      // Half of them within two hours of a change, where it is hard.
      if random.below(2) == 0, let change = rules.nextTransition(after: instant) {
        instant = change + .seconds(Int64(random.below(14_400)) - 7_200)
      }
      let (date, secondsOfDay) = rules.civil(at: instant)
      let meaning = rules.instants(of: date, secondsOfDay: secondsOfDay)
      let isFound =
        switch meaning {
        case .unique(let only): only == instant
        case .overlap(let earlier, let later):
          (earlier == instant || later == instant) && earlier < later
            && rules.civil(at: earlier) == rules.civil(at: later)
        case .gap, .outsideScale: false
        }
      #expect(isFound, "seed \(seed): \(name) at \(instant) gave \(meaning)")
    }
  }
}
