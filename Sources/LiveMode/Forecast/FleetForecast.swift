package import SpotScheduler
package import Units

/// What a fleet is likely to do in the next hours, and what its windows say that it will.
package struct FleetForecast: Sendable {
  /// A quantity of a cluster.
  package struct Item: Hashable, Sendable {
    /// The cluster.
    package var cluster: String
    /// What of it.
    package var quantity: FleetQuantity
    /// The forecast.
    package var forecast: SeasonalForecast
  }

  /// What returns of lent machines will ask of a borrower.
  package struct Returns: Sendable {
    /// The returns whose windows close in the horizon, by their end.
    package var plan: PreemptionPlan
    /// What they were planned on.
    package var snapshot: FleetSnapshot
    /// The machines among them that are lent now.
    package var lentNow: Int
    /// The pods on those that a drain would evict, as things are.
    package var podsNow: Int
  }

  /// When it was made: the end of what is recorded.
  package var at: Instant
  /// How far it looks.
  package var horizon: TimeSpan
  /// How long its steps are.
  package var step: TimeSpan
  /// How much is recorded.
  package var recorded: TimeSpan
  /// The quantities, by cluster.
  package var items: [Item]
  /// The returns that windows give; nil when no snapshot says of windows.
  package var returns: Returns?
  /// The budgets that would refuse an eviction of a pod on a lent machine now.
  package var blocking: [FleetRecording.Budget]

  /// Why there is no forecast.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Less than a day is recorded.
    case tooShort(TimeSpan)
    /// A day is not a whole number of steps.
    case unevenStep(TimeSpan)
    /// There is no such zone.
    case unknownZone(String)
    /// No day has a day before it and something after it.
    case noOrigin

    /// What is wrong and what to do.
    package var description: String {
      switch self {
      case .tooShort(let span):
        "\(FleetForecast.text(span)) are recorded, and a forecast needs a day at least; go on recording"
      case .unevenStep(let step):
        "a day is no whole number of steps of \(step.text); give one such as 5m, 15m or 1h"
      case .unknownZone(let name):
        "there is no time zone \"\(name)\"; give --timezone, such as --timezone Europe/London"
      case .noOrigin:
        "no day in that time has a recorded day before it; go on recording, or look further back"
      }
    }
  }

  /// Makes a forecast from the end of a recording on.
  ///
  /// - Parameters:
  ///   - horizon: How far it looks, rounded up to whole steps.
  ///   - step: How long its steps are: a whole number of them makes a day.
  ///   - fleet: A snapshot of the same fleet, for its windows; nil for none.
  ///   - policy: The terms by which its machines return.
  package init(
    of recording: FleetRecording, horizon: TimeSpan, step: TimeSpan, fleet: FleetSnapshot? = nil,
    policy: RegulatedPolicy = RegulatedPolicy(), zones: ZoneRulesSet
  ) throws(Failure) {
    let calendar = try recording.calendar(step: step, zones)
    let count = Int((horizon.nanoseconds + step.nanoseconds - 1) / step.nanoseconds)
    let span = recording.span
    at = recording.samples.last?.at ?? .epoch
    self.horizon = step * Int64(count)
    self.step = step
    recorded = span
    items = []
    for (cluster, quantity, series) in recording.allSeries(step: step) {
      // Begin with the step that the recording ends in: it is not whole yet.
      var past = series
      let begin = Instant(
        nanoseconds: at.nanoseconds - at.nanoseconds % step.nanoseconds)
      past = past.before(begin)
      guard let forecast = SeasonalForecast(of: past, horizon: count, calendar: calendar) else {
        continue
      }
      items.append(Item(cluster: cluster, quantity: quantity, forecast: forecast))
    }
    guard !items.isEmpty else { throw .tooShort(span) }
    blocking = (recording.samples.last?.budgets ?? []).filter { $0.lentPods > $0.allowed }
    returns = fleet.map { Self.returns(of: $0, from: at, for: step * Int64(count), policy) }
  }

  private static func returns(
    of snapshot: FleetSnapshot, from start: Instant, for span: TimeSpan, _ policy: RegulatedPolicy
  ) -> Returns {
    let plan = PreemptionPlan(snapshot, from: start, through: start + span, policy: policy)
    var seen: Set<ScheduledMachineID> = []
    var pods = 0
    for planned in plan.returns {
      let index = Int(planned.machine.index)
      let isThere = [.ready, .provisioning].contains(snapshot.observations[index].stage)
      guard isThere, seen.insert(planned.machine).inserted else { continue }
      pods += snapshot.pods[index].count { !$0.isExemptFromDrain }
    }
    return Returns(plan: plan, snapshot: snapshot, lentNow: seen.count, podsNow: pods)
  }

  static func text(_ span: TimeSpan) -> String {
    TimeSpan.minutes(span.nanoseconds / 60_000_000_000).text
  }
}

extension FleetRecording {
  /// From the first sample to the last.
  package var span: TimeSpan {
    guard let first = samples.first, let last = samples.last else { return .zero }
    return last.at - first.at
  }

  /// The calendar of its load, when a day is a whole number of steps.
  func calendar(
    step: TimeSpan, _ zones: ZoneRulesSet
  ) throws(FleetForecast.Failure) -> DayCalendar {
    guard step > .zero, TimeSpan.days(1).nanoseconds % step.nanoseconds == 0,
      step <= .hours(1)
    else { throw .unevenStep(step) }
    guard let zone = zones[head.timezone] else { throw .unknownZone(head.timezone) }
    return DayCalendar(zone: zone, holidays: head.holidays)
  }

  /// All quantities that were ever known, by cluster.
  func allSeries(
    step: TimeSpan
  ) -> [(cluster: String, quantity: FleetQuantity, series: RecordedSeries)] {
    clusterNames.flatMap { cluster in
      FleetQuantity.allCases.compactMap { quantity in
        let series = series(of: quantity, in: cluster, step: step)
        // What a cluster never had, such as machines that are lent to an owner, is no news.
        return series.values.contains { $0 ?? 0 != 0 } ? (cluster, quantity, series) : nil
      }
    }
  }
}

/// How good the forecasts of the days before were.
package struct FleetBacktest: Sendable {
  /// A quantity of a cluster.
  package struct Item: Sendable {
    /// The cluster.
    package var cluster: String
    /// What of it.
    package var quantity: FleetQuantity
    /// The scores.
    package var backtest: Backtest
  }

  /// How far each forecast looked.
  package var horizon: TimeSpan
  /// How long its steps were.
  package var step: TimeSpan
  /// The first origin that was asked for, and the end of the last horizon.
  package var from: Instant
  /// The end of what is recorded.
  package var through: Instant
  /// The quantities, by cluster.
  package var items: [Item]

  /// Scores forecasts whose origins are a day apart: the last one looks at the end of the recording.
  ///
  /// - Parameter since: How far back the first horizon begins at most; nil for all.
  package init(
    of recording: FleetRecording, horizon: TimeSpan, step: TimeSpan, since: TimeSpan?,
    zones: ZoneRulesSet
  ) throws(FleetForecast.Failure) {
    let calendar = try recording.calendar(step: step, zones)
    guard recording.span >= .days(1) else { throw .tooShort(recording.span) }
    let count = Int((horizon.nanoseconds + step.nanoseconds - 1) / step.nanoseconds)
    let end = recording.samples.last?.at ?? .epoch
    let last = Instant(nanoseconds: end.nanoseconds - end.nanoseconds % step.nanoseconds)
    var origins: [Instant] = []
    var origin = last - step * Int64(count)
    let first = recording.samples.first?.at ?? end
    let earliest = max(since.map { end - $0 } ?? first, first + .days(1))
    while origin >= earliest {
      origins.append(origin)
      origin = origin - .days(1)
    }
    origins.reverse()
    guard let firstOrigin = origins.first else { throw .noOrigin }
    self.horizon = step * Int64(count)
    self.step = step
    from = firstOrigin
    through = last
    items = recording.allSeries(step: step).compactMap { cluster, quantity, series in
      let backtest = Backtest(of: series, at: origins, horizon: count, calendar: calendar)
      return backtest.score.count > 0
        ? Item(cluster: cluster, quantity: quantity, backtest: backtest) : nil
    }
    guard !items.isEmpty else { throw .noOrigin }
  }
}
