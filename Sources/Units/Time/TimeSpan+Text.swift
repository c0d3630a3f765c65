extension TimeSpan: CustomStringConvertible {
  /// Reads a span such as `1h30m`, `90s`, `250ms`, `1.5h`, `5d` or `-10m`.
  ///
  /// An optional sign, then one or more parts: a decimal number and a unit of `d` (86,400 s), `h`,
  /// `m`, `s`, `ms`, `us`, `ns`, from large to small. The last part may have a decimal fraction,
  /// which must be a whole number of nanoseconds: nothing is rounded.
  ///
  /// - Parameter text: The span, without spaces.
  /// - Throws: What is wrong and at which byte of the UTF-8 text.
  public init(text: some StringProtocol) throws(TimeSpanError) {
    let owned = String(text)
    try self.init(text: owned.utf8Span.span)
  }

  /// Reads a span from UTF-8 bytes.
  ///
  /// - Parameter bytes: The span, without spaces.
  /// - Throws: What is wrong and at which byte.
  public init(text bytes: Span<UInt8>) throws(TimeSpanError) {
    var position = 0
    var isNegative = false
    if position < bytes.count, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      position = 1
    }
    guard position < bytes.count else { throw TimeSpanError(.empty, at: position) }
    let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
    var magnitude: UInt64 = 0
    var lastUnit = UInt64.max
    var fractionStart: Int?
    while position < bytes.count {
      if let fractionStart { throw TimeSpanError(.fractionNotLast, at: fractionStart) }
      let start = position
      let part = try TimeSpan.part(
        bytes, at: &position, below: lastUnit, fractionStart: &fractionStart)
      lastUnit = part.unit
      let (sum, isTooLong) = magnitude.addingReportingOverflow(part.nanoseconds)
      guard !isTooLong && sum <= limit else { throw TimeSpanError(.outOfRange, at: start) }
      magnitude = sum
    }
    // Wrapping turns the one magnitude above Int64.max, 2⁶³, into Int64.min.
    let value = Int64(bitPattern: magnitude)
    self.init(nanoseconds: isNegative ? 0 &- value : value)
  }

  /// The span in whole parts from large to small, `1d2h3m4s5ms6us7ns`, parts of zero left off.
  ///
  /// Zero is `0s`. Reading the text back gives the same span.
  public var text: String {
    if nanoseconds == 0 { return "0s" }
    var text = nanoseconds < 0 ? "-" : ""
    var rest = nanoseconds.magnitude
    for unit in TimeSpan.units where rest >= unit.nanoseconds {
      text += String(rest / unit.nanoseconds) + unit.name
      rest %= unit.nanoseconds
    }
    return text
  }

  /// The span in whole parts, as ``text``.
  public var description: String { text }

  private typealias Unit = (name: String, nanoseconds: UInt64)

  private static let units: [Unit] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// Reads one number with its unit, which must be smaller than the unit before.
  private static func part(
    _ bytes: Span<UInt8>, at position: inout Int, below lastUnit: UInt64,
    fractionStart: inout Int?
  ) throws(TimeSpanError) -> (nanoseconds: UInt64, unit: UInt64) {
    let start = position
    var whole: UInt64 = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      whole = try shift(whole, by: bytes[position], start: start)
      position += 1
    }
    guard position > start else { throw TimeSpanError(.missingNumber, at: start) }
    var fraction: Range<Int>?
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      fractionStart = position
      position += 1
      let first = position
      while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
      guard position > first else { throw TimeSpanError(.missingNumber, at: position) }
      fraction = first..<position
    }
    let unit = try unit(bytes, at: &position, below: lastUnit)
    let (product, isTooLong) = whole.multipliedReportingOverflow(by: unit)
    guard !isTooLong else { throw TimeSpanError(.outOfRange, at: start) }
    let extra = try fraction.map { (digits) throws(TimeSpanError) in
      try nanoseconds(ofFraction: digits, bytes, unit: unit)
    }
    // A fraction is below one unit, far from the end of 64 bits unless `product` is there already.
    let (sum, isAbove) = product.addingReportingOverflow(extra ?? 0)
    guard !isAbove else { throw TimeSpanError(.outOfRange, at: start) }
    return (sum, unit)
  }

  private static func shift(
    _ value: UInt64, by digit: UInt8, start: Int
  ) throws(TimeSpanError) -> UInt64 {
    let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
    let (sum, isAbove) = product.addingReportingOverflow(UInt64(digit &- 0x30))
    guard !isTooBig && !isAbove else { throw TimeSpanError(.outOfRange, at: start) }
    return sum
  }

  private static func unit(
    _ bytes: Span<UInt8>, at position: inout Int, below lastUnit: UInt64
  ) throws(TimeSpanError) -> UInt64 {
    let start = position
    var letters: [UInt8] = []
    while position < bytes.count, bytes[position] &- 0x30 >= 10, letters.count < 16 {
      letters.append(bytes[position])
      position += 1
    }
    let word = String(decoding: letters, as: UTF8.self)
    guard let unit = units.first(where: { $0.name == word })?.nanoseconds else {
      throw TimeSpanError(.unknownUnit(word), at: start)
    }
    guard unit < lastUnit else { throw TimeSpanError(.unitOutOfOrder(word), at: start) }
    return unit
  }

  /// The exact value of a decimal fraction of `unit`.
  private static func nanoseconds(
    ofFraction digits: Range<Int>, _ bytes: Span<UInt8>, unit: UInt64
  ) throws(TimeSpanError) -> UInt64 {
    var last = digits.upperBound
    while last > digits.lowerBound, bytes[last - 1] == UInt8(ascii: "0") { last -= 1 }
    // A day is 2¹⁶ · 3³ · 5¹¹ ns: more than 16 digits, the last not 0, cannot come out even.
    guard last - digits.lowerBound <= 16 else {
      throw TimeSpanError(.finerThanNanosecond, at: digits.lowerBound)
    }
    var value: UInt64 = 0
    var scale: UInt64 = 1
    for index in digits.lowerBound..<last {
      value = value * 10 + UInt64(bytes[index] &- 0x30)
      scale *= 10
    }
    let product = value.multipliedFullWidth(by: unit)
    let (quotient, remainder) = scale.dividingFullWidth(product)
    guard remainder == 0 else {
      throw TimeSpanError(.finerThanNanosecond, at: digits.lowerBound)
    }
    return quotient
  }
}
