package import Units

/// The days on which exchanges do not trade or close early.
package struct RecordedExchanges: Hashable, Sendable {
  /// The exchanges, in the order of the file.
  package var exchanges: [RecordedExchange]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a list of exchanges.
  package init(exchanges: [RecordedExchange], notes: [String] = []) {
    self.exchanges = exchanges
    self.notes = notes
  }

  /// The exchange of that code, or nil.
  package func exchange(_ code: String) -> RecordedExchange? {
    exchanges.first { $0.code == code }
  }
}

/// One exchange and its exceptional days; weekends are closed and not among them.
package struct RecordedExchange: Hashable, Sendable {
  /// A day that ends early.
  package struct EarlyClose: Hashable, Sendable {
    /// The local date.
    package var date: CivilDate
    /// Minutes since 00:00 on the local clock at which trading ends.
    package var minuteOfDay: Int

    /// Makes a day.
    package init(date: CivilDate, minuteOfDay: Int) {
      self.date = date
      self.minuteOfDay = minuteOfDay
    }
  }

  /// The market identifier code (ISO 10383), such as `XNYS`.
  package var code: String
  /// The IANA name of the exchange's time zone.
  package var zone: String
  /// Weekdays without trading, ascending.
  package var holidays: [CivilDate]
  /// Days that end early, ascending.
  package var earlyCloses: [EarlyClose]

  /// Makes an exchange.
  package init(
    code: String, zone: String, holidays: [CivilDate] = [], earlyCloses: [EarlyClose] = []
  ) {
    self.code = code
    self.zone = zone
    self.holidays = holidays
    self.earlyCloses = earlyCloses
  }

  /// The years that its exceptional days lie in; nil without any. Every exchange has holidays each
  /// year, so a year outside them is one that the file knows nothing of.
  package var years: ClosedRange<Int>? {
    let all = holidays + earlyCloses.map(\.date)
    guard let first = all.min(), let last = all.max() else { return nil }
    return first.year...last.year
  }
}
