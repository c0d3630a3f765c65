import Documents
import Units

/// Prices.
extension ScenarioCheck {
  mutating func checkPrices(_ root: CheckedNode, _ outline: FleetOutline) {
    guard let prices = root["prices"], let table = prices["pools"] else { return }
    for entry in table.members {
      guard let pool = pool(entry, outline), let kind = entry.value["kind"]?.text else { continue }
      if let type = pool.capacityType, (kind == "owned") != (type == "owned") {
        report(
          pool: entry, "the price is of the kind \(kind), and machines of \(pool.name) are \(type)",
          remedy: type == "owned"
            ? "give kind: owned, or set nodes.\(pool.name).capacityType"
            : "give kind: rented or recorded, or set nodes.\(pool.name).capacityType")
      }
      switch kind {
      case "owned": checkOwned(entry.value)
      case "recorded":
        if let currency = prices["currency"], let code = currency.text, code != "USD" {
          report(
            at: currency, "recorded prices are in USD, and the prices are in \(code)",
            remedy: "write currency: USD, or give kind: rented with amounts in \(code)")
        }
      default: break
      }
    }
    guard !table.isInvalid else { return }
    let unpriced = outline.pools.map(\.name).filter { table[$0] == nil }
    if !unpriced.isEmpty {
      report(
        .noEffect, as: .warning, at: table,
        "the pools without a price are left out of all costs: \(unpriced.joined(separator: ", "))",
        remedy: "give each a price")
    }
  }

  private mutating func checkOwned(_ price: CheckedNode) {
    if let residual = price["residual"], let left = money(residual),
      let purchase = price["purchase"].flatMap(money), left > purchase
    {
      report(
        at: residual, "the residual value, \(left), is above the purchase, \(purchase)",
        remedy: "a machine is worth less at the end of its life")
    }
    guard let watts = price["watts"], let idle = watts["idle"]?.integer else { return }
    if let full = watts["full"], let most = full.integer, most < idle {
      report(
        at: full, "the power under full load is below that of an idle machine",
        remedy: "are idle and full swapped?")
    }
    if let off = watts["off"], let least = off.integer, least > idle {
      report(
        at: off, "a machine that is off takes more than an idle one",
        remedy: "are idle and off swapped?")
    }
  }

  private func money(_ node: CheckedNode) -> Money? { node.text.flatMap { try? Money(text: $0) } }
}
