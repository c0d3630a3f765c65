package import Units

/// What a lent machine is doing, as a chart of machines shows it.
package enum GanttStage: Int, CaseIterable, Sendable {
  /// Its Machine exists, and no host is free for it.
  case waiting
  /// It is being set up, for the borrower or again for its owner.
  case provisioning
  /// It is Ready in the borrower's cluster.
  case lent
  /// Its pods are moved away.
  case draining
  /// It is cleaned and set free.
  case deleting

  /// Its name in the legend.
  package var name: String {
    switch self {
    case .waiting: "waiting for a host"
    case .provisioning: "being set up"
    case .lent: "lent and Ready"
    case .draining: "draining"
    case .deleting: "being cleaned"
    }
  }

  /// How it is filled.
  package var paint: Paint {
    switch self {
    case .waiting: Paint(Palette.outline, .dots)
    case .provisioning: Paint(Palette.sky, .hollow)
    case .lent: Paint(Palette.green)
    case .draining: Paint(Palette.orange)
    case .deleting: Paint(Palette.purple, .strokes)
    }
  }
}

/// Machines as rows through a night: windows behind, stages as bars, late returns marked.
package struct MachineGantt: Sendable {
  /// A stage of a machine.
  package struct Bar: Sendable {
    /// The machine's row.
    package var row: Int
    /// The stage.
    package var stage: GanttStage
    /// From when to when.
    package var span: Range<Instant>

    /// Makes a bar.
    package init(row: Int, stage: GanttStage, span: Range<Instant>) {
      self.row = row
      self.stage = stage
      self.span = span
    }
  }

  /// A machine that its owner had back too late.
  package struct Late: Sendable {
    /// The machine's row.
    package var row: Int
    /// From when it was due to when it was Ready.
    package var span: Range<Instant>

    /// Makes a late return.
    package init(row: Int, span: Range<Instant>) {
      self.row = row
      self.span = span
    }
  }

  /// What the chart shows.
  package var title: String
  /// The names of the machines, a row each.
  package var rows: [String]
  /// When the machines may be lent, by row.
  package var windows: [(row: Int, span: Range<Instant>)]
  /// The stages.
  package var bars: [Bar]
  /// Late returns.
  package var late: [Late]
  /// When a machine was called back at once, by row.
  package var recalls: [(row: Int, at: Instant)]
  /// From when to when the chart shows.
  package var span: Range<Instant>
  /// The clock of the horizontal axis.
  package var clock: CivilClock
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart.
  package init(
    title: String, rows: [String], windows: [(row: Int, span: Range<Instant>)], bars: [Bar],
    late: [Late], recalls: [(row: Int, at: Instant)], span: Range<Instant>, clock: CivilClock,
    identifier: String
  ) {
    self.title = title
    self.rows = rows
    self.windows = windows
    self.bars = bars
    self.late = late
    self.recalls = recalls
    self.span = span
    self.clock = clock
    self.identifier = identifier
  }

  private static let width = 900.0
  private static let pitch = 15.0
  private static let top = 6.0

  /// The figure, without a legend, which charts of several variants share.
  package func figure() -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 720, table: table())
  }

  /// The signs that this chart uses.
  package var legend: [LegendEntry] {
    var entries = [LegendEntry(.area(Paint(Palette.shade)), "lending window")]
    for stage in GanttStage.allCases where bars.contains(where: { $0.stage == stage }) {
      entries.append(LegendEntry(.area(stage.paint), stage.name))
    }
    if !recalls.isEmpty {
      entries.append(LegendEntry(.mark("◀", colour: Palette.ink), "called back at once"))
    }
    if !late.isEmpty {
      entries.append(
        LegendEntry(.mark("✕", colour: Palette.vermilion), "late: owner waits, then has it"))
    }
    return entries
  }

  /// The picture.
  package func drawing() -> Drawing {
    let bottom = Self.top + Double(rows.count) * Self.pitch
    var drawing = Drawing(
      identifier: identifier, width: Self.width, height: bottom + 22, textSize: 11)
    let names = rows.map { Self.shortened($0) }
    let left = (names.map { TextMeasure.width($0, size: 10) }.max() ?? 0) + 8
    // A late return at the very end still has its words beside it.
    let right = Self.width - (late.isEmpty ? 10 : 70)
    let axis = TimeAxis(
      start: span.lowerBound, end: span.upperBound, left: left, right: right,
      clock: clock, textSize: 11)
    for window in windows where window.span.overlaps(span) {
      let y = Self.top + Double(window.row) * Self.pitch
      drawing.rectangle(
        Box(
          left: axis.x(window.span.lowerBound), top: y, right: axis.x(window.span.upperBound),
          bottom: y + Self.pitch), Paint(Palette.shade))
    }
    drawing.timeMarks(axis, top: Self.top, bottom: bottom)
    for (row, name) in names.enumerated() {
      let y = Self.top + Double(row) * Self.pitch
      drawing.label(
        name, x: left - 6, y: y + 11, anchor: .end, size: 10, colour: Palette.soft)
    }
    for bar in bars where bar.span.overlaps(span) {
      let y = Self.top + Double(bar.row) * Self.pitch
      let from = axis.x(bar.span.lowerBound)
      drawing.rectangle(
        Box(
          left: from, top: y + 2.5, right: max(axis.x(bar.span.upperBound), from + 0.8),
          bottom: y + Self.pitch - 2.5), bar.stage.paint, hint: words(bar))
    }
    for recall in recalls where span.contains(recall.at) {
      let y = Self.top + Double(recall.row) * Self.pitch + Self.pitch / 2
      let x = axis.x(recall.at)
      drawing.area(
        "M\(Markup.coordinate(x)) \(Markup.coordinate(y))l6 -4v8z", Paint(Palette.ink))
    }
    marks(on: &drawing, axis)
    drawing.line(left, bottom, right, bottom, colour: Palette.outline)
    return drawing
  }

  /// Late returns: a red line while the owner waits, a cross and the time where there is room.
  private func marks(on drawing: inout Drawing, _ axis: TimeAxis) {
    var taken: [Int: Double] = [:]
    for late in late.sorted(by: { ($0.span.lowerBound, $0.row) < ($1.span.lowerBound, $1.row) })
    where late.span.overlaps(span) {
      let y = Self.top + Double(late.row) * Self.pitch
      let (from, to) = (axis.x(late.span.lowerBound), axis.x(late.span.upperBound))
      drawing.line(
        from, y + 1.2, to, y + 1.2, colour: Palette.vermilion, width: 2.2)
      let words = "✕ \(NumberText.duration(seconds: Self.seconds(late.span)))"
      let end = to + 3 + TextMeasure.width(words, size: 10, isBold: true)
      guard to + 3 >= taken[late.row] ?? 0, end <= Self.width else { continue }
      drawing.label(
        words, x: to + 3, y: y + 11, size: 10, isBold: true, colour: "#B34700")
      taken[late.row] = end
    }
  }

  /// The stages and late returns within the chart's span as a table, by machine.
  package func table() -> DataTable {
    var rows: [(row: Int, at: Instant, cells: [String])] = []
    for bar in bars where bar.span.overlaps(span) {
      rows.append((bar.row, bar.span.lowerBound, cells(bar.row, bar.stage.name, bar.span)))
    }
    for late in late where late.span.overlaps(span) {
      rows.append((late.row, late.span.lowerBound, cells(late.row, "late for owner", late.span)))
    }
    rows.sort { ($0.row, $0.at) < ($1.row, $1.at) }
    return DataTable(
      heads: ["machine", "stage", "from (\(clock.name))", "to", "length"],
      rows: rows.map(\.cells), wordColumns: 4)
  }

  private func cells(_ row: Int, _ stage: String, _ span: Range<Instant>) -> [String] {
    [
      rows[row], stage, clock.moment(span.lowerBound), clock.moment(span.upperBound),
      NumberText.duration(seconds: Self.seconds(span)),
    ]
  }

  private func words(_ bar: Bar) -> String {
    "\(rows[bar.row]): \(bar.stage.name), \(clock.moment(bar.span.lowerBound)) to "
      + "\(clock.moment(bar.span.upperBound))"
  }

  private func summary() -> String {
    var text = "\(rows.count) machines from \(clock.moment(span.lowerBound)) to "
    text += "\(clock.moment(span.upperBound)), \(clock.name) time. "
    let shown = late.filter { $0.span.overlaps(span) }
    guard let worst = shown.map({ Self.seconds($0.span) }).max() else {
      return text + "No late return among them."
    }
    return text + "\(shown.count) late returns, the worst by "
      + "\(NumberText.duration(seconds: worst))."
  }

  static func seconds(_ span: Range<Instant>) -> Double {
    (span.upperBound - span.lowerBound).secondsAsDouble
  }

  /// A name of at most 22 letters; the end, which tells machines apart, stays.
  static func shortened(_ name: String) -> String {
    name.count <= 22 ? name : name.prefix(5) + "…" + name.suffix(16)
  }
}
