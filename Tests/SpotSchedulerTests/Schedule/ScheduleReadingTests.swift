import SpotScheduler
import Testing
import Units

/// When the texts of a schedule are read, and what a bad one does.
@Suite struct ScheduleReadingTests {
  private func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

  @Test func `a schedule that is not enabled is never read`() throws {
    let spec = ScheduleSpec(
      daysOfWeek: ["funday"], hoursOfDay: ["99"], timezone: "Bad/Zone", enabled: false)
    let start = try instant("2026-06-08T00:00:00Z")
    #expect(try !spec.isActive(at: start, in: .pinned))
    let edges = try spec.edges(from: start, to: start + .days(30), in: .pinned)
    #expect(!edges.initial && Array(edges).isEmpty && edges.activeTime == .zero)
    #expect(throws: ScheduleError.invalidTimezone("Bad/Zone")) { try spec.resolved(in: .pinned) }
  }

  @Test func `bad hours are noticed at the first listed day`() throws {
    let spec = ScheduleSpec(daysOfWeek: ["mon"], hoursOfDay: ["99"])
    let saturday = try instant("2026-06-13T12:00:00Z")
    let monday = try instant("2026-06-15T00:00:00Z")
    #expect(try !spec.isActive(at: saturday, in: .pinned))
    #expect(throws: ScheduleError.hourOutOfRange("99")) {
      try spec.isActive(at: monday, in: .pinned)
    }
    let quiet = try spec.edges(from: saturday, to: monday, in: .pinned)
    #expect(!quiet.initial && Array(quiet).isEmpty && quiet.activeTime == .zero)
    #expect(throws: ScheduleError.hourOutOfRange("99")) {
      try spec.edges(from: saturday, to: monday + TimeSpan(nanoseconds: 1), in: .pinned)
    }
    #expect(throws: ScheduleError.hourOutOfRange("99")) {
      try spec.edges(from: monday, to: monday, in: .pinned)
    }
  }

  @Test func `zone, days and hours fail in this order when everything is read at once`() {
    var spec = ScheduleSpec(daysOfWeek: ["x"], hoursOfDay: ["y"], timezone: "z")
    #expect(throws: ScheduleError.invalidTimezone("z")) { try spec.resolved(in: .pinned) }
    spec.timezone = "UTC"
    #expect(throws: ScheduleError.invalidDay("x")) { try spec.resolved(in: .pinned) }
    spec.daysOfWeek = []
    #expect(throws: ScheduleError.invalidHour("y")) { try spec.resolved(in: .pinned) }
    spec.hoursOfDay = []
    #expect(throws: Never.self) { try spec.resolved(in: .pinned) }
  }

  @Test(arguments: [
    "utc", "EDT", "UTC+5", "+05:00", "", " UTC", "UTC ", "Asia/\u{212A}olkata", "europe/london",
    "Europe/", "../Europe/London", "UTC\u{0}",
  ])
  func `names that are not zones are errors`(name: String) {
    let spec = ScheduleSpec(timezone: name)
    #expect(throws: ScheduleError.invalidTimezone(name)) {
      try spec.isActive(at: .epoch, in: .pinned)
    }
  }

  @Test(arguments: ["GMT", "Zulu", "US/Eastern", "Etc/GMT+5", "EST5EDT", "Asia/Kolkata", "UTC"])
  func `links and fixed zones are zones`(name: String) {
    #expect(throws: Never.self) { try ScheduleSpec(timezone: name).resolved(in: .pinned) }
  }
}
