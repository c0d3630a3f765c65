import Facts
import GRDB
package import Units

/// What one driver of cost comes to in one member.
package struct StoredCost: Hashable, Sendable {
  /// The driver: `owned.depreciation`, `cloud.spot`.
  package var driver: String
  /// What it comes to, exactly.
  package var amount: Money
  /// The currency by its ISO 4217 code.
  package var currency: String
}

/// What became of one promise in one member.
package struct StoredPromise: Hashable, Sendable {
  /// The promise: `owner-first`.
  package var promise: String
  /// How often it could have been broken.
  package var opportunities: Int64
  /// How often it was.
  package var breaches: Int64
  /// The longest span that anything was short or late by, in seconds, tolerated or not.
  package var worstSeconds: Double?
}

extension RunStore {
  /// What a member costs, driver by driver in the view's order; none when it has no prices.
  package func costs(of member: MemberRecord) throws(RunStoreError) -> [StoredCost] {
    let rows: [(driver: String, amount: String, currency: String)] = try read { database in
      // A store that an earlier version wrote, opened for reading only, has no such view.
      guard try database.viewExists("cost_by_variant") else { return [] }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT driver, amount_exact, currency FROM cost_by_variant
          WHERE run_id = ? AND variant = ? AND seed = ?
          """,
        arguments: [member.runID, member.variant, Int64(bitPattern: member.seed)]
      ).map { ($0["driver"], $0["amount_exact"], $0["currency"]) }
    }
    var costs: [StoredCost] = []
    for row in rows {
      do throws(MoneyError) {
        costs.append(
          StoredCost(
            driver: row.driver, amount: try Money(text: row.amount), currency: row.currency))
      } catch {
        throw RunStoreError(
          .corrupt, path: path,
          "the cost \(row.driver) of \(member.variant)/\(member.seed) of run \(member.runID) is "
            + "damaged: \(row.amount) is \(error)",
          remedy: "run it again")
      }
    }
    return costs
  }

  /// What became of a member's promises, in the view's order; none when its scenario makes none.
  package func promises(of member: MemberRecord) throws(RunStoreError) -> [StoredPromise] {
    try read { database in
      guard try database.viewExists("promises") else { return [] }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT promise, opportunities, breaches, worst_seconds FROM promises
          WHERE run_id = ? AND variant = ? AND seed = ?
          """,
        arguments: [member.runID, member.variant, Int64(bitPattern: member.seed)]
      ).map {
        StoredPromise(
          promise: $0["promise"], opportunities: $0["opportunities"], breaches: $0["breaches"],
          worstSeconds: $0["worst_seconds"])
      }
    }
  }

  /// The newest member that ended with this digest and kept its journal; nil when there is none.
  package func memberKeepingJournal(
    withDigest digest: String
  ) throws(RunStoreError) -> MemberRecord? {
    let place: (run: Int64, member: Int64)? = try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT run_number, id FROM member
          WHERE digest = ? AND status = 'complete' AND keeps_journal = 1 ORDER BY id DESC LIMIT 1
          """,
        arguments: [digest]
      ).map { ($0["run_number"], $0["id"]) }
    }
    guard let place, let run = try runs().first(where: { $0.number == place.run }) else {
      return nil
    }
    return try members(of: run).first { $0.id == place.member }
  }
}
