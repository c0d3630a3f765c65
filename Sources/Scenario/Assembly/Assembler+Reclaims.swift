import Documents
import Facts
import FleetSimulation

/// Emergency reclaims: machines by pool or by name.
extension Assembler {
  mutating func makeReclaims(on fleet: Fleet, of offers: [LendingOffer]) -> [ReclaimOrder] {
    guard let reclaims = model.lending?.reclaims, !reclaims.isEmpty else { return [] }
    let offered = offers.flatMap(\.nodes)
    var orders: [ReclaimOrder] = []
    for reclaim in reclaims {
      var nodes: [UInt32] = []
      if let name = reclaim.pool, let pool = pool(name) {
        nodes = offered.filter { fleet.nodes[Int($0)].pool == pool }
      }
      for machine in reclaim.machines {
        if let node = offered.first(where: { fleet.nodeNames[Int($0)] == machine.name }) {
          nodes.append(node)
        } else {
          report(machine, among: offered, of: fleet)
        }
      }
      orders.append(
        ReclaimOrder(
          at: reclaim.at, cause: reclaim.cause, within: reclaim.within, until: reclaim.until,
          nodes: nodes, count: reclaim.count))
    }
    return orders
  }

  private mutating func report(
    _ machine: (name: String, position: SourcePosition, path: String), among offered: [UInt32],
    of fleet: Fleet
  ) {
    let isThere = fleet.nodeNames.contains(machine.name)
    let example = offered.first.map { fleet.nodeNames[Int($0)] }
    diagnostics.append(
      Diagnostic(
        .error, .unknownName, at: machine.position, path: machine.path,
        isThere
          ? "the machine \(machine.name) is not on offer"
          : "there is no machine \"\(machine.name)\"",
        remedy: example.map { "name machines of lending.offers, such as \($0)" }))
  }
}
