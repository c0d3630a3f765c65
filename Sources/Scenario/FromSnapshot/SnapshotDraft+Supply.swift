import Documents
import SpotScheduler
import Units

/// Clusters and machines.
extension SnapshotDraft {
  mutating func writeClusters() {
    lines.blank()
    lines.comment("What clusters keep back, and the terms on which they lend and borrow.")
    lines.entry("clusters:")
    lines.mapping(ownerName, ownerTerms, depth: 1)
    for (place, name) in borrowerNames.enumerated() {
      guard place < fleet.borrowers.count else {
        lines.comment(
          "Nobody borrows in the snapshot: this cluster is made up. FILL IN: its name.", depth: 1)
        lines.entry("\(name): {}", depth: 1)
        continue
      }
      let cluster = fleet.borrowers[place]
      let priorities = self.priorities(of: cluster)
      if priorities.count > 1 {
        lines.comment(
          "Its objects have priorities from \(priorities.last ?? 0) to \(priorities[0]); a scenario "
            + "has one for each cluster, and the highest is taken.", depth: 1)
      }
      lines.mapping(name, terms(of: cluster, priority: priorities.first), depth: 1)
    }
  }

  private var ownerTerms: [(key: String, value: DocumentValue?)] {
    let cluster = snapshot.clusters[fleet.owner]
    let document = clusterDocuments[fleet.owner]
    return [
      ("headroom", cluster.headroom.quantityIfAny),
      ("reservations", cluster.reserved.quantityIfAny.map { ["reserved": $0] }),
      ("floor", cluster.floor.quantityIfAny),
      ("labels", document.member("labels")),
      ("borrowerSelector", document.member("borrowerSelector")),
    ]
  }

  private func terms(
    of index: Int, priority: UInt8?
  ) -> [(key: String, value: DocumentValue?)] {
    let cluster = snapshot.clusters[index]
    let document = clusterDocuments[index]
    return [
      ("priority", priority == 50 ? .none : priority.map { .integer(Int64($0)) }),
      ("weight", document.member("weight")),
      ("floor", cluster.floor.quantityIfAny),
      ("labels", document.member("labels")), ("hostSelector", document.member("hostSelector")),
      ("confidential", document.member("confidential")),
    ]
  }

  /// The priorities of a borrower's objects on the owner's hosts, the highest first.
  private func priorities(of cluster: Int) -> [UInt8] {
    var found: Set<UInt8> = []
    for host in snapshot.hosts where snapshot.owner(of: host) == fleet.owner {
      for id in host.borrowers {
        let machine = snapshot.scheduledMachines[Int(id.index)]
        if Int(machine.cluster.index) == cluster { found.insert(machine.priority) }
      }
    }
    return found.sorted(by: >)
  }

  mutating func writeNodes() {
    lines.blank()
    lines.comment(
      "Machines that are alike, in groups. FILL IN: memory, which a snapshot does not hold; 4Gi for "
        + "each core is a guess, and large enough that CPU decides."
        + (fleet.pools.count > 1
          ? " The names keep the order of the snapshot, in which machines go." : ""))
    lines.entry("nodes:")
    for pool in fleet.pools {
      lines.comment(DraftLines.names(pool.hosts), depth: 1)
      if pool.environment?.attestation == .failed || pool.environment?.attestation == .verified {
        lines.comment(
          "What is known of their attestation is not part of a scenario: each proves itself anew.",
          depth: 1)
      }
      lines.entry("\(pool.name):", depth: 1)
      lines.entry("cluster: \(name(of: pool.cluster))", depth: 2)
      let machine: DocumentValue = [
        "cpu": pool.cpu.quantity, "memory": pool.cpu.memory(mebibytesEach: 4),
      ]
      lines.entry("machine: \(DraftLines.flow(machine))", depth: 2)
      lines.entry("count: \(pool.hosts.count)", depth: 2)
      if let labels = pool.labels { lines.entry("labels: \(DraftLines.flow(labels))", depth: 2) }
      if let environment = pool.environment {
        lines.entry(
          "trustedExecution: {technology: \(environment.technology.rawValue), "
            + "keys: \(environment.keys)}", depth: 2)
      }
    }
    guard offers.isEmpty, fleet.borrowers.isEmpty, let cpu = smallestHost else { return }
    lines.comment(
      "Nothing can be lent, and jobs need a machine: this one is made up. FILL IN: what they run on.",
      depth: 1)
    let machine: DocumentValue = ["cpu": cpu.quantity, "memory": cpu.memory(mebibytesEach: 4)]
    lines.entry(
      "made-up: {cluster: \(borrowerNames[0]), machine: \(DraftLines.flow(machine))}", depth: 1)
  }

  private func name(of cluster: Int) -> String { snapshot.clusters[cluster].name }

  /// The pools that are lent.
  var offers: [DraftFleet.Pool] { fleet.pools.filter { $0.offer != nil } }

  /// The CPU of the smallest machine that jobs may get.
  var smallestHost: MilliCPU? {
    (offers.isEmpty ? fleet.pools : offers).map(\.cpu).min { $0.value < $1.value }
  }
}
