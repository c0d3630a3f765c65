package import SimulationKernel
package import Units

/// What keeps the pods of a workload up.
package enum WorkloadKind: Sendable {
  /// A ReplicaSet: equal pods, replaced as soon as one is on its way out.
  case replicaSet
  /// A StatefulSet: one pod an ordinal, never two.
  case statefulSet(StatefulSetPlan)
  /// A DaemonSet: one pod on every Node that there is, Ready or not, cordoned or not. Its number of
  /// pods is that of the Nodes, not the plan's.
  case daemonSet
  /// A Job: pods that end. Its number of pods is the Job's, not the plan's.
  case job(JobPlan)

  /// The kind as controllers name it in `ownerReferences`.
  var name: String {
    switch self {
    case .replicaSet: "ReplicaSet"
    case .statefulSet: "StatefulSet"
    case .daemonSet: "DaemonSet"
    case .job: "Job"
    }
  }

  /// The kind alone.
  var tag: WorkloadTag {
    switch self {
    case .replicaSet: .replicaSet
    case .statefulSet: .statefulSet
    case .daemonSet: .daemonSet
    case .job: .job
    }
  }
}

/// A kind of workload without what it says.
enum WorkloadTag: UInt8, BitwiseCopyable {
  case replicaSet
  case statefulSet
  case daemonSet
  case job
}

/// What a StatefulSet says beside the number of its pods.
package struct StatefulSetPlan: Sendable {
  /// Whether `podManagementPolicy` is `Parallel`; else `OrderedReady`.
  package var isParallel: Bool
  /// The volume that each ordinal has; nil for none.
  package var volume: VolumePlan?

  /// Makes a plan.
  package init(isParallel: Bool = false, volume: VolumePlan? = nil) {
    self.isParallel = isParallel
    self.volume = volume
  }
}

/// Volumes that one Node at a time may have (`ReadWriteOnce`). They attach as soon as nobody has them;
/// that time belongs to the start of the pod.
package struct VolumePlan: Sendable {
  /// From the end of a pod to the end of its volume's attachment, in seconds, where the kubelet
  /// answers or the Node is gone.
  package var detach: Distribution

  /// Makes a plan.
  package init(detach: Distribution) { self.detach = detach }
}

/// A Job.
package struct JobPlan: Sendable {
  /// `spec.parallelism`.
  package var parallelism: Int
  /// `spec.completions`.
  package var completions: Int
  /// `spec.backoffLimit`.
  package var backoffLimit: Int
  /// Whether `completionMode` is `Indexed`: each index has to succeed once.
  package var isIndexed: Bool
  /// From a pod's being ready to its end, in seconds.
  package var run: Distribution
  /// How many of a thousand pods fail at their end.
  package var failuresPerThousand: UInt64
  /// Whether a `podFailurePolicy` ignores pods with the condition `DisruptionTarget`: those evicted,
  /// deleted by taint, or lost with their Node. They are replaced once they are gone for good.
  package var ignoresDisruption: Bool
  /// `ttlSecondsAfterFinished`: how long after the Job's end its pods are deleted; nil for never.
  package var lifeAfterEnd: TimeSpan?

  /// Makes a plan.
  package init(
    parallelism: Int, completions: Int, backoffLimit: Int = 6, isIndexed: Bool = false,
    run: Distribution, failuresPerThousand: UInt64 = 0, ignoresDisruption: Bool = false,
    lifeAfterEnd: TimeSpan? = nil
  ) {
    self.parallelism = parallelism
    self.completions = completions
    self.backoffLimit = backoffLimit
    self.isIndexed = isIndexed
    self.run = run
    self.failuresPerThousand = failuresPerThousand
    self.ignoresDisruption = ignoresDisruption
    self.lifeAfterEnd = lifeAfterEnd
  }
}
