import Facts
import RunStore
import Units

/// The accounts of a small run that lends: one machine of four cores that is lent for half an hour
/// and comes back late, over two and a half hours.
enum LendingAccounts {
  static let start = Instant(seconds: 1_780_000_000)
  static let end = start + .minutes(150)
  static let trading: UInt32 = 0
  static let batch: UInt32 = 1

  static let fleet = Fleet(
    clusters: [Cluster(name: "trading", headroom: MilliCPU(500)), Cluster(name: "batch")],
    pools: [Pool(name: "metal", cluster: ClusterID(trading))],
    nodes: [Node(pool: PoolID(0), allocatable: room), Node(pool: PoolID(0), allocatable: room)],
    nodeNames: ["m-0", "m-1"])
  static let room = ResourceVector(cpu: MilliCPU(4_000), memory: .mebibytes(64))
  static let workload = Workload(
    jobs: [Job(submittedAt: start, work: .hours(1), request: room)], jobNames: ["a"],
    jobCluster: ClusterID(batch), jobUsagePermille: 500,
    services: [
      Service(
        name: "quotes", cluster: ClusterID(trading), request: room, maxUnavailablePercent: 10,
        terminationGrace: .seconds(30), startTime: .zero)
    ])

  static func fact(
    _ minutes: Int64, _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0
  ) -> Fact {
    Fact(at: start + .minutes(minutes), kind: kind, subject: subject, object: object, value: value)
  }

  static func stage(
    _ minutes: Int64, _ cluster: UInt32, _ stage: MachineStage
  ) -> Fact {
    fact(minutes, .machineStageChanged, 0, cluster, stage.rawValue)
  }

  static let facts: [Fact] = [
    stage(0, trading, .ready), fact(0, .jobSubmitted, 0),
    fact(0, .serviceRequestChanged, 0, trading, 1_500),
    fact(0, .serviceUsageChanged, 0, trading, 1_000),
    fact(60, .lendingWindowOpened, 0, batch, 1_800_000_000_000), stage(60, trading, .absent),
    stage(60, batch, .ready), fact(60, .nodeJoined, 0), fact(60, .jobStarted, 0, 0, 1),
    fact(90, .lendingWindowClosed, 0, trading), fact(90, .podKilled, 0, 0, 30_000_000_000),
    fact(90, .jobInterrupted, 0, 0, 1_800_000_000_000), fact(90, .nodeLeft, 0),
    stage(90, batch, .absent), stage(120, trading, .ready),
    fact(120, .servicePodEvicted, 0, 1, 10_000_000_000), fact(150, .horizonReached, 0, 0, 9),
  ]

  static let terms = PromiseTerms(
    notice: .minutes(15), tenure: .minutes(45), ownerLateTolerance: .minutes(1),
    recallTolerance: .zero)

  static var costs: MemberCosts {
    get throws {
      guard let currency = Currency(code: "EUR") else { preconditionFailure("three letters") }
      func charge(_ driver: CostDriver, _ amount: String, list: String, _ quantity: Double)
        throws -> Charge
      {
        Charge(
          pool: PoolID(0), driver: driver, amount: try Money(text: amount),
          listAmount: try Money(text: list), quantity: quantity)
      }
      return MemberCosts(
        currency: currency,
        charges: [
          try charge(.ownedDepreciation, "0.100000000001", list: "0.100000000001", 5),
          try charge(.ownedEnergyIdle, "2.5", list: "2.5", 1),
          try charge(.cloudSpot, "3", list: "9", 0.5),
        ])
    }
  }

  /// The member's result and accounts, as a simulation would give them.
  static func member(keepsJournal: Bool) throws -> (result: MemberResult, accounts: MemberAccounts)
  {
    let header = JournalHeader(start: start, end: end, fleet: fleet, workload: workload)
    var recorder = MemberRecorder(
      start: start, end: end, fleet: fleet, workload: workload, keepsJournal: keepsJournal)
    var clusters = ClusterReplay(header: header, fleet: fleet, workload: workload)
    var supply = SupplyReplay(header: header, fleet: fleet, workload: workload)
    var timeline = MachineTimeline(header: header, fleet: fleet, workload: workload)
    var promises = PromiseAudit(terms: terms, header: header, fleet: fleet, workload: workload)
    for fact in facts {
      recorder.record(fact)
      clusters.record(fact)
      supply.record(fact)
      timeline.record(fact)
      promises.record(fact)
    }
    let lived = try timeline.finish()
    let accounts = MemberAccounts(
      costs: try costs, clusters: try clusters.finish(), supply: try supply.finish(),
      spans: lived.spans, windows: lived.windows, promises: try promises.finish())
    var result = try recorder.finish()
    result.summary.costs = accounts.costs
    result.summary.promises = accounts.promises?.outcomes
    return (result, accounts)
  }

  /// Stores a run of one seed with its accounts, and gives its id.
  @discardableResult
  static func store(
    in fixture: StoreFixture, variants: [String] = ["regulated"], keep: KeepJournal = .all
  ) throws -> String {
    let store = try fixture.open()
    let writer = try store.begin(StoreFixture.description(variants: variants, keep: keep))
    for variant in variants {
      let member = try member(keepsJournal: keep == .all)
      try writer.add(
        member.result, accounts: member.accounts, variant: variant, seed: 1, startedAt: .epoch)
    }
    try writer.finish()
    try store.close()
    return writer.runID
  }
}
