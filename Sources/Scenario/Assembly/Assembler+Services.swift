import Documents
import Facts
import FleetSimulation
import Placement
import Traces
import Units

/// Services, and the loads that they follow.
extension Assembler {
  mutating func makeServices(on fleet: Fleet) -> [Service] {
    model.services.map { service in
      let made = Service(
        name: service.name, cluster: cluster(service.cluster), pool: service.pool.flatMap(pool),
        request: service.request, maxUnavailablePercent: service.maxUnavailablePercent,
        terminationGrace: service.terminationGrace, startTime: service.startTime)
      checkPod(of: service, made, on: fleet)
      return made
    }
  }

  /// One load for each service, in their order; short of one where its curve's file is wrong.
  mutating func makeLoads(on fleet: Fleet) -> [ServiceLoad] {
    var curves: [String: MarketHoursCurve] = [:]
    for curve in model.curves { curves[curve.name] = makeCurve(curve) }
    return model.services.compactMap { service in
      let source: ServiceLoad.Source
      switch service.load {
      case .constant(let cpu): source = .constant(cpu)
      case .recorded(let load):
        guard let series = recordedLoad(load, percent: service.targetUtilisationPercent) else {
          return nil
        }
        source = .recorded(series)
      case .curve(let name, let share):
        guard let curve = curves[name], let model = model.curves.first(where: { $0.name == name })
        else { return nil }
        source = .curve(
          curve, whole: fleet.ownedCPU(of: cluster(service.cluster)), sharePermille: share,
          noisePermille: model.noisePermille, step: model.step)
      }
      return ServiceLoad(
        name: service.name, source: source,
        targetUtilisationPercent: service.targetUtilisationPercent,
        minimumReplicas: service.minimumReplicas, maximumReplicas: service.maximumReplicas)
    }
  }

  /// What is used so that pods at their target request what was recorded; nil after reporting what is wrong.
  private mutating func recordedLoad(
    _ load: ServiceModel.RecordedLoad, percent: Int64
  ) -> StepSeries? {
    guard case .demand(let demand)? = content(of: load.trace) else { return nil }
    guard let cluster = demand.clusters.first(where: { $0.name == load.cluster }),
      let first = cluster.readings.first?.at, let last = cluster.readings.last?.at
    else {
      diagnostics.append(
        Diagnostic(
          .error, .unknownName, at: load.position, path: load.entry,
          "the file \"\(load.trace.file)\" has no cluster \"\(load.cluster)\"",
          remedy: NearestWord.advice(
            for: load.cluster, among: demand.clusters.map(\.name), noun: "there are")))
      return nil
    }
    let offset = (load.start ?? first) - first
    if first + offset > model.start || last + offset < model.end {
      let isApart = first + offset >= model.end || last + offset < model.start
      let message =
        "the recording is of \((first + offset).rfc3339) to \((last + offset).rfc3339), and the horizon of "
        + "\(model.start.rfc3339) to \(model.end.rfc3339): its ends are held"
      let known = diagnostics.contains { $0.position == load.trace.position }
      if !known {
        report(
          .noEffect, as: isApart ? .error : .warning, at: load.trace, message,
          remedy: "move the horizon, or set start")
      }
    }
    let step = TimeSpan.minutes(5)
    let values = cluster.values(from: model.start, to: model.end, step: step, offset: offset)
    return StepSeries(start: model.start, step: step, values: values.map { $0 * percent / 100 })
  }

  private mutating func makeCurve(_ curve: CurveModel) -> MarketHoursCurve? {
    guard let zone = zones[curve.timezone] else {
      preconditionFailure("a checked scenario names no zone without rules")
    }
    var made = MarketHoursCurve(
      zone: zone, days: curve.days, opensMinute: curve.opensMinute,
      closesMinute: curve.closesMinute, insidePermille: curve.insidePermille,
      outsidePermille: curve.outsidePermille, ramp: curve.ramp)
    if let calendar = curve.calendar {
      guard let exchange = exchange(calendar) else { return nil }
      made.holidays = Set(exchange.holidays)
      for day in exchange.earlyCloses { made.earlyCloses[day.date] = day.minuteOfDay }
    }
    return made
  }

  /// The exchange of a calendar, or nil after reporting why there is none.
  mutating func exchange(_ calendar: CalendarReference) -> RecordedExchange? {
    guard case .exchanges(let recorded)? = content(of: calendar.trace) else { return nil }
    guard let exchange = recorded.exchange(calendar.exchange) else {
      diagnostics.append(
        Diagnostic(
          .error, .unknownName, at: calendar.position, path: calendar.entry,
          "the file \"\(calendar.trace.file)\" has no exchange \"\(calendar.exchange)\"",
          remedy: NearestWord.advice(
            for: calendar.exchange, among: recorded.exchanges.map(\.code), noun: "there are")))
      return nil
    }
    guard zones[exchange.zone] != nil else {
      report(
        at: calendar.trace,
        "the exchange \(exchange.code) is in the zone \"\(exchange.zone)\", "
          + "which the rules do not have")
      return nil
    }
    let horizon = CivilDate(utc: model.start).year...CivilDate(utc: model.end).year
    if let years = exchange.years,
      !years.contains(horizon.lowerBound)
        || !years.contains(horizon.upperBound)
    {
      diagnostics.append(
        Diagnostic(
          .warning, .noEffect, at: calendar.position, path: calendar.entry,
          "the file knows exceptional days of \(exchange.code) from \(years.lowerBound) to "
            + "\(years.upperBound), and the horizon is in \(horizon.lowerBound)",
          remedy: "holidays are missed; use a newer file"))
    }
    return exchange
  }

  /// Refuses a service of which not even one pod has room on an empty machine.
  private mutating func checkPod(of model: ServiceModel, _ service: Service, on fleet: Fleet) {
    let nodes = fleet.nodes.filter { node in
      let pool = fleet.pools[Int(node.pool.index)]
      return pool.cluster == service.cluster
        && (service.pool.map { $0 == node.pool } ?? !pool.isIsolated)
    }
    guard !nodes.isEmpty, !CapacityFrontier(nodes.map(\.allocatable)).admits(service.request) else {
      return
    }
    let place =
      model.pool.map { "pool \($0)" }
      ?? "cluster \(fleet.clusters[Int(service.cluster.index)].name)"
    diagnostics.append(
      Diagnostic(
        .error, .invalidValue, at: model.podPosition, path: "services.\(model.name).pod",
        "a pod asks for \(service.request.cpu.cores) cores and \(service.request.memory.value) bytes, "
          + "and no machine of \(place) that may take it has both",
        remedy: "make its pods smaller, or the machines larger"))
  }

  /// Warns of clusters whose services ask for more at their peak than there is.
  mutating func checkPeak(of services: [Service], on fleet: Fleet) {
    let loads = makeLoads(on: fleet)
    guard loads.count == services.count else { return }
    for (index, cluster) in model.clusters.enumerated() {
      var requested: Int64 = 0
      for (service, load) in zip(services, loads) where Int(service.cluster.index) == index {
        requested += load.peak * 100 / load.targetUtilisationPercent
      }
      let owned = fleet.ownedCPU(of: ClusterID(UInt32(index)))
      guard requested > owned.value, let position = cluster.position else { continue }
      diagnostics.append(
        Diagnostic(
          .warning, .invalidValue, at: position, path: "clusters.\(cluster.name)",
          "at its peak its services ask for \(MilliCPU(requested).cores) cores of the \(owned.cores) "
            + "that it owns, so pods will wait",
          remedy: "lower the curve or raise targetUtilisation, unless that is what you study"))
    }
  }
}

extension Fleet {
  /// The cluster of a node.
  func cluster(of node: Node) -> ClusterID { pools[Int(node.pool.index)].cluster }

  /// The CPU of all machines that a cluster owns.
  func ownedCPU(of cluster: ClusterID) -> MilliCPU {
    var sum: Int64 = 0
    for node in nodes {
      let pool = pools[Int(node.pool.index)]
      if pool.cluster == cluster, pool.capacityType == .owned { sum += node.allocatable.cpu.value }
    }
    return MilliCPU(sum)
  }
}

extension MilliCPU {
  /// As cores, without needless zeros: `340` or `0.5`.
  var cores: String { Share.decimal(ofThousandths: value) }
}
