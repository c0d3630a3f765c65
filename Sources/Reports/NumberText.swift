/// Numbers as people read them in a report, the same on every machine and in every locale.
package enum NumberText {
  /// A number with thin grouping and at most `fractionDigits` digits behind the point.
  ///
  /// Rounds half to even; a number that is not finite reads "n/a".
  package static func decimal(_ value: Double, fractionDigits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "n/a" }
    var scale = 1.0
    for _ in 0..<fractionDigits { scale *= 10 }
    let rounded = (value * scale).rounded(.toNearestOrEven)
    let magnitude = Int64(abs(rounded))
    let scaleWhole = Int64(scale)
    var text = grouped(magnitude / scaleWhole)
    if fractionDigits > 0 {
      let fraction = String(magnitude % scaleWhole)
      text += "." + String(repeating: "0", count: fractionDigits - fraction.count) + fraction
    }
    return rounded < 0 ? "−" + text : text
  }

  /// A whole number with groups of three: 12,345.
  package static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "−" + text : text
  }

  /// A number with what it counts: "1 Machine", "2.5 Machines", "1,200 writes".
  package static func counted(_ value: Double, _ noun: String) -> String {
    let text = short(value)
    return "\(text) \(noun)\(text == "1" ? "" : "s")"
  }

  /// A whole number with what it counts.
  package static func counted(_ value: Int, _ noun: String) -> String {
    "\(grouped(Int64(value))) \(noun)\(value == 1 ? "" : "s")"
  }

  /// About three significant digits: 1.23e-5, 0.0012, 1.23, 12.3, 1,234.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "n/a" }
    let magnitude = abs(value)
    if magnitude == 0 { return "0" }
    if magnitude >= 100 || magnitude.rounded() == magnitude {
      return decimal(value, fractionDigits: 0)
    }
    if magnitude >= 10 { return decimal(value, fractionDigits: 1) }
    if magnitude >= 1 { return decimal(value, fractionDigits: 2) }
    if magnitude >= 0.001 { return decimal(value, fractionDigits: 4) }
    var scaled = value
    var exponent = 0
    while abs(scaled) < 1 {
      scaled *= 10
      exponent += 1
    }
    return decimal(scaled, fractionDigits: 2) + "e-\(exponent)"
  }

  /// A share of 1 as a percentage with one digit behind the point.
  package static func percent(_ share: Double) -> String {
    decimal(share * 100, fractionDigits: 1) + " %"
  }

  /// Seconds in the two largest units that matter: "3 d 4 h", "2 min 5 s", "0.25 s".
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite else { return "n/a" }
    if seconds < 0 { return "−" + duration(seconds: -seconds) }
    if seconds < 60 {
      return (seconds == seconds.rounded() ? "\(Int(seconds))" : short(seconds)) + " s"
    }
    let whole = Int64(seconds.rounded(.toNearestOrEven))
    let parts: [(Int64, String)] = [
      (whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "min"), (whole % 60, "s"),
    ]
    guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
    return parts[first...].prefix(2).filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// A value with the reading that its unit calls for.
  ///
  /// - Parameter unit: A metric's unit: `ratio`, `s`, `times`, or any other word, which is appended
  ///   by the caller where it wants it.
  package static func value(_ value: Double, unit: String) -> String {
    switch unit {
    case "ratio": percent(value)
    case "s": duration(seconds: value)
    case "times": short(value) + " ×"
    default: short(value)
    }
  }

  /// What has to stand beside a value of that unit: nothing when `value` already says it.
  package static func suffix(_ unit: String) -> String {
    ["ratio", "s", "times"].contains(unit) ? "" : unit
  }
}
