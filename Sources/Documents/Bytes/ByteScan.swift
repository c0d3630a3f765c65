// Unsafe on purpose: the inner loops of the JSON and CSV readers. Bounds checks on every byte cost them half their speed; here
// each function takes an end pointer and never reads at or beyond it.

/// A place in the bytes of an input.
typealias BytePointer = UnsafePointer<UInt8>

/// Eight bytes at a time in one word. All functions look at nothing from `end` on.
enum ByteScan {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Eight bytes, the first in the lowest bits.
  @inline(__always)
  static func word(_ pointer: BytePointer) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// The high bit of each byte that equals `byte`; exact up to the lowest bit that is set.
  @inline(__always)
  static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & highBits
  }

  /// The index of the byte that the lowest set bit of a mask stands for.
  @inline(__always)
  static func index(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }

  /// The high bit of each byte that a JSON string cannot simply hold: quote, backslash, control character, beyond ASCII.
  /// Exact up to the lowest bit that is set.
  @inline(__always)
  static func specials(_ word: UInt64) -> UInt64 {
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
      | ((word &- (ones &* 0x20)) & ~word) | word
    return found & highBits
  }

  /// Goes to the next byte that ``specials(_:)`` means, or to the end.
  @inline(__always)
  static func skipPlainText(_ start: BytePointer, _ end: BytePointer) -> BytePointer {
    var pointer = start
    while end - pointer >= 8 {
      let mask = specials(word(pointer))
      if mask != 0 { return pointer + index(mask) }
      pointer += 8
    }
    while pointer < end {
      let byte = pointer.pointee
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { break }
      pointer += 1
    }
    return pointer
  }

  /// Goes past JSON's white space. Dense documents have none; indented ones have long runs of spaces.
  @inline(__always)
  static func skipSpace(_ pointer: inout BytePointer, _ end: BytePointer) {
    if pointer < end, pointer.pointee > 0x20 { return }
    skipSomeSpace(&pointer, end)
  }

  private static func skipSomeSpace(_ pointer: inout BytePointer, _ end: BytePointer) {
    while pointer < end {
      switch pointer.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: pointer += 1
      default: return
      }
      while end - pointer >= 8 {
        let others = word(pointer) ^ (ones &* 0x20)
        guard others == 0 else {
          pointer += index(others)
          break
        }
        pointer += 8
      }
    }
  }

  /// Goes past decimal digits.
  @inline(__always)
  static func skipDigits(_ start: BytePointer, _ end: BytePointer) -> BytePointer {
    var pointer = start
    while pointer < end, pointer.pointee &- 0x30 < 10 { pointer += 1 }
    return pointer
  }

  /// Whether two stretches of `count` bytes are the same.
  @inline(__always)
  static func areEqual(_ left: BytePointer, _ right: BytePointer, _ count: Int) -> Bool {
    var offset = 0
    while count - offset >= 8 {
      if word(left + offset) != word(right + offset) { return false }
      offset += 8
    }
    while offset < count {
      if left[offset] != right[offset] { return false }
      offset += 1
    }
    return true
  }
}
