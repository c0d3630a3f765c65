/// One pass over the pods of a node that drains: who is evicted now, and what is waited for.
///
/// Only the pods of the lowest order left are touched; pods of that order that are on their way out
/// hold back the higher ones. Source: cluster-api v1.13
/// `core/reconcilers/machine/drain/drain.go`, `EvictPods`.
package struct EvictionPass: Hashable, Sendable {
  /// Pods that stay for good.
  package private(set) var ignored: [Int] = []
  /// Pods on their way out.
  package private(set) var leaving: [Int] = []
  /// Pods to evict now, in the order in which they are tried.
  package private(set) var evictNow: [Int] = []
  /// Pods to evict when those of a lower order are gone.
  package private(set) var evictLater: [Int] = []
  /// Pods that are waited for, without being evicted.
  package private(set) var waitCompletedNow: [Int] = []
  /// Pods that will be waited for when those of a lower order are gone.
  package private(set) var waitCompletedLater: [Int] = []
  /// Pods that were gone when their eviction was tried.
  package private(set) var notFound: [Int] = []
  /// Pods whose eviction was refused, or not tried in time.
  package private(set) var failed: [Int] = []

  /// A pod of the node.
  package struct Candidate: Hashable, Sendable {
    /// The namespace.
    package var namespace: String
    /// The name.
    package var name: String
    /// What the drain does with it.
    package var behavior: PodDrainDecision.Behavior
    /// Whether it is on its way out.
    package var isTerminating: Bool

    /// Makes a candidate.
    package init(
      namespace: String, name: String, behavior: PodDrainDecision.Behavior, isTerminating: Bool
    ) {
      self.namespace = namespace
      self.name = name
      self.behavior = behavior
      self.isTerminating = isTerminating
    }
  }

  /// How the API server answered to one eviction.
  package enum Answer: Hashable, Sendable {
    /// The pod is on its way out.
    case evicted
    /// 404: it was gone already, which is as good.
    case notFound
    /// Anything else, such as 429 of a budget: it is tried again in the next pass.
    case refused
  }

  /// Sorts `pods` into what the pass does with them; the results are their indices, in the order of
  /// namespace and name, which decides who gets the last of a budget.
  package init(of pods: [Candidate]) {
    let lowest = pods.compactMap(\.behavior.order).min()
    let sorted = pods.indices.sorted {
      (pods[$0].namespace + "/" + pods[$0].name, $0)
        < (pods[$1].namespace + "/" + pods[$1].name, $1)
    }
    for index in sorted {
      let pod = pods[index]
      switch pod.behavior {
      case .skip: ignored.append(index)
      case .waitCompleted:
        if lowest == 0 { waitCompletedNow.append(index) } else { waitCompletedLater.append(index) }
      case .drain where pod.isTerminating: leaving.append(index)
      case .drain(let order):
        if order == lowest { evictNow.append(index) } else { evictLater.append(index) }
      }
    }
  }

  /// Takes the answer to the eviction of `pod`, one of `evictNow`.
  package mutating func record(_ answer: Answer, for pod: Int) {
    precondition(evictNow.contains(pod), "pod \(pod) was not to be evicted")
    evictNow.removeAll { $0 == pod }
    switch answer {
    case .evicted: leaving.append(pod)
    case .notFound: notFound.append(pod)
    case .refused: failed.append(pod)
    }
  }

  /// Ends the pass: what was not tried in `ControllerConstants.evictionPass` counts as refused.
  package mutating func end() {
    failed += evictNow
    evictNow = []
  }

  /// Whether nothing is left that has to go: nobody leaving, refused, later or waited for.
  package var isDrainCompleted: Bool {
    leaving.isEmpty && failed.isEmpty && evictNow.isEmpty && evictLater.isEmpty
      && waitCompletedNow.isEmpty && waitCompletedLater.isEmpty
  }
}
