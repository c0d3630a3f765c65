import Facts
import FleetSimulation
import Placement
import SimulationKernel
import Units

/// Keeps every fact.
struct CollectingSink: FactSink {
  var facts: [Fact] = []
  mutating func record(_ fact: Fact) { facts.append(fact) }
}

/// Keeps nothing.
struct SilentSink: FactSink {
  mutating func record(_ fact: Fact) {}
}

/// Plans small enough to follow by hand: one resource (CPU), whole seconds, times from the start.
struct TinyPlan {
  /// CPU cores of each node.
  var nodes: [Int64] = [1]
  /// (submitted at, work, cores) of each job.
  var jobs: [(at: Int64, work: Int64, cores: Int64)] = []
  /// Lifetime and replacement delay of every node, in seconds, when nodes are interrupted.
  var lifetime: Double?
  var delay: Double = 0
  var notice: Int64 = 0
  var recovery = RecoveryPolicy.restart(cost: .zero)
  var end: Int64 = 1_000
  var placement = JobPlacement.firstFit

  func plan(seed: UInt64 = 1) throws -> SimulationPlan {
    func cores(_ count: Int64) -> ResourceVector {
      ResourceVector(cpu: MilliCPU(count * 1_000), memory: Bytes(0))
    }
    return SimulationPlan(
      start: .epoch, end: Instant(seconds: end), seed: seed,
      fleet: Fleet(
        pools: [Pool(name: "p")],
        nodes: nodes.map { Node(pool: PoolID(0), allocatable: cores($0)) },
        nodeNames: nodes.indices.map { "n\($0)" }),
      workload: Workload(
        jobs: jobs.map {
          Job(
            submittedAt: Instant(seconds: $0.at), work: .seconds($0.work), request: cores($0.cores))
        },
        jobNames: jobs.indices.map { "j\($0)" }),
      interruptions: try lifetime.map {
        [
          PoolInterruption(
            pool: PoolID(0), lifetime: try .constant($0), notice: .seconds(notice),
            replacementDelay: try .constant(delay))
        ]
      } ?? [],
      recovery: recovery, placement: placement)
  }

  /// The facts of the plan in words, a line each, after a run with every check on.
  func story() throws -> [String] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(try plan(), into: &sink, checking: true)
    return sink.facts.map(tell)
  }
}

/// One fact in words; spans and instants in seconds.
func tell(_ fact: Fact) -> String {
  func seconds(_ nanoseconds: Int64) -> String {
    let whole = nanoseconds / 1_000_000_000
    return nanoseconds % 1_000_000_000 == 0 ? "\(whole)s" : "\(nanoseconds)ns"
  }
  let (subject, object, value) = (fact.subject, fact.object, fact.value)
  let what =
    switch fact.kind {
    case .nodeJoined: "n\(subject) joins p\(object)"
    case .interruptionNoticed: "n\(subject) is told, \(seconds(value)) ahead"
    case .nodeInterrupted: "n\(subject) is interrupted at the age of \(seconds(value))"
    case .jobSubmitted: "j\(subject) is submitted"
    case .jobStarted: "j\(subject) starts on n\(object), attempt \(value)"
    case .jobInterrupted: "j\(subject) loses n\(object) and \(seconds(value)) of work"
    case .jobFinished: "j\(subject) finishes on n\(object) after \(value)"
    case .jobRejected: "j\(subject) is rejected"
    case .nodeLeft: "n\(subject) leaves at the age of \(seconds(value))"
    case .horizonReached: "end"
    default: "\(fact.kind.name) \(subject) \(object) \(value)"
    }
  return seconds(fact.at.nanoseconds) + " " + what
}
