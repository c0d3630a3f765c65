package import Units

/// Amounts of money as people read them in a report, rounded so that shown parts sum to shown wholes.
package struct MoneyText: Sendable {
  /// The currency's code, such as `USD`.
  package var currency: String
  /// Digits behind the point.
  package var fractionDigits: Int

  /// Makes a style of writing.
  package init(currency: String, fractionDigits: Int) {
    self.currency = currency
    self.fractionDigits = fractionDigits
  }

  /// Whole units where the largest amount has at least four digits, hundredths below.
  package init(currency: String, largest: Money) {
    let isLarge = largest.picounits.magnitude >= 1_000_000_000_000_000
    self.init(currency: currency, fractionDigits: isLarge ? 0 : 2)
  }

  /// `12,345` or `−12.30`.
  package func amount(_ money: Money) -> String {
    Self.grouped(money.text(fractionDigits: fractionDigits))
  }

  /// `+12,345`, `−12,345` or `±0`.
  package func signed(_ money: Money) -> String {
    let text = amount(money)
    if text.hasPrefix("−") { return text }
    return (text.contains { ("1"..."9").contains($0) } ? "+" : "±") + text
  }

  /// `12,345 USD`.
  package func full(_ money: Money) -> String { "\(amount(money)) \(currency)" }

  /// An amount rounded to what is shown of it, halves to the even digit.
  package func rounded(_ money: Money) -> Money {
    Money(picounits: Self.nearest(money.picounits, unit) * unit)
  }

  /// The parts rounded to what is shown, so that they sum to `total`: their own rounded sum, or the
  /// difference of two rounded amounts that their sum is the difference of.
  ///
  /// The method of the largest remainder: each is rounded down, and the units that are missing from
  /// the total go, one each, to those that lost most; of equals, to the first.
  package func rounded(_ parts: [Money], summingTo total: Money? = nil) -> [Money] {
    let unit = unit
    let total = total ?? rounded(parts.reduce(.zero, +))
    var units = parts.map { Self.floor($0.picounits, unit) }
    let remainders = zip(parts, units).map { $0.picounits - $1 * unit }
    let order = parts.indices.sorted {
      remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
    }
    let missing = Int(total.picounits / unit - units.reduce(0, +))
    precondition((0...parts.count).contains(missing), "the parts do not sum to that total")
    for index in order.prefix(missing) { units[index] += 1 }
    return units.map { Money(picounits: $0 * unit) }
  }

  /// What the last digit shown stands for, in 10⁻¹² units.
  private var unit: Int128 {
    var unit: Int128 = 1
    for _ in fractionDigits..<12 { unit *= 10 }
    return unit
  }

  private static func floor(_ value: Int128, _ unit: Int128) -> Int128 {
    let quotient = value / unit
    return quotient * unit > value ? quotient - 1 : quotient
  }

  /// Halves to the even unit, as `Money.text` rounds.
  private static func nearest(_ value: Int128, _ unit: Int128) -> Int128 {
    let below = floor(value, unit)
    let twice = (value - below * unit) * 2
    if twice == unit { return below % 2 == 0 ? below : below + 1 }
    return twice > unit ? below + 1 : below
  }

  private static func grouped(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = String(parts.first ?? "0")
    let isNegative = whole.hasPrefix("-")
    if isNegative { whole.removeFirst() }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (isNegative ? "−" : "") + grouped + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}
