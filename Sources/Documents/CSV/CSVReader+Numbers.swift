extension CSVReader {
  /// A field as an integer: digits with an optional sign.
  ///
  /// - Throws: the position of a field that is empty, holds anything else, or does not fit 64 bits.
  package func integer(_ field: Int) throws(DocumentError) -> Int64 {
    let place = fields[field]
    if let value = bytes.withUnsafeBufferPointer({ CSVScan.digits($0, place.start, place.end) }) {
      return value
    }
    return try decimal(field, scale: 0)
  }

  /// A field as a fixed-point number: `decimal(f, scale: 3)` reads `12.5` as 12500.
  ///
  /// - Parameters:
  ///   - field: the index of the field, from 0.
  ///   - scale: the decimal places to keep, 0 to 18.
  /// - Returns: the number times 10 to the power of `scale`.
  /// - Throws: the position of a field that is empty, holds anything but a plain decimal, does not fit 64 bits, or has
  ///   digits other than 0 beyond the scale.
  package func decimal(_ field: Int, scale: Int) throws(DocumentError) -> Int64 {
    precondition(scale >= 0 && scale <= 18, "scale \(scale) is not in 0...18")
    var index = fields[field].start
    let end = fields[field].end
    var isNegative = false
    if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    var magnitude: UInt64 = 0
    var places = -1
    var digits = 0
    while index < end {
      let byte = bytes[index]
      index += 1
      if byte == 0x2E, places < 0, scale > 0 {
        places = 0
        continue
      }
      let digit = byte &- 0x30
      guard digit < 10 else { throw notANumber(field, scale: scale) }
      digits += 1
      if places >= 0 {
        places += 1
        if places > scale {
          guard digit == 0 else { throw tooFine(field, scale: scale) }
          continue
        }
      }
      guard let sum = Self.shifted(magnitude, adding: digit) else { throw tooLarge(field) }
      magnitude = sum
    }
    guard digits > 0, places != 0 else { throw notANumber(field, scale: scale) }
    for _ in min(max(places, 0), scale)..<scale {
      guard let product = Self.shifted(magnitude, adding: 0) else { throw tooLarge(field) }
      magnitude = product
    }
    guard magnitude <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { throw tooLarge(field) }
    return Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
  }

  private static func shifted(_ value: UInt64, adding digit: UInt8) -> UInt64? {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
    return overflow || carry ? nil : sum
  }

  private func notANumber(_ field: Int, scale: Int) -> DocumentError {
    isEmpty(field)
      ? error(
        field, "empty where a number is expected", remedy: "is the row shifted or cut short?")
      : error(
        field, "\"\(string(field))\" is not \(scale == 0 ? "an integer" : "a decimal number")",
        remedy: scale == 0 ? "write digits only" : "write digits with an optional decimal point")
  }

  private func tooLarge(_ field: Int) -> DocumentError {
    error(field, "\(string(field)) is too large", remedy: "the largest number is \(Int64.max)")
  }

  private func tooFine(_ field: Int, scale: Int) -> DocumentError {
    error(
      field, "\(string(field)) has more than \(scale) decimal places", remedy: "round it on purpose"
    )
  }
}
