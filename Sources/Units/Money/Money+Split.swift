extension Money {
  /// Divides the amount in proportion to weights so that the parts sum to it exactly.
  ///
  /// The method of the largest remainder (Hamilton's): each part is rounded towards zero to a whole
  /// 10⁻¹² unit, and the units left over go, one each, to the parts that lost most; of equal losses,
  /// the part with the lower index comes first. The result depends on nothing else.
  ///
  /// - Parameter weights: At least one, none negative, at least one above 0, with a sum below 2⁶³;
  ///   programmer errors trap.
  /// - Returns: A part for each weight, in their order; a weight of 0 gets no money.
  public func split(by weights: [Int64]) -> [Money] {
    let total = weights.reduce(Int64(0)) { sum, weight in
      precondition(weight >= 0, "weight \(weight) is negative")
      return sum + weight
    }
    precondition(total > 0, "no weight is above 0")
    var parts: [UInt128] = []
    var remainders: [UInt128] = []
    parts.reserveCapacity(weights.count)
    remainders.reserveCapacity(weights.count)
    var left = picounits.magnitude
    for weight in weights {
      let product = picounits.magnitude.multipliedFullWidth(by: UInt128(weight))
      let (quotient, remainder) = UInt128(total).dividingFullWidth(product)
      parts.append(quotient)
      remainders.append(remainder)
      left -= quotient
    }
    // Fewer units are left than there are remainders above 0, since each part lost below one unit.
    let order = remainders.indices.sorted { a, b in
      remainders[a] == remainders[b] ? a < b : remainders[a] > remainders[b]
    }
    for index in order.prefix(Int(left)) { parts[index] += 1 }
    return parts.map { Money(magnitude: $0, isNegative: picounits < 0) }
  }

  /// Divides the amount into equal parts that sum to it exactly; the first ones take what is over.
  ///
  /// - Parameter count: How many parts; at least 1.
  /// - Returns: The parts, which differ by at most 10⁻¹² unit.
  public func split(into count: Int) -> [Money] {
    split(by: Array(repeating: 1, count: count))
  }
}
