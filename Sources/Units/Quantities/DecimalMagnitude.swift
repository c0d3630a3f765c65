/// A natural number of any size in base 10⁹: shifts by powers of ten are moves of whole limbs.
///
/// Just what quantities beyond 64 bits need; the sizes in play are a few dozen digits.
struct DecimalMagnitude: Hashable, Sendable {
  /// Limbs below 10⁹, the least significant first, the last one not zero; none for zero.
  private var limbs: [UInt32] = []

  private static let base: UInt64 = 1_000_000_000
  private static let powersOfTen: [UInt32] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  init() {}

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(UInt32(rest % Self.base))
      rest /= Self.base
    }
  }

  /// Reads decimal digits; every byte must be one.
  init(digits: some Collection<UInt8>) {
    for digit in digits { multiply(by: 10, adding: UInt32(digit - 0x30)) }
  }

  var isZero: Bool { limbs.isEmpty }

  /// The number when it fits 64 bits.
  var word: UInt64? {
    var result: UInt64 = 0
    for limb in limbs.reversed() {
      let (product, isTooBig) = result.multipliedReportingOverflow(by: Self.base)
      let (sum, isAbove) = product.addingReportingOverflow(UInt64(limb))
      guard !isTooBig && !isAbove else { return nil }
      result = sum
    }
    return result
  }

  /// The decimal digits.
  var text: String {
    guard let last = limbs.last else { return "0" }
    var text = String(last)
    for limb in limbs.dropLast().reversed() {
      let digits = String(limb)
      text += String(repeating: "0", count: 9 - digits.count) + digits
    }
    return text
  }

  mutating func multiply(by factor: UInt32, adding summand: UInt32 = 0) {
    var carry = UInt64(summand)
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(product % Self.base)
      carry = product / Self.base
    }
    while carry > 0 {
      limbs.append(UInt32(carry % Self.base))
      carry /= Self.base
    }
    trim()
  }

  /// Divides, and gives the remainder.
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let part = remainder * Self.base + UInt64(limbs[index])
      limbs[index] = UInt32(part / UInt64(divisor))
      remainder = part % UInt64(divisor)
    }
    trim()
    return UInt32(remainder)
  }

  /// Multiplies by 10 to a power of 0 or more.
  mutating func scaleUp(by power: Int) {
    guard !isZero && power > 0 else { return }
    multiply(by: Self.powersOfTen[power % 9])
    limbs.insert(contentsOf: repeatElement(0, count: power / 9), at: 0)
  }

  /// Divides by 10 to a power of 0 or more, rounding down; says whether that was exact.
  mutating func scaleDown(by power: Int) -> Bool {
    guard power > 0 else { return true }
    let dropped = limbs.prefix(power / 9)
    let isExactSoFar = dropped.allSatisfy { $0 == 0 }
    limbs.removeFirst(dropped.count)
    return divide(by: Self.powersOfTen[power % 9]) == 0 && isExactSoFar
  }

  static func + (left: DecimalMagnitude, right: DecimalMagnitude) -> DecimalMagnitude {
    var result = DecimalMagnitude()
    var carry: UInt32 = 0
    for index in 0..<max(left.limbs.count, right.limbs.count) {
      let sum = left.limb(index) + right.limb(index) + carry
      result.limbs.append(sum % UInt32(base))
      carry = sum / UInt32(base)
    }
    if carry > 0 { result.limbs.append(carry) }
    return result
  }

  /// The difference; `left` must not be below `right`.
  static func - (left: DecimalMagnitude, right: DecimalMagnitude) -> DecimalMagnitude {
    var result = DecimalMagnitude()
    var borrow: UInt32 = 0
    for index in left.limbs.indices {
      let taken = right.limb(index) + borrow
      borrow = left.limbs[index] < taken ? 1 : 0
      result.limbs.append(left.limbs[index] + borrow * UInt32(base) - taken)
    }
    precondition(borrow == 0, "a magnitude cannot be negative")
    result.trim()
    return result
  }

  /// -1, 0 or 1.
  func compared(to other: DecimalMagnitude) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for (left, right) in zip(limbs.reversed(), other.limbs.reversed()) where left != right {
      return left < right ? -1 : 1
    }
    return 0
  }

  private func limb(_ index: Int) -> UInt32 { index < limbs.count ? limbs[index] : 0 }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }
}
