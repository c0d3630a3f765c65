package import Facts
package import SimulationKernel
package import Units

/// How clusters with jobs buy cloud machines for jobs that wait, each from its own pools.
package struct AutoscalingPlan: Hashable, Sendable {
  /// The pools to buy from, the first first: spot before on-demand for a fallback.
  package var pools: [AutoscaledPool]
  /// How long a job waits before a machine is bought for it.
  package var pendingDelay: TimeSpan
  /// How long a machine is idle before it is given back.
  package var idleDelay: TimeSpan
  /// When on-demand machines are bought beside spot ones, and given back for them.
  package var fallback: FallbackPolicy

  /// Makes a plan.
  package init(
    pools: [AutoscaledPool], pendingDelay: TimeSpan, idleDelay: TimeSpan,
    fallback: FallbackPolicy = FallbackPolicy()
  ) {
    self.pools = pools
    self.pendingDelay = pendingDelay
    self.idleDelay = idleDelay
    self.fallback = fallback
  }
}

/// A pool whose machines are bought when they are needed and given back when they are not.
package struct AutoscaledPool: Hashable, Sendable {
  /// The pool: all its nodes are slots that start empty.
  package var pool: PoolID
  /// From the launch to the node being Ready, in seconds.
  package var launchTime: Distribution
  /// The part of launches that the cloud refuses, in thousandths; a refused one falls back to the
  /// next pool.
  package var refusalPermille: Int64

  /// Makes a pool.
  package init(pool: PoolID, launchTime: Distribution, refusalPermille: Int64 = 0) {
    self.pool = pool
    self.launchTime = launchTime
    self.refusalPermille = refusalPermille
  }
}
