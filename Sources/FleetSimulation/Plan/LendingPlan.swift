package import Facts
package import KubernetesModel
package import SimulationKernel
package import SpotScheduler
package import Units

/// Machines that their owner lends, and how they are moved.
package struct LendingPlan: Sendable {
  /// Which scheduler decides.
  package var profile: SchedulerProfile
  /// The cluster that the machines belong to.
  package var owner: ClusterID
  /// The clusters that they are lent to, each with jobs; of borrowers that are alike in everything
  /// else the first is served first.
  package var borrowers: [LendingBorrower]
  /// Groups of machines with one schedule each.
  package var offers: [LendingOffer]
  /// How long 5-Spot waits between the close of a window and the drain.
  package var gracefulShutdownTimeout: TimeSpan
  /// How long 5-Spot's drain may take.
  package var nodeDrainTimeout: TimeSpan
  /// What moves the machines.
  package var provider: MachineProviderPlan
  /// The recalls, by time of order.
  package var recalls: [Recall]
  /// The emergency reclaims, by time of order.
  package var reclaims: [ReclaimOrder] = []
  /// How long a free host takes to be sanitised between tenants, in seconds; nil when the provider's
  /// clean-up does it. No worker of the provider is held.
  package var sanitisation: Distribution?
  /// How long the evidence of a host's trusted execution environment takes, in seconds.
  package var attestation = Distribution.zero
  /// Who looks at that evidence, and when it is away.
  package var attestationService = AttestationService()
  /// CPU of its own machines that the owner does not lend, whatever its load.
  package var ownerFloor = MilliCPU(0)
  /// Which clusters the owner's machines may go to; the empty selector allows all.
  package var borrowerSelector = LabelSelector()
  /// How far back the peak of the owner's use is looked for; read only with thresholds on use.
  package var usageLookBack = TimeSpan.zero

  /// Makes a plan.
  package init(
    profile: SchedulerProfile, owner: ClusterID, borrowers: [LendingBorrower],
    offers: [LendingOffer],
    gracefulShutdownTimeout: TimeSpan = .minutes(5), nodeDrainTimeout: TimeSpan = .minutes(5),
    provider: MachineProviderPlan, recalls: [Recall] = []
  ) {
    self.profile = profile
    self.owner = owner
    self.borrowers = borrowers
    self.offers = offers
    self.gracefulShutdownTimeout = gracefulShutdownTimeout
    self.nodeDrainTimeout = nodeDrainTimeout
    self.provider = provider
    self.recalls = recalls
  }
}

/// A cluster that borrows, and the terms that the broker reads of it.
package struct LendingBorrower: Hashable, Sendable {
  /// The cluster.
  package var cluster: ClusterID
  /// Higher ones are served first.
  package var priority: UInt8
  /// Its share among borrowers of one priority, relative to theirs.
  package var weight: Int
  /// CPU of lent machines that it has before others are served, and keeps though none of its jobs
  /// waits.
  package var floor: MilliCPU
  /// Where and what it is.
  package var labels: Labels
  /// Which machines may come to it; the empty selector takes all.
  package var hostSelector: LabelSelector
  /// What a machine has to have for its confidential workloads; nil when it has none.
  package var confidential: ConfidentialTerms?

  /// Makes a borrower.
  package init(
    _ cluster: ClusterID, priority: UInt8 = 50, weight: Int = 1, floor: MilliCPU = MilliCPU(0),
    labels: Labels = [:], hostSelector: LabelSelector = LabelSelector(),
    confidential: ConfidentialTerms? = nil
  ) {
    self.cluster = cluster
    self.priority = priority
    self.weight = weight
    self.floor = floor
    self.labels = labels
    self.hostSelector = hostSelector
    self.confidential = confidential
  }
}

/// Machines that are lent by one schedule.
package struct LendingOffer: Sendable {
  /// The machines: dense ids of nodes of the fleet.
  package var nodes: [UInt32]
  /// When their Machines in the owner's cluster are to exist; only 5-Spot's profile reads it.
  package var ownerSchedule: LendingSchedule
  /// When they may be lent.
  package var borrowerSchedule: LendingSchedule
  /// Their trusted execution environment; nil when they have none.
  package var trustedExecution: TrustedExecution?

  /// Makes an offer.
  package init(
    nodes: [UInt32], ownerSchedule: LendingSchedule, borrowerSchedule: LendingSchedule
  ) {
    self.nodes = nodes
    self.ownerSchedule = ownerSchedule
    self.borrowerSchedule = borrowerSchedule
  }
}

/// How an infrastructure provider sets up and cleans hosts. All spans in seconds.
package struct MachineProviderPlan: Hashable, Sendable {
  /// How long a worker of the provider is busy with one host's set-up.
  package var provision: Distribution
  /// How long the node takes to join after that.
  package var join: Distribution
  /// How long a worker is busy with taking a host down and cleaning it between tenants.
  package var deprovision: Distribution
  /// How many hosts are worked on at a time.
  package var concurrency: Int

  /// Makes a plan.
  package init(
    provision: Distribution, join: Distribution, deprovision: Distribution, concurrency: Int
  ) {
    self.provision = provision
    self.join = join
    self.deprovision = deprovision
    self.concurrency = concurrency
  }
}
