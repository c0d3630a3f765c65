import Facts
import SimulationKernel
import Units

/// On-demand machines that spot ones take the place of, as the plan's `SpotReturn` says.
///
/// A machine that is to go takes no new jobs, and is given back at the first scan at which it has none.
/// Where it is drained a spot machine is launched first, and it is cordoned once that is Ready; else jobs
/// that would have come to it buy spot as any that wait. A pool without a market is always there.
extension FleetState {
  /// Whether an idle machine may be given back: the floor keeps on-demand ones while there are others,
  /// unless a spot one took their place.
  func mayGoIdle(_ node: Int) -> Bool {
    let place = Int(autoscaling.poolOfNode[node])
    guard autoscaling.plan.fallback.floor != nil, autoscaling.isOnDemand[place],
      !autoscaling.isGoing(UInt32(node))
    else { return true }
    let (onDemand, total) = autoscaling.bought(by: autoscaling.clusterOfPool[place])
    return autoscaling.plan.fallback.mayGo(onDemand, of: total)
  }

  /// Begins as many exchanges of a cluster as its terms allow now.
  mutating func returnToSpot(_ cluster: JobCluster) {
    guard let terms = autoscaling.plan.fallback.spotReturn else { return }
    let index = Int(cluster.id.index)
    var running = autoscaling.exchanges.count { clusters[ofNode: Int($0.old)] === cluster }
    let (onDemand, total) = autoscaling.bought(by: cluster.id)
    var surplus = autoscaling.plan.fallback.surplus(onDemand, of: total) - running
    guard surplus > 0, running < terms.machines else { return }
    if let last = autoscaling.lastExchange[index], last + terms.interval > now {
      requestScan(at: last + terms.interval)
      return
    }
    guard let since = spotIsBack(for: cluster) else { return }
    guard since + terms.after <= now else {
      requestScan(at: since + terms.after)
      return
    }
    for node in candidates(of: cluster) where surplus > 0 && running < terms.machines {
      guard exchange(node, of: cluster, terms.manner) else {
        // Refused, or no slot: the next scan may help.
        requestScan(at: instant(after: 1))
        break
      }
      autoscaling.lastExchange[index] = now
      surplus -= 1
      running += 1
    }
  }

  /// Since when a spot pool of a cluster has had machines; nil when none has any now.
  private func spotIsBack(for cluster: JobCluster) -> Instant? {
    var since: Instant?
    for place in spotPlaces(of: cluster) {
      let market = marketOfPool(place)
      guard market == .none || markets.isUp[Int(market)] else { continue }
      let up = market == .none ? start : autoscaling.marketUpSince[Int(market)] ?? start
      since = min(since ?? up, up)
    }
    return since
  }

  private func spotPlaces(of cluster: JobCluster) -> [Int] {
    autoscaling.plan.pools.indices.filter {
      autoscaling.clusterOfPool[$0] == cluster.id && !autoscaling.isOnDemand[$0]
    }
  }

  private func marketOfPool(_ place: Int) -> UInt32 {
    let pool = autoscaling.plan.pools[place].pool
    return poolOfMarket.firstIndex(of: pool).map { UInt32($0) } ?? .none
  }

  /// The on-demand machines that may go: those without a job first, then in the order of the fleet.
  private func candidates(of cluster: JobCluster) -> [UInt32] {
    let ready = nodes.indices.filter { node in
      let place = autoscaling.poolOfNode[node]
      return place != .none && autoscaling.isOnDemand[Int(place)]
        && autoscaling.slots[node] == .ready && clusters[ofNode: node] === cluster
        && !nodeRecords[node].isCordoned
        && !autoscaling.exchanges.contains { $0.old == UInt32(node) }
    }
    let idle = ready.filter { nodeRecords[$0].firstJob == .none }
    return (idle + ready.filter { nodeRecords[$0].firstJob != .none }).map { UInt32($0) }
  }

  /// Begins the exchange of one machine; false when no spot machine is to be had that has room for what
  /// runs on it.
  private mutating func exchange(
    _ node: UInt32, of cluster: JobCluster, _ manner: SpotReturn.Manner
  ) -> Bool {
    guard manner == .drain, nodeRecords[Int(node)].firstJob != .none else {
      autoscaling.exchanges.append(AutoscalingState.Exchange(old: node, launching: nil))
      cordonNode(node)
      return true
    }
    let used = nodes[Int(node)].allocatable - cluster.room.free(on: Int(node))
    for place in spotPlaces(of: cluster) {
      guard let spot = launch(from: place, for: used, of: cluster) else { continue }
      autoscaling.exchanges.append(AutoscalingState.Exchange(old: node, launching: spot))
      return true
    }
    return false
  }

  /// A spot machine is Ready: the one whose place it takes is on its way out.
  mutating func takePlace(_ node: UInt32) {
    guard let place = autoscaling.exchanges.firstIndex(where: { $0.launching == node }) else {
      return
    }
    let old = autoscaling.exchanges[place].old
    autoscaling.exchanges[place].launching = nil
    cordonNode(old)
    if nodeRecords[Int(old)].firstJob == .none {
      requestScan(at: now)
    } else {
      drainNode(old, within: TimeSpan(nanoseconds: .max))
    }
  }

  /// A market ran dry: machines that wait for their jobs to end stay, where no other pool has any.
  mutating func stopReturning(to market: Int) {
    guard let terms = autoscaling.plan.fallback.spotReturn, terms.manner == .betweenJobs else {
      return
    }
    for cluster in clusters.all where spotIsBack(for: cluster) == nil {
      let staying = autoscaling.exchanges.filter {
        $0.launching == nil && clusters[ofNode: Int($0.old)] === cluster
          && nodeRecords[Int($0.old)].firstJob != .none
      }
      for exchange in staying {
        autoscaling.exchanges.removeAll { $0.old == exchange.old }
        uncordonNode(exchange.old)
      }
    }
  }
}
