import Facts
import Reports
import Testing
import Units

/// A made-up week of a bank that lends 40 machines of 30 cores at night, for pages without a store.
enum LendingFixture {
  /// Monday 2026-03-23 00:00 in London; the clocks go forward on the Sunday.
  static let start = Instant(seconds: 1_774_224_000)
  static let end = start + .days(7)
  static let machineCount = 40
  static let coresOfMachine = 30.0

  static func clock() throws -> CivilClock {
    let zone = try #require(ZoneRulesSet.pinned["Europe/London"])
    return CivilClock(zone: zone, start: start, end: end)
  }

  static func report(seeds: [UInt64] = [1, 2, 3]) throws -> LendingReport {
    let variants = try ["dedicated", "five-spot", "regulated", "stress"].enumerated().map {
      try variant($0.element, index: $0.offset, seeds: seeds)
    }
    return LendingReport(
      run: try run(variants, seeds: seeds), end: end, clock: try clock(), owner: "trading",
      borrowers: ["batch"], currency: "USD", variants: variants,
      settings: [
        SettingLine(path: "prices.energyPerKilowattHour", value: "0.21"),
        SettingLine(
          path: "lending.profile", value: "five-spot", variants: ["five-spot"]),
      ], unpricedPools: [])
  }

  private static func variant(
    _ name: String, index: Int, seeds: [UInt64]
  ) throws -> LendingVariant {
    let lends = index > 0
    return LendingVariant(
      name: name, description: "What <\(name)> is about, in the words of its writer.",
      members: try seeds.map { try member($0, index: index) }, hours: hours(lends: lends),
      stretches: lends ? stretches(index: index) : [], spans: lends ? spans(index: index) : [],
      late: lends ? late(index: index) : [])
  }

  private static func member(_ seed: UInt64, index: Int) throws -> LendingMember {
    let cloud = [30_000, 21_000, 19_500, 20_250][index] + Int64(seed) * 137
    func line(_ driver: String, _ text: String) throws -> CostLine {
      CostLine(driver: driver, amount: try Money(text: text))
    }
    return LendingMember(
      seed: seed,
      costs: [
        try line("owned.depreciation", "41250.123456789012"),
        try line("owned.energy.idle", "\(900 - index * 100).015"),
        try line("owned.energy.load", "\(400 + index * 310).335"),
        try line("owned.energy.off", "12.5"),
        CostLine(driver: "cloud.spot", amount: Money(units: cloud / 4)),
        CostLine(driver: "cloud.on-demand", amount: Money(units: cloud)),
      ],
      promises: index == 0
        ? []
        : [
          PromiseCount(
            promise: "preemption-window", opportunities: 200, breaches: index == 1 ? 200 : 0,
            worstSeconds: index == 1 ? 900 : 0),
          PromiseCount(promise: "residency", opportunities: 512, breaches: 0, worstSeconds: 0),
          PromiseCount(
            promise: "owner-first", opportunities: 200, breaches: index == 1 ? 72 : 0,
            worstSeconds: index == 1 ? 840 : 0),
          PromiseCount(
            promise: "recall", opportunities: index == 3 ? 40 : 0,
            breaches: index == 3 ? 2 : 0, worstSeconds: index == 3 ? 130 : 0),
        ],
      capacity: capacity(lends: index > 0))
  }

  private static func capacity(lends: Bool) -> [CapacityPart] {
    let lent = lends ? 340.5 : 0
    let moving = lends ? 21.25 : 0
    return [
      ("used", 310.0), ("request-slack", 120), ("lent", lent), ("moving", moving),
      ("headroom", 150), ("reservation", 80), ("isolation", 60), ("fragmentation", 44.5),
      ("lendable", 435.5 - lent - moving),
    ].map { CapacityPart(name: $0.0, cores: $0.1) }
  }

  /// Hours of the week that are market hours: weekdays from 7 to 19.
  private static func isMarket(_ hour: Int) -> Bool {
    hour / 24 < 5 && (7..<19).contains(hour % 24)
  }

  private static func hours(lends: Bool) -> LendingHours {
    var hours = LendingHours()
    for hour in 0..<168 {
      let busy = isMarket(hour) ? 620 - 18 * abs(Double(hour % 24) - 12) : 110
      let lent = lends && !isMarket(hour) ? 900.0 : 0
      let demand = 700 + 260 * Double((hour * 37) % 17) / 17
      let own = 240.0
      let rented = max(0, min(demand, 1_100) - own - lent)
      hours.ownedCores.append(1_200)
      hours.usedCores.append(busy + min(lent, demand - own) * 0.9)
      hours.requestedCores.append(min(demand, own + lent + rented))
      hours.queuedCores.append(Double((hour * 13) % 29) * 9)
      if hour == 0 {
        hours.supply = ["own", "lent", "spot", "on-demand"].map { ($0, []) }
      }
      for (index, cores) in [own, lent, rented * 0.7, rented * 0.3].enumerated() {
        hours.supply[index].cores.append(cores)
      }
    }
    return hours
  }

  private static func machine(_ index: Int) -> String { "trading/host-\(index + 1)" }

  private static func spans(index: Int) -> [LendingSpan] {
    (0..<machineCount).flatMap { machine in
      windows().map {
        LendingSpan(machine: Self.machine(machine), isRecall: false, span: $0)
      }
        + (index == 3 && machine % 2 == 0
          ? [
            LendingSpan(
              machine: Self.machine(machine), isRecall: true,
              span: (start + .hours(50))..<(start + .hours(50) + .minutes(10)))
          ] : [])
    }
  }

  /// Nights from 19:00 to 07:00, and the weekend from Friday 19:00 to Monday.
  private static func windows() -> [Range<Instant>] {
    (0..<4).map { (start + .hours(24 * $0 + 19))..<(start + .hours(24 * $0 + 31)) }
      + [(start + .hours(115))..<end]
  }

  /// The returns after a window's end, or after a recall's limit, as the stages have them.
  private static func late(index: Int) -> [LateReturn] {
    let stages = stretches(index: index)
    return spans(index: index).compactMap { span in
      let due = span.span.upperBound
      let back = stages.first {
        $0.machine == span.machine && $0.cluster == "trading" && $0.stage == "ready"
          && $0.span.upperBound > due
      }?.span.lowerBound
      guard due < end, let back, back > due else { return nil }
      return LateReturn(machine: span.machine, isRecall: span.isRecall, span: due..<back)
    }
  }

  private static func stretches(index: Int) -> [MachineStretch] {
    (0..<machineCount).flatMap { machine -> [MachineStretch] in
      let name = Self.machine(machine)
      var result: [MachineStretch] = []
      var home = start
      func add(_ cluster: String, _ stage: String, _ from: Instant, _ to: Instant) {
        guard from < to else { return }
        result.append(
          MachineStretch(
            machine: name, cluster: cluster, stage: stage, span: from..<to))
      }
      for window in windows() {
        let delay = TimeSpan.minutes(Int64(machine % 8) * 4)
        let joined = window.lowerBound + .minutes(8) + delay
        let recalled = index == 3 && machine % 2 == 0 && window.contains(start + .hours(50))
        let due = recalled ? start + .hours(50) : window.upperBound
        let drain =
          recalled ? due : index == 1 ? due + .minutes(1) : due - .minutes(50)
        let late = index == 1 ? Int64(machine % 5) * 3 : 0
        let cleaned = drain + .minutes(5)
        let back = cleaned + .minutes(3 + late) + (recalled ? .seconds(Int64(machine) * 9) : delay)
        add("trading", "ready", home, window.lowerBound)
        add("batch", "provisioning", window.lowerBound, joined)
        add("batch", "ready", joined, min(drain, end))
        if drain < end {
          add("batch", "draining", drain, drain + .minutes(2))
          add("batch", "deleting", drain + .minutes(2), cleaned)
          add("trading", "provisioning", cleaned, min(back, end))
        }
        home = min(back, end)
      }
      add("trading", "ready", home, end)
      return result
    }
  }

  private static func run(_ variants: [LendingVariant], seeds: [UInt64]) throws -> RunReport {
    let names =
      ["job.submitted", "job.started"]
      + ["mean", "p50", "p95", "p99", "max"].map { "job.wait.\($0)" }
      + ["pending.pod_hours", "pending.peak", "unserved.core_hours"].map { "service.\($0)" }
      + ["job.unfinished", "job.rejected"]
    let metrics = try names.map { name in
      let definition = try #require(MetricRegistry.metric(named: name))
      return ReportMetric(
        name: name, unit: definition.unit, better: definition.better.rawValue,
        definition: definition.definition)
    }
    return RunReport(
      runID: "3f2a9c0de1b24a5f6078a1b2c3", scenarioName: "market-hours",
      scenarioDescription: "A bank lends its trading machines at night, <and says so>.",
      status: "complete", createdAt: "2026-11-27T12:00:00Z", toolVersion: "0.2.0",
      zoneRulesVersion: "2025b", commandLine: ["fivespot", "run", "scenarios/market-hours.yaml"],
      scenarioText: "name: market-hours\n", start: start, clock: try clock(), metrics: metrics,
      variants: variants.enumerated().map { index, variant in
        ReportVariant(
          name: variant.name, description: variant.description,
          members: seeds.map { seed in
            let scale = Double(index + 1) + Double(seed) / 10
            return ReportMember(
              seed: seed, digest: String(repeating: "0\(index)", count: 32),
              values: [
                5_000, 4_990 - Double(index), 310 * scale, 0, 1_900 * scale, 9_000 * scale,
                30_000 * scale, index == 1 ? 1_200.5 + Double(seed) : 0, index == 1 ? 38 : 0,
                index == 1 ? 4_300 : 0, 0, 0,
              ])
          }, series: [])
      },
      inputs: [
        ReportInput(
          path: "traces/opendc-surf/surf_week_tasks.csv.gz",
          sha256: String(repeating: "ab", count: 32), byteCount: 1_234_567, license: "MIT")
      ])
  }
}
