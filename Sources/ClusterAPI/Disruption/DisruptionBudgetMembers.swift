package import KubernetesModel
package import Units

/// The pods that a budget covers, and how they are counted.
package struct DisruptionBudgetMembers: Sendable {
  /// The pods.
  package var pods: [Pod]
  /// What each controller wants, by the index that `Pod.controller` holds.
  package var scales: [Int]
  /// Evictions that were allowed and may not have been seen yet.
  package var disruptedPods: [DisruptedPod]

  /// One pod of the budget.
  package struct Pod: Hashable, Sendable {
    /// Its name; empty where no eviction is recorded by name.
    package var name: String
    /// The index of its controller in `scales`; nil for a pod of its own.
    package var controller: Int?
    /// Whether it is ready.
    package var isReady: Bool
    /// Whether it is on its way out.
    package var isTerminating: Bool

    /// Makes a pod.
    package init(
      name: String = "", controller: Int?, isReady: Bool, isTerminating: Bool = false
    ) {
      self.name = name
      self.controller = controller
      self.isReady = isReady
      self.isTerminating = isTerminating
    }
  }

  /// An eviction that the API server allowed.
  package struct DisruptedPod: Hashable, Sendable {
    /// The pod's name.
    package var name: String
    /// When it was allowed.
    package var recordedAt: Instant

    /// Makes a record.
    package init(name: String, recordedAt: Instant) {
      self.name = name
      self.recordedAt = recordedAt
    }
  }

  /// Makes members.
  package init(pods: [Pod], scales: [Int], disruptedPods: [DisruptedPod] = []) {
    self.pods = pods
    self.scales = scales
    self.disruptedPods = disruptedPods
  }

  /// How many pods a budget with `limit` expects: the pods themselves for a plain `minAvailable`,
  /// otherwise what the controllers of at least one of them want.
  package func expectedPods(for limit: DisruptionLimit?) -> Int {
    if case .minAvailable(.count) = limit { return pods.count }
    var isCounted = Array(repeating: false, count: scales.count)
    for case let controller? in pods.map(\.controller) { isCounted[controller] = true }
    return zip(scales, isCounted).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
  }

  /// The evictions that still count at `now`: of pods that are there, are not yet on their way out,
  /// and were let go no longer ago than `DisruptionConstants.unconfirmedEvictionLife`.
  package func unconfirmedEvictions(at now: Instant) -> [DisruptedPod] {
    disruptedPods.filter { record in
      now <= record.recordedAt + DisruptionConstants.unconfirmedEvictionLife
        && pods.contains { $0.name == record.name && !$0.isTerminating }
    }
  }

  /// How many pods are ready and stay at `now`.
  package func healthyPods(at now: Instant) -> Int {
    // The controller drops a record only after its last moment, and no longer heeds it at it.
    let leaving = unconfirmedEvictions(at: now).filter {
      now < $0.recordedAt + DisruptionConstants.unconfirmedEvictionLife
    }
    return pods.reduce(0) { count, pod in
      let stays =
        pod.isReady && !pod.isTerminating && !leaving.contains { $0.name == pod.name }
      return stays ? count + 1 : count
    }
  }

  /// The status of a budget with `spec` over these pods at `now`.
  package func status(of spec: PodDisruptionBudgetSpec, at now: Instant) -> DisruptionBudgetStatus {
    DisruptionBudgetStatus(
      expected: expectedPods(for: spec.limit), healthy: healthyPods(at: now), spec: spec)
  }
}
