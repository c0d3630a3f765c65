package import Facts
package import Units

/// What the machines of a fleet cost: one price a pool, one currency, one tariff of energy.
package struct PriceBook: Hashable, Sendable {
  /// What all amounts of the book are counted in.
  package var currency: Currency
  /// The price of each pool's machines, by `PoolID`; nil for a pool that is not priced.
  package var pools: [PoolPrice?]
  /// What a kilowatt-hour costs at the meter of the building.
  package var energyPerKilowattHour: Money
  /// Power usage effectiveness in thousandths: the energy that the building takes over the energy
  /// that its machines take (ISO/IEC 30134-2), at least 1,000.
  package var powerUsageEffectivenessPermille: Int64

  /// Makes a price book of its parts.
  package init(
    currency: Currency, pools: [PoolPrice?], energyPerKilowattHour: Money,
    powerUsageEffectivenessPermille: Int64
  ) {
    self.currency = currency
    self.pools = pools
    self.energyPerKilowattHour = energyPerKilowattHour
    self.powerUsageEffectivenessPermille = powerUsageEffectivenessPermille
  }

  /// The price of a pool's machines; nil when it is not priced.
  package func price(of pool: PoolID) -> PoolPrice? {
    let index = Int(pool.index)
    return index < pools.count ? pools[index] : nil
  }
}

/// What one machine of a pool costs.
package enum PoolPrice: Hashable, Sendable {
  /// It was bought, and takes energy.
  case owned(OwnedMachinePrice)
  /// It is rented by the time.
  case rented(RentedMachinePrice)
}

/// What a bought machine costs: its purchase over its life, and its power.
package struct OwnedMachinePrice: Hashable, Sendable {
  /// What it was bought for.
  package var purchase: Money
  /// What it is worth at the end of its life; at most the purchase.
  package var residual: Money
  /// Over how many years of 8,760 hours its purchase is written off; at least 1.
  package var lifeYears: Int64
  /// What it takes when it is on and does nothing, in thousandths of a watt.
  package var idleMilliwatts: Int64
  /// What it takes when all its CPU is used, in thousandths of a watt.
  package var fullMilliwatts: Int64
  /// What it takes when it is off: its management controller, in thousandths of a watt.
  package var offMilliwatts: Int64

  /// Makes a price of its parts.
  package init(
    purchase: Money, residual: Money, lifeYears: Int64, idleMilliwatts: Int64,
    fullMilliwatts: Int64, offMilliwatts: Int64
  ) {
    self.purchase = purchase
    self.residual = residual
    self.lifeYears = lifeYears
    self.idleMilliwatts = idleMilliwatts
    self.fullMilliwatts = fullMilliwatts
    self.offMilliwatts = offMilliwatts
  }
}
