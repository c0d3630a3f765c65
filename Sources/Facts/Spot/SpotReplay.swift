import Units

/// Plays a run's facts back into what its cloud pools came to: how long markets were dry, which launches
/// failed, and what was bought on demand because of that.
///
/// An on-demand machine is a fallback when each spot pool of its cluster that comes before its own pool
/// has nothing to give at that instant: it is dry, it refused the launch that was asked just before, or all
/// of its machines are bought.
package struct SpotReplay: FactSink, Sendable {
  private let capacityTypes: [CapacityType]
  private let clusterOfPool: [ClusterID]
  private let sizes: [Int64]
  private let end: Instant
  private var facts: FactGuard
  private var accounts: [CloudPoolAccount?]
  /// By pool: machines that were bought and are there, and when the last launch was refused.
  private var bought: [Int64]
  private var refusedAt: [Instant?]
  private var drySince: [Instant?]
  /// By node: since when its machine is there, and why it was bought.
  private var launchedAt: [Instant?]
  private var causes: [FallbackCause?]
  private var fallbacks = 0
  private var fallbackSince: Instant
  private var fallbackTime = TimeSpan.zero

  /// Makes a replay of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    capacityTypes = fleet.pools.map(\.capacityType)
    clusterOfPool = fleet.pools.map(\.cluster)
    var sizes = Array(repeating: Int64(0), count: fleet.pools.count)
    for node in fleet.nodes { sizes[Int(node.pool.index)] += 1 }
    self.sizes = sizes
    end = header.end
    fallbackSince = header.start
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    accounts = fleet.pools.enumerated().map { index, pool in
      pool.capacityType == .owned
        ? nil : CloudPoolAccount(pool: PoolID(UInt32(index)), capacityType: pool.capacityType)
    }
    bought = Array(repeating: 0, count: fleet.pools.count)
    refusedAt = Array(repeating: nil, count: fleet.pools.count)
    drySince = refusedAt
    launchedAt = Array(repeating: nil, count: fleet.nodes.count)
    causes = Array(repeating: nil, count: fleet.nodes.count)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay; nil for a run without spot pools and without markets.
  package consuming func finish() throws(ReplayError) -> SpotAccounts? {
    try facts.finish()
    for pool in accounts.indices {
      if let since = drySince[pool] { add(end - since, to: pool) }
    }
    if fallbacks > 0 { fallbackTime = fallbackTime + (end - fallbackSince) }
    let pools = accounts.compactMap(\.self)
    guard pools.contains(where: { $0.capacityType == .spot || $0.drySpells > 0 }) else {
      return nil
    }
    return SpotAccounts(pools: pools, fallbackTime: fallbackTime)
  }

  private mutating func apply(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let pool = Int(fact.object)
    switch fact.kind {
    case .spotMarketTurned:
      return turn(Int(fact.subject), hasMachines: fact.value != 0, at: fact.at)
    case .instanceLaunchFailed:
      if drySince[pool] != nil {
        accounts[pool]?.launchesDry += 1
      } else {
        accounts[pool]?.launchesRefused += 1
        refusedAt[pool] = fact.at
      }
    case .instanceLaunched:
      guard launchedAt[node] == nil else { return "the machine is there already" }
      launchedAt[node] = fact.at
      causes[node] = fallbackCause(of: pool, at: fact.at)
      bought[pool] += 1
      refusedAt[pool] = nil
      accounts[pool]?.launches += 1
      guard let cause = causes[node] else { return nil }
      accounts[pool]?.fallbackLaunches[cause.rawValue] += 1
      if fallbacks == 0 { fallbackSince = fact.at }
      fallbacks += 1
    case .instanceTerminated:
      guard let since = launchedAt[node] else { return "the machine is not there" }
      launchedAt[node] = nil
      bought[pool] -= 1
      let span = Int128((fact.at - since).nanoseconds)
      accounts[pool]?.boughtTime += span
      guard let cause = causes[node] else { return nil }
      causes[node] = nil
      accounts[pool]?.fallbackTime[cause.rawValue] += span
      fallbacks -= 1
      if fallbacks == 0 { fallbackTime = fallbackTime + (fact.at - fallbackSince) }
    default: break
    }
    return nil
  }

  private mutating func turn(_ pool: Int, hasMachines: Bool, at instant: Instant) -> String? {
    if hasMachines {
      guard let since = drySince[pool] else { return "the market has machines already" }
      add(instant - since, to: pool)
      drySince[pool] = nil
    } else {
      guard drySince[pool] == nil else { return "the market is dry already" }
      if accounts[pool] == nil {
        accounts[pool] = CloudPoolAccount(
          pool: PoolID(UInt32(pool)), capacityType: capacityTypes[pool])
      }
      accounts[pool]?.drySpells += 1
      drySince[pool] = instant
    }
    return nil
  }

  private mutating func add(_ dry: TimeSpan, to pool: Int) {
    guard let sum = accounts[pool]?.dryTime else { return }
    accounts[pool]?.dryTime = sum + dry
  }

  /// Why a machine of a pool is bought rather than a spot one; nil when no spot pool comes before it, or
  /// one of them could have given a machine.
  private func fallbackCause(of pool: Int, at instant: Instant) -> FallbackCause? {
    guard accounts[pool]?.capacityType == .onDemand else { return nil }
    var first: FallbackCause?
    for spot in 0..<pool
    where accounts[spot]?.capacityType == .spot && clusterOfPool[spot] == clusterOfPool[pool] {
      let cause: FallbackCause
      if drySince[spot] != nil {
        cause = .dry
      } else if refusedAt[spot] == instant {
        cause = .refused
      } else if bought[spot] == sizes[spot] {
        cause = .usedUp
      } else {
        return nil
      }
      if first.map({ cause.rawValue < $0.rawValue }) ?? true { first = cause }
    }
    return first
  }
}
