public import Units

/// What scheduling, eviction and drain read of a pod.
public struct Pod: Hashable, Sendable {
  /// The namespace.
  public var namespace: String
  /// The name, unique in the namespace.
  public var name: String
  /// The labels.
  public var labels: Labels
  /// The annotations.
  public var annotations: Labels
  /// What manages it; nil for a pod of its own.
  public var controller: ControllerReference?
  /// How far it has come.
  public var phase: PodPhase
  /// Whether its condition `Ready` is true.
  public var isReady: Bool
  /// When its deletion was asked for, or will be due; nil while it stays.
  public var deletionTimestamp: Instant?
  /// Whether it has a volume that dies with it.
  public var usesEmptyDir: Bool
  /// What each of its containers requests.
  public var containers: [ResourceList]
  /// What runs before them, in order.
  public var initContainers: [InitContainer]
  /// The image of every container, those that run before the others too.
  public var images: [String]
  /// Whether somebody has yet to allow it to be scheduled.
  public var hasSchedulingGates: Bool
  /// Labels that its node has to have.
  public var nodeSelector: Labels
  /// What its node has to meet, beside the labels; nil for nothing.
  public var requiredNodeAffinity: NodeSelector?
  /// What its node should meet.
  public var preferredNodeAffinity: [PreferredNodeTerm]
  /// The taints that it bears.
  public var tolerations: [Toleration]
  /// The pods that it has to be or should be near.
  public var podAffinity: PodAffinity
  /// The pods that it must not or should not be near.
  public var podAntiAffinity: PodAffinity
  /// How it and its like are to be spread.
  public var topologySpreadConstraints: [TopologySpreadConstraint]
  /// The ports of the node that its containers take.
  public var hostPorts: [HostPort]
  /// What the pod requests as a whole, in place of the sum over its containers for those resources
  /// that are named; nil when it names none.
  public var podLevelRequests: ResourceList?
  /// What its runtime class takes beside its containers.
  public var overhead: ResourceList
  /// How important it is; 0 is the default, and more is more important.
  public var priority: Int32
  /// Whether others may be taken away for it.
  public var preempts: Bool
  /// The node that was made free for it; nil when none was.
  public var nominatedNodeName: String?
  /// When it started; nil when it has not, or nobody knows.
  public var startTime: Instant?

  /// Makes a running pod that is not ready and asks for nothing.
  public init(namespace: String, name: String, labels: Labels = [:]) {
    self.namespace = namespace
    self.name = name
    self.labels = labels
    annotations = [:]
    phase = .running
    isReady = false
    usesEmptyDir = false
    containers = []
    initContainers = []
    images = []
    hasSchedulingGates = false
    nodeSelector = [:]
    preferredNodeAffinity = []
    tolerations = []
    podAffinity = PodAffinity()
    podAntiAffinity = PodAffinity()
    topologySpreadConstraints = []
    hostPorts = []
    overhead = ResourceList()
    priority = 0
    preempts = true
  }

  /// Whether it is over, well or not.
  public var isFinished: Bool { phase == .succeeded || phase == .failed }
}

/// A container that starts before those of the pod proper.
public struct InitContainer: Hashable, Sendable {
  /// What it requests.
  public var requests: ResourceList
  /// Whether it stays beside the others instead of ending before them.
  public var isSidecar: Bool

  /// Makes a container.
  public init(requests: ResourceList, isSidecar: Bool) {
    self.requests = requests
    self.isSidecar = isSidecar
  }
}

/// How far a pod has come.
public enum PodPhase: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// Not all of its containers have been started; it may have no node yet.
  case pending = "Pending"
  /// On a node, with at least one container started.
  case running = "Running"
  /// All containers ended well.
  case succeeded = "Succeeded"
  /// All containers ended, at least one badly.
  case failed = "Failed"
  /// Its node does not say.
  case unknown = "Unknown"
}
