import Documents
package import SpotScheduler
package import Units

/// A scenario made of a snapshot: what the snapshot knows as entries, what it does not as comments that
/// say what to fill in.
package struct SnapshotDraft {
  /// Why there is no scenario in a snapshot.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No host has an owner.
    case noHosts
    /// There is no cluster of that name, or no host belongs to it.
    case unknownOwner(String, known: [String])

    /// What is wrong and what to do.
    package var description: String {
      switch self {
      case .noHosts:
        "no host of the snapshot belongs to a cluster, so there is nothing to lend; annotate "
          + "ScheduledMachines with fivespot/host, or call init without a snapshot for a small example"
      case .unknownOwner(let name, let known):
        "no host belongs to a cluster \"\(name)\"; there \(known.count == 1 ? "is" : "are") "
          + known.joined(separator: ", ")
      }
    }
  }

  /// How long the scenario is.
  static let span = TimeSpan.days(7)

  let snapshot: FleetSnapshot
  let origin: SnapshotOrigin
  let start: Instant
  let policy: RegulatedPolicy
  let fleet: DraftFleet
  /// The snapshot's clusters as documents.
  let clusterDocuments: [DocumentValue]
  var lines = DraftLines()

  /// The text of a scenario. Equal arguments give equal bytes.
  ///
  /// - Parameters:
  ///   - snapshot: The fleet.
  ///   - origin: What else the snapshot says.
  ///   - start: When the scenario starts: the instant of the snapshot.
  ///   - policy: The terms of the regulated scheduler.
  ///   - owner: The cluster that lends; nil takes the one with the most hosts that are lent.
  package static func text(
    of snapshot: FleetSnapshot, origin: SnapshotOrigin, from start: Instant,
    policy: RegulatedPolicy = RegulatedPolicy(), owner: String? = nil
  ) throws(Failure) -> String {
    guard let chief = DraftFleet.chiefOwner(of: snapshot) else { throw .noHosts }
    let owners = snapshot.clusters.indices.filter { cluster in
      snapshot.hosts.contains { snapshot.owner(of: $0) == cluster }
    }
    var chosen = chief
    if let owner {
      guard let index = owners.first(where: { snapshot.clusters[$0].name == owner }) else {
        throw .unknownOwner(owner, known: owners.map { snapshot.clusters[$0].name })
      }
      chosen = index
    }
    var draft = SnapshotDraft(snapshot, origin, start, policy, owner: chosen)
    draft.write()
    return draft.lines.text
  }

  private init(
    _ snapshot: FleetSnapshot, _ origin: SnapshotOrigin, _ start: Instant,
    _ policy: RegulatedPolicy, owner: Int
  ) {
    self.snapshot = snapshot
    self.origin = origin
    self.start = start
    self.policy = policy
    fleet = DraftFleet(snapshot, owner: owner, from: start, for: Self.span)
    clusterDocuments =
      (try? SnapshotDocument.document(of: snapshot))?.elements(of: "clusters") ?? []
  }

  /// What the scenario calls a cluster of jobs when nobody borrows in the snapshot.
  static let inventedBorrower = "borrower"

  /// The names of the borrowers, of which there is always one.
  var borrowerNames: [String] {
    guard fleet.borrowers.isEmpty else { return fleet.borrowers.map { snapshot.clusters[$0].name } }
    let taken = snapshot.clusters[fleet.owner].name == Self.inventedBorrower
    return [taken ? Self.inventedBorrower + "-2" : Self.inventedBorrower]
  }

  var ownerName: String { snapshot.clusters[fleet.owner].name }

  private mutating func write() {
    writeHead()
    writeClusters()
    writeNodes()
    writeServices()
    writeWorkload()
    writeLending()
    writePromises()
    writePrices()
    writeVariants()
  }

  private mutating func writeHead() {
    lines.literal("yaml-language-server: $schema=scenario.schema.json")
    lines.literal("")
    lines.comment(
      "A scenario of a real fleet, made by fivespot init from a snapshot of \(start.rfc3339). What the "
        + "snapshot knows is here as it was; what it cannot know is a guess, and a comment with FILL IN "
        + "says so. The format: docs/scenario.md.")
    if !origin.sources.isEmpty {
      lines.comment("Read from: \(DraftLines.names(origin.sources, atMost: 8)).")
    }
    for words in fleet.leftOut { lines.comment("Left out. " + words) }
    writeFindings()
    lines.blank()
    lines.entry("apiVersion: fivespot/v0")
    lines.entry("name: from-snapshot")
    lines.comment(
      "From the instant of the snapshot. In the scenario every machine is at home then"
        + lentWords + ".")
    lines.entry("horizon: {start: \(start.rfc3339), duration: \(Self.span.text)}")
    lines.entry("seed: 1")
  }

  /// How many machines the snapshot has elsewhere.
  private var lentWords: String {
    let lent = snapshot.hosts.count { host in
      snapshot.owner(of: host) == fleet.owner
        && host.borrowers.contains {
          snapshot.observations[Int($0.index)].stage != .absent
        }
    }
    return lent == 0 ? "" : "; in the snapshot \(lent) of the owner's were lent, or on their way"
  }

  private mutating func writeFindings() {
    guard !origin.findings.isEmpty else { return }
    lines.literal("")
    lines.comment("What was wrong with the objects (docs/live.md, findings):")
    for finding in origin.findings {
      let remedy = finding.remedy.map { "; \($0)" } ?? ""
      lines.comment("- \(finding.finding) \(finding.object): \(finding.message)\(remedy)")
    }
  }
}
