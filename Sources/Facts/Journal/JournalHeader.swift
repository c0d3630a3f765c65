package import Units

/// What a journal's rows are read with: the horizon of the run and the names behind its dense ids.
///
/// Part of the canonical bytes, so two runs over differently named nodes have different digests.
package struct JournalHeader: Hashable, Sendable {
  /// The first instant of the run.
  package var start: Instant
  /// The end of the run; the horizon is the half-open interval from `start` to here.
  package var end: Instant
  /// The pools' names by dense id.
  package var poolNames: [String]
  /// The nodes' names by dense id.
  package var nodeNames: [String]
  /// The jobs' names by dense id.
  package var jobNames: [String]
  /// The clusters' names by dense id.
  package var clusterNames: [String]
  /// The services' names by dense id.
  package var serviceNames: [String]

  /// Makes a header of its parts.
  package init(
    start: Instant, end: Instant, poolNames: [String], nodeNames: [String], jobNames: [String],
    clusterNames: [String] = [], serviceNames: [String] = []
  ) {
    self.start = start
    self.end = end
    self.poolNames = poolNames
    self.nodeNames = nodeNames
    self.jobNames = jobNames
    self.clusterNames = clusterNames
    self.serviceNames = serviceNames
  }

  /// Makes the header of a run of `workload` on `fleet` over the horizon.
  package init(start: Instant, end: Instant, fleet: Fleet, workload: Workload) {
    self.init(
      start: start, end: end, poolNames: fleet.pools.map(\.name), nodeNames: fleet.nodeNames,
      jobNames: workload.jobNames, clusterNames: fleet.clusters.map(\.name),
      serviceNames: workload.services.map(\.name))
  }

  /// The names of one namespace by dense id.
  package subscript(namespace: EntityNamespace) -> [String] {
    get {
      switch namespace {
      case .pool: poolNames
      case .node: nodeNames
      case .job: jobNames
      case .cluster: clusterNames
      case .service: serviceNames
      }
    }
    set {
      switch namespace {
      case .pool: poolNames = newValue
      case .node: nodeNames = newValue
      case .job: jobNames = newValue
      case .cluster: clusterNames = newValue
      case .service: serviceNames = newValue
      }
    }
  }

  /// The name behind an id, or the id itself in brackets when the table does not reach that far.
  package func name(_ id: UInt32, in namespace: EntityNamespace) -> String {
    let names = self[namespace]
    return Int(id) < names.count ? names[Int(id)] : "[\(namespace.word) \(id)]"
  }
}
