import SpotScheduler
import Testing
import Units

/// Windows that a lender writes, checked by hand.
@Suite struct LendingScheduleTests {
  private func edges(
    _ schedule: LendingSchedule, after start: String, count: Int
  ) throws -> [String] {
    var edges: [String] = []
    var instant = try Instant(rfc3339: start)
    while edges.count < count, let edge = schedule.nextEdge(after: instant) {
      edges.append("\(edge.instant.rfc3339) \(edge.isActive ? "on" : "off")")
      instant = edge.instant
    }
    return edges
  }

  private func weekly(_ opens: String, _ closes: String, _ zone: String) throws -> LendingWindow {
    .weekly(
      WeeklyWindow(
        from: try #require(WeekTime(text: opens)), to: try #require(WeekTime(text: closes)),
        in: try #require(ZoneRulesSet.pinned[zone])))
  }

  private func civil(_ opens: String, _ closes: String, _ zone: String) throws -> LendingWindow {
    .civil(
      CivilWindow(
        from: try #require(CivilTime(text: opens)), to: try #require(CivilTime(text: closes)),
        in: try #require(ZoneRulesSet.pinned[zone])))
  }

  /// From 18:00 to 07:00 on trading days, and the weekend.
  private func nights(_ zone: String) throws -> [LendingWindow] {
    try [
      ("mon", "tue"), ("tue", "wed"), ("wed", "thu"), ("thu", "fri"), ("fri", "mon"),
    ].map { try weekly("\($0.0) 18:00", "\($0.1) 07:00", zone) }
  }

  @Test func `a weekend is one window from Friday evening to Monday morning`() throws {
    let weekend = LendingSchedule([try weekly("fri 18:00", "mon 06:00", "America/New_York")])
    // Clocks go forward on Sunday 8 March 2026: the weekend has an hour less.
    #expect(
      try edges(weekend, after: "2026-02-27T00:00:00Z", count: 4) == [
        "2026-02-27T23:00:00Z on", "2026-03-02T11:00:00Z off", "2026-03-06T23:00:00Z on",
        "2026-03-09T10:00:00Z off",
      ])
    #expect(weekend.isActive(at: try Instant(rfc3339: "2026-03-01T12:00:00Z")))
    #expect(!weekend.isActive(at: try Instant(rfc3339: "2026-03-02T11:00:00Z")))
  }

  @Test func `minutes count, and a night crosses midnight`() throws {
    let night = LendingSchedule([try weekly("tue 16:30", "wed 08:45", "Europe/London")])
    #expect(
      try edges(night, after: "2026-06-08T00:00:00Z", count: 2) == [
        "2026-06-09T15:30:00Z on", "2026-06-10T07:45:00Z off",
      ])
  }

  @Test func `a holiday joins the nights before and after`() throws {
    let zone = try #require(ZoneRulesSet.pinned["America/New_York"])
    let thanksgiving = ExchangeCalendar(
      zone: zone, holidays: [try CivilDate(iso: "2026-11-26")],
      earlyCloses: [
        ExchangeCalendar.EarlyClose(date: try CivilDate(iso: "2026-11-27"), minuteOfDay: 13 * 60)
      ])
    let schedule = LendingSchedule(
      try nights("America/New_York") + [
        .holidays(thanksgiving), .earlyCloses(thanksgiving, margin: .minutes(30)),
      ])
    // Wednesday night, Thanksgiving and Thursday night are one window; Friday's opens at 13:30.
    #expect(
      try edges(schedule, after: "2026-11-25T12:30:00Z", count: 4) == [
        "2026-11-25T23:00:00Z on", "2026-11-27T12:00:00Z off", "2026-11-27T18:30:00Z on",
        "2026-11-30T12:00:00Z off",
      ])
  }

  @Test func `windows that touch are one`() throws {
    let schedule = LendingSchedule([
      try weekly("mon 18:00", "tue 00:00", "Europe/London"),
      try weekly("tue 00:00", "tue 06:00", "UTC"),
      .daysAndHours(
        WeeklySchedule(
          days: .day(.tuesday), hours: .range(from: 6, through: 7),
          zone: ZoneRules.utc)),
    ])
    #expect(
      try edges(schedule, after: "2026-01-01T00:00:00Z", count: 2) == [
        "2026-01-05T18:00:00Z on", "2026-01-06T08:00:00Z off",
      ])
  }

  @Test func `a blackout takes a piece out of a night`() throws {
    let schedule = LendingSchedule(
      try nights("UTC"), except: [try civil("2026-06-30 22:00", "2026-07-01 02:00", "UTC")])
    #expect(
      try edges(schedule, after: "2026-06-30T12:00:00Z", count: 4) == [
        "2026-06-30T18:00:00Z on", "2026-06-30T22:00:00Z off", "2026-07-01T02:00:00Z on",
        "2026-07-01T07:00:00Z off",
      ])
  }

  @Test func `the owner's window is the rest of the time`() throws {
    let lent = LendingSchedule([try weekly("fri 18:00", "mon 06:00", "UTC")])
    let owned = lent.complement
    #expect(
      try edges(owned, after: "2026-06-10T00:00:00Z", count: 2) == [
        "2026-06-12T18:00:00Z off", "2026-06-15T06:00:00Z on",
      ])
    #expect(owned.complement.isActive(at: try Instant(rfc3339: "2026-06-13T00:00:00Z")))
    #expect(LendingSchedule.always.isActive(at: .epoch))
    #expect(LendingSchedule.always.nextEdge(after: .epoch) == nil)
    #expect(!LendingSchedule.never.isActive(at: .epoch))
    #expect(LendingSchedule.never.nextEdge(after: .epoch) == nil)
  }

  @Test func `a time that the clock skips is the first instant after the gap`() throws {
    // London goes from 01:00 to 02:00 on 29 March 2026, at 01:00Z.
    let inside = LendingSchedule([try weekly("sun 01:30", "sun 04:00", "Europe/London")])
    #expect(
      try edges(inside, after: "2026-03-28T00:00:00Z", count: 2) == [
        "2026-03-29T01:00:00Z on", "2026-03-29T03:00:00Z off",
      ])
    // A window that lies in the gap does not open that week.
    let swallowed = LendingSchedule([try weekly("sun 01:15", "sun 01:45", "Europe/London")])
    #expect(
      try edges(swallowed, after: "2026-03-23T00:00:00Z", count: 2) == [
        "2026-04-05T00:15:00Z on", "2026-04-05T00:45:00Z off",
      ])
  }

  @Test func `a time that the clock shows twice is its first occurrence`() throws {
    // London goes back from 02:00 to 01:00 on 25 October 2026, at 01:00Z.
    let opening = LendingSchedule([try weekly("sun 01:30", "sun 04:00", "Europe/London")])
    #expect(
      try edges(opening, after: "2026-10-24T00:00:00Z", count: 2) == [
        "2026-10-25T00:30:00Z on", "2026-10-25T04:00:00Z off",
      ])
    // It closes once, and does not open again as the clock repeats the hour.
    let closing = LendingSchedule([try weekly("sat 20:00", "sun 01:30", "Europe/London")])
    #expect(
      try edges(closing, after: "2026-10-24T00:00:00Z", count: 2) == [
        "2026-10-24T19:00:00Z on", "2026-10-25T00:30:00Z off",
      ])
  }

  @Test func `a window that closes when it opens never closes`() throws {
    let whole = LendingSchedule([try weekly("wed 12:00", "wed 12:00", "America/Sao_Paulo")])
    #expect(whole.isActive(at: .epoch) && whole.nextEdge(after: .epoch) == nil)
  }

  @Test func `values beyond any calendar neither trap nor open anything`() throws {
    let odd = ExchangeCalendar(
      zone: .utc, holidays: [try CivilDate(iso: "9999-12-31"), try CivilDate(iso: "0000-01-01")],
      earlyCloses: [
        ExchangeCalendar.EarlyClose(date: try CivilDate(iso: "2026-01-01"), minuteOfDay: .max),
        ExchangeCalendar.EarlyClose(date: try CivilDate(iso: "2026-01-02"), minuteOfDay: .min),
      ])
    let schedule = LendingSchedule([.holidays(odd), .earlyCloses(odd, margin: .max)])
    #expect(schedule.nextEdge(after: .epoch) == nil)
    for instant in [Instant.distantPast, .distantFuture] {
      #expect(!schedule.isActive(at: instant))
      _ = LendingSchedule(try nights("Australia/Lord_Howe")).isActive(at: instant)
      _ = LendingSchedule(try nights("Australia/Lord_Howe")).nextEdge(after: instant)
    }
  }

  @Test(arguments: ["fri 18:00", "mon 00:00", "sun 23:59"])
  func `a time of the week is written as it is read`(text: String) throws {
    #expect(try #require(WeekTime(text: text)).description == text)
  }

  @Test(arguments: [
    "fri", "Fri 18:00", "fri 18:60", "fri 24:01", "fri  8:00", "fri 8:00", "fri 18:0a", "",
  ])
  func `other texts are not times of the week`(text: String) {
    #expect(WeekTime(text: text) == nil)
  }

  @Test func `24 o'clock is the next day's midnight`() throws {
    #expect(WeekTime(text: "sun 24:00") == WeekTime(text: "mon 00:00"))
    #expect(CivilTime(text: "2026-12-31 24:00")?.description == "2026-12-31 24:00")
    #expect(CivilTime(text: "2026-12-31")?.description == "2026-12-31 00:00")
    #expect(CivilTime(text: "2026-02-30 10:00") == nil)
    #expect(CivilTime(text: "2026-02-03T10:00") == nil)
  }
}
