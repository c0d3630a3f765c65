package import Units

/// Amounts divided and rounded together, so that the rounded parts still sum to the rounded whole.
package enum Apportionment {
  /// One picounit, the finest that there is: for means that are kept.
  package static let exact: Int128 = 1
  /// A hundredth of the currency's unit: for amounts that are shown.
  package static let cent: Int128 = 10_000_000_000

  /// Divides each amount by `divisor` and rounds it to whole `unit`s of 10⁻¹².
  ///
  /// The sum is divided and rounded once, halves to the even one; the parts are rounded down, and the
  /// units left over go, one each, to the parts that lost most (Hamilton's method of the largest
  /// remainder; of equal losses the earlier part comes first). So each part is less than one unit
  /// from its exact value, and the parts sum to the rounded sum exactly.
  package static func parts(
    of amounts: [Money], dividedBy divisor: Int64, unit: Int128
  ) -> [Money] {
    precondition(divisor > 0 && unit > 0, "divisor and unit are above 0")
    let scale = Int128(divisor) * unit
    var wholes: [Int128] = []
    var remainders: [Int128] = []
    for amount in amounts {
      var (whole, remainder) = amount.picounits.quotientAndRemainder(dividingBy: scale)
      if remainder < 0 {
        whole -= 1
        remainder += scale
      }
      wholes.append(whole)
      remainders.append(remainder)
    }
    let total = rounded(amounts.reduce(Money.zero, +), dividedBy: divisor, unit: unit)
    let missing = total.picounits / unit - wholes.reduce(0, +)
    let order = remainders.indices.sorted {
      remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
    }
    for index in order.prefix(Int(missing)) { wholes[index] += 1 }
    return wholes.map { Money(picounits: $0 * unit) }
  }

  /// One amount divided by `divisor` and rounded to whole `unit`s of 10⁻¹², halves to the even one.
  package static func rounded(
    _ amount: Money, dividedBy divisor: Int64, unit: Int128
  ) -> Money {
    let scale = Int128(divisor) * unit
    let quotient = Money(picounits: amount.picounits).multiplied(by: 1, over: scale)
    return Money(picounits: quotient.picounits * unit)
  }
}
