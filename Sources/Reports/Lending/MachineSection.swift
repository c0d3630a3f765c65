import Units

/// Machines on their way between clusters, for the most telling night of each variant.
enum MachineSection {
  /// Rows of a chart: more cannot be read.
  private static let rowsMax = 24
  /// Rows that late machines may take, so that others are seen too.
  private static let lateRowsMax = 16

  static func section(_ report: LendingReport) -> PageSection? {
    let lending = report.variants.enumerated().filter { $0.element.lends(to: report.borrowers) }
    guard !lending.isEmpty else { return nil }
    // Of equals the first: a later one never counts as worse.
    let worst = lending.flatMap(\.element.late).filter { !$0.isRecall }.max { first, second in
      (seconds(first), second.span.lowerBound) < (seconds(second), first.span.lowerBound)
    }
    var blocks: [PageBlock] = []
    var legends: [[LegendEntry]] = []
    for (index, variant) in lending {
      guard let night = night(variant, worst: worst, report) else { continue }
      let (chart, note) = gantt(variant, index: index, night: night, report)
      legends.append(chart.legend)
      blocks.append(.figure(chart.figure()))
      blocks.append(.note(note))
    }
    guard !blocks.isEmpty else { return nil }
    return PageSection(
      heading: "Machines between clusters",
      lead: "A row a machine. It is lent inside its window, and has to be Ready for "
        + "\(report.owner) again when the window ends.",
      blocks: [.legend(Figure.union(legends), identifier: "machines")] + blocks)
  }

  private static func seconds(_ late: LateReturn) -> Double { MachineGantt.seconds(late.span) }

  /// The night with the first recall, else that of the worst late return of all variants, else the
  /// first in which a machine is lent.
  private static func night(
    _ variant: LendingVariant, worst: LateReturn?, _ report: LendingReport
  ) -> Range<Instant>? {
    let windows = variant.spans.filter { !$0.isRecall }.map(\.span)
    var anchor: Range<Instant>?
    if let recall = variant.spans.filter(\.isRecall).map(\.span.lowerBound).min() {
      anchor = windows.first { $0.contains(recall) } ?? recall..<(recall + .hours(1))
    } else if let due = worst?.span.lowerBound {
      anchor =
        windows.filter { $0.upperBound <= due + .minutes(1) }.max { $0.upperBound < $1.upperBound }
    }
    let lent = variant.stretches.filter {
      report.borrowers.contains($0.cluster) && $0.stage == "ready"
    }.map(\.span.lowerBound).min()
    if anchor == nil, let lent { anchor = windows.first { $0.contains(lent) } }
    guard let anchor else { return nil }
    // A weekend is too long to show minutes: its last hours hold the return.
    let from = max(anchor.lowerBound - .hours(1), anchor.upperBound - .hours(16), report.run.start)
    return from..<min(anchor.upperBound + .hours(2), report.end)
  }

  private static func gantt(
    _ variant: LendingVariant, index: Int, night: Range<Instant>, _ report: LendingReport
  ) -> (MachineGantt, note: String) {
    let late = returns(variant.late)
    let lateHere = late.filter { $0.span.overlaps(night) }
    var all: [String] = []
    var seen: Set<String> = []
    for span in variant.spans where seen.insert(span.machine).inserted { all.append(span.machine) }
    let rows = rows(of: all, late: lateHere)
    var row: [String: Int] = [:]
    for (index, name) in rows.enumerated() { row[name] = index }
    let bars = variant.stretches.compactMap { stretch -> MachineGantt.Bar? in
      guard let row = row[stretch.machine], stretch.span.overlaps(night),
        let stage = stage(stretch, report)
      else { return nil }
      return MachineGantt.Bar(row: row, stage: stage, span: stretch.span)
    }
    let chart = MachineGantt(
      title: "\(variant.name), \(report.clock.moment(night.lowerBound)) to "
        + "\(report.clock.moment(night.upperBound)), \(report.clock.name)",
      rows: rows,
      windows: variant.spans.filter { !$0.isRecall }.compactMap { span in
        row[span.machine].map { ($0, span.span) }
      },
      bars: bars,
      late: lateHere.compactMap { late in
        row[late.machine].map { MachineGantt.Late(row: $0, span: late.span) }
      },
      recalls: variant.spans.filter(\.isRecall).compactMap { span in
        row[span.machine].map { ($0, span.span.lowerBound) }
      },
      span: night, clock: report.clock, identifier: "machines-\(index)")
    var note = "\(rows.count) of \(NumberText.counted(all.count, "machine")) that may be lent"
    note += lateHere.isEmpty ? "" : ", the latest to return among them"
    note += "; \(NumberText.counted(late.count, "late return")) in the whole run, "
    note += "\(lateHere.count) in this night."
    return (chart, note)
  }

  /// Late returns, each once: one that comes late after a recall and after the end of its window too broke
  /// two promises and is shown from when it was due first.
  private static func returns(_ late: [LateReturn]) -> [LateReturn] {
    var merged: [LateReturn] = []
    var last: [String: Int] = [:]
    for next in late {
      guard let place = last[next.machine], merged[place].span.overlaps(next.span) else {
        last[next.machine] = merged.count
        merged.append(next)
        continue
      }
      let before = merged[place].span
      merged[place].span = before.lowerBound..<max(before.upperBound, next.span.upperBound)
    }
    return merged
  }

  /// The latest machines and the first others, in the order of the fleet.
  private static func rows(of all: [String], late: [LateReturn]) -> [String] {
    guard all.count > rowsMax else { return all }
    let latest = late.sorted {
      (seconds($1), $0.machine) < (seconds($0), $1.machine)
    }.prefix(lateRowsMax).map(\.machine)
    var chosen = Set(latest)
    for name in all where chosen.count < rowsMax { chosen.insert(name) }
    return all.filter { chosen.contains($0) }
  }

  private static func stage(_ stretch: MachineStretch, _ report: LendingReport) -> GanttStage? {
    switch stretch.stage {
    case "waiting-for-host": .waiting
    case "provisioning": .provisioning
    case "ready": report.borrowers.contains(stretch.cluster) ? .lent : nil
    case "draining": .draining
    case "deleting": .deleting
    default: nil
    }
  }
}
