/// Colours and dash patterns that stay apart for colour-blind readers and in grey print.
///
/// The colours are those of Okabe and Ito, "Color Universal Design" (2008); a line or an area never
/// relies on its colour alone.
package enum Palette {
  /// Colours as `#RRGGBB`, in the order of use.
  package static let colours = [blue, vermilion, green, purple, orange, sky]

  /// Okabe and Ito's blue.
  package static let blue = "#0072B2"
  /// Okabe and Ito's vermilion, kept for what is broken, late or dearer.
  package static let vermilion = "#D55E00"
  /// Okabe and Ito's bluish green.
  package static let green = "#009E73"
  /// Okabe and Ito's reddish purple.
  package static let purple = "#CC79A7"
  /// Okabe and Ito's orange.
  package static let orange = "#E69F00"
  /// Okabe and Ito's sky blue.
  package static let sky = "#56B4E9"
  /// Text and axes.
  package static let ink = "#1A1D21"
  /// Secondary text: 7:1 on white.
  package static let soft = "#4A525C"
  /// Grid lines.
  package static let grid = "#E3E6EA"
  /// Outlines that have to be seen: above 3:1 on white.
  package static let outline = "#7A828C"
  /// The ground behind opening hours and windows.
  package static let shade = "#EDF0F3"
  /// White.
  package static let white = "#FFFFFF"

  /// One hue, that of `blue`, from light to dark in ten steps of equal lightness in Oklab.
  package static let ramp = [
    "#F2F7FC", "#C5E1F9", "#9DC9EF", "#77B1E1", "#5399D1", "#2F82BD", "#026AA5", "#005384",
    "#013D63", "#002944",
  ]

  /// The colour of a share of 1, between the two steps of `ramp` that it lies between; shares
  /// outside 0 to 1 take its ends.
  package static func ramp(_ share: Double) -> String {
    guard share.isFinite else { return white }
    let place = min(max(share, 0), 1) * Double(ramp.count - 1)
    let below = min(Int(place), ramp.count - 2)
    let part = place - Double(below)
    let channels = zip(channels(ramp[below]), channels(ramp[below + 1])).map { low, high in
      let value = Int((Double(low) + Double(high - low) * part).rounded(.toNearestOrEven))
      let digits = String(value, radix: 16, uppercase: true)
      return digits.count < 2 ? "0" + digits : digits
    }
    return "#" + channels.joined()
  }

  /// Red, green and blue of `#RRGGBB`, 0 to 255.
  private static func channels(_ colour: String) -> [Int] {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    return [value >> 16, value >> 8 & 255, value & 255]
  }

  /// SVG dash patterns, in the order of use; empty is a solid line.
  package static let dashes = ["", "7 3", "2 3", "9 3 2 3", "4 4", "1 2"]

  /// The colour of the series at `index`.
  package static func colour(_ index: Int) -> String { colours[index % colours.count] }

  /// The dash pattern of the series at `index`.
  package static func dash(_ index: Int) -> String { dashes[index % dashes.count] }
}
