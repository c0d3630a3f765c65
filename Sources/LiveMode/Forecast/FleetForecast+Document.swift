package import Documents
import SpotScheduler
package import Units

extension FleetForecast {
  /// The forecast as a document. Equal recordings and terms give equal bytes.
  package var document: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", .string(SnapshotFormat.version)), ("kind", "FleetForecast"),
      ("at", .string(at.rfc3339)), ("horizon", .string(horizon.text)),
      ("step", .string(step.text)), ("recorded", .string(recorded.text)),
      ("quantities", .sequence(items.map(\.document))),
      (
        "blocking",
        .sequence(
          blocking.map {
            [
              "budget": .string($0.name), "disruptionsAllowed": .integer($0.allowed),
              "podsOnLentMachines": .integer($0.lentPods),
            ]
          })
      ),
    ]
    if let returns {
      let plan = PreemptionPlanDocument.document(of: returns.plan, on: returns.snapshot)
      members.append(
        (
          "returns",
          [
            "machinesLentNow": .integer(Int64(returns.lentNow)),
            "podsOnThem": .integer(Int64(returns.podsNow)),
            "planned": plan.value(of: "returns") ?? [],
          ]
        ))
    }
    return .mapping(members)
  }

  /// The forecast for people.
  package func page(in zone: ZoneRules) -> [PageSection] {
    var sections = items.map { $0.section(in: zone) }
    if let returns { sections.append(returns.section(in: zone)) }
    sections.append(
      PageSection(
        "Budgets that would refuse an eviction now",
        blocking.isEmpty
          ? [["none"]]
          : [["budget", "allows", "pods on lent machines"]]
            + blocking.map { [$0.name, String($0.allowed), String($0.lentPods)] },
        wordColumns: 1))
    return sections
  }

  /// An instant on the clock of a zone, to the minute.
  static func clock(_ instant: Instant, _ zone: ZoneRules) -> String {
    let civil = zone.civil(at: instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let minute = civil.secondsOfDay / 60
    return
      "\(civil.date.weekday.abbreviation) \(civil.date.iso) \(two(minute / 60)):\(two(minute % 60))"
  }
}

extension FleetForecast.Item {
  fileprivate var document: DocumentValue {
    [
      "cluster": .string(cluster), "quantity": .string(quantity.rawValue),
      "unit": .string(quantity.unit), "season": .string(forecast.season.rawValue),
      "steps": .sequence(
        forecast.steps.map {
          [
            "at": .string($0.at.rfc3339), "p05": .integer($0.p05), "p50": .integer($0.p50),
            "p95": .integer($0.p95), "method": .string($0.method.rawValue),
            "basis": .integer(Int64($0.basis)),
          ]
        }),
    ]
  }

  /// A dozen of its steps, and over all of them.
  fileprivate func section(in zone: ZoneRules) -> PageSection {
    let stride = max((forecast.steps.count + 11) / 12, 1)
    var rows = [["from", "how", "P5", "P50", "P95"]]
    for (index, step) in forecast.steps.enumerated() where index % stride == 0 {
      rows.append([
        FleetForecast.clock(step.at, zone), step.method.rawValue, quantity.text(step.p05),
        quantity.text(step.p50), quantity.text(step.p95),
      ])
    }
    return PageSection("\(cluster): \(quantity.title)", rows, wordColumns: 2)
  }
}

extension FleetForecast.Returns {
  fileprivate func section(in zone: ZoneRules) -> PageSection {
    let heading =
      "Returns that windows give: \(plan.returns.count); lent now \(lentNow), with \(podsNow) pods "
      + "to evict"
    guard !plan.returns.isEmpty else { return PageSection(heading, [["none"]]) }
    let rows = plan.returns.map { planned in
      [
        snapshot.hosts[Int(planned.host.index)].name, snapshot.name(of: planned.machine),
        FleetForecast.clock(planned.announcement, zone),
        FleetForecast.clock(planned.drainStart, zone), FleetForecast.clock(planned.edge, zone),
      ]
    }
    return PageSection(heading, [["host", "object", "announced", "drain", "at home"]] + rows)
  }
}

extension FleetBacktest {
  /// The scores as a document.
  package var document: DocumentValue {
    [
      "apiVersion": .string(SnapshotFormat.version), "kind": "FleetBacktest",
      "horizon": .string(horizon.text), "step": .string(step.text),
      "from": .string(from.rfc3339), "through": .string(through.rfc3339),
      "quantities": .sequence(
        items.map { item in
          [
            "cluster": .string(item.cluster), "quantity": .string(item.quantity.rawValue),
            "unit": .string(item.quantity.unit), "score": item.backtest.score.document,
            "origins": .sequence(
              item.backtest.origins.map {
                ["at": .string($0.at.rfc3339), "score": $0.score.document]
              }),
          ]
        }),
    ]
  }

  /// The scores for people.
  package func page() -> [PageSection] {
    func percent(_ value: Double?) -> String {
      guard let value else { return "-" }
      return ForecastScore.tenths(value * 100) + " %"
    }
    let rows = items.map { item in
      let score = item.backtest.score
      let losses = (score.pinball ?? []).map { item.quantity.text(Int64($0.rounded())) }
      return [
        item.cluster, item.quantity.title, String(item.backtest.origins.count),
        String(score.count), percent(score.mape), percent(score.wape), percent(score.coverage),
        percent(score.skill),
      ] + losses
    }
    return [
      PageSection(
        "Forecasts of \(horizon.text) from \(from.rfc3339) to \(through.rfc3339), each with what was "
          + "known before it",
        [
          [
            "cluster", "quantity", "forecasts", "steps", "MAPE", "WAPE", "in P5 to P95",
            "skill", "loss P5", "P50", "P95",
          ]
        ] + rows, wordColumns: 2)
    ]
  }
}

extension ForecastScore {
  fileprivate var document: DocumentValue {
    func rounded(_ value: Double?) -> DocumentValue {
      value.map { .number(($0 * 10_000).rounded() / 10_000) } ?? .null
    }
    let losses = pinball
    return [
      "steps": .integer(Int64(count)), "zeros": .integer(Int64(zeros)), "mape": rounded(mape),
      "wape": rounded(wape), "coverage": rounded(coverage), "skill": rounded(skill),
      "pinball": [
        "p05": rounded(losses?[0]), "p50": rounded(losses?[1]), "p95": rounded(losses?[2]),
      ],
    ]
  }

  /// A number with one digit behind the point.
  fileprivate static func tenths(_ value: Double) -> String {
    let scaled = Int64(min(max((value * 10).rounded(), -1e15), 1e15))
    return "\(scaled < 0 ? "-" : "")\(abs(scaled) / 10).\(abs(scaled) % 10)"
  }
}

extension DocumentValue {
  /// The member of a mapping.
  fileprivate func value(of key: String) -> DocumentValue? {
    guard case .mapping(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}
