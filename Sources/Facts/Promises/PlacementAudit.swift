import Units

/// Whether pods start only on lent machines that their cluster may have, and whether machines change
/// their tenant clean.
struct PlacementAudit: Sendable {
  private let rules: PlacementRules
  private let poolOfNode: [Int]
  /// Whose workloads ran on each machine last, and whether it was sanitised since.
  private var tenants: [Int]
  private var isClean: [Bool]
  /// When each machine was proved last; nil when it never was, or the proof was refused since.
  private var provedAt: [Instant?]

  init(_ rules: PlacementRules, fleet: Fleet) {
    self.rules = rules
    poolOfNode = fleet.nodes.map { Int($0.pool.index) }
    tenants = fleet.nodes.map { Int(fleet.pools[Int($0.pool.index)].cluster.index) }
    isClean = Array(repeating: false, count: fleet.nodes.count)
    provedAt = Array(repeating: nil, count: fleet.nodes.count)
  }

  /// A pod of a cluster starts on a lent machine.
  func started(
    _ pod: PromiseBreach.Subject, of cluster: Int, on machine: UInt32, at now: Instant,
    _ tally: inout PromiseTally
  ) {
    let node = Int(machine)
    if let jurisdiction = rules.jurisdictions[cluster] {
      tally.judge(
        .jurisdiction, node: machine, pod, at: now, short: .zero,
        reason: jurisdiction[poolOfNode[node]] ? nil : .outside)
    }
    if let terms = rules.confidential[cluster] {
      tally.judge(
        .confidentiality, node: machine, pod, at: now, short: .zero,
        reason: isProved(node, terms, at: now) ? nil : .unproved)
    }
  }

  private func isProved(
    _ node: Int, _ terms: PlacementRules.Confidential, at now: Instant
  ) -> Bool {
    guard terms.hasHardware[poolOfNode[node]], let proved = provedAt[node] else { return false }
    return now - proved < terms.maximumProofAge
  }

  /// The Machine of a node in one cluster is in another stage.
  mutating func changed(
    _ fact: Fact, to stage: MachineStage, _ tally: inout PromiseTally
  ) {
    let node = Int(fact.subject)
    switch stage {
    case .provisioning where rules.hasConfidential && tenants[node] != Int(fact.object):
      tally.judge(
        .confidentiality, node: fact.subject, .machine, at: fact.at, short: .zero,
        reason: isClean[node] ? nil : .unsanitised)
    case .ready:
      tenants[node] = Int(fact.object)
      isClean[node] = false
    default: break
    }
  }

  mutating func sanitised(_ fact: Fact) { isClean[Int(fact.subject)] = true }

  mutating func attested(_ fact: Fact) {
    provedAt[Int(fact.subject)] = fact.value == 1 ? fact.at : nil
  }
}
