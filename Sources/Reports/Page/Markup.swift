/// The few pieces of HTML and SVG text that every page needs.
package enum Markup {
  /// The text with the five characters that mean something in markup escaped.
  package static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  /// The beginning of a part that scrolls sideways, by keyboard too, when its table is too wide.
  package static let tableScroll =
    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">"

  /// A text escaped, in which a number and the unit after it stay on one line.
  package static func prose(_ text: String) -> String {
    var joined = ""
    var endsInDigit = false
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !joined.isEmpty {
        let name = word.prefix { $0.isLetter || $0 == "%" }
        let isCurrency = name.count == 3 && name.allSatisfy { ("A"..."Z").contains($0) }
        joined += endsInDigit && (isCurrency || units.contains(name)) ? "\u{00A0}" : " "
      }
      joined += word
      endsInDigit = word.last?.isNumber ?? false
    }
    return escape(joined)
  }

  private static let units: Set<Substring> = ["%", "s", "min", "h", "d"]

  /// A text as one cell of a Markdown table: no bar and no line end that would break it.
  package static func markdownCell(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "|" {
        escaped += "\\|"
      } else if character.isNewline {
        escaped += " "
      } else {
        escaped.append(character)
      }
    }
    return escaped
  }

  /// A drawing coordinate with one digit behind the point.
  package static func coordinate(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let magnitude = abs(tenths)
    return magnitude % 10 == 0
      ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
  }
}
