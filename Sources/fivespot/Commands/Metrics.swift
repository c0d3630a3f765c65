import ArgumentParser
import CommandSupport
import Documents
import Facts

/// `fivespot metrics`: the only names that reports, thresholds and comparisons may use.
struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List every metric: name, unit, which way is better, and definition.",
    discussion: """
      --format json adds the SQL, which takes :run, :variant and :seed and gives the figure from the \
      store's views.

      EXAMPLES
        fivespot metrics
        fivespot metrics --format json
      """)

  @Option(help: "How to print the list.")
  var format: ListingFormat = .table

  func run() throws {
    switch format {
    case .json:
      try StandardStreams.printJSON(
        .sequence(
          MetricRegistry.all.map { metric in
            .mapping([
              ("name", .string(metric.name)), ("unit", .string(metric.unit)),
              ("better", .string(metric.better.rawValue)),
              ("definition", .string(metric.definition)), ("sql", .string(metric.sql)),
            ])
          }))
    case .table:
      var rows = [["METRIC", "UNIT", "BETTER", "DEFINITION"]]
      for metric in MetricRegistry.all {
        rows.append([metric.name, metric.unit, metric.better.rawValue, metric.definition])
      }
      try StandardStreams.printResult(TextTable.lines(rows).joined(separator: "\n") + "\n")
    }
  }
}
