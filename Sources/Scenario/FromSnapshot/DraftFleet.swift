import Documents
import SpotScheduler
import Units

/// The part of a snapshot that one scenario can hold: one owner, its borrowers, and machines in groups.
struct DraftFleet {
  /// Hosts that are alike.
  struct Pool {
    /// Its name in the scenario.
    var name: String
    var cluster: Int
    var cpu: MilliCPU
    var labels: DocumentValue?
    var environment: TrustedExecution?
    /// The hosts' names, in the order of the snapshot.
    var hosts: [String]
    /// When they are lent; nil when they are not.
    var offer: Offer?
    /// Why they are not, or what of it cannot be said.
    var notes: [String]
  }

  struct Offer: Hashable {
    var schedule: DraftSchedule
    /// When 5-Spot has the owner's object on; nil when 5-Spot could not have the two.
    var ownerSchedule: DraftSchedule?
  }

  var owner: Int
  /// The clusters that its hosts are lent to; empty when nobody borrows in the snapshot.
  var borrowers: [Int]
  var pools: [Pool]
  /// What of the snapshot is left out.
  var leftOut: [String]
}

extension DraftFleet {
  /// What makes hosts alike.
  private struct Key: Hashable {
    var cluster: UInt32
    var cpu: MilliCPU
    var labels: String
    var technology: TrustedExecution.Technology?
    var keys: Int
    var offer: Offer?
    var notes: [String]
  }

  /// The owner with the most hosts that are lent, among equals the first; nil when no host has an owner.
  static func chiefOwner(of snapshot: FleetSnapshot) -> Int? {
    var (lent, owned) = ([Int: Int](), [Int: Int]())
    for host in snapshot.hosts {
      guard let owner = snapshot.owner(of: host) else { continue }
      owned[owner, default: 0] += 1
      if !host.borrowers.isEmpty { lent[owner, default: 0] += 1 }
    }
    return snapshot.clusters.indices.filter { owned[$0] != nil }
      .max { (lent[$0] ?? 0, owned[$0] ?? 0, $1) < (lent[$1] ?? 0, owned[$1] ?? 0, $0) }
  }

  /// Gathers what a scenario about `owner` has, from `start` for `span`.
  init(_ snapshot: FleetSnapshot, owner: Int, from start: Instant, for span: TimeSpan) {
    self.owner = owner
    borrowers = []
    leftOut = []
    for host in snapshot.hosts where snapshot.owner(of: host) == owner {
      for id in host.borrowers {
        let cluster = Int(snapshot.scheduledMachines[Int(id.index)].cluster.index)
        if cluster != owner, !borrowers.contains(cluster) { borrowers.append(cluster) }
      }
    }
    borrowers.sort()
    pools = []
    var places: [Key: Int] = [:]
    let documents = (try? SnapshotDocument.document(of: snapshot))?.elements(of: "hosts") ?? []
    for (index, host) in snapshot.hosts.enumerated() {
      guard let cluster = snapshot.owner(of: host),
        cluster == owner || borrowers.contains(cluster)
      else { continue }
      let labels = index < documents.count ? documents[index].member("labels") : nil
      var (offer, notes): (Offer?, [String]) = (nil, [])
      if cluster == owner {
        (offer, notes) = Self.offer(of: host, snapshot, borrowers: borrowers, start, span)
      } else if !host.borrowers.isEmpty {
        notes = ["lent as well in the snapshot; in a scenario one cluster lends"]
      }
      let key = Key(
        cluster: UInt32(cluster), cpu: host.cpu, labels: labels.map { DraftLines.flow($0) } ?? "",
        technology: host.trustedExecution?.technology, keys: host.trustedExecution?.keys ?? 0,
        offer: offer, notes: notes)
      if let place = places[key] {
        pools[place].hosts.append(host.name)
      } else {
        places[key] = pools.count
        pools.append(
          Pool(
            name: "", cluster: cluster, cpu: host.cpu, labels: labels,
            environment: host.trustedExecution, hosts: [host.name], offer: offer, notes: notes))
      }
    }
    namePools()
    leftOut = Self.leftOut(of: snapshot, owner: owner, borrowers: borrowers)
  }

  /// Names that sort as the hosts stand in the snapshot: in that order machines are lent.
  private mutating func namePools() {
    let width = String(pools.count).count
    for index in pools.indices {
      let size = DraftLines.flow(pools[index].cpu.quantity)
      let number = String(index + 1)
      let place = String(repeating: "0", count: width - number.count) + number
      pools[index].name = pools.count == 1 ? "hosts-\(size)" : "hosts-\(place)-\(size)"
    }
  }

  /// When a host of the owner is lent, and what of it cannot be said.
  private static func offer(
    of host: HostSnapshot, _ snapshot: FleetSnapshot, borrowers: [Int], _ start: Instant,
    _ span: TimeSpan
  ) -> (Offer?, [String]) {
    let own = snapshot.scheduledMachines[Int(host.owner.index)]
    let others = host.borrowers.map { snapshot.scheduledMachines[Int($0.index)] }
    let ownSchedule = DraftSchedule(own.schedule, from: start, for: span)
    guard !own.killSwitch, own.isEnabled else {
      return (nil, ["not lent: the owner's objects are switched off"])
    }
    guard !others.isEmpty else {
      // Nobody borrows anything: the hours that the owner leaves free are what could be lent.
      guard borrowers.isEmpty else { return (nil, ["not lent: no borrower's object names them"]) }
      guard let free = DraftSchedule(own.schedule.complement, from: start, for: span) else {
        return (nil, ["not lent: their owner has them all the time"])
      }
      return (
        Offer(schedule: free),
        ["nobody borrows them in the snapshot; they are offered when their owner's objects are off"]
      )
    }
    let open = others.filter { $0.isEnabled && !$0.killSwitch }
    guard let first = open.first else {
      return (nil, ["not lent: the borrowers' objects are switched off"])
    }
    guard let schedule = DraftSchedule(first.schedule, from: start, for: span) else {
      return (nil, ["not lent: the borrower's window does not open in this horizon"])
    }
    var notes: [String] = []
    let differ = open.dropFirst().contains {
      DraftSchedule($0.schedule, from: start, for: span) != schedule
    }
    if differ {
      notes.append(
        "other borrowers have other windows; a scenario has one for all, that of \(first.name)")
    }
    if open.count != borrowers.count {
      notes.append(
        "in the snapshot only \(open.count) of the borrowers may have them; a hostSelector of the "
          + "others can keep them apart")
    }
    var offer = Offer(schedule: schedule)
    if schedule.isDaysAndHours, ownSchedule?.isDaysAndHours == true {
      offer.ownerSchedule = ownSchedule
    }
    return (offer, notes)
  }

  private static func leftOut(
    of snapshot: FleetSnapshot, owner: Int, borrowers: [Int]
  ) -> [String] {
    var words: [String] = []
    let others = snapshot.clusters.indices.filter { $0 != owner && !borrowers.contains($0) }
    if !others.isEmpty {
      let names = others.map { snapshot.clusters[$0].name }
      words.append(
        "Clusters that neither lend here nor borrow: \(DraftLines.names(names)). A scenario has one "
          + "owner; --owner takes another one.")
    }
    let strays = snapshot.hosts.filter { snapshot.owner(of: $0) == nil }.map(\.name)
    if !strays.isEmpty {
      words.append("Hosts without an owner, or without CPU: \(DraftLines.names(strays)).")
    }
    let hostless = snapshot.scheduledMachines.filter {
      Int($0.host.index) >= snapshot.hosts.count
    }
    if !hostless.isEmpty {
      words.append(
        "Objects that name no host, which only 5-Spot decides on: "
          + "\(DraftLines.names(hostless.map(\.name))). The annotation fivespot/host names one.")
    }
    return words
  }
}

extension FleetSnapshot {
  /// The cluster that a host belongs to; nil when no object of role owner names it, or it gives nothing.
  func owner(of host: HostSnapshot) -> Int? {
    let index = Int(host.owner.index)
    guard index < scheduledMachines.count, host.cpu.value > 0 else { return nil }
    return Int(scheduledMachines[index].cluster.index)
  }
}

extension DocumentValue {
  /// The member of a mapping.
  func member(_ key: String) -> DocumentValue? {
    guard case .mapping(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The elements of a member that is a list.
  func elements(of key: String) -> [DocumentValue] {
    guard case .sequence(let elements)? = member(key) else { return [] }
    return elements
  }
}
