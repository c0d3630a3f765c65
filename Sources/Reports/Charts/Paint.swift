/// How an area is filled: a colour, and a texture that tells it apart where colour does not.
package struct Paint: Hashable, Sendable {
  /// What lies over the colour.
  package enum Texture: String, Sendable {
    /// Nothing.
    case plain
    /// White strokes from lower left to upper right.
    case strokes
    /// White dots.
    case dots
    /// The colour as strokes on white, for what is open or in between.
    case hollow
  }

  /// The colour as `#RRGGBB`.
  package var colour: String
  /// What lies over it.
  package var texture: Texture

  /// Makes a paint.
  package init(_ colour: String, _ texture: Texture = .plain) {
    self.colour = colour
    self.texture = texture
  }

  /// The SVG pattern of a paint that is not plain.
  func pattern(identifier: String) -> String {
    let ground = texture == .hollow ? "#FFFFFF" : colour
    let mark = texture == .hollow ? colour : "#FFFFFF"
    var pattern = "<pattern id=\"\(identifier)\" width=\"6\" height=\"6\" "
    pattern += "patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"\(ground)\"/>"
    if texture == .dots {
      pattern += "<circle cx=\"1.5\" cy=\"1.5\" r=\"1.1\" fill=\"\(mark)\"/>"
      pattern += "<circle cx=\"4.5\" cy=\"4.5\" r=\"1.1\" fill=\"\(mark)\"/>"
    } else {
      // The corners repeat the neighbours' ends, or the strokes break at the tile's edge.
      pattern += "<path d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\" stroke=\"\(mark)\" stroke-width=\"1.6\"/>"
    }
    return pattern + "</pattern>"
  }

  /// A small square of the paint for a legend; `identifier` is unique within the page.
  package func swatch(identifier: String) -> String {
    var drawing = "<svg width=\"14\" height=\"14\" aria-hidden=\"true\">"
    var fill = colour
    if texture != .plain {
      drawing += "<defs>\(pattern(identifier: identifier))</defs>"
      fill = "url(#\(identifier))"
    }
    drawing += "<rect x=\"0.5\" y=\"0.5\" width=\"13\" height=\"13\" fill=\"\(fill)\" "
    return drawing + "stroke=\"#8A929C\" stroke-width=\"0.8\"/></svg>"
  }
}
