package import Documents
package import Ledger
package import Units

/// What machines and energy cost, before recorded prices are looked up.
package struct PricesModel: Sendable {
  /// What one machine of a pool costs.
  package enum Price: Sendable {
    /// A price that the scenario gives.
    case given(PoolPrice)
    /// A price to look up in a price list.
    case recorded(RecordedPriceReference)
  }

  /// The currency.
  package var currency: Currency
  /// What a kilowatt-hour costs.
  package var energyPerKilowattHour: Money
  /// Power usage effectiveness, in thousandths.
  package var powerUsageEffectivenessPermille: Int64
  /// The prices, by the name of their pool.
  package var pools: [(pool: String, price: Price)]

  init(_ node: CheckedNode) {
    let code = node.text("currency")
    currency = known(Currency(code: code), code)
    energyPerKilowattHour = node.money("energyPerKilowattHour")
    powerUsageEffectivenessPermille = node.integer("powerUsageEffectiveness")
    pools = node.member("pools").members.map { ($0.key, Price($0.value)) }
  }
}

/// A row of a price list.
package struct RecordedPriceReference: Sendable {
  /// The price list.
  package var trace: TraceReference
  /// The machine type.
  package var machineType: String
  /// Where the type stands.
  package var position: SourcePosition
  /// The entry that names it.
  package var entry: String
  /// The least time that is charged.
  package var minimumBilled: TimeSpan
  /// What the charged time is rounded up to.
  package var billedStep: TimeSpan
}

extension PricesModel.Price {
  init(_ node: CheckedNode) {
    switch node.text("kind") {
    case "owned":
      let watts = node.member("watts")
      self = .given(
        .owned(
          OwnedMachinePrice(
            purchase: node.money("purchase"), residual: node.money("residual"),
            lifeYears: node.integer("lifeYears"), idleMilliwatts: watts.integer("idle"),
            fullMilliwatts: watts.integer("full"), offMilliwatts: watts.integer("off"))))
    case "rented":
      let perHour = node.money("perHour")
      self = .given(
        .rented(
          RentedMachinePrice(
            perHour: perHour,
            listPerHour: node["listPerHour"] == nil ? perHour : node.money("listPerHour"),
            minimumBilled: node.span("minimumBilled"), billedStep: node.span("billedStep"))))
    default:
      self = .recorded(
        RecordedPriceReference(
          trace: TraceReference(node.member("trace")), machineType: node.text("machineType"),
          position: node.member("machineType").position, entry: node.member("machineType").path,
          minimumBilled: node.span("minimumBilled"), billedStep: node.span("billedStep")))
    }
  }
}

extension CheckedNode {
  /// The amount of money at a key that the shape promises.
  fileprivate func money(_ key: String) -> Money {
    let text = text(key)
    return known(try? Money(text: text), text)
  }
}
