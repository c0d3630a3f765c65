import Testing
import Units

@testable import Traces

@Suite("Exceptional days of exchanges")
struct ExchangeDaysTests {
  private static let days = """
    calendar,zone,date,kind,open_local,close_local
    XNYS,America/New_York,2026-11-26,holiday,,
    XNYS,America/New_York,2026-11-27,early-close,09:30,13:00
    XLON,Europe/London,2026-12-24,early-close,08:00,12:30

    """

  @Test("header, cut files and duplicates")
  func skeleton() throws { try checkSkeleton(Self.days, as: "exchange-days") }

  @Test(
    "a wrong code, zone, date, kind or hour is an error on its line",
    arguments: [
      Spoilt(1, 0, "NYSE Arca", "not a market identifier"),
      Spoilt(1, 0, "xnys", "not a market identifier"),
      Spoilt(2, 1, "America/Chicago", "earlier line"),
      Spoilt(1, 1, "", "empty"),
      Spoilt(1, 2, "26.11.2026", "26.11.2026"),
      Spoilt(1, 2, "2026-11-28", "Saturday"),
      Spoilt(1, 2, "2026-11-29", "Sunday"),
      Spoilt(2, 2, "2026-11-26", "already"),
      Spoilt(1, 3, "closed", "not a known word"),
      Spoilt(1, 5, "13:00", "on a holiday"),
      Spoilt(2, 5, "1 pm", "not a time of day"),
      Spoilt(2, 5, "25:00", "not a time of day"),
      Spoilt(2, 5, "13:60", "not a time of day"),
      Spoilt(2, 5, "", "not a time of day"),
      Spoilt(2, 5, "09:00", "not after the opening"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.days, as: "exchange-days") }

  @Test("the recorded file, whole: New York's 2026")
  func whole() throws {
    guard
      case .exchanges(let recorded) = try RecordedFiles.read(
        "exchange-calendars/exchange_days.csv", as: "exchange-days")
    else {
      Issue.record("no exchanges")
      return
    }
    #expect(recorded.exchanges.map(\.code) == ["XNYS", "XLON", "XTSE", "XTKS"])
    let york = try #require(recorded.exchange("XNYS"))
    #expect(york.zone == "America/New_York")
    #expect(york.years == 2023...2027)
    #expect(york.holidays.filter { $0.year == 2026 }.count == 10)
    #expect(york.holidays.contains(try CivilDate(iso: "2026-11-26")))
    #expect(
      york.earlyCloses.filter { $0.date.year == 2026 }
        == [
          .init(date: try CivilDate(iso: "2026-11-27"), minuteOfDay: 780),
          .init(date: try CivilDate(iso: "2026-12-24"), minuteOfDay: 780),
        ])
    #expect(recorded.exchanges.map(\.holidays.count) == [51, 41, 50, 84])
    #expect(recorded.exchanges.map(\.earlyCloses.count) == [11, 10, 4, 0])
  }
}
