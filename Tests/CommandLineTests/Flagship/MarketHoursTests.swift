import Foundation
import GRDB
import Testing

/// The shipped week of market hours as its user meets it: one run of all variants, and what the
/// views of the store say of it.
@Suite struct MarketHoursTests {
  private static let scenario = Repository.path("scenarios/market-hours.yaml")

  private static let golden: [String] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("market-hours.digests")
    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }()

  /// One run for all questions: a minute of a debug build's time.
  @Test func `its digests, its money, its idle hours and its promises are what README says`() throws
  {
    let scratch = try Scratch()
    let result = try BuiltProduct.start(
      "fivespot", ["run", Self.scenario, "--quiet", "--store", "week.sqlite"],
      .init(folder: scratch.url)
    ).wait()
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(!Self.golden.isEmpty)
    #expect(Array(result.lines.suffix(Self.golden.count)) == Self.golden)
    var configuration = Configuration()
    configuration.readonly = true
    let store = try DatabaseQueue(
      path: scratch.path("week.sqlite"), configuration: configuration)
    try store.read { database in
      try checkCosts(database)
      try checkIdleParts(database)
      try checkPromises(database)
      try checkSupply(database)
    }
  }

  /// A saving is no more than was spent, and of what is owned only energy moves.
  private func checkCosts(_ database: Database) throws {
    let costs = try Row.fetchAll(
      database,
      sql: """
        SELECT variant, sum(amount) AS total,
          sum(amount) FILTER (WHERE driver = 'owned.depreciation') AS depreciation,
          min(amount) AS least
        FROM cost_by_variant GROUP BY variant
        """)
    #expect(costs.count == 7)
    let baseline = try #require(costs.first { $0["variant"] == "dedicated" })
    for row in costs {
      let (total, spent): (Double, Double) = (row["total"], baseline["total"])
      let (least, owned): (Double, Double) = (row["least"], baseline["depreciation"])
      #expect(total > 0 && spent - total < spent, "\(row)")
      #expect(least >= 0, "\(row)")
      // Amounts are exact in the store; their sum over pools is a double's.
      let depreciation: Double = row["depreciation"]
      #expect(abs(depreciation - owned) < 1e-9, "\(row)")
    }
  }

  /// What is owned is split into parts that sum to it in every hour.
  private func checkIdleParts(_ database: Database) throws {
    let hours = try Row.fetchAll(
      database,
      sql: """
        SELECT variant, hour_utc, sum(millicpu) AS owned FROM idle_by_hour
        WHERE cluster = 'trading' GROUP BY variant, hour_utc
        """)
    #expect(hours.count == 7 * 192)
    // 96 and 12 machines of 32 cores; each mean is rounded on its own.
    for hour in hours {
      let owned: Double = hour["owned"]
      #expect(abs(owned - 3_456_000) < 0.01, "\(hour)")
    }
  }

  /// 5-Spot breaks what the regulated profile keeps, and Metal3 what SSH keeps.
  private func checkPromises(_ database: Database) throws {
    let promises = try Row.fetchAll(database, sql: "SELECT * FROM promises")
    func count(_ column: String, _ variant: String, _ promise: String) throws -> Int64 {
      let row = try #require(
        promises.first { $0["variant"] == variant && $0["promise"] == promise })
      return row[column]
    }
    for variant in ["regulated", "regulated-days-and-hours"] {
      for promise in ["preemption-window", "residency", "graceful-drain", "owner-first"] {
        #expect(try count("opportunities", variant, promise) > 0, "\(variant) \(promise)")
        #expect(try count("breaches", variant, promise) == 0, "\(variant) \(promise)")
      }
    }
    #expect(try count("breaches", "five-spot", "owner-first") > 0)
    #expect(try count("breaches", "five-spot", "graceful-drain") > 0)
    #expect(try count("opportunities", "stress", "recall") > 0)
    #expect(try count("breaches", "stress", "recall") == 0)
    #expect(try count("breaches", "stress-metal3", "recall") > 0)
    #expect(try count("opportunities", "dedicated", "owner-first") == 0)
    // What never gives way, and the owner's orders; shown where they are declared, and nowhere else.
    for promise in ["emergency-reclaim", "jurisdiction", "confidentiality"] {
      #expect(try count("opportunities", "regulated-two-desks", promise) > 0, "\(promise)")
      #expect(try count("breaches", "regulated-two-desks", promise) == 0, "\(promise)")
      #expect(promises.count { $0["promise"] == promise } == 1, "\(promise)")
    }
    #expect(try count("opportunities", "regulated-two-desks", "recall") == 8)
    #expect(try count("breaches", "regulated-two-desks", "recall") == 0)
    #expect(try count("breaches", "regulated-two-desks", "owner-first") == 0)
  }

  /// Machines are Ready with the borrower in every variant that lends, and in no other.
  private func checkSupply(_ database: Database) throws {
    let lent = try Row.fetchAll(
      database,
      sql: """
        SELECT variant, sum(seconds) AS seconds FROM machine_timeline
        WHERE cluster = 'batch' AND stage IN ('ready', 'draining') GROUP BY variant
        """)
    #expect(!lent.contains { $0["variant"] == "dedicated" })
    let isLent = lent.allSatisfy { row in
      let seconds: Double = row["seconds"]
      return seconds > 0
    }
    #expect(lent.count == 6 && isLent)
  }
}
