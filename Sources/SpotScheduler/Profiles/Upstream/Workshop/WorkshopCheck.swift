extension Upstream {
  /// The graders of the 5-Spot workshop: whether what is seen of a cluster earns a step's flag.
  ///
  /// They are kept as they are, with what they overlook, so that a simulated workshop gives the
  /// flags that the real one gives.
  public struct WorkshopCheck: Hashable, Sendable {
    /// The tracks.
    public enum Track: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// Containers as machines.
      case capd
      /// Hosts over SSH.
      case k0smotron
    }

    /// The steps.
    public enum Step: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// A worker joins.
      case deploy = "step1-deploy"
      /// A pod runs on it that tolerates its taint.
      case taint = "step2-taint"
      /// The window closes and the worker goes.
      case drain = "step3-drain"
      /// The schedule comes from git.
      case flux = "step4-flux-bonus"
      /// A confidential pod runs on it.
      case confidential = "step5-coco"
    }

    /// A node.
    public struct Node: Hashable, Sendable {
      /// Its name.
      public var name: String
      /// Whether it is Ready.
      public var isReady: Bool

      /// Makes a node.
      public init(name: String, isReady: Bool) {
        self.name = name
        self.isReady = isReady
      }
    }

    /// The pod of the step.
    public struct Pod: Hashable, Sendable {
      /// Its phase.
      public var phase: String
      /// The node that it is bound to.
      public var node: String?
      /// Its runtime class.
      public var runtimeClass: String?

      /// Makes a pod.
      public init(phase: String, node: String? = nil, runtimeClass: String? = nil) {
        self.phase = phase
        self.node = node
        self.runtimeClass = runtimeClass
      }
    }

    /// The name of the workshop's object.
    public static var objectName: String { "business-hours-worker" }
    /// The key of its taint.
    public static var taintKey: String { "workshop.example.com/spot" }

    /// The nodes of the workload cluster.
    public var nodes: [Node]
    /// The pod of the step.
    public var pod: Pod?
    /// The keys of the taints on the pod's node.
    public var taintKeys: [String]
    /// The phase of the `ScheduledMachine`.
    public var phase: String?
    /// The status of the Kustomization's condition `Ready`.
    public var kustomizationReady: String?
    /// The name that Flux labels the `ScheduledMachine` with.
    public var fluxLabel: String?

    /// Makes an observation; what is left out is not there.
    public init(
      nodes: [Node] = [], pod: Pod? = nil, taintKeys: [String] = [], phase: String? = nil,
      kustomizationReady: String? = nil, fluxLabel: String? = nil
    ) {
      self.nodes = nodes
      self.pod = pod
      self.taintKeys = taintKeys
      self.phase = phase
      self.kustomizationReady = kustomizationReady
      self.fluxLabel = fluxLabel
    }

    /// Whether the flag of the step is given.
    public func earnsFlag(of step: Step, on track: Track) -> Bool {
      switch step {
      case .deploy:
        switch track {
        case .capd: worker?.isReady ?? false
        case .k0smotron: nodes.contains { $0.isReady }
        }
      case .taint:
        switch track {
        // Whether the node has the taint is not asked.
        case .capd: isPodRunning && worker != nil && pod?.node == worker?.name
        case .k0smotron: isPodRunning && isTainted
        }
      case .drain:
        switch track {
        // CAPD puts the cluster's name before the object's: the node that is looked for is not one.
        case .capd: phase == "Inactive" && !nodes.contains { $0.name == Self.objectName }
        case .k0smotron: phase == "Inactive" && nodes.isEmpty
        }
      case .flux: kustomizationReady == "True" && fluxLabel?.isEmpty == false
      case .confidential: isPodRunning && isConfidential && isTainted
      }
    }

    /// The first node whose name ends in the object's.
    private var worker: Node? { nodes.first { $0.name.hasSuffix(Self.objectName) } }

    private var isPodRunning: Bool { pod?.phase == "Running" }

    private var isTainted: Bool { taintKeys.contains { $0.contains(Self.taintKey) } }

    private var isConfidential: Bool {
      let name = pod?.runtimeClass?.lowercased() ?? ""
      return name.contains("kata") || name.contains("coco")
    }
  }
}
