/// What a part of a run's cost comes from. Every charge has one, and no money has two.
package enum CostDriver: Int, CaseIterable, Sendable, BitwiseCopyable {
  /// The purchase of owned machines, written off hour by hour, on or off, lent or not.
  case ownedDepreciation = 0
  /// The energy that owned machines take because they are on.
  case ownedEnergyIdle = 1
  /// The energy that owned machines take on top of that because they work.
  case ownedEnergyLoad = 2
  /// The energy that owned machines take while they are off.
  case ownedEnergyOff = 3
  /// Rented machines that their cloud may take back.
  case cloudSpot = 4
  /// Rented machines that are kept until given back.
  case cloudOnDemand = 5

  /// Its name in views and reports.
  package var name: String {
    switch self {
    case .ownedDepreciation: "owned.depreciation"
    case .ownedEnergyIdle: "owned.energy.idle"
    case .ownedEnergyLoad: "owned.energy.load"
    case .ownedEnergyOff: "owned.energy.off"
    case .cloudSpot: "cloud.spot"
    case .cloudOnDemand: "cloud.on-demand"
    }
  }

  /// The unit of its quantity.
  package var unit: String {
    switch self {
    case .ownedDepreciation, .cloudSpot, .cloudOnDemand: "h"
    case .ownedEnergyIdle, .ownedEnergyLoad, .ownedEnergyOff: "kWh"
    }
  }

  /// What it is, in a sentence.
  package var definition: String {
    switch self {
    case .ownedDepreciation:
      "Purchase less residual value of owned machines, written off evenly over their life, for every "
        + "hour of the horizon; the quantity is machine hours."
    case .ownedEnergyIdle:
      "Energy of owned machines that are on, at idle power, with the building's share; the quantity "
        + "is at the meter."
    case .ownedEnergyLoad:
      "Energy of owned machines above idle power, in proportion to the CPU used, with the building's "
        + "share; the quantity is at the meter."
    case .ownedEnergyOff:
      "Energy of owned machines that are off, with the building's share; the quantity is at the meter."
    case .cloudSpot: "Rented spot machines, by the time that is billed."
    case .cloudOnDemand: "Rented on-demand machines, by the time that is billed."
    }
  }
}
