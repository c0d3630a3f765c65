import ArgumentParser
import CommandSupport
import Documents
import Reports
import RunStore

/// `fivespot report`: shows a stored run as a page, as Markdown or as JSON.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a stored run as an HTML page, as Markdown or as JSON.",
    discussion: """
      EXAMPLES
        fivespot report latest --html runs/report.html
        fivespot report latest/preemptible --format markdown
        fivespot report 3f2a --format json > summary.json
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case json
    case markdown
  }

  @Argument(
    help: ArgumentHelp(
      "The run: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"))
  var reference: String = "latest"

  @Option(help: "Write one self-contained HTML file.")
  var html: String?

  @Option(help: "Print to standard output in this format. Default without --html: markdown.")
  var format: Format?

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let report = try RunStoreError.mapped { () throws(RunStoreError) in
      try ReportDocument(try store.find(reference), in: store)
    }
    if let html { try AtomicFile.write(Array(report.html().utf8), to: html) }
    switch format ?? (html == nil ? .markdown : nil) {
    case nil: break
    case .markdown: try StandardStreams.printResult(report.markdown())
    case .json:
      try StandardStreams.printJSON { () throws(DocumentWriteError) in try report.json() }
    }
  }
}
