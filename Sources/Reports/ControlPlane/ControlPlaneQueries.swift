import Facts
package import RunStore
import Units

/// The questions that the report of a control plane asks of the store's views.
struct ControlPlaneQueries {
  let store: RunStore
  let runID: String
  let variant: String
  let seed: UInt64

  private func rows(_ columns: String, of view: String, _ rest: String = "")
    throws(RunStoreError) -> [[SQLValue]]
  {
    try store.select(
      "SELECT \(columns) FROM \(view) WHERE run_id = ? AND variant = ? AND seed = ? \(rest)",
      [.text(runID), .text(variant), .integer(Int64(bitPattern: seed))])
  }

  /// The series of a view by the name in its first column, in the order of `names`.
  private func series(
    _ names: [String], _ columns: String, of view: String
  ) throws(RunStoreError) -> [TimeSeries] {
    var series = names.map { TimeSeries(name: $0, values: []) }
    for row in try rows(columns, of: view, "ORDER BY starts_at") {
      guard let place = names.firstIndex(of: Self.text(row[0])) else { continue }
      series[place].values.append(Self.real(row[1]))
    }
    return series
  }

  func variant(description: String) throws(RunStoreError) -> ControlPlaneVariant {
    let step = try rows("max(seconds)", of: "controller_activity").first.map { Self.real($0[0]) }
    let stages = MachineStage.allCases.filter { $0 != .absent && $0 != .waitingForHost }
      .map(\.name)
    var levels = try series(
      stages + ["missing"], "stage, machines", of: "machines_over_time")
    let missing = levels.popLast()?.values ?? []
    return ControlPlaneVariant(
      name: variant, description: description,
      step: TimeSpan(nanoseconds: Int64((step ?? 300) * 1e9)), stages: levels, missing: missing,
      queues: try series(
        ControlPlaneWords.controllers, "controller, queue_max", of: "controller_activity"),
      longestReconciles: try series(
        ControlPlaneWords.controllers, "controller, coalesce(reconcile_max_seconds, 0.0)",
        of: "controller_activity"),
      orders: try orders(), replacements: try replacements(), drains: try drains(),
      holds: try holds(), shortages: try shortages())
  }

  private func orders() throws(RunStoreError) -> [OrderLine] {
    try rows(
      "deployment, kind, value, ordered_at, seconds, superseded", of: "deployment_orders",
      "ORDER BY ordered_at, deployment"
    ).compactMap { row in
      Self.instant(row[3]).map {
        OrderLine(
          deployment: Self.text(row[0]), kind: Self.text(row[1]), value: Self.integer(row[2]),
          orderedAt: $0, seconds: Self.optional(row[4]), isSuperseded: Self.integer(row[5]) != 0)
      }
    }
  }

  private func replacements() throws(RunStoreError) -> [ReplacementLine] {
    try rows(
      "machine, lost_at, found_at, gone_at, seconds", of: "machine_replacements",
      "ORDER BY lost_at, machine"
    ).compactMap { row in
      guard let lost = Self.instant(row[1]) else { return nil }
      func after(_ value: SQLValue) -> Double? {
        Self.instant(value).map { ($0 - lost).secondsAsDouble }
      }
      return ReplacementLine(
        machine: Self.text(row[0]), lostAt: lost, foundAfter: after(row[2]),
        goneAfter: after(row[3]), restoredAfter: Self.optional(row[4]))
    }
  }

  private func drains() throws(RunStoreError) -> [DrainLine] {
    let overruled = Set(
      try rows("machine", of: "eviction_holds", "AND overruled <> 0").map { Self.text($0[0]) })
    return try rows(
      "deployment, seconds, ended_at, evicted, refusals, machine", of: "drains",
      "ORDER BY began_at, machine"
    ).map { row in
      DrainLine(
        deployment: Self.text(row[0]), seconds: Self.real(row[1]),
        hasEnded: Self.instant(row[2]) != nil, evicted: Self.integer(row[3]),
        refusals: Self.integer(row[4]), isOverruled: overruled.contains(Self.text(row[5])))
    }
  }

  private func holds() throws(RunStoreError) -> [HoldLine] {
    try rows(
      "machine, deployment, workload, budgets, cause, pods, pod_count, began_at, seconds, ended_at, "
        + "overruled, refusals", of: "eviction_holds", "ORDER BY seconds DESC, began_at, machine"
    ).compactMap { row in
      Self.instant(row[7]).map {
        HoldLine(
          machine: Self.text(row[0]), deployment: Self.text(row[1]), workload: Self.text(row[2]),
          budgets: Self.text(row[3]), cause: Self.text(row[4]), pods: Self.text(row[5]),
          podCount: Self.integer(row[6]), beganAt: $0, seconds: Self.real(row[8]),
          hasEnded: Self.instant(row[9]) != nil, isOverruled: Self.integer(row[10]) != 0,
          refusals: Self.integer(row[11]))
      }
    }
  }

  private func shortages() throws(RunStoreError) -> [ShortageLine] {
    try rows(
      "deployment, allowed, worst, machine_hours, over_limit_seconds", of: "deployment_shortages",
      "ORDER BY deployment"
    ).map { row in
      ShortageLine(
        deployment: Self.text(row[0]), allowed: Self.integer(row[1]),
        worst: Self.integer(row[2]), machineHours: Self.real(row[3]),
        overLimitSeconds: Self.real(row[4]))
    }
  }

  private static func text(_ value: SQLValue) -> String {
    if case .text(let text) = value { text } else { "" }
  }

  private static func integer(_ value: SQLValue) -> Int64 {
    if case .integer(let integer) = value { integer } else { 0 }
  }

  private static func optional(_ value: SQLValue) -> Double? {
    switch value {
    case .real(let real): real
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  private static func real(_ value: SQLValue) -> Double { optional(value) ?? 0 }

  private static func instant(_ value: SQLValue) -> Instant? { try? Instant(rfc3339: text(value)) }
}

extension ControlPlaneReport {
  /// Gathers what the page of a selection says of control planes from the store.
  ///
  /// - Returns: nil for a run without one.
  package init?(_ selection: RunSelection, in store: RunStore) throws(RunStoreError) {
    // A store that an older tool wrote and nobody has written to since has no such views.
    guard
      try !store.select("SELECT 1 FROM sqlite_schema WHERE name = 'deployment_orders'").isEmpty,
      try !store.select(
        "SELECT 1 FROM deployment_orders WHERE run_id = ? LIMIT 1",
        [.text(selection.run.runID)]
      ).isEmpty
    else { return nil }
    run = try RunReport(selection, in: store, readsSeries: false)
    end = selection.members.first { $0.status == .complete }?.end ?? run.start
    variants = []
    for variant in run.variants {
      guard let seed = variant.members.first?.seed else { continue }
      let queries = ControlPlaneQueries(
        store: store, runID: selection.run.runID, variant: variant.name, seed: seed)
      variants.append(try queries.variant(description: variant.description))
    }
  }
}
