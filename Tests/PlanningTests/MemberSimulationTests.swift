import Facts
import FleetSimulation
import Ledger
import Planning
import Testing
import Units

/// One member: what is derived beside its figures is what was asked for, and steers nothing.
@Suite("A member's accounts")
struct MemberSimulationTests {
  static let start = Instant(seconds: 1_780_000_000)
  static let room = ResourceVector(cpu: MilliCPU(10_000), memory: .mebibytes(64))

  /// Two owned machines of ten cores for four hours, and jobs of five cores that take two hours.
  static let plan = SimulationPlan(
    start: start, end: start + .hours(4), seed: 7,
    fleet: Fleet(
      pools: [Pool(name: "metal")],
      nodes: [Node(pool: PoolID(0), allocatable: room), Node(pool: PoolID(0), allocatable: room)],
      nodeNames: ["m-0", "m-1"]),
    workload: Workload(
      jobs: (0..<3).map { index in
        Job(
          submittedAt: start + .minutes(30 * index), work: .hours(2),
          request: ResourceVector(cpu: MilliCPU(5_000), memory: .mebibytes(1)))
      }, jobNames: ["a", "b", "c"], jobUsagePermille: 500))

  static var prices: PriceBook {
    get throws {
      let currency = try #require(Currency(code: "USD"))
      return PriceBook(
        currency: currency,
        pools: [
          .owned(
            OwnedMachinePrice(
              purchase: Money(units: 8_760), residual: .zero, lifeYears: 1, idleMilliwatts: 100_000,
              fullMilliwatts: 300_000, offMilliwatts: 0))
        ], energyPerKilowattHour: Money(units: 1), powerUsageEffectivenessPermille: 1_000)
    }
  }

  static let terms = PromiseTerms(
    notice: .zero, tenure: .zero, ownerLateTolerance: .zero, recallTolerance: .zero)

  static func run(
    _ accounting: MemberSimulation.Accounting
  ) throws -> MemberSimulation.Outcome {
    let outcome = try MemberSimulation.run(
      plan, accounting: accounting, keepsJournal: true, isChecking: false, isCancelled: { false })
    return try #require(outcome)
  }

  @Test("The digest is the same whatever is derived") func sinksDoNotSteer() throws {
    let none = try Self.run(.none)
    let all = try Self.run(
      MemberSimulation.Accounting(prices: try Self.prices, terms: Self.terms))
    #expect(none.result.digest == all.result.digest)
    #expect(none.accounts == MemberAccounts())
    #expect(none.result.summary.costs == nil && none.result.summary.promises == nil)
  }

  @Test("Prices give charges, and the metrics of money") func costs() throws {
    let outcome = try Self.run(
      MemberSimulation.Accounting(prices: try Self.prices, terms: nil))
    // Depreciation: 2 machines × 4 h × 1 = 8. Idle: 2 × 4 h × 0.1 kW × 1 = 0.8.
    // Load: 3 jobs × 2 h × ½ of a machine × half of it used × 0.2 kW × 1 = 0.3.
    let costs = try #require(outcome.accounts.costs)
    #expect(costs.amount(of: [.ownedDepreciation]).text == "8")
    #expect(costs.amount(of: [.ownedEnergyIdle]).text == "0.8")
    #expect(costs.amount(of: [.ownedEnergyLoad]).text == "0.3")
    #expect(costs.amount().text == "9.1")
    let metrics = Dictionary(
      uniqueKeysWithValues: outcome.result.summary.metrics.map { ($0.name, $0.value) })
    #expect(metrics["cost.total"] == 9.1)
    #expect(metrics["cost.cloud"] == 0)
    #expect(metrics["cost.cloud.effective_savings_rate"] == nil)
    #expect(metrics["job.completed.unit_cost"] == 9.1 / 3)
    #expect(metrics["work.done.unit_cost"] == 9.1 / 30)
    #expect(metrics["promise.residency.breaches"] == nil)
    #expect(outcome.accounts.promises == nil)
  }

  @Test("Terms give promises, kept where nothing is lent") func promises() throws {
    let outcome = try Self.run(MemberSimulation.Accounting(prices: nil, terms: Self.terms))
    let outcomes = try #require(outcome.result.summary.promises)
    #expect(
      outcomes.map(\.promise)
        == [.preemptionWindow, .residency, .gracefulDrain, .ownerFirst, .recall],
      "those for which the scenario declares nothing are left out")
    #expect(outcomes.allSatisfy { $0.opportunities == 0 && $0.breaches == 0 })
    #expect(outcome.accounts.costs == nil)
    #expect(outcome.accounts.spans.isEmpty && outcome.accounts.windows.isEmpty)
  }

  @Test("Clusters are followed without prices or terms") func clusters() throws {
    let outcome = try Self.run(MemberSimulation.Accounting(prices: nil, terms: nil))
    let cluster = try #require(outcome.accounts.clusters.first)
    // Jobs of five cores run from 0:00, 0:30 and 1:00 for two hours each.
    #expect(cluster.allocatable == [20_000, 20_000, 20_000, 20_000])
    #expect(cluster.requested == [7_500, 15_000, 7_500, 0])
    #expect(cluster.used == [3_750, 7_500, 3_750, 0])
    #expect(cluster.idle?[1] == [7_500, 7_500, 0, 0, 0, 0, 0, 5_000, 0])
  }

  @Test("Prices that the fleet cannot have are refused before anything runs") func wrong() throws {
    var prices = try Self.prices
    prices.pools = []
    let accounting = MemberSimulation.Accounting(prices: prices, terms: nil)
    #expect(throws: LedgerError.poolCount(priced: 0, pools: 1)) { try Self.run(accounting) }
  }
}
