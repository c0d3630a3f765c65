package import Units

/// How the kubelet lets the pods of a node end when the machine is shut down: by priority, the least
/// important first, each group with its own time.
///
/// Source: kubernetes v1.36 `pkg/kubelet/nodeshutdown/nodeshutdown_manager.go`, `migrateConfig`,
/// `groupByPriority`. It is off unless times are configured.
package struct NodeShutdown: Hashable, Sendable {
  /// The groups, the lowest priority first.
  package let groups: [Group]

  /// The pods from a priority on, up to the next group's.
  package struct Group: Hashable, Sendable, BitwiseCopyable {
    /// The lowest priority of the group.
    package var priority: Int32
    /// How long its pods have at most.
    package var grace: TimeSpan

    /// Makes a group.
    package init(priority: Int32, grace: TimeSpan) {
      self.priority = priority
      self.grace = grace
    }
  }

  /// From which priority on a pod is critical (`system-cluster-critical`).
  package static let criticalPriority: Int32 = 2_000_000_000

  /// A shutdown by groups, in any order.
  package init(groups: [Group]) {
    self.groups = groups.sorted { $0.priority < $1.priority }
  }

  /// A shutdown by the two times of the older configuration: `total` for all, of which `critical`
  /// are for critical pods. Without a total, or with more for the critical than that, there are no
  /// groups, and pods are not waited for.
  package init(total: TimeSpan, critical: TimeSpan) {
    guard total != .zero, critical <= total, critical >= .zero else {
      groups = []
      return
    }
    groups = [
      Group(priority: 0, grace: total - critical),
      Group(priority: NodeShutdown.criticalPriority, grace: critical),
    ]
  }

  /// The group of a pod, by its place: the highest that is not above it, or the lowest; nil when
  /// there are no groups.
  package func group(ofPriority priority: Int32) -> Int? {
    guard !groups.isEmpty else { return nil }
    return groups.lastIndex { $0.priority <= priority } ?? 0
  }

  /// How long after the start of the shutdown each group begins, when the pods of the one before need
  /// `needs` of their time: a group waits for its pods, and no longer than its grace.
  package func starts(needs: [TimeSpan]) -> [TimeSpan] {
    precondition(needs.count == groups.count, "every group needs some time or none")
    var start = TimeSpan.zero
    return zip(groups, needs).map { group, need in
      defer { start = start + min(group.grace, need) }
      return start
    }
  }
}
