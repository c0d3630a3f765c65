/// Colours and dash patterns that stay apart for colour-blind readers and in grey print.
///
/// The colours are those of Okabe and Ito, "Color Universal Design" (2008); a line never relies on
/// its colour alone.
package enum Palette {
  /// Colours as `#RRGGBB`, in the order of use.
  package static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]

  /// SVG dash patterns, in the order of use; empty is a solid line.
  package static let dashes = ["", "7 3", "2 3", "9 3 2 3", "4 4", "1 2"]

  /// The colour of the series at `index`.
  package static func colour(_ index: Int) -> String { colours[index % colours.count] }

  /// The dash pattern of the series at `index`.
  package static func dash(_ index: Int) -> String { dashes[index % dashes.count] }
}
