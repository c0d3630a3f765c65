import Units

/// What spot markets did, and what was bought because of it: no value in a run without spot pools.
extension MetricRegistry {
  static let spot: [MetricDefinition] = [
    MetricDefinition(
      "spot.dry.hours", "h", .lower,
      "Hours in which the markets of pools had no machines, summed over the pools."
    ) { summary in summary.spot.map { hours($0.pools.map(\.dryTime)) } },
    MetricDefinition(
      "spot.launches", "launches", .none, "Spot machines that were bought."
    ) { $0.spot.map { Double(sum($0.spotPools, \.launches)) } },
    MetricDefinition(
      "spot.launches.dry", "launches", .lower,
      "Times that a scan of the autoscaler found a market dry that it wanted a machine from."
    ) { $0.spot.map { Double(sum($0.spotPools, \.launchesDry)) } },
    MetricDefinition(
      "spot.launches.refused", "launches", .lower,
      "Spot machines that the cloud refused though their market was not dry."
    ) { $0.spot.map { Double(sum($0.spotPools, \.launchesRefused)) } },
    MetricDefinition(
      "spot.fallback.launches", "launches", .lower,
      "On-demand machines that were bought while each spot pool of their cluster that comes before their "
        + "own was dry, refused, or used up."
    ) { summary in
      summary.spot.map { Double($0.pools.flatMap(\.fallbackLaunches).reduce(0, +)) }
    },
    MetricDefinition(
      "spot.fallback.hours", "h", .lower,
      "Hours of those on-demand machines, from their launch to their end."
    ) { summary in summary.spot.map { hours($0.fallbackTime(of: FallbackCause.allCases)) } },
    MetricDefinition(
      "spot.fallback.dry.hours", "h", .lower,
      "Hours of those on-demand machines that were bought while a market was dry."
    ) { summary in summary.spot.map { hours($0.fallbackTime(of: [.dry])) } },
    MetricDefinition(
      "spot.fallback.share", "ratio", .lower,
      "Part of the horizon in which at least one of those on-demand machines was there."
    ) { summary in
      summary.spot.map {
        $0.fallbackTime.secondsAsDouble / summary.horizon.secondsAsDouble
      }
    },
  ]

  private static func sum(
    _ pools: [CloudPoolAccount], _ count: KeyPath<CloudPoolAccount, Int64>
  ) -> Int64 {
    pools.reduce(0) { $0 + $1[keyPath: count] }
  }

  private static func hours(_ spans: [TimeSpan]) -> Double {
    spans.reduce(0) { $0 + $1.secondsAsDouble } / 3_600
  }

  private static func hours(_ nanoseconds: Int128) -> Double { Double(nanoseconds) / 3.6e12 }
}

extension SpotAccounts {
  /// The pools of spot machines.
  package var spotPools: [CloudPoolAccount] { pools.filter { $0.capacityType == .spot } }

  /// How long on-demand machines were there that were bought for one of those causes, ns.
  package func fallbackTime(of causes: [FallbackCause]) -> Int128 {
    pools.reduce(0) { sum, pool in
      sum + causes.reduce(0) { $0 + pool.fallbackTime[$1.rawValue] }
    }
  }
}
