import Units

/// Hosts with their loans, as a decision works on them.
///
/// The loans of all hosts are in one list, those of a host beside one another, so that a fleet with
/// one borrower costs nothing more for the case of several.
struct LendingBook {
  /// The hosts, in the order in which everything is done.
  var hosts: [HostState] = []
  /// Their loans.
  var loans: [Loan] = []

  /// All hosts of a snapshot.
  init(allOf snapshot: FleetSnapshot) {
    hosts.reserveCapacity(snapshot.hosts.count)
    loans.reserveCapacity(snapshot.hosts.count)
    for index in snapshot.hosts.indices { add(HostID(UInt32(index)), in: snapshot) }
    arrange()
  }

  /// The hosts of changed objects.
  init(_ changed: ChangeSet, in snapshot: FleetSnapshot) {
    var ids = changed.machines.compactMap { LendingBook.host(of: $0, in: snapshot) }
    ids.sort { $0.index < $1.index }
    var last: HostID?
    for id in ids where id != last {
      last = id
      add(id, in: snapshot)
    }
    arrange()
  }

  /// Reads a host. One whose owner's object does not exist or is another host's is left alone, and
  /// so is one without any borrower.
  private mutating func add(_ id: HostID, in snapshot: FleetSnapshot) {
    let host = snapshot.hosts[Int(id.index)]
    guard let owner = LendingBook.terms(of: host.owner, on: id, in: snapshot) else { return }
    let start = loans.count
    for borrower in host.borrowers where borrower != host.owner {
      guard let terms = LendingBook.terms(of: borrower, on: id, in: snapshot),
        !loans[start...].contains(where: { $0.id == borrower })
      else { continue }
      loans.append(Loan(borrower, terms, in: snapshot))
    }
    guard start < loans.count else { return }
    let range = start..<loans.count
    let status = snapshot.status(of: host.owner)
    hosts.append(
      HostState(
        id: id, cpu: host.cpu, ownerID: host.owner, ownerMachine: owner,
        ownerSeen: snapshot.observation(of: host.owner), ownerBefore: status, owner: status,
        lastTenant: host.lastTenant, firstLoan: start, endOfLoans: loans.count,
        priority: loans[range].reduce(0) { max($0, $1.machine.priority) },
        current: range.first { loans[$0].commitment != .home } ?? range.lowerBound))
  }

  /// What is written of an object of that host; nil when there is no such object.
  private static func terms(
    of id: ScheduledMachineID, on host: HostID, in snapshot: FleetSnapshot
  ) -> ObjectTerms? {
    guard snapshot.contains(id) else { return nil }
    let terms = ObjectTerms(snapshot.scheduledMachines[Int(id.index)])
    return terms.host == host && Int(terms.cluster.index) < snapshot.clusters.count ? terms : nil
  }

  /// The host that an object is of; nil when there is none.
  private static func host(
    of machine: ScheduledMachineID, in snapshot: FleetSnapshot
  ) -> HostID? {
    guard snapshot.contains(machine) else { return nil }
    let id = snapshot.scheduledMachines[Int(machine.index)].host
    guard Int(id.index) < snapshot.hosts.count else { return nil }
    let host = snapshot.hosts[Int(id.index)]
    return host.owner == machine || host.borrowers.contains(machine) ? id : nil
  }

  private mutating func arrange() {
    // Mostly all priorities are alike, and the ids ascend already.
    let isArranged = hosts.indices.dropFirst().allSatisfy { hosts[$0 - 1].precedes(hosts[$0]) }
    if !isArranged { hosts.sort { $0.precedes($1) } }
  }

  // MARK: A host with its loans

  /// Whether nothing has happened to any of these hosts that could change a decision on others.
  func isQuiet(at now: Instant, policy: RegulatedPolicy) -> Bool {
    hosts.allSatisfy(\.isQuiet) && loans.allSatisfy { $0.isQuiet(at: now, policy: policy) }
  }

  /// Finds the loan that a host is out on or comes back from, after its loans have moved.
  mutating func findCurrent(of index: Int) {
    let host = hosts[index]
    hosts[index].current =
      host.loans.first { loans[$0].commitment != .home } ?? host.loans.lowerBound
  }

  /// The loan that a host is out on or comes back from.
  func current(_ host: HostState) -> Loan { loans[host.current] }

  /// Where a host is to be, as decided so far.
  func commitment(of host: HostState) -> Loan.Commitment { loans[host.current].commitment }

  /// Whether the owner's cluster is to have a Machine on the host.
  func isWantedByOwner(_ host: HostState) -> Bool {
    commitment(of: host) != .lent && host.ownerMachine.isEnabled && !host.ownerMachine.killSwitch
  }

  /// Until when the host stays at home after its owner asked for it at once, whichever borrower had it
  /// then; nil when it never did.
  func heldUntil(_ host: HostState) -> Instant? {
    loans[host.loans].compactMap(\.status.heldUntil).max()
  }

  /// Whether no borrower has a Machine on the host.
  func isFreeOfBorrowers(_ host: HostState) -> Bool {
    loans[host.loans].allSatisfy { $0.seen.stage == .absent }
  }

  /// Whether the object of the owner or that of a borrower takes the host out of service at once.
  func isKilled(_ host: HostState, for loan: Loan) -> Bool {
    host.ownerMachine.killSwitch || loan.machine.killSwitch
  }

  /// Whether a host is lent on a loan as far as its objects are concerned.
  func isOnOffer(_ host: HostState, _ loan: Loan) -> Bool {
    isEnabled(host, for: loan) && !isKilled(host, for: loan)
  }

  /// Whether the objects of the owner and of a borrower are in service.
  func isEnabled(_ host: HostState, for loan: Loan) -> Bool {
    host.ownerMachine.isEnabled && loan.machine.isEnabled
  }
}
