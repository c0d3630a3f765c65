package import KubernetesModel
package import SimulationKernel
package import Units

/// Pods that are kept up in the workload cluster. All laws give seconds.
package struct WorkloadPlan: Sendable {
  /// What keeps them up.
  package var kind: WorkloadKind
  /// How many pods; what it is for DaemonSets and Jobs their kinds say.
  package var replicas: Int
  /// From a pod's place to its being ready.
  package var start: Distribution
  /// From a pod's deletion to its end, on a Node that answers: within its grace.
  package var termination: Distribution
  /// The budgets over the pods: none, one, or by mistake more. DaemonSets and Jobs have none: they
  /// have no scale to count by.
  package var budgets: [PodDisruptionBudgetSpec]
  /// When it is deployed; at the start where that is earlier.
  package var begins: Instant
  /// How long its pods stay bound to a Node that is Unknown; nil for ever. Admission writes 300 s
  /// where nothing is written (kubernetes `plugin/pkg/admission/defaulttolerationseconds`).
  package var toleration: TimeSpan?
  /// What a pod asks for; nil where pods are only counted, as on Nodes that say nothing of their size.
  package var request: ResourceVector?
  /// The machines beside the Nodes that its pods run in; nil for pods on Nodes. `request` is then what a pod
  /// takes of its Node.
  package var peers: PeerPodPlan?
  /// Whether an autoscaler may evict its pods, annotation
  /// `cluster-autoscaler.kubernetes.io/safe-to-evict`.
  package var isSafeToEvict = true
  /// The labels of its pods, which rules of the drain read.
  package var labels: Labels
  /// The grace that its pods are given to end; `termination` says how long they take of it.
  package var terminationGrace: TimeSpan = .seconds(30)
  /// The workload cluster that it runs in, from 0.
  package var cluster = 0

  /// Makes a workload.
  package init(
    kind: WorkloadKind = .replicaSet, replicas: Int, start: Distribution, termination: Distribution,
    budgets: [PodDisruptionBudgetSpec] = [], begins: Instant = .distantPast,
    toleration: TimeSpan? = .seconds(300), request: ResourceVector? = nil,
    labels: Labels = [:]
  ) {
    self.kind = kind
    self.replicas = replicas
    self.start = start
    self.termination = termination
    self.budgets = budgets
    self.begins = begins
    self.toleration = toleration
    self.request = request
    self.labels = labels
  }
}
