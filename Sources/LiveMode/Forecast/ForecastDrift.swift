package import Units

/// How well the last day was forecast a day before: what was known then, held against what came.
package struct ForecastDrift: Hashable, Sendable {
  /// A quantity of a cluster.
  package struct Item: Hashable, Sendable {
    /// The cluster, as in snapshots.
    package var cluster: String
    /// What of it.
    package var quantity: FleetQuantity
    /// The sum of errors of P50 over the sum of what came; nil when nothing came. See `ForecastScore`.
    package var wape: Double?
    /// The share of what came that was from P5 to P95; nil when nothing was scored.
    package var coverage: Double?

    /// Makes one.
    package init(cluster: String, quantity: FleetQuantity, wape: Double?, coverage: Double?) {
      self.cluster = cluster
      self.quantity = quantity
      self.wape = wape
      self.coverage = coverage
    }
  }

  /// How long the steps are that are compared.
  package static let step = TimeSpan.minutes(15)

  /// The quantities, by cluster.
  package var items: [Item]

  /// Makes one of scores.
  package init(_ items: [Item]) { self.items = items }

  /// Scores the forecast of the last 24 hours of a recording, as `fivespot-live backtest` does.
  ///
  /// - Returns: nil while the day before them is not recorded, or its zone is unknown.
  package init?(of recording: FleetRecording, zones: ZoneRulesSet) {
    let backtest: FleetBacktest
    do throws(FleetForecast.Failure) {
      backtest = try FleetBacktest(
        of: recording, horizon: .days(1), step: Self.step, since: .days(1) + Self.step,
        zones: zones)
    } catch {
      return nil
    }
    items = backtest.items.map { item in
      Item(
        cluster: item.cluster, quantity: item.quantity, wape: item.backtest.score.wape,
        coverage: item.backtest.score.coverage)
    }
  }
}
