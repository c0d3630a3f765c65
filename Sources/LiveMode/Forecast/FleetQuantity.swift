package import Units

/// What is forecast of a cluster.
package enum FleetQuantity: String, CaseIterable, Hashable, Sendable {
  /// CPU that its pods request, running and waiting, in thousandths of a core.
  case requested
  /// Pods without a node.
  case waiting
  /// Machines lent to it that are Ready.
  case lent
  /// What its machines cost an hour, in millionths of the currency.
  case cost

  /// What it is called, with its unit.
  package var title: String {
    switch self {
    case .requested: "requested CPU, cores"
    case .waiting: "waiting pods"
    case .lent: "machines lent to it"
    case .cost: "cost an hour"
    }
  }

  /// The unit of forecasts in a document.
  package var unit: String {
    switch self {
    case .requested: "millicores"
    case .waiting: "pods"
    case .lent: "machines"
    case .cost: "millionths of the currency an hour"
    }
  }

  /// Its value in a sample; nil when it is not known.
  package func value(of cluster: FleetRecording.Cluster) -> Int64? {
    switch self {
    case .requested: cluster.running.value + cluster.waiting.value
    case .waiting: cluster.podsWaiting
    case .lent: cluster.lentReady
    case .cost: cluster.perHour.map { Int64(clamping: $0.picounits / 1_000_000) }
    }
  }

  /// A value as people read it.
  package func text(_ value: Int64) -> String {
    switch self {
    case .waiting, .lent: return String(value)
    case .requested: return Self.decimal(value, digits: 3, shown: 1)
    case .cost: return Self.decimal(value, digits: 6, shown: 2)
    }
  }

  /// A whole number of parts with so many digits behind the point, rounded to the nearest shown.
  private static func decimal(_ value: Int64, digits: Int, shown: Int) -> String {
    let drop = (shown..<digits).reduce(Int64(1)) { product, _ in product * 10 }
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: drop)
    let rounded = quotient + (rest * 2 >= drop ? 1 : 0)
    let unit = (0..<shown).reduce(Int64(1)) { product, _ in product * 10 }
    let tail = String(rounded % unit)
    return "\(rounded / unit)." + String(repeating: "0", count: shown - tail.count) + tail
  }
}

extension FleetRecording {
  /// The names of all clusters, sorted.
  package var clusterNames: [String] {
    Set(samples.flatMap { $0.clusters.map(\.name) }).sorted()
  }

  /// How long a sample is taken to hold when the next one is missing: three times the median distance of
  /// samples, and a step at least.
  package func longestGap(step: TimeSpan) -> TimeSpan {
    let distances = zip(samples, samples.dropFirst()).map { ($1.at - $0.at).nanoseconds }.sorted()
    guard !distances.isEmpty else { return step }
    let median = distances[distances.count / 2]
    return max(step, TimeSpan(nanoseconds: min(median, Int64.max / 3) * 3))
  }

  /// A quantity of a cluster in steps; without values when it was never known.
  package func series(
    of quantity: FleetQuantity, in cluster: String, step: TimeSpan
  ) -> RecordedSeries {
    let readings = samples.compactMap { sample -> (at: Instant, value: Int64)? in
      guard let found = sample.clusters.first(where: { $0.name == cluster }),
        let value = quantity.value(of: found)
      else { return nil }
      return (sample.at, value)
    }
    return RecordedSeries(of: readings, step: step, longest: longestGap(step: step))
  }
}
