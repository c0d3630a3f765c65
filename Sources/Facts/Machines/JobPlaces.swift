import Units

/// On which node each job runs, and how much of each node running jobs hold.
package struct JobPlaces: Sendable {
  private static let nowhere = UInt32.max
  private var nodes: [UInt32]
  private var requested: [Int64]
  private let capacities: [Int64]
  private let requests: [Int64]

  /// Makes the places of a workload's jobs before the first fact.
  package init(fleet: Fleet, workload: Workload) {
    nodes = Array(repeating: Self.nowhere, count: workload.jobs.count)
    requested = Array(repeating: 0, count: fleet.nodes.count)
    capacities = fleet.nodes.map(\.allocatable.cpu.value)
    requests = workload.jobs.map(\.request.cpu.value)
  }

  /// What a job requests, in thousandths of a core.
  package func request(of job: Int) -> Int64 { requests[job] }

  /// The node that a job runs on; nil when it does not run.
  package func node(of job: Int) -> Int? { nodes[job] == Self.nowhere ? nil : Int(nodes[job]) }

  /// Applies a job's start or end, or says why it cannot follow; other facts change nothing.
  ///
  /// The fact's ids are known ones.
  package mutating func apply(_ fact: Fact) -> String? {
    let job = Int(fact.subject)
    let node = Int(fact.object)
    switch fact.kind {
    case .jobStarted:
      guard nodes[job] == Self.nowhere else { return "the job is running already" }
      guard requests[job] <= capacities[node] - requested[node] else {
        return "the node has no room for the job"
      }
      nodes[job] = fact.object
      requested[node] += requests[job]
    case .jobInterrupted, .jobFinished:
      guard nodes[job] == fact.object else { return "the job is not running on that node" }
      nodes[job] = Self.nowhere
      requested[node] -= requests[job]
    default: break
    }
    return nil
  }
}
