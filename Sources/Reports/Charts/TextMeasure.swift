/// How much room a text takes on a drawing, from above.
///
/// A page names no font of its own, so the widths are those of DejaVu Sans, the widest of the usual
/// sans-serif faces: what does not overlap by this measure does not overlap in print.
package enum TextMeasure {
  /// The width of a text in the units of its size.
  package static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    var units = 0.0
    for character in text.unicodeScalars { units += advance(character) }
    return units * size * (isBold ? 1.1 : 1)
  }

  /// Advance widths in parts of the size, by classes of letters of about one width.
  private static func advance(_ character: Unicode.Scalar) -> Double {
    switch character {
    case "i", "j", "l", "'", "|", ".", ",", ":", ";", " ", "I", "·": 0.33
    case "f", "t", "r", "(", ")", "-", "/", "[", "]": 0.42
    case "m", "w", "M", "W", "%", "@", "…": 0.98
    case "−", "+", "=", "<", ">", "×", "▲", "▼", "✕", "✓", "→": 0.84
    case "0"..."9": 0.64
    case "A"..."Z": 0.72
    default: 0.62
    }
  }
}
