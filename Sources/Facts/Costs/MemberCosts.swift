package import Units

/// What one driver of one pool comes to over a run.
package struct Charge: Hashable, Sendable {
  /// The pool whose machines it is charged for.
  package var pool: PoolID
  /// What it comes from.
  package var driver: CostDriver
  /// What is charged.
  package var amount: Money
  /// What would be charged by the price list; the amount itself where there is no list.
  package var listAmount: Money
  /// How much was charged for, in the driver's unit.
  package var quantity: Double

  /// Makes a charge of its parts.
  package init(
    pool: PoolID, driver: CostDriver, amount: Money, listAmount: Money, quantity: Double
  ) {
    self.pool = pool
    self.driver = driver
    self.amount = amount
    self.listAmount = listAmount
    self.quantity = quantity
  }
}

/// What a member of a run cost: charges that sum to it exactly.
package struct MemberCosts: Hashable, Sendable {
  /// What the amounts are counted in.
  package var currency: Currency
  /// The charges, by pool and then by driver; each pair at most once.
  package var charges: [Charge]

  /// Makes costs of their charges.
  package init(currency: Currency, charges: [Charge]) {
    self.currency = currency
    self.charges = charges
  }

  /// The sum of the charges of some drivers.
  package func amount(of drivers: [CostDriver] = CostDriver.allCases) -> Money {
    charges.reduce(Money.zero) { drivers.contains($1.driver) ? $0 + $1.amount : $0 }
  }

  /// The sum of what some drivers would be charged at by the price list.
  package func listAmount(of drivers: [CostDriver] = CostDriver.allCases) -> Money {
    charges.reduce(Money.zero) { drivers.contains($1.driver) ? $0 + $1.listAmount : $0 }
  }

  /// The sum of the quantities of some drivers, which share a unit.
  package func quantity(of drivers: [CostDriver]) -> Double {
    charges.reduce(0) { drivers.contains($1.driver) ? $0 + $1.quantity : $0 }
  }
}
