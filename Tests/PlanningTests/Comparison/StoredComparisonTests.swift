import Facts
import Foundation
import Planning
import RunStore
import Testing
import Units

/// Costs and promises as a store keeps them, compared.
@Suite("What a store holds, compared")
struct StoredComparisonTests {
  private static let start = Instant(seconds: 1_780_000_000)
  private static let room = ResourceVector(cpu: MilliCPU(4_000), memory: .mebibytes(64))
  private static let fleet = Fleet(
    pools: [Pool(name: "metal"), Pool(name: "spot")],
    nodes: [Node(pool: PoolID(0), allocatable: room)], nodeNames: ["m-0"])
  private static let workload = Workload(jobs: [], jobNames: [])

  private static let horizon = Fact(
    at: start + .hours(1), kind: .horizonReached, subject: 0, value: 1)

  /// A folder with a store, gone with it.
  private final class Folder {
    let path = NSTemporaryDirectory() + "fivespot-comparison-" + UUID().uuidString
    let store: RunStore

    init() throws { store = try RunStore.open(at: path + "/s.sqlite", mode: .readWrite) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// What one member comes to.
  private struct Account {
    var currency = "USD"
    var depreciation: String? = "100"
    var spot = "10.5"
    var breaches: Int64 = 0
    var worst: Int64 = 0
  }

  private static func accounts(_ account: Account) throws -> MemberAccounts {
    let header = JournalHeader(
      start: start, end: start + .hours(1), fleet: fleet, workload: workload)
    let terms = PromiseTerms(
      notice: .minutes(15), tenure: .minutes(45), ownerLateTolerance: .zero, recallTolerance: .zero)
    var audit = PromiseAudit(terms: terms, header: header, fleet: fleet, workload: workload)
    audit.record(horizon)
    var promises = try audit.finish()
    promises.outcomes[Promise.ownerFirst.rawValue] = PromiseOutcome(
      promise: .ownerFirst, opportunities: 10, breaches: account.breaches,
      worst: .seconds(account.worst))
    guard let depreciation = account.depreciation, let currency = Currency(code: account.currency)
    else { return MemberAccounts(promises: promises) }
    func charge(_ pool: UInt32, _ driver: CostDriver, _ text: String) throws -> Charge {
      let amount = try Money(text: text)
      return Charge(
        pool: PoolID(pool), driver: driver, amount: amount, listAmount: amount, quantity: 1)
    }
    let costs = MemberCosts(
      currency: currency,
      charges: [
        try charge(0, .ownedDepreciation, depreciation), try charge(1, .cloudSpot, account.spot),
      ])
    return MemberAccounts(costs: costs, promises: promises)
  }

  /// Stores a run with the variants `base` and `other`, one account a seed.
  private static func store(_ base: [Account], _ other: [Account], in store: RunStore) throws {
    let variants = [("base", base), ("other", other)]
    let description = RunDescription(
      toolVersion: "0.1.0", commandLine: [], scenarioName: "small", scenarioPath: "small.yaml",
      scenarioText: "", zoneRulesVersion: "2025b", keepJournal: .none, inputs: [],
      members: variants.flatMap { name, accounts in
        accounts.indices.map { index in
          PlannedMember(
            variant: name, seed: UInt64(index + 1),
            scenarioHash: SHA256.digest(Array(name.utf8)).hex,
            resolvedScenario: Array("{\"name\":\"\(name)\"}".utf8))
        }
      })
    let writer = try store.begin(description)
    for (name, accounts) in variants {
      for (index, account) in accounts.enumerated() {
        var recorder = MemberRecorder(
          start: start, end: start + .hours(1), fleet: fleet, workload: workload,
          keepsJournal: false)
        recorder.record(horizon)
        var result = try recorder.finish()
        let own = try Self.accounts(account)
        result.summary.costs = own.costs
        try writer.add(
          result, accounts: own, variant: name, seed: UInt64(index + 1), startedAt: start)
      }
    }
    try writer.finish()
  }

  private static func compare(_ folder: Folder) throws -> RunComparison {
    try RunComparison(
      baseline: "latest/base", candidate: "latest/other", seeds: [], in: folder.store)
  }

  @Test("costs are exact to the last digit, driver by driver")
  func costs() throws {
    let folder = try Folder()
    try Self.store(
      [
        Account(depreciation: "100.000000000001", spot: "10.5"),
        Account(depreciation: "100.000000000002", spot: "20"),
        Account(depreciation: "100.000000000002", spot: "30"),
      ],
      [
        Account(depreciation: "100.000000000001", spot: "0.1"),
        Account(depreciation: "100.000000000002", spot: "0.2"),
        Account(depreciation: "100.000000000001", spot: "0.3"),
      ], in: folder.store)
    let comparison = try Self.compare(folder)
    let costs = try #require(comparison.costs)
    #expect(costs.currency == "USD" && costs.seeds == 3 && comparison.reasonForNoCosts == nil)
    #expect(costs.drivers.map(\.name) == CostDriver.allCases.map(\.name))
    let changes = costs.drivers.filter { $0.sums.difference != .zero }
    #expect(changes.map(\.name) == ["owned.depreciation", "cloud.spot"])
    #expect(changes.map(\.sums.difference.text) == ["-0.000000000001", "-59.9"])
    #expect(costs.sums.difference.text == "-59.900000000001")
    #expect(costs.shown.difference.text == "-19.97" && costs.interval != nil)
    #expect(comparison.hasDifferences && comparison.equalDigests == 3)
    let total = try #require(comparison.metrics.first { $0.name == "cost.total" })
    #expect(total.mark == .changed && total.pairs == 3)
  }

  @Test("promises are added up over the seeds; the worst is the worst of all")
  func promises() throws {
    let folder = try Folder()
    try Self.store(
      [Account(), Account()], [Account(breaches: 1, worst: 90), Account(breaches: 2, worst: 40)],
      in: folder.store)
    let promises = try Self.compare(folder).promises
    #expect(
      promises.map(\.name)
        == [Promise.preemptionWindow, .residency, .gracefulDrain, .ownerFirst, .recall].map(\.name))
    let changed = promises.filter(\.isChanged)
    #expect(changed.map(\.name) == ["owner-first"])
    #expect(
      changed.first?.candidate
        == PromiseComparison.Record(opportunities: 20, breaches: 3, worstSeconds: 90))
  }

  @Test("prices on one side only, or in two currencies, are no costs, and that is said")
  func noCosts() throws {
    for (base, other, words) in [
      (Account(depreciation: nil), Account(), "only the candidate has prices"),
      (Account(), Account(depreciation: nil), "only the baseline has prices"),
      (Account(depreciation: nil), Account(depreciation: nil), "neither has prices"),
      (Account(), Account(currency: "EUR"), "their currencies differ: EUR, USD"),
    ] {
      let folder = try Folder()
      try Self.store([base], [other], in: folder.store)
      let comparison = try Self.compare(folder)
      #expect(comparison.costs == nil && comparison.reasonForNoCosts == words)
    }
  }
}
