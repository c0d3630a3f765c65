import Units

/// What a run cost: no value in a run without prices.
extension MetricRegistry {
  static let costs: [MetricDefinition] =
    [
      cost("total", "What the machines of the run cost", CostDriver.allCases),
      cost("owned", "What owned machines cost", ownedDrivers),
      cost(
        "owned.depreciation", "The purchase of owned machines, written off over their life",
        [.ownedDepreciation]),
      cost("owned.energy", "The energy of owned machines", energyDrivers),
      cost("owned.energy.idle", "The energy of owned machines at idle power", [.ownedEnergyIdle]),
      cost("owned.energy.load", "The energy of owned machines above it", [.ownedEnergyLoad]),
      cost("owned.energy.off", "The energy of owned machines that are off", [.ownedEnergyOff]),
      cost("cloud", "What rented machines cost", cloudDrivers),
      cost("cloud.spot", "What rented spot machines cost", [.cloudSpot]),
      cost("cloud.on-demand", "What rented on-demand machines cost", [.cloudOnDemand]),
    ] + [
      MetricDefinition(
        "cost.cloud.list", "currency", .none,
        "What rented machines would cost at the on-demand list price; in the currency of the prices."
      ) { $0.costs.map { amount($0.listAmount(of: cloudDrivers)) } },
      MetricDefinition(
        "cost.cloud.effective_savings_rate", "ratio", .higher,
        "What rented machines cost less than by the list, over what they cost by the list; none when "
          + "none was rented."
      ) { summary in
        summary.costs.flatMap { costs in
          let list = costs.listAmount(of: cloudDrivers)
          return list == .zero
            ? nil : amount(list - costs.amount(of: cloudDrivers)) / amount(list)
        }
      },
      MetricDefinition(
        "energy.owned", "kWh", .lower,
        "Energy of owned machines at the meter, the building's share included."
      ) { $0.costs.map { $0.quantity(of: energyDrivers) } },
      MetricDefinition(
        "job.completed.unit_cost", "currency/job", .lower,
        "What the machines of the run cost over the jobs that finished; none when none did."
      ) { summary in
        guard let costs = summary.costs, summary.jobsFinished > 0 else { return nil }
        return amount(costs.amount()) / Double(summary.jobsFinished)
      },
      MetricDefinition(
        "work.done.unit_cost", "currency/core-h", .lower,
        "What the machines of the run cost over the work of the jobs that finished times the CPU they "
          + "request; none when none did."
      ) { summary in
        guard let costs = summary.costs, summary.coreTimeDone > 0 else { return nil }
        return amount(costs.amount()) / coreHours(summary.coreTimeDone)
      },
    ]

  private static let energyDrivers: [CostDriver] = [
    .ownedEnergyIdle, .ownedEnergyLoad, .ownedEnergyOff,
  ]
  private static let ownedDrivers = [CostDriver.ownedDepreciation] + energyDrivers
  private static let cloudDrivers: [CostDriver] = [.cloudSpot, .cloudOnDemand]

  private static func cost(
    _ name: String, _ definition: String, _ drivers: [CostDriver]
  ) -> MetricDefinition {
    MetricDefinition(
      "cost.\(name)", "currency", .lower, "\(definition); in the currency of the prices."
    ) { $0.costs.map { amount($0.amount(of: drivers)) } }
  }

  /// The nearest binary floating-point number, in units of the currency.
  private static func amount(_ money: Money) -> Double { Double(money.picounits) / 1e12 }
}
