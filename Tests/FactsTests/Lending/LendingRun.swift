import Facts
import Units

/// A journal of few facts about a trading cluster that lends to a batch cluster: three machines of
/// ten cores, of which one is isolated, a service, and two jobs of four cores.
enum LendingRun {
  static let start = Instant(seconds: 1_780_000_000)
  static let end = start + .hours(4)
  static let trading: UInt32 = 0
  static let batch: UInt32 = 1
  static let isolated: UInt32 = 2
  /// A cloud machine of the batch cluster.
  static let cloud: UInt32 = 3

  static let fleet = Fleet(
    clusters: [
      Cluster(name: "trading", headroom: MilliCPU(3_000), reserved: MilliCPU(2_000)),
      Cluster(name: "batch"),
    ],
    pools: [
      Pool(name: "metal", cluster: ClusterID(trading)),
      Pool(name: "enclave", cluster: ClusterID(trading), isIsolated: true),
      Pool(name: "spot", cluster: ClusterID(batch), capacityType: .spot),
    ],
    nodes: [0, 0, 1, 2].map { pool in
      Node(pool: PoolID(pool), allocatable: resources(10_000))
    },
    nodeNames: ["m-0", "m-1", "e-0", "s-0"])

  static let workload = Workload(
    jobs: [0, 0].map { _ in
      Job(submittedAt: start, work: .hours(1), request: resources(4_000))
    }, jobNames: ["j-0", "j-1"], jobCluster: ClusterID(batch), jobUsagePermille: 700,
    jobTerminationGrace: .seconds(30),
    services: [service("quotes", pool: nil), service("keys", pool: PoolID(1))])

  static func service(_ name: String, pool: PoolID?) -> Service {
    Service(
      name: name, cluster: ClusterID(trading), pool: pool, request: resources(1_000),
      maxUnavailablePercent: 10, terminationGrace: .seconds(60), startTime: .seconds(5))
  }

  static let header = JournalHeader(start: start, end: end, fleet: fleet, workload: workload)

  static func resources(_ cpu: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cpu), memory: .mebibytes(1_024))
  }

  static func fact(
    _ seconds: Int64, _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0
  ) -> Fact {
    Fact(at: start + .seconds(seconds), kind: kind, subject: subject, object: object, value: value)
  }

  static func stage(
    _ seconds: Int64, _ node: UInt32, _ cluster: UInt32, _ stage: MachineStage
  ) -> Fact {
    fact(seconds, .machineStageChanged, node, cluster, stage.rawValue)
  }

  /// Plays the facts, and the horizon after them, into a sink.
  static func play<Sink: FactSink>(_ facts: [Fact], into sink: consuming Sink) -> Sink {
    for fact in facts { sink.record(fact) }
    sink.record(Fact(at: end, kind: .horizonReached, subject: 0))
    return sink
  }
}

extension Int64 {
  /// That many seconds in nanoseconds.
  var s: Int64 { self * 1_000_000_000 }
}
