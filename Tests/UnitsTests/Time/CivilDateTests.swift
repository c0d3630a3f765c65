import Testing
import Units

@Suite struct CivilDateTests {
  @Test("every day of years 0000 to 9999 has one number, in order, with its weekday")
  func everyDay() {
    var expected = (year: 0, month: 1, day: 1)
    var weekday = Weekday.saturday
    for number in -719_528...2_932_896 {
      let date = CivilDate(daysSinceEpoch: number)
      guard date.year == expected.year, date.month == expected.month, date.day == expected.day,
        date.daysSinceEpoch == number, date.weekday == weekday
      else {
        Issue.record("day \(number) is \(date), a \(date.weekday)")
        return
      }
      expected.day += 1
      if expected.day > CivilDate.daysInMonth(expected.month, year: expected.year) {
        expected = (expected.year, expected.month + 1, 1)
        if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
      }
      weekday = weekday.next
    }
    #expect(expected.year == 10_000)
  }

  @Test(
    "dates are read and printed as ISO 8601 writes them",
    arguments: [
      ("1970-01-01", 0, Weekday.thursday), ("2000-02-29", 11_016, .tuesday),
      ("2026-06-08", 20_612, .monday), ("0000-01-01", -719_528, .saturday),
      ("9999-12-31", 2_932_896, .friday), ("1969-12-31", -1, .wednesday),
    ])
  func isoText(text: String, days: Int, weekday: Weekday) throws {
    let date = try CivilDate(iso: text)
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(date.iso == text)
  }

  @Test("a day that does not exist is no date")
  func missingDays() {
    #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 2024, month: 2, day: 29)?.dayOfYear == 60)
    #expect(CivilDate(year: 2024, month: 12, day: 31)?.dayOfYear == 366)
    #expect(throws: TimestampError(.trailingBytes, at: 10)) { try CivilDate(iso: "2026-06-08T") }
    #expect(throws: TimestampError(.day(31, daysInMonth: 30), at: 8)) {
      try CivilDate(iso: "2026-06-31")
    }
  }

  @Test("dates move by days and stay in order")
  func arithmetic() throws {
    let date = try CivilDate(iso: "2024-02-28")
    #expect(date.adding(days: 2).iso == "2024-03-01")
    #expect(date.adding(days: -59).iso == "2023-12-31")
    #expect(date < date.adding(days: 1))
    #expect(CivilDate(utc: Instant(nanoseconds: -1)).iso == "1969-12-31")
    #expect(date.startInUTC == (try Instant(rfc3339: "2024-02-28T00:00:00Z")))
    #expect(try CivilDate(iso: "9999-01-01").startInUTC == nil)
  }
}
