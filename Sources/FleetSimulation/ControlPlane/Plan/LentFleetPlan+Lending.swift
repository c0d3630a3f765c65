package import Facts
package import SimulationKernel
import SpotScheduler
package import Units

extension LentFleetPlan {
  /// What Cluster API adds to a clean-up and the set-up after it: a look of 5 s of the provider, and a few
  /// runs of the Machine controller, each a second after the one before.
  package static let sessionOverhead = TimeSpan.seconds(30)
  /// What it adds to a machine's way home besides: calls that wait in a client's bucket, the bootstrap
  /// secret, and controllers that are busy with others.
  package static let returnOverhead = TimeSpan.seconds(90)

  /// The machines of a lending plan as hosts of a control plane, with the clusters of `fleet` as its
  /// workload clusters.
  ///
  /// What the plan says of a node's joining leads to one that is Ready. `bootstrap` says in seconds how
  /// long a Machine's secret takes.
  package init(_ lending: LendingPlan, on fleet: Fleet, bootstrap: Distribution) {
    let nodes = lending.nodesOfHosts
    var shapes: [NodeShape] = []
    var shapeOfHost: [Int] = []
    for node in nodes {
      let machine = fleet.nodes[Int(node)]
      let shape = NodeShape(
        allocatable: machine.allocatable,
        podsPerNode: Int(clamping: fleet.pools[Int(machine.pool.index)].maxPods))
      if let known = shapes.firstIndex(of: shape) {
        shapeOfHost.append(known)
      } else {
        shapeOfHost.append(shapes.count)
        shapes.append(shape)
      }
    }
    self.init(
      profile: lending.profile, fleet: lending.snapshot(of: fleet),
      provider: ProviderPlan(
        bootstrap: bootstrap, provisioning: lending.provider.provision,
        deletion: lending.provider.deprovision, join: lending.provider.join, ready: .zero,
        mostAtOnce: lending.provider.concurrency), allocatable: .zero)
    if !shapes.isEmpty { self.shapes = shapes }
    self.shapeOfHost = shapeOfHost
    sanitisation = lending.sanitisation
    attestation = lending.attestation
    attestationService = lending.attestationService
    orders = lending.recalls.map { Order(at: $0.at, .recall($0)) }
    for reclaim in lending.reclaims {
      var order = reclaim
      order.nodes = reclaim.nodes.compactMap { node in
        nodes.firstIndex(of: node).map { UInt32($0) }
      }
      let number = orders.count
      orders.append(Order(at: reclaim.at, .askForHosts(order)))
      if let until = reclaim.until { orders.append(Order(at: until, .release(of: number))) }
    }
  }
}

extension LendingPlan {
  /// The same machines, of which none is lent.
  package var keptAtHome: LendingPlan {
    var plan = self
    plan.profile = .upstream03
    plan.borrowers = []
    plan.recalls = []
    plan.reclaims = []
    for index in plan.offers.indices {
      plan.offers[index].ownerSchedule = .always
      plan.offers[index].borrowerSchedule = .never
    }
    return plan
  }
}
