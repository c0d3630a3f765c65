package import Units

/// The place of a pod in the queue: the more important first, then the one that entered earlier.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/queuesort/priority_sort.go`.
package struct QueueOrder: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The priority of the pod.
  package var priority: Int32
  /// When it entered the queue.
  package var since: Instant

  /// Makes a place.
  package init(priority: Int32, since: Instant) {
    self.priority = priority
    self.since = since
  }

  /// Whether one is tried before the other.
  package static func < (one: QueueOrder, other: QueueOrder) -> Bool {
    one.priority != other.priority ? one.priority > other.priority : one.since < other.since
  }
}
