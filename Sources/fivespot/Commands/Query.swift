import ArgumentParser
import CommandSupport
import Documents
import Foundation
import RunStore
import Units

/// `fivespot query`: asks the store in SQL.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask the views of a run in SQL.",
    discussion: """
      One SELECT over the views of the store, read-only. Their rows are those of RUN alone, or of \
      one variant (RUN/VARIANT), or of one member (RUN/VARIANT/SEED); main.VIEW, such as \
      main.summary, has those of every run. :run, :variant and :seed stand for what RUN names.

      VIEWS, with their columns in docs/store.md
        summary, metrics, series, series_wide, jobs, runs, members, inputs
        cost_by_variant, cost_by_pool, cost_drivers
        utilisation_by_hour, idle_by_hour, owned_use_by_hour, supply_by_hour
        demand_by_hour, machine_timeline, lending_windows
        promises, promise_breaches
        of control planes, explained in docs/control-plane.md:
          controller_activity, client_activity, reconcile_lengths,
          queue_depths, machines_over_time, deployment_orders,
          machine_replacements, deployment_shortages, drains,
          eviction_holds, pending_pods, api_server_outages,
          cluster_jobs

      EXAMPLES
        fivespot query latest "SELECT variant, driver, avg(amount), currency
          FROM cost_by_variant GROUP BY variant, driver"
        fivespot query latest/regulated --format csv "
          SELECT part, avg(millicpu) / 1000 AS cores FROM idle_by_hour
          WHERE cluster = 'trading' GROUP BY part"
        fivespot query latest/regulated/42 --limit 20 --format json "
          SELECT promise, machine, job, at, seconds, why
          FROM promise_breaches ORDER BY seconds DESC"
      """)

  /// The forms of a result.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case table
    case csv
    case json
  }

  @Argument(
    help: ArgumentHelp(
      "The run: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"))
  var reference: String

  @Argument(help: ArgumentHelp("The query; - reads it from standard input.", valueName: "sql"))
  var sql: String

  @Option(help: "How to print the rows.")
  var format: Form = .table

  @Option(help: "The most rows to print.")
  var limit = QueryLimits.standard.rows

  @Option(help: "How long the query may take, such as 30s.")
  var timeout = QueryTimeout(span: QueryLimits.standard.time)

  @OptionGroup var storeOptions: StoreOptions

  func validate() throws {
    guard limit > 0 else {
      throw ValidationError("--limit \(limit): give a number of rows from 1 on")
    }
    guard timeout.span > .zero else {
      throw ValidationError("--timeout: give a span above zero, such as 30s")
    }
  }

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let selection = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.find(reference)
    }
    let scope = QueryScope(selection, isNarrowed: reference.contains("/"))
    let text = sql == "-" ? try standardInput() : sql
    let result = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.close()
      return try RunStore.query(
        text, at: storeOptions.store, scope: scope, parameters: scope.parameters,
        limits: QueryLimits(rows: limit, time: timeout.span))
    }
    switch format {
    case .table: try StandardStreams.printResult(QueryText.table(result))
    case .csv: try StandardStreams.printResult(QueryText.csv(result))
    case .json: try StandardStreams.printJSON(try QueryText.json(result), sortsKeys: false)
    }
    if result.isTruncated {
      StandardStreams.note(
        "note: there are more than \(limit) rows; --limit lets more through")
    }
  }

  private func standardInput() throws(CommandError) -> String {
    guard
      let text = String(
        data: FileHandle.standardInput.readDataToEndOfFile(), encoding: .utf8)
    else { throw CommandError(.invalidInput, "the query on standard input is not UTF-8") }
    return text
  }
}

/// A length of time as a user writes it.
struct QueryTimeout: ExpressibleByArgument, Sendable {
  var span: TimeSpan

  init(span: TimeSpan) { self.span = span }

  init?(argument: String) {
    guard let span = try? TimeSpan(text: argument) else { return nil }
    self.span = span
  }

  var defaultValueDescription: String { span.description }
}
