import KubernetesModel
import SpotScheduler
import Units

/// The hosts of a fleet, put together from the objects that name them.
///
/// 5-Spot knows no hosts: an object names its own in an annotation, or by the address of its
/// `RemoteMachine`. Of a host's objects one is its owner's, the others are borrowers'.
struct HostAssembly {
  private var base: [String: HostSnapshot] = [:]
  private var claims: [(id: ScheduledMachineID, host: String, reference: ObjectReference)] = []
  private var roles: [ScheduledMachineID: ScheduledMachine.Role] = [:]
  private var findings: [Finding] = []
  private(set) var snapshots: [HostSnapshot] = []
  /// What nodes say of their hosts, by host.
  private var cpu: [Int: MilliCPU] = [:]
  private var labels: [Int: Labels] = [:]

  init(terms: FleetTerms) {
    for host in terms.base?.hosts ?? [] { base[host.name] = host }
  }

  /// Notes that an object takes a host, if it names one.
  mutating func claim(
    _ id: ScheduledMachineID, _ object: ObservedScheduledMachine, _ reference: ObjectReference
  ) {
    roles[id] = object.role
    guard let host = object.host else {
      findings.append(
        Finding(
          .hostUnknown, reference.text, "it names no host, so only upstream profiles decide on it",
          remedy: "annotate it with \(ClusterObjects.Annotation.host)"))
      return
    }
    claims.append((id, host, reference))
  }

  /// Gives each object its host and role, and says which could not get them.
  ///
  /// The only object of a host is its owner's where it does not say otherwise. Of several, each has to
  /// say what it is, and there is one owner, and one borrower a cluster.
  mutating func place(_ machines: inout [ScheduledMachine]) -> [Finding] {
    let groups = Dictionary(grouping: claims) { $0.host }
    for name in groups.keys.sorted() {
      let claims = groups[name] ?? []
      let id = HostID(UInt32(snapshots.count))
      var host = HostSnapshot(
        name: name, cpu: MilliCPU(0), owner: ScheduledMachineID(.max), borrowers: [])
      for claim in claims {
        let index = Int(claim.id.index)
        guard let role = roles[claim.id] ?? (claims.count == 1 ? .owner : nil) else {
          refuse(claim.reference, "several objects take \(name), and it does not say its role")
          continue
        }
        switch role {
        case .owner:
          guard host.owner == ScheduledMachineID(.max) else {
            refuse(claim.reference, "\(name) has another object of role owner")
            continue
          }
          host.owner = claim.id
        case .borrower:
          let cluster = machines[index].cluster
          guard !host.borrowers.contains(where: { machines[Int($0.index)].cluster == cluster })
          else {
            refuse(claim.reference, "\(name) has another object of role borrower in its cluster")
            continue
          }
          host.borrowers.append(claim.id)
        }
        machines[index].host = id
        machines[index].role = role
      }
      snapshots.append(host)
    }
    return findings
  }

  private mutating func refuse(_ reference: ObjectReference, _ message: String) {
    findings.append(
      Finding(
        .roleUnknown, reference.text, message,
        remedy: "annotate it with \(ClusterObjects.Annotation.role): owner or borrower"))
  }

  /// Takes over what the node of a host's object says of it.
  mutating func learn(_ host: HostID, _ node: ObservedNode, isOwner: Bool) {
    let index = Int(host.index)
    guard index < snapshots.count else { return }
    if isOwner || cpu[index] == nil { cpu[index] = node.cpu }
    if isOwner || labels[index] == nil { labels[index] = node.labels }
  }

  /// The hosts with what terms and nodes say of them.
  func finished(
    _ base: FleetSnapshot?, _ findings: inout Set<Finding>, _ fleet: ObservedFleet
  ) -> [HostSnapshot] {
    snapshots.enumerated().map { index, host in
      let written = self.base[host.name]
      var host = host
      host.cpu = written?.cpu ?? cpu[index] ?? MilliCPU(0)
      host.labels = written?.labels ?? labels[index] ?? Labels()
      host.trustedExecution = written?.trustedExecution
      if let tenant = written?.lastTenant, let base {
        let name = base.clusters[Int(tenant.index)].name
        host.lastTenant = fleet.snapshot.clusters.firstIndex { $0.name == name }
          .map { ClusterReference(UInt32($0)) }
      }
      if host.cpu.value == 0 {
        findings.insert(
          Finding(
            .hostSizeUnknown, "host \(host.name)", "it has no node now, and no terms say its CPU",
            remedy: "write it among the hosts of the terms"))
      }
      return host
    }
  }
}
