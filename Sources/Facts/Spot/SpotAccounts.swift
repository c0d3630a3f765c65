package import Units

/// What became of one pool of cloud machines: its market, its launches, and what was bought because
/// others had none.
package struct CloudPoolAccount: Hashable, Sendable {
  /// The pool.
  package var pool: PoolID
  /// How its machines are had; owned ones are here where they have a market.
  package var capacityType: CapacityType
  /// How long its market had no machines.
  package var dryTime = TimeSpan.zero
  /// How often it ran dry, a dry start included.
  package var drySpells: Int64 = 0
  /// Machines that were bought.
  package var launches: Int64 = 0
  /// Launches that found a dry market, which is asked once a scan.
  package var launchesDry: Int64 = 0
  /// Launches that the cloud refused.
  package var launchesRefused: Int64 = 0
  /// How long bought machines were there, over all of them.
  package var boughtTime: Int128 = 0
  /// Machines that were bought because no spot pool had one, by `FallbackCause`.
  package var fallbackLaunches: [Int64] = Array(repeating: 0, count: FallbackCause.allCases.count)
  /// How long those were there, ns, by `FallbackCause`.
  package var fallbackTime: [Int128] = Array(repeating: 0, count: FallbackCause.allCases.count)

  /// Makes the account of a pool of which nothing was asked.
  package init(pool: PoolID, capacityType: CapacityType) {
    self.pool = pool
    self.capacityType = capacityType
  }
}

/// Why no spot pool of a cluster had a machine when one was bought on demand; the first that holds.
package enum FallbackCause: Int, CaseIterable, Sendable {
  /// The market of one of them was dry.
  case dry
  /// The cloud refused one.
  case refused
  /// All machines of their quotas were bought.
  case usedUp

  /// The word for it in tables.
  package var word: String {
    switch self {
    case .dry: "dry"
    case .refused: "refused"
    case .usedUp: "used up"
    }
  }
}

/// What the spot pools of a run came to.
package struct SpotAccounts: Hashable, Sendable {
  /// The cloud pools, in the order of the fleet.
  package var pools: [CloudPoolAccount]
  /// How long at least one machine was there that was bought because spot was not to be had.
  package var fallbackTime: TimeSpan

  /// Makes accounts of their parts.
  package init(pools: [CloudPoolAccount], fallbackTime: TimeSpan) {
    self.pools = pools
    self.fallbackTime = fallbackTime
  }
}
