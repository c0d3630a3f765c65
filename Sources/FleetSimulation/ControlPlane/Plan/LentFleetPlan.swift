package import SimulationKernel
package import SpotScheduler
package import Units

/// Hosts that the scheduler lends between the workload clusters of a control plane.
///
/// Each object of the scheduler asks for a Machine of its own, without a MachineSet, as 5-Spot makes
/// them. What the scheduler decides reaches the API servers as calls that take time, fail and are
/// repeated like those of other controllers; what it knows is what the watches have told.
package struct LentFleetPlan: Sendable {
  /// Which scheduler decides.
  package var profile: SchedulerProfile
  /// Its objects, hosts and clusters as they are at the start, when no Machine exists; clusters by
  /// the numbers of the workload clusters.
  package var fleet: FleetSnapshot
  /// How the provider sets hosts up and cleans them. A worker is held for the whole session of
  /// either, as k0smotron's RemoteMachine holds it; `mostAtOnce` says how many there are.
  package var provider: ProviderPlan
  /// The kinds of Nodes that hosts make; at least one.
  package var shapes: [NodeShape]
  /// The kind of each host, by place in `shapes`; the first one for hosts that are not named.
  package var shapeOfHost: [Int] = []
  /// How long a host takes to be rid of what a tenant left; nil where the clean-up leaves none.
  package var sanitisation: Distribution?
  /// How long it takes to prove a host's trusted execution environment.
  package var attestation: Distribution?
  /// Who verifies it, and when it is away.
  package var attestationService = AttestationService()
  /// Of a thousand set-ups, how many fail and are tried again.
  package var failedSetUpsPerThousand: UInt64 = 0
  /// Of a thousand clean-ups, how many leave the host dirty, which nobody but the log tells: it is
  /// free, and no set-up succeeds there until somebody has mended it.
  package var failedCleanUpsPerThousand: UInt64 = 0
  /// How long until somebody has mended a dirty host.
  package var repair: Distribution?
  /// How long a Node is Unknown before its Machine counts as failed.
  package var lostAfter: TimeSpan = .minutes(5)
  /// What owners order during the run, in any order.
  package var orders: [Order] = []

  /// How its hosts are set up and cleaned.
  var hostLaw: RemoteHostLaw {
    var law = RemoteHostLaw(
      setUp: provider.provisioning, cleanUp: provider.deletion, workers: provider.mostAtOnce)
    law.failedSetUpsPerThousand = failedSetUpsPerThousand
    law.failedCleanUpsPerThousand = failedCleanUpsPerThousand
    law.repair = repair
    return law
  }

  /// Something that owners order.
  package struct Order: Hashable, Sendable {
    /// When.
    package var at: Instant
    /// What.
    package var kind: Kind

    /// What can be ordered.
    package enum Kind: Hashable, Sendable {
      /// All or some machines of a cluster are called back.
      case recall(Recall)
      /// A listed program starts on a host, and 5-Spot's agent asks for it if it is lent then.
      case reclaim(HostID)
      /// An object's kill switch is thrown, or taken back.
      case killSwitch(ScheduledMachineID, isOn: Bool)
      /// A cluster keeps so much for itself from now on.
      case reserve(ClusterReference, MilliCPU)
      /// The owner asks for hosts at once; the nodes are numbers of hosts.
      case askForHosts(ReclaimOrder)
      /// The kill switches are taken back that the order in that place of the plan threw.
      case release(of: Int)
    }

    /// Makes an order.
    package init(at: Instant, _ kind: Kind) {
      self.at = at
      self.kind = kind
    }
  }

  /// What a Node of a host has for pods.
  package struct NodeShape: Hashable, Sendable {
    /// What they may ask for together.
    package var allocatable: ResourceVector
    /// How many it takes.
    package var podsPerNode: Int

    /// Makes a kind of Node.
    package init(allocatable: ResourceVector, podsPerNode: Int = 110) {
      self.allocatable = allocatable
      self.podsPerNode = podsPerNode
    }
  }

  /// Makes a fleet of equal hosts.
  package init(
    profile: SchedulerProfile, fleet: FleetSnapshot, provider: ProviderPlan,
    allocatable: ResourceVector
  ) {
    self.profile = profile
    self.fleet = fleet
    self.provider = provider
    shapes = [NodeShape(allocatable: allocatable)]
  }

  /// The kind of a host, by place in `shapes`.
  func shape(ofHost host: Int) -> Int {
    shapeOfHost.indices.contains(host) ? shapeOfHost[host] : 0
  }
}
