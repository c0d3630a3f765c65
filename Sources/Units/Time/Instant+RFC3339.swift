extension Instant {
  /// Reads an RFC 3339 timestamp such as `2026-06-08T09:00:00Z` or `2026-06-08T11:00:00.25+02:00`.
  ///
  /// The grammar is RFC 3339 section 5.6 and nothing more: four-digit years, `T` or `t`, an optional
  /// fraction of 1 to 9 digits, then `Z`, `z` or a numeric offset. Second 60 is refused.
  ///
  /// - Parameter text: The timestamp, without surrounding space.
  /// - Throws: What is wrong and at which byte of the UTF-8 text.
  public init(rfc3339 text: some StringProtocol) throws(TimestampError) {
    let owned = String(text)
    try self.init(rfc3339: owned.utf8Span.span)
  }

  /// Reads an RFC 3339 timestamp from UTF-8 bytes: the hot path of importers.
  ///
  /// - Parameter bytes: The timestamp, without surrounding space.
  /// - Throws: What is wrong and at which byte.
  public init(rfc3339 bytes: Span<UInt8>) throws(TimestampError) {
    var position = 0
    let date = try TimestampGrammar.date(bytes, at: &position)
    try TimestampGrammar.separator(bytes, at: &position, "T", or: "t")
    let secondOfDay = try TimestampGrammar.time(bytes, at: &position)
    let fraction = try TimestampGrammar.fraction(bytes, at: &position)
    let offset = try TimestampGrammar.offset(bytes, at: &position)
    guard position == bytes.count else { throw TimestampError(.trailingBytes, at: position) }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + secondOfDay - offset
    guard let instant = Instant(seconds: seconds, nanosecond: fraction) else {
      throw TimestampError(.outOfRange, at: 0)
    }
    self = instant
  }

  /// Makes the instant `nanosecond` after a whole second, or nothing when the scale cannot hold it.
  ///
  /// - Parameters:
  ///   - seconds: Whole seconds since the epoch.
  ///   - nanosecond: 0 to 999,999,999.
  public init?(seconds: Int64, nanosecond: Int64) {
    // Counted from the end of the second when negative: the first representable second is cut.
    let (whole, rest) =
      seconds < 0 ? (seconds + 1, nanosecond - 1_000_000_000) : (seconds, nanosecond)
    let (product, isTooBig) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOutside) = product.addingReportingOverflow(rest)
    guard !isTooBig && !isOutside else { return nil }
    self.init(nanoseconds: sum)
  }

  /// The timestamp in UTC, `2026-06-08T09:00:00Z`, with a fraction only when it is not zero.
  ///
  /// Trailing zeros of the fraction are left off. Reading the text back gives the same instant.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(30)
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``rfc3339`` as UTF-8, for writers of long files.
  public func appendRFC3339(to bytes: inout [UInt8]) {
    let seconds = secondsRoundedDown
    // Wraps for the cut first second of the scale, and the subtraction wraps it back.
    let nanosecond = nanoseconds &- seconds &* 1_000_000_000
    let days = floorDivide(seconds, 86_400)
    let secondOfDay = Int(seconds - days * 86_400)
    CivilDate(daysSinceEpoch: Int(days)).appendISO(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    appendDecimal(secondOfDay / 3_600, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDecimal(secondOfDay / 60 % 60, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDecimal(secondOfDay % 60, width: 2, to: &bytes)
    if nanosecond != 0 {
      bytes.append(UInt8(ascii: "."))
      appendDecimal(Int(nanosecond), width: 9, to: &bytes)
      while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }
    bytes.append(UInt8(ascii: "Z"))
  }
}

extension Instant: CustomStringConvertible {
  /// The timestamp in UTC, as ``rfc3339``.
  public var description: String { rfc3339 }
}
