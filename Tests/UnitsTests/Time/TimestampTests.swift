import Testing
import Units

@Suite struct TimestampTests {
  @Test(
    "timestamps are read to the nanosecond",
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("2026-06-08T09:00:00Z", 1_780_909_200_000_000_000),
      ("2026-06-08t11:00:00+02:00", 1_780_909_200_000_000_000),
      ("2026-06-08T09:00:00.25z", 1_780_909_200_250_000_000),
      ("2026-06-08T09:00:00.000000001Z", 1_780_909_200_000_000_001),
      ("1969-12-31T23:59:59.999999999Z", -1),
      ("1970-01-01T00:00:00-00:00", 0),
      ("1969-12-31T16:00:00-08:00", 0),
      ("1970-01-01T23:59:00+23:59", 0),
      ("2000-02-29T12:00:00Z", 951_825_600_000_000_000),
      ("1677-09-21T00:12:43.145224192Z", Int64.min),
      ("2262-04-11T23:47:16.854775807Z", Int64.max),
      ("2262-04-12T00:47:16.854775807+01:00", Int64.max),
    ] as [(String, Int64)])
  func reading(text: String, nanoseconds: Int64) throws {
    #expect(try Instant(rfc3339: text).nanoseconds == nanoseconds)
  }

  @Test(
    "a wrong timestamp is refused at the offending byte",
    arguments: [
      ("", .endOfText(expected: "a four-digit year"), 0),
      ("2026", .endOfText(expected: "'-'"), 4),
      ("26-06-08T09:00:00Z", .unexpectedByte(0x2d, expected: "a four-digit year"), 2),
      ("2026-13-08T09:00:00Z", .month(13), 5),
      ("2026-00-08T09:00:00Z", .month(0), 5),
      ("2026-02-29T09:00:00Z", .day(29, daysInMonth: 28), 8),
      ("1900-02-29T09:00:00Z", .day(29, daysInMonth: 28), 8),
      ("2026-06-00T09:00:00Z", .day(0, daysInMonth: 30), 8),
      ("2026-06-08 09:00:00Z", .unexpectedByte(0x20, expected: "'T'"), 10),
      ("2026-06-08T24:00:00Z", .hour(24), 11),
      ("2026-06-08T09:60:00Z", .minute(60), 14),
      ("2016-12-31T23:59:60Z", .leapSecond, 17),
      ("2016-12-31T23:59:61Z", .second(61), 17),
      ("2026-06-08T09:00:00", .endOfText(expected: "'Z' or an offset such as +02:00"), 19),
      ("2026-06-08T09:00:00.Z", .unexpectedByte(0x5a, expected: "a digit of the fraction"), 20),
      (
        "2026-06-08T09:00:00,5Z",
        .unexpectedByte(0x2c, expected: "'Z' or an offset such as +02:00"), 19
      ),
      ("2026-06-08T09:00:00.1234567890Z", .fractionTooLong, 29),
      ("2026-06-08T09:00:00+24:00", .hour(24), 20),
      ("2026-06-08T09:00:00+02:60", .minute(60), 23),
      ("2026-06-08T09:00:00+0200", .unexpectedByte(0x30, expected: "':'"), 22),
      ("2026-06-08T09:00:00Z ", .trailingBytes, 20),
      ("2262-04-11T23:47:16.854775808Z", .outOfRange, 0),
      ("1677-09-21T00:12:43.145224191Z", .outOfRange, 0),
      ("0000-01-01T00:00:00Z", .outOfRange, 0),
      ("9999-12-31T23:59:59-23:59", .outOfRange, 0),
    ] as [(String, TimestampError.Problem, Int)])
  func refusing(text: String, problem: TimestampError.Problem, offset: Int) {
    #expect(throws: TimestampError(problem, at: offset)) { try Instant(rfc3339: text) }
  }

  @Test("an error names the place, the value and the remedy")
  func messages() {
    let leap = TimestampError(.leapSecond, at: 17)
    #expect(
      leap.description
        == "not an RFC 3339 timestamp: leap second :60 does not exist on the Unix time scale; "
        + "use :59 or :00, at byte 17")
    let byte = TimestampError(.unexpectedByte(0x20, expected: "'T'"), at: 10)
    #expect(
      byte.description
        == "not an RFC 3339 timestamp: a space where 'T' is due, at byte 10")
  }

  @Test(
    "a timestamp prints in UTC with the shortest fraction",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
      (1_780_909_200_250_000_000, "2026-06-08T09:00:00.25Z"),
      (Int64.min, "1677-09-21T00:12:43.145224192Z"),
      (Int64.max, "2262-04-11T23:47:16.854775807Z"),
    ] as [(Int64, String)])
  func printing(nanoseconds: Int64, text: String) {
    #expect(Instant(nanoseconds: nanoseconds).rfc3339 == text)
  }

  @Test("printing and reading an instant give it back", arguments: [1, 2, 3] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<2_000 {
      // Shifted right by a random amount: all magnitudes, not only the huge ones.
      let value = Int64(bitPattern: random.next()) >> Int64(random.next() % 64)
      let instant = Instant(nanoseconds: value)
      #expect(try Instant(rfc3339: instant.rfc3339) == instant, "seed \(seed), \(value) ns")
    }
  }

  @Test("no text traps", arguments: [1, 2, 3] as [UInt64])
  func hostileText(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let alphabet = Array("0123456789-+:TZtz. \u{0}\u{ff}".utf8)
    for _ in 0..<2_000 {
      var bytes = Array("2026-06-08T09:00:00.5+02:00".utf8)
      for _ in 0...random.next() % 3 {
        bytes[Int(random.next() % UInt64(bytes.count))] =
          alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      bytes.removeLast(Int(random.next() % 8))
      let instant = try? Instant(rfc3339: bytes.span)
      if let instant { #expect((try? Instant(rfc3339: instant.rfc3339)) == instant) }
    }
  }
}
