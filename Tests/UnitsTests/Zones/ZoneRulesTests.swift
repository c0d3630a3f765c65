import Testing
import Units

@Suite struct ZoneRulesTests {
  @Test("the pinned release is 2025b and holds every name")
  func pinnedRelease() {
    let pinned = ZoneRulesSet.pinned
    #expect(pinned.version == "2025b")
    #expect(pinned.names.count == 598)
    for name in pinned.names { #expect(pinned[name]?.name == name) }
  }

  @Test(
    "links and odd names are known as the database writes them",
    arguments: ["GMT", "Zulu", "US/Eastern", "Etc/GMT+5", "UTC", "Etc/GMT-14", "Asia/Calcutta"])
  func knownNames(name: String) { #expect(ZoneRulesSet.pinned.contains(name)) }

  @Test(
    "names are matched in their case, whole, and nothing is invented",
    arguments: [
      "utc", "EDT", "UTC+5", "+05:00", "", " UTC", "UTC ", "america/new_york", "Mars/Olympus",
      "America/NewYork", "America", "zone.tab", "GMT+5",
    ])
  func unknownNames(name: String) { #expect(ZoneRulesSet.pinned[name] == nil) }

  @Test(
    "clocks show what the rules say",
    arguments: [
      ("America/New_York", "2026-03-08T06:59:59Z", -18_000, false, "EST"),
      ("America/New_York", "2026-03-08T07:00:00Z", -14_400, true, "EDT"),
      ("America/New_York", "2100-07-01T00:00:00Z", -14_400, true, "EDT"),
      ("America/New_York", "2100-12-01T00:00:00Z", -18_000, false, "EST"),
      ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39_600, true, "+11"),
      ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37_800, false, "+1030"),
      ("Europe/Dublin", "2026-01-01T00:00:00Z", 0, true, "GMT"),
      ("Europe/Dublin", "2050-07-01T00:00:00Z", 3_600, false, "IST"),
      ("America/Nuuk", "2030-03-30T23:59:59Z", -7_200, false, "-02"),
      ("America/Nuuk", "2030-03-31T01:00:00Z", -3_600, true, "-01"),
      ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, true, "-10"),
      ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400, true, "+14"),
      ("Pacific/Kiritimati", "2026-01-01T00:00:00Z", 50_400, false, "+14"),
      ("Africa/Casablanca", "2026-03-01T00:00:00Z", 0, true, "+00"),
      ("Africa/Casablanca", "2026-06-01T00:00:00Z", 3_600, false, "+01"),
      ("Antarctica/Troll", "2026-07-01T00:00:00Z", 7_200, true, "+02"),
      ("Antarctica/Troll", "2026-01-01T00:00:00Z", 0, false, "+00"),
      ("Asia/Kathmandu", "2026-01-01T00:00:00Z", 20_700, false, "+0545"),
      ("Etc/GMT+5", "2026-01-01T00:00:00Z", -18_000, false, "-05"),
      ("Europe/Berlin", "1677-09-21T00:12:44Z", 3_208, false, "LMT"),
      ("Europe/Berlin", "2261-07-01T00:00:00Z", 7_200, true, "CEST"),
    ] as [(String, String, Int, Bool, String)])
  func localTime(
    name: String, time: String, offset: Int, isDaylight: Bool, abbreviation: String
  ) throws {
    let rules = try #require(ZoneRulesSet.pinned[name])
    let instant = try Instant(rfc3339: time)
    #expect(
      rules.localTime(at: instant)
        == LocalTimeType(
          offsetSeconds: offset, isDaylight: isDaylight, abbreviation: abbreviation))
    #expect(rules.offsetSeconds(at: instant) == offset)
    #expect(rules.offset(at: instant) == .seconds(Int64(offset)))
  }
}
