package import Documents
package import RunStore

/// What `fivespot report` shows of a run: the summary that every run has, or, where machines are
/// lent or priced, the report of that, or that of a control plane.
package enum ReportDocument: Sendable {
  /// The summary.
  case summary(RunReport)
  /// The report of lent and priced machines.
  case lending(LendingReport)
  /// The report of a control plane.
  case controlPlane(ControlPlaneReport)

  /// Gathers from the store what its pages say.
  package init(_ selection: RunSelection, in store: RunStore) throws(RunStoreError) {
    if let lending = try LendingReport(selection, in: store) {
      self = .lending(lending)
    } else if let controlPlane = try ControlPlaneReport(selection, in: store) {
      self = .controlPlane(controlPlane)
    } else {
      self = .summary(try RunReport(selection, in: store))
    }
  }

  /// The page as one self-contained HTML file.
  package func html() -> String {
    switch self {
    case .summary(let report): report.html()
    case .lending(let report): report.html()
    case .controlPlane(let report): report.html()
    }
  }

  /// The report as Markdown.
  package func markdown() -> String {
    switch self {
    case .summary(let report): report.markdown()
    case .lending(let report): report.markdown()
    case .controlPlane(let report): report.markdown()
    }
  }

  /// The report as JSON for scripts.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    switch self {
    case .summary(let report): try report.json()
    case .lending(let report): try report.json()
    case .controlPlane(let report): try report.json()
    }
  }
}
