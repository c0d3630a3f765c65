package import Documents
import Units

extension LendingReport {
  /// The sections after the verdict, in the order of the page.
  package var sections: [PageSection] {
    [
      UtilisationSection.section(self), CapacitySection.section(self),
      SupplySection.section(self), CostSection.section(self),
      CloudPoolSection.section(run), MachineSection.section(self), LendingWaits.section(self),
      QueueSection.section(run), PromiseSection.section(self),
    ].compactMap { $0 } + (controlPlane?.activity ?? []) + AssumptionSection.sections(self)
  }

  private var claims: [Claim] {
    guard let controlPlane else { return LendingVerdict.claims(self) }
    // Promises come first; what is said of every run is not said twice.
    let own = LendingVerdict.claims(self)
    return own + ControlPlaneVerdict.claims(controlPlane).filter { !own.contains($0) }
  }

  private var page: RunPage {
    RunPage(
      run: run, clock: clock, end: end, claims: claims,
      variants: variants.map { ($0.name, $0.description) }, sections: sections)
  }

  /// The page as one self-contained HTML file.
  package func html() -> String { page.html() }

  /// The report as Markdown: claims, then the tables of each section.
  package func markdown() -> String { page.markdown() }

  /// The report as JSON for scripts: that of every run, and what it says of lending under `lending`;
  /// amounts of money are decimal texts.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    try page.json("lending", LendingJSON.value(self))
  }
}
