import SpotScheduler
import Testing
import Units

/// Edges in places where clocks do odd things, checked by hand.
@Suite struct ScheduleEdgesTests {
  private func schedule(
    _ days: String, _ hours: String, _ zone: String
  ) throws -> WeeklySchedule {
    try ScheduleSpec(daysOfWeek: [days], hoursOfDay: [hours], timezone: zone)
      .resolved(in: .pinned)
  }

  private func edges(
    _ schedule: WeeklySchedule, _ start: String, _ end: String
  ) throws -> [String] {
    try schedule.edges(from: Instant(rfc3339: start), to: Instant(rfc3339: end))
      .map { "\($0.instant.rfc3339) \($0.isActive ? "on" : "off")" }
  }

  @Test func `a day that the date line swallows has no window`() throws {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    let friday = try schedule("fri", "0-23", "Pacific/Apia")
    #expect(
      try edges(friday, "2011-12-25T00:00:00Z", "2012-01-08T00:00:00Z") == [
        "2012-01-05T10:00:00Z on", "2012-01-06T10:00:00Z off",
      ])
    let next = friday.nextEdge(after: try Instant(rfc3339: "2011-12-24T10:00:00Z"))
    #expect(next?.instant.rfc3339 == "2012-01-05T10:00:00Z")
  }

  @Test func `clocks of local mean time have edges at odd seconds`() throws {
    // New York kept -4:56:02 until noon of 18 November 1883.
    let nine = try schedule("mon-sun", "9", "America/New_York")
    #expect(
      try edges(nine, "1883-11-17T00:00:00Z", "1883-11-20T00:00:00Z") == [
        "1883-11-17T13:56:02Z on", "1883-11-17T14:56:02Z off", "1883-11-18T13:56:02Z on",
        "1883-11-18T14:56:02Z off", "1883-11-19T14:00:00Z on", "1883-11-19T15:00:00Z off",
      ])
  }

  @Test func `the footer rule decides beyond the table`() throws {
    let two = try schedule("sun", "2", "America/New_York")
    // 11 March 2187 is the second Sunday of its month: the clock skips the hour.
    #expect(
      try edges(two, "2187-03-04T00:00:00Z", "2187-03-19T00:00:00Z") == [
        "2187-03-04T07:00:00Z on", "2187-03-04T08:00:00Z off", "2187-03-18T06:00:00Z on",
        "2187-03-18T07:00:00Z off",
      ])
  }

  @Test func `a zone transition can itself be the edge`() throws {
    // Troll moves by two hours, from 01:00 to 03:00: into the window, past its start.
    let three = try schedule("sun", "2-4", "Antarctica/Troll")
    #expect(
      try edges(three, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z") == [
        "2026-03-29T01:00:00Z on", "2026-03-29T03:00:00Z off",
      ])
  }

  @Test func `an edge at the start is the state, and the end is excluded`() throws {
    let office = try schedule("mon-fri", "9-17", "UTC")
    let start = try Instant(rfc3339: "2026-06-08T09:00:00Z")
    let end = try Instant(rfc3339: "2026-06-08T18:00:00Z")
    let whole = office.edges(from: start, to: end)
    #expect(whole.initial && Array(whole).isEmpty && whole.activeTime == .hours(9))
    let nanosecond = TimeSpan(nanoseconds: 1)
    let early = office.edges(from: start - nanosecond, to: end + nanosecond)
    #expect(!early.initial && early.map(\.instant) == [start, end])
    #expect(early.activeTime == .hours(9))
    let inside = office.activeTime(from: start + nanosecond, to: end - nanosecond)
    #expect(inside == .hours(9) - nanosecond - nanosecond)
  }

  @Test func `an empty or reversed stretch has a state and nothing else`() throws {
    let office = try schedule("mon-fri", "9-17", "UTC")
    let noon = try Instant(rfc3339: "2026-06-08T12:00:00Z")
    for end in [noon, noon - .days(3)] {
      let edges = office.edges(from: noon, to: end)
      #expect(edges.initial && Array(edges).isEmpty && edges.activeTime == .zero)
    }
  }

  @Test func `a schedule that is never or always on has no next edge`() throws {
    for (days, hours) in [(DaysOfWeek.all, HoursOfDay.all), ([], .all), (.all, [])] {
      let zone = try #require(ZoneRulesSet.pinned["Europe/London"])
      let schedule = WeeklySchedule(days: days, hours: hours, zone: zone)
      #expect(schedule.nextEdge(after: .epoch) == nil)
      #expect(Array(schedule.edges(from: .distantPast, to: .distantFuture)).isEmpty)
    }
    let zone = try #require(ZoneRulesSet.pinned["Europe/London"])
    let disabled = WeeklySchedule(days: .all, hours: .hour(3), zone: zone, isEnabled: false)
    #expect(disabled.nextEdge(after: .epoch) == nil && !disabled.isActive(at: .epoch))
  }

  @Test func `the whole scale of instants is answered without trapping`() throws {
    let instants = [
      Instant.distantPast, Instant(nanoseconds: .min + 1), .epoch, Instant(nanoseconds: .max - 1),
      .distantFuture,
    ]
    for name in ["UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu"] {
      let schedule = try schedule("mon-fri", "9-17", name)
      for start in instants {
        _ = schedule.isActive(at: start)
        _ = schedule.nextEdge(after: start)
        for end in instants { _ = schedule.activeTime(from: start, to: end) }
      }
      #expect(schedule.nextEdge(after: .distantFuture) == nil)
      let all = WeeklySchedule(days: .all, hours: .all, zone: schedule.zone)
      #expect(all.activeTime(from: .distantPast, to: .distantFuture) == .max)
      #expect(
        all.activeTime(from: .epoch, to: .distantFuture) == TimeSpan(nanoseconds: Int64.max))
    }
  }

  @Test func `edges are found lazily`() throws {
    let office = try schedule("mon-fri", "9-17", "Europe/Paris")
    let start = try Instant(rfc3339: "2026-01-01T00:00:00Z")
    let first = office.edges(after: start).prefix(3).map(\.instant.rfc3339)
    #expect(first == ["2026-01-01T08:00:00Z", "2026-01-01T17:00:00Z", "2026-01-02T08:00:00Z"])
  }
}
