import SpotScheduler
import Testing
import Units

/// Calendar files by the letter of RFC 5545.
@Suite struct PreviewCalendarTests {
  private func entry(_ name: String) throws -> PreviewEntry {
    PreviewEntry(
      kind: "ScheduledMachine", name: name, scheduleName: "TimeBasedSpotSchedule n/s",
      schedule: .hours(
        try CalendarHours(
          ScheduleSpec(daysOfWeek: ["mon-fri"], hoursOfDay: ["22-5"], timezone: "Europe/Berlin"),
          in: .pinned)))
  }

  private func text(_ names: [String], from start: String, days: Int64 = 7) throws -> String {
    let start = try Instant(rfc3339: start)
    return PreviewCalendar.text(
      of: try names.map { try entry($0).preview(from: start, to: start + .days(days)) },
      version: "1.2.3")
  }

  @Test func `lines end in CR LF and have at most 75 bytes`() throws {
    let long = "n/" + String(repeating: "ä", count: 60) + ";,\\x"
    let text = try text([long], from: "2026-06-08T00:00:00Z")
    #expect(text.hasSuffix("END:VCALENDAR\r\n"))
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(
      lines.allSatisfy { $0.utf8.count <= 75 && !$0.utf8.contains(10) && !$0.utf8.contains(13) })
    let unfolded = text.replacing("\r\n ", with: "").split(separator: "\r\n")
    #expect(unfolded.contains("SUMMARY:n/\(String(repeating: "ä", count: 60))\\;\\,\\\\x is on"))
  }

  @Test func `a window is the same event in every file`() throws {
    func events(_ text: String) -> [[String]] {
      text.replacing("\r\n ", with: "").components(of: "BEGIN:VEVENT").map { event in
        event.split(separator: "\r\n").map(String.init).filter {
          $0.hasPrefix("UID") || $0.hasPrefix("DTSTART") || $0.hasPrefix("DTEND")
        }
      }
    }
    // The second file begins in the night that the first one shows whole.
    let first = events(try text(["n/a", "n/b"], from: "2026-06-08T00:00:00Z"))
    let second = events(try text(["n/a"], from: "2026-06-09T22:30:00Z"))
    #expect(first.count == 14 && Set(first.map { $0[0] }).count == 14)
    #expect(first.contains(second[0]))
    #expect(second[0] == [second[0][0], "DTSTART:20260609T200000Z", "DTEND:20260610T040000Z"])
  }

  @Test func `stamps come from the call, and no event leaves a calendar`() throws {
    let text = try text(["n/a"], from: "2026-06-08T00:00:00.5Z")
    #expect(text.contains("DTSTAMP:20260608T000000Z\r\n"))
    let empty = PreviewCalendar.text(of: [], version: "1")
    #expect(empty.contains("END:VTIMEZONE\r\n") && !empty.contains("VEVENT"))
  }
}

extension String {
  /// What follows each mark.
  fileprivate func components(of mark: String) -> [String] {
    split(separator: mark).dropFirst().map(String.init)
  }
}
