/// The inner loops of the CSV reader, eight bytes at a time. See ``ByteScan`` for why they are unsafe.
enum CSVScan {
  /// The high bit of each byte that equals `byte`, exact for all eight.
  @inline(__always)
  private static func exactMatches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ByteScan.ones &* UInt64(byte))
    return ~(((difference & ~ByteScan.highBits) &+ ~ByteScan.highBits) | difference)
      & ByteScan.highBits
  }

  /// Finds the fields of one row of plain ASCII.
  ///
  /// - Returns: where the next row starts; `nil` when the row holds a quote, a NUL, a lone CR or bytes beyond ASCII, has more
  ///   or fewer fields than `fields`, or has no line end.
  @inline(__always)
  static func plainRow(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, separator: UInt8,
    into fields: UnsafeMutableBufferPointer<CSVReader.Field>
  ) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let last = fields.count - 1
    var fieldStart = start
    var index = start
    var field = 0
    while index + 8 <= bytes.count {
      let word = ByteScan.word(base + index)
      var stops =
        exactMatches(word, separator) | exactMatches(word, 0x0A) | exactMatches(word, 0x0D)
      let specials =
        ByteScan.matches(word, 0x22) | (word &- ByteScan.ones) & ~word & ByteScan.highBits
        | word & ByteScan.highBits
      // A special byte matters only if it comes before the end of the row.
      let limit = specials == 0 ? 8 : ByteScan.index(specials)
      while stops != 0 {
        let step = ByteScan.index(stops)
        guard step < limit else { return nil }
        let stop = index + step
        let isSeparator = base[stop] == separator
        guard isSeparator ? field < last : field == last else { return nil }
        fields[field] = CSVReader.Field(start: fieldStart, end: stop)
        guard isSeparator else {
          if base[stop] == 0x0A { return stop + 1 }
          return stop + 1 < bytes.count && base[stop + 1] == 0x0A ? stop + 2 : nil
        }
        field += 1
        fieldStart = stop + 1
        stops &= stops &- 1
      }
      guard limit == 8 else { return nil }
      index += 8
    }
    return nil
  }

  /// The value of 1 to 16 digits with an optional minus sign; `nil` for anything else, and near the end of the file.
  @inline(__always)
  static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int64? {
    guard let base = bytes.baseAddress, start < end, end + 8 <= bytes.count else { return nil }
    let isNegative = base[start] == 0x2D
    let first = isNegative ? start + 1 : start
    let count = end - first
    guard count >= 1, count <= 16 else { return nil }
    guard let head = eightDigits(base + first, min(count, 8)) else { return nil }
    var value = head
    if count > 8 {
      guard let tail = eightDigits(base + first + 8, count - 8) else { return nil }
      value = value &* powers[count - 8] &+ tail
    }
    return isNegative ? 0 &- Int64(truncatingIfNeeded: value) : Int64(truncatingIfNeeded: value)
  }

  private static let powers: InlineArray<9, UInt64> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// The value of `count` digits, 1 to 8, of a place where eight bytes can be read; `nil` when one is no digit.
  @inline(__always)
  private static func eightDigits(_ pointer: BytePointer, _ count: Int) -> UInt64? {
    // The first digit becomes the lowest byte that counts; zeros come in below it, before it in order.
    let shift = UInt64(truncatingIfNeeded: 64 - 8 * count)
    let digits = (ByteScan.word(pointer) ^ (ByteScan.ones &* 0x30)) &<< shift
    guard ((digits &+ (ByteScan.ones &* 0x76)) | digits) & ByteScan.highBits == 0 else {
      return nil
    }
    // Eight digits to four pairs, to two fours, to one number.
    let pairs = digits &* 10 &+ (digits &>> 8)
    let pairMask: UInt64 = 0x0000_00FF_0000_00FF
    let high = (pairs & pairMask) &* 0x000F_4240_0000_0064
    let low = ((pairs &>> 16) & pairMask) &* 0x0000_2710_0000_0001
    return (high &+ low) &>> 32
  }
}
