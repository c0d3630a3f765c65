import Facts
import SimulationKernel
import Units

/// An autoscaler in the loop: it buys machines for jobs that wait and gives idle ones back.
///
/// After kubernetes' cluster-autoscaler: it looks every ten seconds, packs the waiting pods onto
/// machines that are on their way and then onto new ones, first fit in the order of the queue, and
/// gives a machine back once it was idle for its delay. Looks at which nothing can have changed are
/// left out. What is bought for a job, and when on-demand is, follows the plan's `FallbackPolicy`.
extension FleetState {
  /// The autoscaler's scan interval (cluster-autoscaler's default).
  private static var scanInterval: Int64 { 10_000_000_000 }

  /// Asks for a look at the first scan at or after that instant.
  mutating func requestScan(at instant: Instant) {
    guard autoscaling.isUsed else { return }
    let elapsed = max(instant, now) - start
    let scans = (elapsed.nanoseconds + Self.scanInterval - 1) / Self.scanInterval
    var at = start + TimeSpan(nanoseconds: scans * Self.scanInterval)
    if at <= now { at = at + TimeSpan(nanoseconds: Self.scanInterval) }
    if let pending = autoscaling.nextScan, pending <= at { return }
    autoscaling.nextScan = at
    push(.autoscalerScans, 0, at: at)
  }

  /// A scan: first machines for jobs that waited long enough, then idle machines back.
  mutating func scan() {
    guard autoscaling.nextScan == now else { return }
    autoscaling.nextScan = nil
    for cluster in clusters.all { buyForWaitingJobs(of: cluster) }
    for cluster in clusters.all { returnToSpot(cluster) }
    giveIdleBack()
  }

  private mutating func buyForWaitingJobs(of cluster: JobCluster) {
    let delay = autoscaling.plan.pendingDelay
    var bins = autoscaling.launching.filter { clusters[ofNode: Int($0)] === cluster }
      .map { nodes[Int($0)].allocatable }
    var firstOpen = 0
    var later: Instant?
    for job in cluster.waitingJobs {
      let due = jobRecords[Int(job)].queuedAt + delay
      guard due <= now else {
        later = min(later ?? due, due)
        continue
      }
      let request = jobs[Int(job)].request
      let fallback = due + autoscaling.plan.fallback.wait
      // Bins in front are full for good once nothing is left in them.
      while firstOpen < bins.count, bins[firstOpen].cpu.value == 0 { firstOpen += 1 }
      if let bin = (firstOpen..<max(bins.count, firstOpen)).first(where: {
        request.fits(in: bins[$0])
      }) {
        bins[bin] = bins[bin] - request
      } else if let node = launch(for: request, of: cluster, fallsBack: fallback <= now) {
        bins.append(nodes[Int(node)].allocatable - request)
      } else if fallback > now {
        // Spot may come while it waits; those behind it may have waited for longer.
        let scan = now + TimeSpan(nanoseconds: Self.scanInterval)
        later = min(later ?? .distantFuture, min(fallback, scan))
      } else {
        // Every pool is full: the next machine that is given back, or the next scan, may help.
        later = min(later ?? .distantFuture, now + TimeSpan(nanoseconds: Self.scanInterval))
        break
      }
    }
    if let later { requestScan(at: later) }
  }

  /// Launches a machine that has room for `request`, from the first pool of the cluster that gives
  /// one: on demand before any other where the floor asks for it, and as a fallback only if `fallsBack`.
  private mutating func launch(
    for request: ResourceVector, of cluster: JobCluster, fallsBack: Bool
  ) -> UInt32? {
    let policy = autoscaling.plan.fallback
    if policy.floor != nil {
      let (onDemand, total) = autoscaling.bought(by: cluster.id)
      if policy.wantsOnDemand(onDemand, of: total) {
        for place in autoscaling.plan.pools.indices where autoscaling.isOnDemand[place] {
          if let node = launch(from: place, for: request, of: cluster) { return node }
        }
      }
    }
    for place in autoscaling.plan.pools.indices
    where fallsBack || !autoscaling.isFallback[place] {
      if let node = launch(from: place, for: request, of: cluster) { return node }
    }
    return nil
  }

  /// Launches a machine of one pool that has room for `request`, if its cloud gives one.
  mutating func launch(
    from place: Int, for request: ResourceVector, of cluster: JobCluster
  ) -> UInt32? {
    let pool = autoscaling.plan.pools[place]
    guard autoscaling.clusterOfPool[place] == cluster.id,
      let node = autoscaling.empty[place].first,
      request.fits(in: nodes[Int(node)].allocatable)
    else { return nil }
    if isDry(node) {
      // A dry market is asked once a scan, not once a job.
      if autoscaling.lastDry[place] != now {
        autoscaling.lastDry[place] = now
        record(.instanceLaunchFailed, node, object: pool.pool.index)
      }
      return nil
    }
    let isRefused =
      pool.refusalPermille > 0
      && autoscaling.refusals[place].bernoulli(UInt64(pool.refusalPermille), in: 1_000)
    if isRefused {
      record(.instanceLaunchFailed, node, object: pool.pool.index)
      return nil
    }
    autoscaling.empty[place].removeFirst()
    autoscaling.slots[Int(node)] = .launching
    autoscaling.launching.append(node)
    record(.instanceLaunched, node, object: pool.pool.index)
    let span = pool.launchTime.sampleSpan(&autoscaling.launches[Int(node)])
    push(.nodeJoins, node, at: instant(after: max(span, .zero).nanoseconds))
    return node
  }

  /// A launched machine is Ready.
  mutating func noteInstanceReady(_ node: UInt32) {
    guard autoscaling.poolOfNode[Int(node)] != .none else { return }
    autoscaling.slots[Int(node)] = .ready
    autoscaling.launching.removeAll { $0 == node }
    noteIdle(node)
    takePlace(node)
  }

  /// A machine has no job any more.
  mutating func noteIdle(_ node: UInt32) {
    guard autoscaling.poolOfNode[Int(node)] != .none else { return }
    autoscaling.idleSince[Int(node)] = now
    requestScan(at: autoscaling.isGoing(node) ? now : now + autoscaling.plan.idleDelay)
  }

  /// A machine has a job.
  mutating func noteBusy(_ node: UInt32) {
    guard autoscaling.isUsed else { return }
    autoscaling.idleSince[Int(node)] = nil
  }

  /// An instance ended; its slot is empty.
  mutating func endInstance(_ node: UInt32, cause: Int64) {
    let place = Int(autoscaling.poolOfNode[Int(node)])
    autoscaling.slots[Int(node)] = .empty
    autoscaling.idleSince[Int(node)] = nil
    autoscaling.empty[place].insert(node)
    autoscaling.exchanges.removeAll { $0.old == node }
    // The floor may let another one go, or the return another one begin.
    if autoscaling.plan.fallback != FallbackPolicy() { requestScan(at: now) }
    record(.instanceTerminated, node, object: nodes[Int(node)].pool.index, value: cause)
  }

  private mutating func giveIdleBack() {
    let delay = autoscaling.plan.idleDelay
    var later: Instant?
    for node in nodes.indices {
      guard let idle = autoscaling.idleSince[node] else { continue }
      let due = autoscaling.isGoing(UInt32(node)) ? idle : idle + delay
      guard due <= now else {
        later = min(later ?? due, due)
        continue
      }
      guard mayGoIdle(node) else { continue }
      leave(UInt32(node))
      endInstance(UInt32(node), cause: 0)
    }
    if let later { requestScan(at: later) }
  }

  /// Instances that are still there at the horizon are paid for until then.
  mutating func endInstancesAtHorizon() {
    guard autoscaling.isUsed else { return }
    now = end
    for node in nodes.indices where autoscaling.slots[node] != .empty {
      record(
        .instanceTerminated, UInt32(node), object: nodes[node].pool.index, value: 2)
    }
  }
}
