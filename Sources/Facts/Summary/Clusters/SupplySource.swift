/// Where a machine that a cluster with jobs has comes from.
package enum SupplySource: Int, CaseIterable, Sendable, BitwiseCopyable {
  /// The cluster owns it.
  case own = 0
  /// Another cluster owns it and lends it.
  case lent = 1
  /// Rented, and taken back when the cloud wants it.
  case spot = 2
  /// Rented, and kept until given back.
  case onDemand = 3

  /// Its name in views and reports.
  package var name: String {
    switch self {
    case .own: "own"
    case .lent: "lent"
    case .spot: "spot"
    case .onDemand: "on-demand"
    }
  }
}

/// The clusters of the jobs hour by hour: what they have by source, and what their jobs ask for; means
/// over each hour in thousandths of a core, each from an exact integral.
package struct SupplyHours: Hashable, Sendable {
  /// CPU of Ready nodes by `SupplySource`: one array of hours a source.
  package var ready: [[Double]]
  /// CPU that running jobs request.
  package var requested: [Double]
  /// CPU that jobs in the queue request.
  package var queued: [Double]
  /// CPU that jobs use on machines that each cluster owns and lends, by `ClusterID`: one array of
  /// hours a cluster; the clusters of the jobs lend none.
  package var usedOnLent: [[Double]]
}
