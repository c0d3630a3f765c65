/// UTF-8 as Unicode has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Sequence {
  /// The length of the scalar that starts at an index, or `nil` when the bytes there are none.
  static func length(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let lead = bytes[index]
    func tail(_ position: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + position < bytes.count && bytes[index + position] >= low
        && bytes[index + position] <= high
    }
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return tail(1) ? 2 : nil
    case 0xE0: return tail(1, 0xA0) && tail(2) ? 3 : nil
    case 0xED: return tail(1, 0x80, 0x9F) && tail(2) ? 3 : nil
    case 0xE1...0xEF: return tail(1) && tail(2) ? 3 : nil
    case 0xF0: return tail(1, 0x90) && tail(2) && tail(3) ? 4 : nil
    case 0xF1...0xF3: return tail(1) && tail(2) && tail(3) ? 4 : nil
    case 0xF4: return tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : nil
    default: return nil
    }
  }

  /// The offset of the first byte that is not UTF-8, or `nil` when all are.
  static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      guard let length = length(at: index, in: bytes) else { return index }
      index += length
    }
    return nil
  }
}

/// A byte as two hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count == 1 ? "0" + digits : digits
}
