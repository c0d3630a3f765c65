import Documents
import Units

/// Exceptional days of exchanges: closed weekdays and early closes, dates and times on the
/// exchange's own clock.
enum ExchangeExceptions {
  static let columns = ["calendar", "zone", "date", "kind", "open_local", "close_local"]

  /// What is exceptional about a day.
  enum Kind: String, CaseIterable {
    /// A weekday without trading.
    case holiday
    /// A day that ends early.
    case earlyClose = "early-close"
  }

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedExchanges {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var days = UniqueIDs()
    var exchanges: [RecordedExchange] = []
    while try reader.readRow() {
      let index = try exchange(reader, among: &exchanges)
      let date = try date(reader)
      try days.insert(exchanges[index].code + " " + date.iso, at: 2, of: reader)
      switch try reader.word(3, as: Kind.self) {
      case .holiday:
        for field in [4, 5] where !reader.isEmpty(field) {
          throw reader.error(
            field, "\"\(reader.string(field))\" on a holiday",
            remedy: "a holiday has no hours: leave it empty, or write early-close")
        }
        exchanges[index].holidays.append(date)
      case .earlyClose:
        exchanges[index].earlyCloses.append(
          RecordedExchange.EarlyClose(date: date, minuteOfDay: try close(reader)))
      }
    }
    for index in exchanges.indices {
      exchanges[index].holidays.sort()
      exchanges[index].earlyCloses.sort { $0.date < $1.date }
    }
    return RecordedExchanges(exchanges: exchanges)
  }

  /// The index of the row's exchange, which is added when it is new.
  private static func exchange(
    _ reader: CSVReader, among exchanges: inout [RecordedExchange]
  ) throws(DocumentError) -> Int {
    let code = try reader.text(0)
    guard code.utf8.count == 4, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw reader.error(
        0, "\"\(code)\" is not a market identifier code", remedy: "write it as in XNYS")
    }
    let zone = try reader.text(1)
    if let index = exchanges.firstIndex(where: { $0.code == code }) {
      guard exchanges[index].zone == zone else {
        throw reader.error(
          1, "\"\(zone)\" for \(code), which was in \(exchanges[index].zone) on an earlier line",
          remedy: "an exchange has one zone")
      }
      return index
    }
    exchanges.append(RecordedExchange(code: code, zone: zone))
    return exchanges.count - 1
  }

  private static func date(_ reader: CSVReader) throws(DocumentError) -> CivilDate {
    let text = reader.string(2)
    let date: CivilDate
    do throws(TimestampError) {
      date = try CivilDate(iso: text)
    } catch {
      throw reader.error(2, "\"\(text)\": \(error)", remedy: "write it as in 2026-11-26")
    }
    guard date.weekday < .saturday else {
      throw reader.error(
        2, "\(text) is a \(date.weekday == .saturday ? "Saturday" : "Sunday")",
        remedy: "weekends are closed anyway and not listed; are day and month swapped?")
    }
    return date
  }

  private static func close(_ reader: CSVReader) throws(DocumentError) -> Int {
    let open = try minuteOfDay(4, reader)
    let close = try minuteOfDay(5, reader)
    guard open < close else {
      throw reader.error(
        5, "\(reader.string(5)) is not after the opening at \(reader.string(4))",
        remedy: "are the two columns swapped?")
    }
    return close
  }

  private static func minuteOfDay(_ field: Int, _ reader: CSVReader) throws(DocumentError) -> Int {
    guard let minute = ClockReading.minuteOfDay(reader.string(field)) else {
      throw reader.error(
        field, "\"\(reader.string(field))\" is not a time of day", remedy: "write it as in 09:30")
    }
    return minute
  }
}
