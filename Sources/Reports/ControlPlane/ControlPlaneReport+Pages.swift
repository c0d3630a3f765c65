package import Documents
import Units

extension ControlPlaneReport {
  /// The sections after the verdict, in the order of the page.
  package var sections: [PageSection] { activity + [provenance] }

  /// What machines, drains and controllers did, also for the page of lent machines that Cluster API moves.
  var activity: [PageSection] {
    [
      MachineStageSection.section(self), OrderSection.section(self), DrainSection.section(self),
      HoldSection.section(self), ClusterSection.section(self), ControllerSection.section(self),
    ].compactMap { $0 }
  }

  private var provenance: PageSection {
    PageSection(
      heading: "What the figures rest on",
      lead:
        "Laws, limits and faults stand in the scenario below; docs/control-plane.md says what is "
        + "simulated and what is not.",
      blocks: [
        .folded(
          "Seeds and digests",
          DataTable(
            heads: ["variant", "seed", "digest of its journal (SHA-256)"],
            rows: run.variants.flatMap { variant in
              variant.members.map { [variant.name, String($0.seed), $0.digest] }
            }, wordColumns: 3)),
        .paragraph(
          "fivespot \(run.toolVersion) made run \(run.runID) on \(run.createdAt), with zone rules "
            + "\(run.zoneRulesVersion); status \(run.status). fivespot verify \(run.runID) runs it "
            + "again and compares the digests. The command was:"),
        .verbatim(run.commandLine.joined(separator: " ")),
      ])
  }

  private var page: RunPage {
    RunPage(
      run: run, clock: run.clock, end: end, claims: ControlPlaneVerdict.claims(self),
      variants: variants.map { ($0.name, $0.description) }, sections: sections)
  }

  /// The page as one self-contained HTML file.
  package func html() -> String { page.html() }

  /// The report as Markdown: claims, then the tables of each section.
  package func markdown() -> String { page.markdown() }

  /// The report as JSON for scripts: that of every run, and what it says of the control plane under
  /// `controlPlane`.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    try page.json("controlPlane", ControlPlaneJSON.value(self))
  }
}
