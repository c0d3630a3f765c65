/// The names of what takes part in every control plane, and is no entity of a scenario.
///
/// The places of the names are numbers of the journal (`docs/journal.md`): names are added, never moved.
package enum ControlPlaneWords {
  /// The controllers, by the number that facts use.
  package static let controllers = [
    "machine-deployment", "machine-set", "machine", "machine-health-check",
  ]
  /// The clients, by the number that facts use: of the management cluster, of the workload cluster.
  package static let clients = ["management", "workload"]

  /// The name of a controller.
  package static func name(ofController number: UInt32) -> String {
    Int(number) < controllers.count ? controllers[Int(number)] : "[controller \(number)]"
  }

  /// The name of a client.
  package static func name(ofClient number: UInt32) -> String {
    Int(number) < clients.count ? clients[Int(number)] : "[client \(number)]"
  }
}
