package import Placement
package import Units

/// How a job stands that waits in a queue by weight.
package struct BatchStanding: Hashable, Sendable {
  /// The queue's name.
  package var queue: String
  /// The queue's weight.
  package var weight: Int64
  /// Whether others pass who does not fit.
  package var strategy: FairShareQueue.Strategy
  /// What the queue has on nodes: its dominant share in billionths, over its weight.
  package var share: Int64
  /// How many jobs, or gangs of them, come before it in its queue.
  package var ahead: Int
  /// The first of them.
  package var first: UInt32?
  /// How many start together with it, itself included.
  package var size: Int
  /// How often it was tried in vain.
  package var failures: Int
  /// Before when it is not tried again.
  package var notBefore: Instant?
}
