package import ClusterAPI
package import SimulationKernel
package import Units

/// How a provider takes the machines of a deployment back. All laws give seconds.
package struct SpotMachinePlan: Sendable {
  /// From a machine that runs to its end.
  package var life: Distribution
  /// How long before its end the notice comes: 120 on AWS, up to 30 on Google Cloud, at least 30 on
  /// Azure, best effort on all.
  package var notice: Distribution
  /// How many of a thousand machines end without a notice.
  package var missedPerThousand: UInt64 = 0
  /// How many of a thousand are said to be at risk before their notice.
  package var rebalancePerThousand: UInt64 = 0
  /// How long before the notice that is.
  package var rebalanceLead = TimeSpan.minutes(5)
  /// Whether the infrastructure object says `interruptible`, so that the Node is labelled
  /// `cluster.x-k8s.io/interruptible`: AWS does with `spotMarketOptions`, Google Cloud and Azure do not.
  package var isInterruptible = true
  /// Who acts on a notice; nil for nobody.
  package var handler: TerminationHandler?
  /// Whether somebody deletes the Machine at its notice, so that its replacement does not wait for a
  /// health check.
  package var deletesMachines = false
  /// How the kubelet ends pods when the machine shuts down: it is told so long before the end; nil
  /// where it is not.
  package var shutdown: NodeShutdown?

  /// Makes a law.
  package init(life: Distribution, notice: Distribution) {
    self.life = life
    self.notice = notice
  }
}

/// A Node Termination Handler: it cordons and drains a Node on its notice.
///
/// Source: aws/aws-node-termination-handler `pkg/config`, `pkg/node`, `pkg/monitor`.
package struct TerminationHandler: Hashable, Sendable {
  /// How it hears of notices.
  package var mode: Mode
  /// Whether it drains at a rebalance recommendation too; in the mode of the queue it always does.
  package var drainsOnRebalance: Bool
  /// How long before the end it begins, `--node-termination-grace-period`, which is how long it goes on.
  package var grace: TimeSpan = .seconds(120)

  /// How it hears of notices.
  package enum Mode: String, CaseIterable, Hashable, Sendable {
    /// A pod on every Node that is labelled, which asks the machine every two seconds.
    case metadata
    /// One Deployment that reads a queue of events.
    case queue
  }

  /// Makes a handler.
  package init(_ mode: Mode, drainsOnRebalance: Bool = false) {
    self.mode = mode
    self.drainsOnRebalance = drainsOnRebalance
  }

  /// How often a machine is asked (`pkg/config`, `--metadata-tries` and the loop of 2 s).
  package static let metadataPeriod: TimeSpan = .seconds(2)
  /// How long an event takes from the queue: the loop of its monitor.
  package static let queuePeriod: TimeSpan = .seconds(1)
  /// How long a refused eviction waits for the next try (kubectl's drain library).
  package static let evictionRetry: TimeSpan = .seconds(5)

  /// Whether it empties a Node, or only cordons it.
  package func drains(isRebalance: Bool) -> Bool {
    !isRebalance || mode == .queue || drainsOnRebalance
  }
}

/// Many machines of a deployment taken back at once.
package struct SpotReclaim: Hashable, Sendable {
  /// When their notices come.
  package var at: Instant
  /// The deployment.
  package var deployment: Int
  /// How many of a thousand of its machines.
  package var perThousand: UInt64

  /// Makes a reclaim.
  package init(at: Instant, deployment: Int, perThousand: UInt64) {
    self.at = at
    self.deployment = deployment
    self.perThousand = perThousand
  }
}
