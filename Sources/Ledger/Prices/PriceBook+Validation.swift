package import Facts
import Units

extension PriceBook {
  /// The greatest amount of a price, so that no sum of charges leaves the range of `Money`.
  private static let amountMax = Money(units: 1_000_000_000_000)
  /// The greatest power of a machine: a gigawatt.
  private static let milliwattsMax: Int64 = 1_000_000_000_000

  /// Refuses a book that a fleet's costs cannot be told from, with the first reason.
  package func validate(for fleet: Fleet) throws(LedgerError) {
    guard pools.count == fleet.pools.count else {
      throw .poolCount(priced: pools.count, pools: fleet.pools.count)
    }
    guard powerUsageEffectivenessPermille >= 1_000, powerUsageEffectivenessPermille <= 10_000 else {
      throw .book(
        problem: "a power usage effectiveness of \(powerUsageEffectivenessPermille) thousandths; "
          + "a building takes what its machines take or more: give 1000 to 10000")
    }
    if let problem = Self.problem(energyPerKilowattHour, "a kilowatt-hour") {
      throw .book(problem: problem)
    }
    for (pool, price) in zip(fleet.pools, pools) {
      guard let price, let problem = Self.problem(of: price, for: pool) else { continue }
      throw .price(pool: pool.name, problem: problem)
    }
  }

  private static func problem(of price: PoolPrice, for pool: Pool) -> String? {
    switch price {
    case .owned(let price):
      guard pool.isOwned else {
        return "it is bought, and its capacity type is \(pool.capacityType.rawValue); rent it, or "
          + "make its capacity type owned"
      }
      return problem(of: price)
    case .rented(let price):
      guard !pool.isOwned else {
        return "it is rented, and its capacity type is owned; buy it, or make its capacity type "
          + "spot or on-demand"
      }
      return problem(of: price)
    }
  }

  private static func problem(of price: OwnedMachinePrice) -> String? {
    if let problem = problem(price.purchase, "the purchase") { return problem }
    if let problem = problem(price.residual, "the residual value") { return problem }
    guard price.residual <= price.purchase else {
      return "the residual value \(price.residual) is more than the purchase \(price.purchase)"
    }
    guard (1...1_000).contains(price.lifeYears) else {
      return "a life of \(price.lifeYears) years; give 1 to 1000"
    }
    guard price.offMilliwatts >= 0, price.offMilliwatts <= price.idleMilliwatts,
      price.idleMilliwatts <= price.fullMilliwatts, price.fullMilliwatts <= milliwattsMax
    else {
      return "powers of \(price.offMilliwatts), \(price.idleMilliwatts) and "
        + "\(price.fullMilliwatts) mW off, idle and full; they may not fall, and end at a gigawatt"
    }
    return nil
  }

  private static func problem(of price: RentedMachinePrice) -> String? {
    if let problem = problem(price.perHour, "an hour") { return problem }
    if let problem = problem(price.listPerHour, "an hour by the list") { return problem }
    guard price.billedStep > .zero, price.minimumBilled >= .zero else {
      return "a billed step of \(price.billedStep.nanoseconds) ns and a minimum of "
        + "\(price.minimumBilled.nanoseconds) ns; the step is above zero, the minimum not below"
    }
    return nil
  }

  private static func problem(_ amount: Money, _ what: String) -> String? {
    amount < .zero || amount > amountMax
      ? "\(what) costs \(amount); give 0 to \(amountMax)" : nil
  }
}
