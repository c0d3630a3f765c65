/// The quotient rounded towards minus infinity, for a positive divisor.
@inlinable
func floorDivide<Value: FixedWidthInteger>(_ value: Value, _ divisor: Value) -> Value {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// Appends a non-negative number in decimal, with leading zeros up to `width` digits.
func appendDecimal(_ value: Int, width: Int, to bytes: inout [UInt8]) {
  var scale = 1
  for _ in 1..<width { scale *= 10 }
  var rest = value
  while scale > 0 {
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / scale))
    rest %= scale
    scale /= 10
  }
}
