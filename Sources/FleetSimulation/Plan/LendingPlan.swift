package import Facts
package import SimulationKernel
package import SpotScheduler
package import Units

/// Machines that their owner lends, and how they are moved.
package struct LendingPlan: Sendable {
  /// Which scheduler decides.
  package var profile: SchedulerProfile
  /// The cluster that the machines belong to.
  package var owner: ClusterID
  /// The cluster that they are lent to: that of the jobs.
  package var borrower: ClusterID
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
  /// CPU of its own machines that the owner does not lend, whatever its load.
  package var ownerFloor = MilliCPU(0)
  /// CPU of lent machines that the borrower keeps though none of its jobs waits.
  package var borrowerFloor = MilliCPU(0)
  /// How far back the peak of the owner's use is looked for; read only with thresholds on use.
  package var usageLookBack = TimeSpan.zero

  /// Makes a plan.
  package init(
    profile: SchedulerProfile, owner: ClusterID, borrower: ClusterID, offers: [LendingOffer],
    gracefulShutdownTimeout: TimeSpan = .minutes(5), nodeDrainTimeout: TimeSpan = .minutes(5),
    provider: MachineProviderPlan, recalls: [Recall] = []
  ) {
    self.profile = profile
    self.owner = owner
    self.borrower = borrower
    self.offers = offers
    self.gracefulShutdownTimeout = gracefulShutdownTimeout
    self.nodeDrainTimeout = nodeDrainTimeout
    self.provider = provider
    self.recalls = recalls
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
