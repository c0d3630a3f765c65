import ClusterAPI
import Placement
import Units

/// A workload cluster: the room on its Nodes, the pods that wait for some, and the client through
/// which Cluster API calls its API server.
///
/// A class because a `NodeRoom` is never copied, and there are as many as there are clusters.
final class WorkloadCluster {
  /// The room for pods on the Nodes that take any, by slot; those of other clusters are away.
  var rooms = NodeRoom(capacities: [])
  /// Pods without a place, in order.
  var pending: [Int] = []
  /// Pods of DaemonSets for whose own Node there is no room, in order.
  var daemonsWaiting: [Int] = []
  /// Whether the scheduler is about to look.
  var isSchedulerDue = false
  /// The limit of Cluster API's calls.
  var client: TokenBucket

  /// Whether a pod waits for a place.
  var hasPending: Bool { !pending.isEmpty || !daemonsWaiting.isEmpty }

  init(client: TokenBucket) { self.client = client }
}
