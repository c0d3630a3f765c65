package import SimulationKernel

/// Hosts that exist, and that the Machines of some deployments are made of.
///
/// A cloud has a machine for everybody who asks; a pool has so many, and who finds none waits.
package struct HostPoolPlan: Sendable {
  /// How many hosts there are; they are taken as the provider chooses.
  package var count: Int
  /// Who sets them up and cleans them.
  package var provider: Provider

  /// Who sets hosts up and cleans them.
  package enum Provider: Sendable {
    /// k0smotron, over SSH.
    case remoteMachine(RemoteHostLaw)
    /// The baremetal-operator of Metal3.
    case metal3(BareMetalLaw)
  }

  /// Makes a pool.
  package init(count: Int, provider: Provider) {
    precondition(count > 0, "a pool has a host")
    self.count = count
    self.provider = provider
  }
}

/// How hosts are set up and cleaned over SSH. All laws give seconds.
package struct RemoteHostLaw: Sendable {
  /// How long a session takes that sets a host up.
  package var setUp: Distribution
  /// How long one takes that cleans it.
  package var cleanUp: Distribution
  /// How many sessions there may be at a time; nil for any number.
  package var workers: Int?
  /// Of a thousand set-ups, how many fail and are tried again.
  package var failedSetUpsPerThousand: UInt64 = 0
  /// Of a thousand clean-ups, how many leave the host dirty, which nobody but the log tells: it is
  /// free, and no set-up succeeds there until somebody has mended it.
  package var failedCleanUpsPerThousand: UInt64 = 0
  /// How long until somebody has mended a dirty host; nil where none gets dirty.
  package var repair: Distribution?

  /// Makes a law without failures.
  package init(setUp: Distribution, cleanUp: Distribution, workers: Int?) {
    self.setUp = setUp
    self.cleanUp = cleanUp
    self.workers = workers
  }
}

/// How the baremetal-operator brings hosts from state to state. All laws give seconds.
package struct BareMetalLaw: Sendable {
  /// How long an image takes to be written and started, on a host that is on.
  package var provisioning: Distribution
  /// How long a host takes to be switched off and its disks to be cleaned.
  package var deprovisioning: Distribution
  /// How much longer the image takes on a host that has to be switched on first; nil for nothing.
  package var powerOn: Distribution?
  /// Whether a host stays on between two Machines (`HostPower.staysOn`).
  package var staysOn = false
  /// How long its hardware takes to be read; nil where all was read before the start.
  package var inspection: Distribution?
  /// How many hosts are inspected, provisioned and cleaned at a time (`PROVISIONING_LIMIT`).
  package var limit: Int
  /// Of a thousand steps, how many fail; a host that failed is tried again after a delay that doubles.
  package var failedStepsPerThousand: UInt64 = 0

  /// Makes a law without failures, for hosts that are off.
  package init(provisioning: Distribution, deprovisioning: Distribution, limit: Int) {
    precondition(limit > 0, "without a place nothing is ever provisioned")
    self.provisioning = provisioning
    self.deprovisioning = deprovisioning
    self.limit = limit
  }
}
