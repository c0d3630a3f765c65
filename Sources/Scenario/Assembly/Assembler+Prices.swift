import Documents
import Facts
import Ledger
import Traces
import Units

/// What machines cost, with recorded prices looked up.
extension Assembler {
  mutating func makePriceBook() -> PriceBook? {
    guard let prices = model.prices else { return nil }
    // In a control plane the deployments are pools too, after those of machines that are lent.
    let rented = model.pools.map { (name: $0.name, isSpot: $0.capacityType == .spot) } + deployments
    var pools = [PoolPrice?](repeating: nil, count: rented.count)
    for (name, price) in prices.pools {
      guard let index = rented.lastIndex(where: { $0.name == name }) else { continue }
      switch price {
      case .given(let given): pools[index] = given
      case .recorded(let reference):
        pools[index] = recorded(reference, isSpot: rented[index].isSpot).map { .rented($0) }
      }
    }
    return PriceBook(
      currency: prices.currency, pools: pools, energyPerKilowattHour: prices.energyPerKilowattHour,
      powerUsageEffectivenessPermille: prices.powerUsageEffectivenessPermille)
  }

  private var deployments: [(name: String, isSpot: Bool)] {
    model.controlPlane?.node.member("deployments").members.map { ($0.key, $0.value["spot"] != nil) }
      ?? []
  }

  private mutating func recorded(
    _ reference: RecordedPriceReference, isSpot: Bool
  ) -> RentedMachinePrice? {
    guard case .prices(let list)? = content(of: reference.trace) else { return nil }
    func problem(_ message: String, _ remedy: String?) -> Diagnostic {
      Diagnostic(
        .error, .unknownName, at: reference.position, path: reference.entry, message,
        remedy: remedy)
    }
    guard let row = list.price(of: reference.machineType) else {
      diagnostics.append(
        problem(
          "the file \"\(reference.trace.file)\" has no machine type \"\(reference.machineType)\"",
          NearestWord.advice(
            for: reference.machineType, among: list.prices.map(\.machineType), noun: "there are")))
      return nil
    }
    guard let perHour = isSpot ? row.preemptible : row.onDemand else {
      diagnostics.append(
        problem(
          "the file has no preemptible price for \"\(reference.machineType)\"",
          "give kind: rented with perHour, or another type"))
      return nil
    }
    return RentedMachinePrice(
      perHour: perHour, listPerHour: row.onDemand, minimumBilled: reference.minimumBilled,
      billedStep: reference.billedStep)
  }
}
