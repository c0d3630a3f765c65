/// The hosts of a pool of k0smotron, which are taken in the order of their names.
///
/// A host has no health and no power control here: a dead or dirty one is taken again like any
/// other. Source: k0sproject/k0smotron v2.1
/// `internal/controller/infrastructure/remote_machine_controller.go`.
package struct RemoteHostPool: Sendable {
  /// The hosts in ascending order of their names.
  package private(set) var hosts: [Host]

  /// A host that somebody installed.
  package struct Host: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// The machine that has it, by the caller's number; nil while it is free.
    package var reservedBy: Int?
    /// Whether the last clean-up failed, so that something of the last tenant is still there.
    package var isDirty: Bool

    /// Makes a free, clean host.
    package init(name: String) {
      self.name = name
      isDirty = false
    }
  }

  /// Makes a pool of free hosts.
  package init(names: [String]) {
    hosts = names.sorted().map { Host(name: $0) }
  }

  /// The host that `machine` has or gets now: the first free one by name; nil when all are taken,
  /// which is an error and no queue.
  package mutating func reserve(for machine: Int) -> Int? {
    if let own = hosts.firstIndex(where: { $0.reservedBy == machine }) { return own }
    guard let free = hosts.firstIndex(where: { $0.reservedBy == nil }) else { return nil }
    hosts[free].reservedBy = machine
    return free
  }

  /// Gives back `host`, whether or not it could be cleaned: a failure is only logged.
  package mutating func release(_ host: Int, isClean: Bool) {
    precondition(hosts[host].reservedBy != nil, "host \(host) is free already")
    hosts[host].reservedBy = nil
    hosts[host].isDirty = !isClean
  }
}
