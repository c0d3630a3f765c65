/// What the figures rest on: terms, prices, inputs, seeds, digests, and what has no price.
enum AssumptionSection {
  static func sections(_ report: LendingReport) -> [PageSection] {
    var blocks: [PageBlock] = []
    if !report.settings.isEmpty {
      blocks.append(.heading("Money, energy and promises"))
      blocks.append(.folded("Settings of the resolved scenario", settings(report)))
    }
    blocks.append(.heading("Not priced"))
    blocks.append(.paragraph(unpriced(report)))
    blocks += inputs(report)
    blocks.append(.heading("Members"))
    blocks.append(.folded("Seeds and digests", members(report)))
    blocks.append(.heading("Made by"))
    blocks.append(.paragraph(maker(report)))
    blocks.append(.verbatim(report.run.commandLine.joined(separator: " ")))
    return [PageSection(heading: "What the figures rest on", blocks: blocks)]
  }

  private static func settings(_ report: LendingReport) -> DataTable {
    DataTable(
      heads: ["entry", "value", "variants"],
      rows: report.settings.map { line in
        [
          line.path, line.value,
          line.variants.isEmpty ? "all" : line.variants.joined(separator: ", "),
        ]
      }, wordColumns: 3)
  }

  private static func unpriced(_ report: LendingReport) -> String {
    var text =
      "Network, storage, software licences, staff, rooms, financing and taxes; and what a broken "
      + "promise costs those to whom it was given."
    if !report.unpricedPools.isEmpty {
      text =
        "The machines of \(report.unpricedPools.joined(separator: ", ")) have no price in the "
        + "scenario and are not in any amount. Nor are: " + text.prefix(1).lowercased()
        + text.dropFirst()
    }
    return text
  }

  private static func inputs(_ report: LendingReport) -> [PageBlock] {
    guard !report.run.inputs.isEmpty else { return [] }
    return [
      .heading("Recorded input"),
      .table(
        DataTable(
          heads: ["file", "licence", "SHA-256", "bytes"],
          rows: report.run.inputs.map {
            [$0.path, $0.license, $0.sha256, NumberText.grouped(Int64($0.byteCount))]
          }, wordColumns: 3)),
      .note(
        "fivespot validate prints what importers left out or assumed about each file; the folder of "
          + "each file has its provenance."),
    ]
  }

  private static func members(_ report: LendingReport) -> DataTable {
    DataTable(
      heads: ["variant", "seed", "digest of its journal (SHA-256)"],
      rows: report.run.variants.flatMap { variant in
        variant.members.map { [variant.name, String($0.seed), $0.digest] }
      }, wordColumns: 3)
  }

  private static func maker(_ report: LendingReport) -> String {
    "fivespot \(report.run.toolVersion) made run \(report.run.runID) on \(report.run.createdAt), "
      + "with zone rules \(report.run.zoneRulesVersion); status \(report.run.status). fivespot "
      + "verify \(report.run.runID) runs it again and compares the digests. The command was:"
  }
}
