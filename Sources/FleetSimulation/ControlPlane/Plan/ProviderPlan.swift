package import SimulationKernel
package import Units

/// How long the parts of a machine take to come and go. All laws give seconds.
package struct ProviderPlan: Sendable {
  /// From the bootstrap object to its secret.
  package var bootstrap: Distribution
  /// From the secret to a machine that runs.
  package var provisioning: Distribution
  /// From the deletion of the infrastructure object to its end.
  package var deletion: Distribution
  /// From a machine that runs to its Node object.
  package var join: Distribution
  /// From the Node object to a Node that is Ready.
  package var ready: Distribution
  /// How many machines are provisioned at a time: the five sessions of k0smotron's RemoteMachine,
  /// the limit of the baremetal-operator; nil for any number, as in a cloud.
  package var mostAtOnce: Int?

  /// Makes a provider.
  package init(
    bootstrap: Distribution, provisioning: Distribution, deletion: Distribution,
    join: Distribution, ready: Distribution, mostAtOnce: Int? = nil
  ) {
    self.bootstrap = bootstrap
    self.provisioning = provisioning
    self.deletion = deletion
    self.join = join
    self.ready = ready
    self.mostAtOnce = mostAtOnce
  }
}

/// How the API servers answer and how their watches run.
package struct APIPlan: Sendable {
  /// How long a call takes.
  package var latency: TimeSpan = .milliseconds(10)
  /// How long until a write is seen by those who watch.
  package var watchLatency: TimeSpan = .milliseconds(20)
  /// How many of a thousand writes of the controllers fail: a conflict, a refusal, or an error of
  /// the server, which all end the reconcile.
  package var failuresPerThousand: UInt64 = 0
  /// Until when writes fail.
  package var failuresEnd: Instant = .distantPast
  /// Spans during which a watch tells nothing; it catches up at their end.
  package var stalls: [Stall] = []
  /// Spans during which a watch tells wrongly.
  package var watchFaults: [WatchFault] = []
  /// Spans during which calls of the controllers fail, besides those that `failuresPerThousand` says.
  package var failures: [FailureWindow] = []
  /// When the controllers of Cluster API restart: work in hand is lost, everything is listed anew,
  /// and every object is looked at again.
  package var restarts: [Instant] = []
  /// How long a controller that starts lists objects before it works.
  package var listing: TimeSpan = .seconds(2)
  /// When the leader renews its lease for the last time, though all else works: it stops
  /// `LeaderElection.renewDeadline` later, and another instance, whose watches never stopped, leads
  /// once the lease is over.
  package var handOvers: [Instant] = []

  /// A watch that stands still.
  package struct Stall: Hashable, Sendable {
    /// Of what.
    package var kind: WatchedObjects
    /// From when.
    package var start: Instant
    /// Until when.
    package var end: Instant

    /// Makes a stall.
    package init(_ kind: WatchedObjects, from start: Instant, until end: Instant) {
      self.kind = kind
      self.start = start
      self.end = end
    }
  }

  /// Fast and faultless.
  package init() {}
}

/// The kinds that are watched, each with a stream of its own.
package enum WatchedObjects: UInt8, CaseIterable, Hashable, Sendable {
  /// MachineDeployments.
  case deployments
  /// MachineSets.
  case sets
  /// Machines.
  case machines
  /// Bootstrap objects.
  case bootstraps
  /// Infrastructure objects.
  case infrastructures
  /// Nodes of the workload cluster.
  case nodes

  /// How many kinds there are.
  static let count = allCases.count
}
