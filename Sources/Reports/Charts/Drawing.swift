/// A rectangle of a drawing, in its units; y grows downwards.
package struct Box: Hashable, Sendable {
  /// The left edge.
  package var left: Double
  /// The upper edge.
  package var top: Double
  /// The right edge.
  package var right: Double
  /// The lower edge.
  package var bottom: Double

  /// Makes a rectangle of its edges.
  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The width.
  package var width: Double { right - left }
  /// The height.
  package var height: Double { bottom - top }

  /// Whether the two share more than an edge.
  package func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// Whether the other lies within this one.
  package func contains(_ other: Box) -> Bool {
    left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
  }
}

/// Which end of a text stands at its place.
package enum TextAnchor: String, Sendable {
  /// Its beginning.
  case start
  /// Its middle.
  case middle
  /// Its end.
  case end
}

/// A text on a drawing, with the room that it takes.
package struct DrawnLabel: Sendable {
  /// The words.
  package var text: String
  /// The room that they take, from above.
  package var box: Box
}

/// An SVG picture as it grows, with the places of its texts, so that a test can see them.
package struct Drawing: Sendable {
  /// The width of the picture; on paper and on wide screens it is stretched to the column.
  package let width: Double
  /// The height of the picture.
  package let height: Double
  /// The size of ordinary text.
  package let textSize: Double
  /// Every text, in the order of drawing.
  package private(set) var labels: [DrawnLabel] = []
  private var body = ""
  private var paints: [Paint] = []
  private let identifier: String

  /// Begins an empty picture; `identifier` makes its ids unique within a page.
  package init(identifier: String, width: Double, height: Double, textSize: Double = 12) {
    self.identifier = identifier
    self.width = width
    self.height = height
    self.textSize = textSize
  }

  /// The whole picture.
  package var frame: Box { Box(left: 0, top: 0, right: width, bottom: height) }

  /// A filled rectangle, which a pointer resting on it explains with `hint`.
  package mutating func rectangle(
    _ box: Box, _ paint: Paint, outline: String? = nil, hint: String? = nil
  ) {
    body += "<rect x=\"\(Markup.coordinate(box.left))\" y=\"\(Markup.coordinate(box.top))\" "
    body += "width=\"\(Markup.coordinate(max(box.width, 0)))\" "
    body += "height=\"\(Markup.coordinate(max(box.height, 0)))\" fill=\"\(fill(paint))\""
    if let outline { body += " stroke=\"\(outline)\" stroke-width=\"0.8\"" }
    close("rect", hint: hint)
  }

  /// A filled outline given as SVG path data.
  package mutating func area(_ path: String, _ paint: Paint, outline: String? = nil) {
    body += "<path d=\"\(path)\" fill=\"\(fill(paint))\""
    if let outline { body += " stroke=\"\(outline)\" stroke-width=\"0.8\"" }
    body += "/>\n"
  }

  /// A line along SVG path data.
  package mutating func stroke(
    _ path: String, colour: String, width: Double = 1, dash: String = ""
  ) {
    body += "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" "
    body += "stroke-width=\"\(Markup.coordinate(width))\""
    body += dash.isEmpty ? "/>\n" : " stroke-dasharray=\"\(dash)\"/>\n"
  }

  /// A straight line.
  package mutating func line(
    _ fromX: Double, _ fromY: Double, _ toX: Double, _ toY: Double, colour: String,
    width: Double = 1, dash: String = ""
  ) {
    stroke(
      "M\(Markup.coordinate(fromX)) \(Markup.coordinate(fromY))"
        + "L\(Markup.coordinate(toX)) \(Markup.coordinate(toY))",
      colour: colour, width: width, dash: dash)
  }

  /// A text; `y` is its base line.
  package mutating func label(
    _ text: String, x: Double, y: Double, anchor: TextAnchor = .start, size: Double? = nil,
    isBold: Bool = false, colour: String? = nil
  ) {
    let size = size ?? textSize
    let extent = TextMeasure.width(text, size: size, isBold: isBold)
    let left =
      switch anchor {
      case .start: x
      case .middle: x - extent / 2
      case .end: x - extent
      }
    labels.append(
      DrawnLabel(
        text: text,
        box: Box(
          left: left, top: y - size * 0.78, right: left + extent, bottom: y + size * 0.22)))
    body += "<text x=\"\(Markup.coordinate(x))\" y=\"\(Markup.coordinate(y))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if size != textSize { body += " font-size=\"\(Markup.coordinate(size))\"" }
    if isBold { body += " font-weight=\"600\"" }
    if let colour { body += " fill=\"\(colour)\"" }
    body += ">\(Markup.escape(text))</text>\n"
  }

  /// The picture as an `svg` element that says what it shows.
  ///
  /// - Parameters:
  ///   - title: What it is: its accessible name.
  ///   - description: What can be seen in it, for those who cannot see it.
  ///   - narrowest: The width in CSS pixels below which it is not shrunk but scrolled.
  package func svg(title: String, description: String, narrowest: Double) -> String {
    var svg = "<svg viewBox=\"0 0 \(Markup.coordinate(width)) \(Markup.coordinate(height))\" "
    svg += "style=\"min-width:\(Int(narrowest))px\" font-size=\"\(Markup.coordinate(textSize))\" "
    svg += "role=\"img\" aria-labelledby=\"\(identifier)-title \(identifier)-desc\">\n"
    svg += "<title id=\"\(identifier)-title\">\(Markup.escape(title))</title>\n"
    svg += "<desc id=\"\(identifier)-desc\">\(Markup.escape(description))</desc>\n"
    if !paints.isEmpty {
      svg += "<defs>"
      for paint in paints { svg += paint.pattern(identifier: reference(paint)) }
      svg += "</defs>\n"
    }
    return svg + body + "</svg>\n"
  }

  private mutating func close(_ element: String, hint: String?) {
    if let hint {
      body += "><title>\(Markup.escape(hint))</title></\(element)>\n"
    } else {
      body += "/>\n"
    }
  }

  private mutating func fill(_ paint: Paint) -> String {
    guard paint.texture != .plain else { return paint.colour }
    if !paints.contains(paint) { paints.append(paint) }
    return "url(#\(reference(paint)))"
  }

  private func reference(_ paint: Paint) -> String {
    "\(identifier)-\(paint.texture.rawValue)-\(paint.colour.dropFirst())"
  }
}
