/// Which promises each variant kept.
enum PromiseSection {
  static func section(_ report: LendingReport) -> PageSection? {
    let variants = report.variants.filter { $0.promises.contains { $0.opportunities > 0 } }
    var names: [String] = []
    for count in variants.flatMap(\.promises) where !names.contains(count.promise) {
      names.append(count.promise)
    }
    guard !names.isEmpty else { return nil }
    let rows = names.map { name in
      let words = LendingWords.promise(name)
      return ScorecardTable.Row(
        promise: words.words, meaning: words.meaning,
        cells: variants.map { variant in
          variant.promises.first { $0.promise == name }.map { count in
            ScorecardCell(
              opportunities: count.opportunities, breaches: count.breaches,
              worst: count.worstSeconds > 0
                ? "\(NumberText.duration(seconds: count.worstSeconds)) \(words.worst)" : "")
          }
        })
    }
    var note = "All variants are measured with the same terms, whatever their scheduler promises. "
    note += "A promise has an occasion each time that it could have been broken."
    let untested = report.variants.filter { variant in
      !variants.contains { $0.name == variant.name }
    }
    if !untested.isEmpty {
      note += " No occasion in: \(untested.map(\.name).joined(separator: ", "))."
    }
    if report.hasSeveralSeeds { note += " Occasions and breaches are summed over the seeds." }
    return PageSection(
      heading: "Promises", lead: "",
      blocks: [
        .scorecard(ScorecardTable(variants: variants.map(\.name), rows: rows)), .note(note),
      ]
        + ServiceLack.blocks(report))
  }
}
