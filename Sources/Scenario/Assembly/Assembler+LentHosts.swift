import Documents
import Facts
import FleetSimulation
import SimulationKernel
import Units

/// Machines that are lent where Cluster API moves them.
extension Assembler {
  mutating func addLending(
    _ lending: LendingPlan, of fleet: Fleet, to made: inout NamedControlPlane,
    _ faults: CheckedNode
  ) {
    let bootstrap = known(try? Distribution.uniform(low: 1, high: 3), "a law from 1 to 3 s")
    var plan = LentFleetPlan(lending, on: fleet, bootstrap: bootstrap)
    if let hosts = faults["lentHosts"] {
      plan.failedSetUpsPerThousand = UInt64(hosts.integer("failedSetUps"))
      plan.failedCleanUpsPerThousand = UInt64(hosts.integer("failedCleanUps"))
      plan.repair = law(hosts.member("repair"))
    }
    made.plan.lending = plan
    made.lentFleet = fleet
  }
}
