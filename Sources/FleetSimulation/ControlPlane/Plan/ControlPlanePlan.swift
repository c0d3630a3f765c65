package import ClusterAPI
package import KubernetesModel
package import Units

/// What a management cluster, its clouds and its workload cluster are to go through.
///
/// Deployments, workloads, and what happens to them are lists; an index into a list is the number
/// that facts and reports use.
package struct ControlPlanePlan: Sendable {
  /// When the run starts.
  package var start: Instant
  /// When it ends at the latest.
  package var end: Instant
  /// The root of all random streams.
  package var seed: UInt64
  /// The release of Cluster API.
  package var profile: ControllerProfile
  /// The MachineDeployments.
  package var deployments: [DeploymentPlan]
  /// The workloads of the workload cluster.
  package var workloads: [WorkloadPlan] = []
  /// The rules of drains, of the one namespace that there is, `ControlPlanePlan.namespace`.
  package var drainRules: [MachineDrainRule] = []
  /// What is ordered during the run, in any order.
  package var orders: [Order] = []
  /// The Nodes that die during the run, in any order.
  package var deaths: [NodeDeath] = []
  /// The Nodes that somebody takes out of service during the run (taint
  /// `node.kubernetes.io/out-of-service`), in any order: each one of those that are Unknown then,
  /// counted from the oldest and modulo their number.
  package var outOfService: [NodeDeath] = []
  /// The pods that somebody deletes by force during the run, in any order.
  package var forcedPodDeletions: [ForcedPodDeletion] = []
  /// The versions of the control plane, which MachineSets look at before they make Machines; nil
  /// where nothing is checked.
  package var controlPlane: ControlPlaneVersionPlan?
  /// The annotations that are written on Machines during the run, in any order.
  package var annotations: [AnnotationOrder] = []
  /// The changes of the numbers of pods during the run, in any order.
  package var workloadOrders: [WorkloadOrder] = []
  /// The cluster autoscaler; nil for none.
  package var autoscaler: AutoscalerSettings?
  /// The control planes of workload clusters that run as pods of others; all others are always there.
  package internal(set) var hostedControlPlanes: [HostedControlPlanePlan] = []
  /// The hosts that Machines of deployments are made of; clouds have none.
  package var hostPools: [HostPoolPlan] = []
  /// The hosts that are lent between workload clusters; nil for none.
  package var lending: LentFleetPlan?
  /// When zones are cut off.
  package var zoneOutages: [ZoneOutage] = []
  /// When many spot machines are taken back at once.
  package var spotReclaims: [SpotReclaim] = []
  /// How long calls take, and what goes wrong.
  package var api = APIPlan()
  /// Whether objects of which it is known that nothing would come of it are left out when all are
  /// handed out again; what happens is the same either way.
  package var elidesResyncs = true
  /// How long the stretches of time are in which queues, reconciles and clients are measured.
  package var sampling: TimeSpan = .minutes(5)

  /// Makes a plan of nothing but deployments.
  package init(
    start: Instant, end: Instant, seed: UInt64, profile: ControllerProfile = .v113,
    deployments: [DeploymentPlan]
  ) {
    self.start = start
    self.end = end
    self.seed = seed
    self.profile = profile
    self.deployments = deployments
  }

  /// A change of a deployment.
  package struct Order: Hashable, Sendable {
    /// When it is written.
    package var at: Instant
    /// The deployment.
    package var deployment: Int
    /// What changes.
    package var change: Change

    /// What can change.
    package enum Change: Hashable, Sendable {
      /// `spec.replicas`.
      case replicas(Int)
      /// A new template, so that all Machines are replaced.
      case newTemplate
      /// `nodeDrainTimeoutSeconds`, which reaches Machines as they are; nil for no limit.
      case drainTimeout(TimeSpan?)
      /// `spec.paused`: the sets keep their proportions, and nothing is rolled out.
      case paused(Bool)
      /// Not a change: somebody deletes one of the Machines that it has then, counted from the
      /// oldest and modulo their number.
      case deleteMachine(rank: Int)
    }

    /// Makes an order.
    package init(at: Instant, deployment: Int, change: Change) {
      self.at = at
      self.deployment = deployment
      self.change = change
    }
  }

  /// The unannounced death of the machine behind a Node.
  package struct NodeDeath: Hashable, Sendable {
    /// When it dies.
    package var at: Instant
    /// Which of the Nodes that are up then, counted from the oldest and modulo their number.
    package var rank: Int

    /// Makes a death.
    package init(at: Instant, rank: Int) {
      self.at = at
      self.rank = rank
    }
  }
}

/// The deletion by force of a pod that is stuck.
package struct ForcedPodDeletion: Hashable, Sendable {
  /// When.
  package var at: Instant
  /// The workload of the pod.
  package var workload: Int
  /// Which of its pods on Nodes that are Unknown, counted from the oldest and modulo their number.
  package var rank: Int

  /// Makes a deletion.
  package init(at: Instant, workload: Int, rank: Int = 0) {
    self.at = at
    self.workload = workload
    self.rank = rank
  }
}

extension ControlPlanePlan {
  /// The namespace of all Machines and pods.
  package static let namespace = "default"

  /// The room of so many pods where pods are only counted: any resource will do.
  static func room(ofPods count: Int) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(Int64(count)), memory: Bytes(Int64(count)))
  }
}

/// A MachineDeployment and what its Machines are made of.
package struct DeploymentPlan: Sendable {
  /// `spec.replicas` at the start.
  package var replicas: Int
  /// `spec.rollout.strategy`.
  package var strategy: RolloutStrategy
  /// `spec.deletion.order`.
  package var order: DeletionOrder
  /// `minReadySeconds`.
  package var minReady: TimeSpan
  /// `nodeDrainTimeoutSeconds`; nil for no limit.
  package var drainTimeout: TimeSpan?
  /// How its Machines come and go.
  package var provider: ProviderPlan
  /// The health check over its Machines; nil for none.
  package var healthCheck: MachineHealthCheck?
  /// The pool of its hosts, by place in the plan's `hostPools`; nil in a cloud. The pool then says how
  /// long set-up and cleaning take, in place of `provider`.
  package var hostPool: Int?
  /// How many pods a Node takes.
  package var podsPerNode: Int
  /// What a Node has for pods; nil where pods are only counted.
  package var allocatable: ResourceVector?
  /// How many peer pods a Node has at a time.
  package var peerPodsPerNode = PeerPodPlan.standardPerNode
  /// How an autoscaler or a consolidation changes the number of its Machines; nil where they do not.
  package var nodeGroup: NodeGroupPlan?
  /// The labels of its Machines, which rules of the drain read.
  package var labels: Labels = [:]
  /// `spec.remediation.maxInFlight`; nil for any number.
  package var mostInFlight: IntOrPercent?
  /// The version of its Machines; nil where none is written.
  package var version: KubernetesVersion?
  /// `nodeVolumeDetachTimeoutSeconds`; nil for no limit.
  package var volumeDetachTimeout: TimeSpan?
  /// `nodeDeletionTimeoutSeconds`; nothing for no limit.
  package var nodeDeletionTimeout = ControllerConstants.nodeDeletionTimeout
  /// The workload cluster that its Nodes are of, from 0.
  package var cluster = 0
  /// The zone of its Nodes, a number from 0; nil where no zone is said.
  package var zone: Int?
  /// How its machines are taken back; nil where they are not.
  package var spot: SpotMachinePlan?

  /// Makes a deployment.
  package init(
    replicas: Int, strategy: RolloutStrategy = .standard, order: DeletionOrder = .random,
    minReady: TimeSpan = .zero, drainTimeout: TimeSpan? = nil, provider: ProviderPlan,
    healthCheck: MachineHealthCheck? = nil, podsPerNode: Int = 110,
    allocatable: ResourceVector? = nil
  ) {
    self.replicas = replicas
    self.strategy = strategy
    self.order = order
    self.minReady = minReady
    self.drainTimeout = drainTimeout
    self.provider = provider
    self.healthCheck = healthCheck
    self.podsPerNode = podsPerNode
    self.allocatable = allocatable
  }
}
