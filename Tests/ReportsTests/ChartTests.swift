import Reports
import Testing
import Units

/// What every chart of the report has to be: readable, complete, and equal to its data.
@Suite("Charts") struct ChartTests {
  static let start = LendingFixture.start

  static func area(count: Int = 168, name: String = "lent") throws -> StackedArea {
    StackedArea(
      title: "cores", unit: "cores", start: start, step: .hours(1),
      bands: [
        StackedBand(
          name: "own", paint: Paint(Palette.blue), values: (0..<count).map { Double($0 % 7) }),
        StackedBand(
          name: name, paint: Paint(Palette.green, .strokes),
          values: (0..<count).map { Double($0 % 5) * 2.5 }),
      ],
      lines: [TimeSeries(name: "demand", values: (0..<count).map { Double($0 % 11) })],
      shades: [start..<(start + .hours(5))], clock: try LendingFixture.clock(),
      identifier: "area")
  }

  static func waterfall(_ deltas: [String], from: String = "80000.5") throws -> Waterfall {
    Waterfall(
      title: "cost", fromName: "dedicated", from: try Money(text: from),
      steps: try deltas.enumerated().map {
        Waterfall.Step(
          name: "driver number \($0.offset) of several", delta: try Money(text: $0.element))
      }, toName: "regulated", text: MoneyText(currency: "USD", fractionDigits: 0),
      identifier: "cost")
  }

  static func gantt(rows: Int = 24, name: String = "trading/host-") throws -> MachineGantt {
    let night = (start + .hours(18))..<(start + .hours(33))
    return MachineGantt(
      title: "a night", rows: (0..<rows).map { "\(name)\($0)" },
      windows: (0..<rows).map { ($0, (start + .hours(19))..<(start + .hours(31))) },
      bars: (0..<rows).map {
        MachineGantt.Bar(
          row: $0, stage: GanttStage.allCases[$0 % 4],
          span: (start + .hours(20))..<(start + .hours(31)))
      },
      late: (0..<rows).flatMap { row in
        [31, 31 + row % 2].map { hour in
          MachineGantt.Late(
            row: row,
            span: (start + .hours(Int64(hour)))..<(start + .hours(31) + .minutes(60 + Int64(row))))
        }
      }, recalls: [(0, start + .hours(25))], span: night, clock: try LendingFixture.clock(),
      identifier: "gantt")
  }

  static func ranges(_ seconds: [[Double]]) -> RangePlot {
    RangePlot(
      title: "waits", percentiles: ["median", "95 %", "99 %", "longest"], emphasised: 1,
      rows: seconds.enumerated().map { RangePlot.Row(name: "variant-\($0)", seconds: $1) },
      identifier: "waits")
  }

  static func bars(_ values: [[Double]]) -> StackedBars {
    StackedBars(
      title: "capacity", unit: "cores",
      parts: values[0].indices.map {
        BarPart(name: "part \($0)", paint: Paint(Palette.colour($0), $0 % 2 == 0 ? .plain : .dots))
      },
      bars: values.enumerated().map { StackedBars.Bar(name: "variant-\($0)", values: $1) },
      identifier: "bars")
  }

  static func heat() -> HeatMap {
    var cells: [[Double?]] = Array(repeating: Array(repeating: 0.5, count: 24), count: 7)
    cells[6][1] = nil
    cells[0][23] = 1
    return HeatMap(title: "use", cells: cells, zoneName: "UTC", identifier: "heat")
  }

  static func drawings() throws -> [(name: String, drawing: Drawing)] {
    let longName = String(repeating: "rack-", count: 9)
    var drawings: [(name: String, drawing: Drawing)] = []
    for (name, count) in [("week", 168), ("day", 24), ("quarter", 24 * 91), ("hour", 1)] {
      drawings.append(("area of a \(name)", try area(count: count).drawing()))
    }
    for deltas in [["-9000", "310", "0", "-2250.25"], ["-1", "2"]] {
      drawings.append(("waterfall of \(deltas)", try waterfall(deltas).drawing()))
    }
    drawings.append(("gantt", try gantt().drawing()))
    drawings.append(("gantt of long names", try gantt(rows: 3, name: longName).drawing()))
    drawings.append(
      ("ranges", ranges([[0, 5, 70, 90_000], [1, 2, 3, 4], [0, 0, 0, 0]]).drawing()))
    drawings.append(("long ranges", ranges([[600, 86_400, 8e6, 9e6]]).drawing()))
    drawings.append(("bars", bars([[310, 0, 120, 4, 700], [310, 400, 20, 4, 400]]).drawing()))
    drawings.append(("heat map", heat().drawing()))
    return drawings
  }

  @Test func `no two labels touch, and each lies on its drawing`() throws {
    for (name, drawing) in try Self.drawings() {
      #expect(drawing.labels.count > 1, "\(name)")
      for (index, label) in drawing.labels.enumerated() {
        #expect(drawing.frame.contains(label.box), "\(name): \(label.text) leaves the drawing")
        for other in drawing.labels[(index + 1)...] {
          #expect(!label.box.overlaps(other.box), "\(name): \(label.text) and \(other.text)")
        }
      }
    }
  }

  @Test func `every picture has a name, a description and only finite numbers`() throws {
    for (name, drawing) in try Self.drawings() {
      let svg = drawing.svg(title: "A & B", description: "what is < seen", narrowest: 300)
      #expect(svg.contains("role=\"img\"") && svg.contains(">A &amp; B</title>"), "\(name)")
      #expect(svg.contains(">what is &lt; seen</desc>"), "\(name)")
      #expect(svg.firstMatch(of: /\bnan\b|\binf\b/) == nil, "\(name)")
      // A texture that is used is defined in the same picture.
      let used = Set(svg.matches(of: /url\(#([^)]+)\)/).map { String($0.output.1) })
      let defined = Set(svg.matches(of: /<pattern id="([^"]+)"/).map { String($0.output.1) })
      #expect(used == defined, "\(name)")
    }
  }

  @Test func `a stack and its table sum to the layers`() throws {
    let chart = try Self.area()
    for (index, total) in chart.totals.enumerated() {
      #expect(total == Double(index % 7) + Double(index % 5) * 2.5)
    }
    let table = chart.table()
    #expect(table.heads == ["from (Europe/London)", "own", "lent", "sum", "demand"])
    #expect(table.rows.count == 168)
    #expect(table.rows[9] == ["Mon 2026-03-23 09:00 GMT", "2", "10", "12", "9"])
    // On Sunday clocks go forward: the hour after 00:00 is 02:00.
    #expect(table.rows[144][0] == "Sun 2026-03-29 00:00 GMT")
    #expect(table.rows[145][0] == "Sun 2026-03-29 02:00 BST")
  }

  @Test(
    "a waterfall ends where its drivers lead, in the store's digits and in the shown ones",
    arguments: [
      ["-9000", "310", "0", "-2250.25"], ["0.5", "0.5", "0.5", "0.499999999999"],
      ["-0.5", "0.25", "0.25"], ["-80000.5"], ["1", "-1", "333.333333333333", "-0.4"],
    ])
  func waterfall(deltas: [String]) throws {
    let chart = try Self.waterfall(deltas)
    let sum = try deltas.reduce(chart.from) { $0 + (try Money(text: $1)) }
    #expect(chart.to == sum)
    let shown = chart.shown
    #expect(shown.deltas.reduce(shown.from, +) == shown.to)
    for (delta, exact) in zip(shown.deltas, chart.steps.map(\.delta)) {
      #expect((delta - exact).picounits.magnitude < 1_000_000_000_000)
    }
    #expect((shown.to - chart.to).picounits.magnitude <= 500_000_000_000)
    #expect(chart.table().rows.count == deltas.count + 2)
  }

  @Test func `a bar is cut only where its drivers would be too short to see`() throws {
    #expect(try Self.waterfall(["-40000"]).origin == .zero)
    let cut = try Self.waterfall(["-100", "50"])
    #expect(cut.origin > .zero && cut.origin < cut.to)
    #expect(try Self.waterfall(["-80000.5", "9"]).origin == .zero)
  }

  @Test func `late returns are in words, marks and table`() throws {
    let chart = try Self.gantt(rows: 2)
    let labels = chart.drawing().labels.map(\.text)
    #expect(labels.contains("✕ 1 h") && labels.contains("✕ 1 h 1 min"))
    #expect(chart.table().rows.filter { $0[1] == "late for owner" }.count == 4)
    #expect(chart.figure().description.contains("4 late returns, the worst by 1 h 1 min"))
    #expect(chart.legend.map(\.words).contains("late: owner waits, then has it"))
  }

  @Test func `waits are written to the tenth below ten seconds and to the second above`() {
    let plot = Self.ranges([[0.04, 0.5, 9.96, 100.6]])
    #expect(
      plot.figure(table: DataTable(heads: [], rows: [])).description
        == "variant-0: median 0 s, 95 % 0.5 s, 99 % 10 s, longest 1 min 41 s.")
  }

  @Test func `the ramp goes from light to dark without a step`() {
    #expect(Palette.ramp(0) == Palette.ramp.first && Palette.ramp(-1) == Palette.ramp.first)
    #expect(Palette.ramp(1) == Palette.ramp.last && Palette.ramp(7) == Palette.ramp.last)
    #expect(Palette.ramp(.nan) == Palette.white)
    let sums = (0...90).map { step in
      let value = Int(Palette.ramp(Double(step) / 90).dropFirst(), radix: 16) ?? -1
      return (value >> 16) + (value >> 8 & 255) + (value & 255)
    }
    for (before, after) in zip(sums, sums.dropFirst()) {
      #expect(after < before && before - after <= 16)
    }
    #expect(Palette.ramp.indices.allSatisfy { Palette.ramp(Double($0) / 9) == Palette.ramp[$0] })
  }

  @Test func `a scorecard says each verdict by sign, word and class`() {
    let table = ScorecardTable(
      variants: ["a", "b", "c"],
      rows: [
        ScorecardTable.Row(
          promise: "owner first", meaning: "back in time",
          cells: [
            ScorecardCell(opportunities: 96, breaches: 72, worst: "14 min late"),
            ScorecardCell(opportunities: 1_096, breaches: 0, worst: ""),
            ScorecardCell(opportunities: 0, breaches: 0, worst: ""),
          ])
      ])
    let html = table.html()
    #expect(html.contains("<td class=\"broken\"><b>✕ broken</b>"))
    #expect(html.contains("72 of 96, worst 14\u{00A0}min late"))
    #expect(html.contains("<td class=\"kept\"><b>✓ kept</b>") && html.contains("0 of 1,096"))
    #expect(html.contains("<td class=\"untested\"><b>– not tested</b>"))
    #expect(
      table.table().rows[0]
        == [
          "owner first", "✕ broken: 72 of 96, worst 14 min late", "✓ kept: 0 of 1,096",
          "– not tested: no occasion",
        ])
  }
}
