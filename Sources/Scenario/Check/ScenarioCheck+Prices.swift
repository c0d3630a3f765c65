import Documents
import Units

/// Prices.
extension ScenarioCheck {
  mutating func checkPrices(_ root: CheckedNode, _ outline: FleetOutline) {
    guard let prices = root["prices"], let table = prices["pools"] else { return }
    guard root["controlPlane"] == nil else {
      checkDeploymentPrices(table, of: prices, root)
      return
    }
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
      case "recorded": checkCurrency(of: prices)
      default: break
      }
    }
    guard !table.isInvalid else { return }
    let unpriced = outline.pools.map(\.name).filter { table[$0] == nil }
    if !unpriced.isEmpty { reportUnpriced(unpriced, table, noun: "pools") }
  }

  /// In a control plane the machines of clouds are paid for, by deployment.
  private mutating func checkDeploymentPrices(
    _ table: CheckedNode, of prices: CheckedNode, _ root: CheckedNode
  ) {
    let plane = root["controlPlane"]
    let deployments = plane?["deployments"]?.members ?? []
    let providers = plane?["providers"]?.members ?? []
    for entry in table.members {
      guard let deployment = deployments.first(where: { $0.key == entry.key }) else {
        guard root["nodes"]?[entry.key] == nil else {
          report(
            pool: entry,
            "the machines of \(entry.key) are lent, and have no bill beside a controlPlane",
            remedy: "leave the price out: what is owned costs the same, whoever has it")
          continue
        }
        report(
          pool: entry, "no deployment of the control plane is called \(entry.key)",
          remedy: "machines of clouds are paid for by deployment: "
            + (NearestWord.advice(
              for: entry.key, among: deployments.map(\.key), noun: "there are")
              ?? "name one of controlPlane.deployments"))
        continue
      }
      if entry.value["kind"]?.text == "owned" {
        report(
          pool: entry,
          "Machines of \(entry.key) come and go, and owned machines cost the same at all hours",
          remedy:
            "give kind: rented or recorded; what is owned stands in the bill of a scenario without a "
            + "controlPlane")
      }
      let name = deployment.value["provider"]?.text
      let provider = providers.first { name == nil || $0.key == name }
      if provider?.value["hosts"] != nil {
        report(
          pool: entry, "the hosts of \(entry.key) are there at all hours, whoever has them",
          remedy: "leave its price out: only machines of a cloud are paid for by the time")
      }
      if entry.value["kind"]?.text == "recorded" { checkCurrency(of: prices) }
    }
    let unpriced = deployments.map(\.key).filter { table[$0] == nil }
    if !table.isInvalid, !unpriced.isEmpty {
      reportUnpriced(unpriced, table, noun: "deployments")
    }
  }

  private mutating func reportUnpriced(_ names: [String], _ table: CheckedNode, noun: String) {
    report(
      .noEffect, as: .warning, at: table,
      "the \(noun) without a price are left out of all costs: \(names.joined(separator: ", "))",
      remedy: "give each a price")
  }

  private mutating func checkCurrency(of prices: CheckedNode) {
    guard let currency = prices["currency"], let code = currency.text, code != "USD" else { return }
    report(
      at: currency, "recorded prices are in USD, and the prices are in \(code)",
      remedy: "write currency: USD, or give kind: rented with amounts in \(code)")
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
