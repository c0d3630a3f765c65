import Facts
import RunStore
import Units

/// The questions that a report of lent machines asks of the store's views.
struct LendingQueries {
  let store: RunStore
  let runID: String

  /// A row's key and what follows it.
  typealias MemberRows = [MemberKey: [[SQLValue]]]

  /// A variant and a seed.
  struct MemberKey: Hashable {
    var variant: String
    var seed: UInt64
  }

  /// Costs by member, in the order of `CostDriver`, and their currency.
  func costs() throws(RunStoreError) -> (lines: [MemberKey: [CostLine]], currency: String?) {
    let rows = try byMember(
      "SELECT variant, seed, driver, amount_exact, currency FROM cost_by_variant WHERE run_id = ?")
    let order = CostDriver.allCases.map(\.name)
    var currency: String?
    var lines: [MemberKey: [CostLine]] = [:]
    for (key, rows) in rows {
      lines[key] = Self.sorted(rows, by: order).map { row in
        currency = row[2].text
        return CostLine(
          driver: row[0].text, amount: (try? Money(text: row[1].text)) ?? .zero)
      }
    }
    return (lines, currency)
  }

  /// Promises by member, in the order of `Promise`.
  func promises() throws(RunStoreError) -> [MemberKey: [PromiseCount]] {
    let order = Promise.allCases.map(\.name)
    return try byMember(
      """
      SELECT variant, seed, promise, opportunities, breaches, worst_seconds
      FROM promises WHERE run_id = ?
      """
    ).mapValues { rows in
      Self.sorted(rows, by: order).map { row in
        PromiseCount(
          promise: row[0].text, opportunities: row[1].integer, breaches: row[2].integer,
          worstSeconds: row[3].real)
      }
    }
  }

  /// Where the capacity of a cluster's machines was, means over the hours, in the order of `IdlePart`.
  func capacity(of cluster: String) throws(RunStoreError) -> [MemberKey: [CapacityPart]] {
    let order = IdlePart.allCases.map(\.name)
    return try byMember(
      """
      SELECT variant, seed, part, avg(millicpu) FROM idle_by_hour
      WHERE run_id = ? AND cluster = ? GROUP BY variant, seed, part
      """, .text(cluster)
    ).mapValues { rows in
      Self.sorted(rows, by: order).map { row in
        CapacityPart(name: row[0].text, cores: row[1].real / 1_000)
      }
    }
  }

  /// The hourly series of one member.
  func hours(of member: MemberKey, owner: String) throws(RunStoreError) -> LendingHours {
    var hours = LendingHours()
    for row in try rows(
      """
      SELECT owned_millicpu, used_millicpu FROM owned_use_by_hour
      WHERE run_id = ? AND variant = ? AND seed = ? AND cluster = ? ORDER BY hour_utc
      """, member, .text(owner))
    {
      hours.ownedCores.append(row[0].real / 1_000)
      hours.usedCores.append(row[1].real / 1_000)
    }
    hours.supply = SupplySource.allCases.map { ($0.name, []) }
    for row in try rows(
      """
      SELECT source, millicpu FROM supply_by_hour
      WHERE run_id = ? AND variant = ? AND seed = ? ORDER BY hour_utc
      """, member)
    {
      if let index = hours.supply.firstIndex(where: { $0.source == row[0].text }) {
        hours.supply[index].cores.append(row[1].real / 1_000)
      }
    }
    for row in try rows(
      """
      SELECT kind, millicpu FROM demand_by_hour
      WHERE run_id = ? AND variant = ? AND seed = ? ORDER BY hour_utc
      """, member)
    {
      if row[0].text == "queued" {
        hours.queuedCores.append(row[1].real / 1_000)
      } else {
        hours.requestedCores.append(row[1].real / 1_000)
      }
    }
    return hours
  }

  /// The stages of machines of one member, by machine as the store orders them, then by time.
  func stretches(of member: MemberKey) throws(RunStoreError) -> [MachineStretch] {
    try rows(
      """
      SELECT machine, cluster, stage, starts_at, ends_at FROM machine_timeline
      WHERE run_id = ? AND variant = ? AND seed = ?
      """, member
    ).compactMap { row in
      Self.span(row[3], row[4]).map {
        MachineStretch(
          machine: row[0].text, cluster: row[1].text, stage: row[2].text, span: $0)
      }
    }
  }

  /// The windows and recalls of one member.
  func spans(of member: MemberKey) throws(RunStoreError) -> [LendingSpan] {
    try rows(
      """
      SELECT machine, kind, starts_at, ends_at FROM lending_windows
      WHERE run_id = ? AND variant = ? AND seed = ?
      """, member
    ).compactMap { row in
      Self.span(row[2], row[3]).map {
        LendingSpan(machine: row[0].text, isRecall: row[1].text == "recall", span: $0)
      }
    }
  }

  /// The machines that one member's owner had back late, in the order in which they were due.
  func late(of member: MemberKey) throws(RunStoreError) -> [LateReturn] {
    try rows(
      """
      SELECT machine, promise, at, seconds FROM promise_breaches
      WHERE run_id = ? AND variant = ? AND seed = ? AND promise IN (?, ?) ORDER BY at, machine
      """, member, .text(Promise.ownerFirst.name), .text(Promise.recall.name)
    ).compactMap { row in
      guard let due = try? Instant(rfc3339: row[2].text) else { return nil }
      let span = TimeSpan(nanoseconds: Int64(row[3].real * 1e9))
      return LateReturn(
        machine: row[0].text, isRecall: row[1].text == Promise.recall.name,
        span: due..<(due + span))
    }
  }

  private func rows(
    _ sql: String, _ member: MemberKey, _ more: SQLValue...
  ) throws(RunStoreError) -> [[SQLValue]] {
    try store.select(
      sql,
      [.text(runID), .text(member.variant), .integer(Int64(bitPattern: member.seed))] + more)
  }

  /// Rows that begin with variant and seed, by these, without them.
  private func byMember(
    _ sql: String, _ more: SQLValue...
  ) throws(RunStoreError) -> MemberRows {
    var rows: MemberRows = [:]
    for row in try store.select(sql, [.text(runID)] + more) {
      let key = MemberKey(
        variant: row[0].text, seed: UInt64(bitPattern: row[1].integer))
      rows[key, default: []].append(Array(row.dropFirst(2)))
    }
    return rows
  }

  /// Rows by the place of their first column among `names`; unknown names come last, by name.
  private static func sorted(_ rows: [[SQLValue]], by names: [String]) -> [[SQLValue]] {
    func place(_ row: [SQLValue]) -> (Int, String) {
      (names.firstIndex(of: row[0].text) ?? names.count, row[0].text)
    }
    return rows.sorted { place($0) < place($1) }
  }

  private static func span(_ start: SQLValue, _ end: SQLValue) -> Range<Instant>? {
    guard let from = try? Instant(rfc3339: start.text), let to = try? Instant(rfc3339: end.text),
      from <= to
    else { return nil }
    return from..<to
  }
}

extension SQLValue {
  /// The text, or none.
  fileprivate var text: String { if case .text(let text) = self { text } else { "" } }

  /// The whole number, or 0.
  fileprivate var integer: Int64 { if case .integer(let integer) = self { integer } else { 0 } }

  /// The number, or 0.
  fileprivate var real: Double {
    switch self {
    case .real(let real): real
    case .integer(let integer): Double(integer)
    default: 0
    }
  }
}
