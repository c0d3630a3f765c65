extension FooterRule {
  /// Why a text is no rule, and at which byte of it.
  struct ParseError: Error {
    var reason: String
    var offset: Int
  }

  /// Reads a POSIX `TZ` string (POSIX.1-2017 section 8.3) with the extensions of RFC 9636.
  ///
  /// `std offset [dst [offset] , start[/time] , end[/time]]`: names of letters or in angle brackets,
  /// offsets west of Greenwich positive, rule times from -167 to 167 hours.
  init(_ bytes: ArraySlice<UInt8>) throws(ParseError) {
    var scanner = Scanner(rest: bytes, start: bytes.startIndex)
    let name = try scanner.name()
    let offset = -(try scanner.signedTime(hours: 24, "the standard offset"))
    standard = LocalTimeType(offsetSeconds: offset, isDaylight: false, abbreviation: name)
    if !scanner.rest.isEmpty {
      let name = try scanner.name()
      var daylightOffset = offset + 3_600
      if scanner.rest.first != UInt8(ascii: ",") {
        daylightOffset = -(try scanner.signedTime(hours: 24, "the daylight offset"))
      }
      try scanner.expect(",")
      let start = try scanner.moment()
      try scanner.expect(",")
      let end = try scanner.moment()
      daylight = Daylight(
        localTime: LocalTimeType(
          offsetSeconds: daylightOffset, isDaylight: true, abbreviation: name),
        start: start, end: end)
    }
    guard scanner.rest.isEmpty else { throw scanner.error("unexpected text after the rule") }
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>
    var start: Int

    func error(_ reason: String) -> ParseError {
      ParseError(reason: reason, offset: rest.startIndex - start)
    }

    mutating func expect(_ character: Unicode.Scalar) throws(ParseError) {
      guard skip(character) else { throw error("'\(character)' is due") }
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    /// `CET`, or `<+0545>`: at least three characters (POSIX).
    mutating func name() throws(ParseError) -> String {
      let isQuoted = skip("<")
      let name = rest.prefix { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
        default: false
        }
      }
      guard name.count >= 3 else { throw error("an abbreviation of three letters or more is due") }
      rest = rest.dropFirst(name.count)
      if isQuoted { try expect(">") }
      return String(decoding: name, as: UTF8.self)
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
    mutating func signedTime(hours: Int, _ what: String) throws(ParseError) -> Int {
      let isNegative = skip("-")
      if !isNegative { _ = skip("+") }
      var seconds = try number(in: 0...hours, "\(what), hours of at most \(hours),") * 3_600
      if skip(":") {
        seconds += try number(in: 0...59, "minutes of \(what)") * 60
        if skip(":") { seconds += try number(in: 0...59, "seconds of \(what)") }
      }
      guard seconds <= hours * 3_600 else { throw error("\(what) is above \(hours) h") }
      return isNegative ? -seconds : seconds
    }

    mutating func number(in range: ClosedRange<Int>, _ what: String) throws(ParseError) -> Int {
      var value = 0
      var count = 0
      while let byte = rest.first, byte &- 0x30 < 10 {
        guard count < 3 else { throw error("\(what): a number of more than 3 digits") }
        value = value * 10 + Int(byte &- 0x30)
        count += 1
        rest.removeFirst()
      }
      guard count > 0 else { throw error("\(what): a number is due") }
      guard range.contains(value) else {
        throw error("\(what): \(value) is not in \(range.lowerBound)...\(range.upperBound)")
      }
      return value
    }

    mutating func moment() throws(ParseError) -> RuleMoment {
      let day: RuleDay
      if skip("J") {
        day = .julianWithoutLeapDay(try number(in: 1...365, "day"))
      } else if skip("M") {
        let month = try number(in: 1...12, "month")
        try expect(".")
        let week = try number(in: 1...5, "week")
        try expect(".")
        day = .weekday(month: month, week: week, weekday: try number(in: 0...6, "weekday"))
      } else {
        day = .dayOfYear(try number(in: 0...365, "day"))
      }
      // POSIX: without a time, changes happen at 02:00:00.
      let seconds = skip("/") ? try signedTime(hours: 167, "the rule's time") : 7_200
      return RuleMoment(day: day, secondsOfDay: seconds)
    }
  }
}
