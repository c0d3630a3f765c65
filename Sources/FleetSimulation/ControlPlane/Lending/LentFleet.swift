import ClusterAPI
import SimulationKernel
import SpotScheduler
import Units

/// The scheduler's view of the hosts that it lends, and the calls that it has on their way.
struct LentFleet {
  let plan: LentFleetPlan
  /// The number that settings of Machines have by cluster and kind of host, from this one on.
  let firstSettings: Int
  /// The set that Machines without a MachineSet are counted under; it does not exist.
  let noSet: Int
  var snapshot: FleetSnapshot
  /// The slot in which each object's Machine is, or what was made for it; nil before.
  var slotOfObject: [Int?]
  /// The object of each slot; nil for Machines of MachineSets.
  var objectOfSlot: [Int?] = []
  var work: [LentHostWork]
  /// When each object is to be looked at again.
  var looks: [Instant?]
  /// Whether the pods of each object's Node are about to be seen.
  var podsAreDue: [Bool]
  var calls: [LentCall] = []
  var freeCalls: [Int] = []
  /// Counts the restarts of the scheduler.
  var epoch: UInt32 = 0
  var client: TokenBucket
  var lawStream: RandomStream
  /// Whether what clusters ask for may have changed.
  var loadIsDue = true
  private(set) var changed: [ScheduledMachineID] = []
  private var isChanged: [Bool]
  var clustersChanged = true
  /// Which hosts recalls mean.
  var recalls: RecallTally
  /// By order of the plan: the objects whose kill switch it threw and is to take back.
  var killed: [[Int]]

  init(
    _ plan: LentFleetPlan, firstSettings: Int, noSet: Int, client: TokenBucket, seed: UInt64
  ) {
    self.plan = plan
    self.firstSettings = firstSettings
    self.noSet = noSet
    self.client = client
    snapshot = plan.fleet
    let objects = plan.fleet.scheduledMachines.count
    slotOfObject = Array(repeating: nil, count: objects)
    looks = Array(repeating: nil, count: objects)
    podsAreDue = Array(repeating: false, count: objects)
    isChanged = podsAreDue
    work = plan.fleet.hosts.map { _ in LentHostWork() }
    recalls = RecallTally(hosts: plan.fleet.hosts.count)
    killed = Array(repeating: [], count: plan.orders.count)
    lawStream = RandomStream(seed: seed, label: "control-plane.lent")
    touchAll()
  }

  /// The object that a slot is of; nil for Machines of MachineSets.
  func object(of slot: Int) -> Int? {
    objectOfSlot.indices.contains(slot) ? objectOfSlot[slot] : nil
  }

  /// Nothing in a slot is an object's any more, which may have another one meanwhile.
  mutating func forget(_ slot: Int) {
    guard let object = objectOfSlot[slot] else { return }
    objectOfSlot[slot] = nil
    if slotOfObject[object] == slot { slotOfObject[object] = nil }
  }

  func isBorrower(_ object: Int) -> Bool {
    snapshot.scheduledMachines[object].role == .borrower
  }

  func host(of object: Int) -> Int { Int(snapshot.scheduledMachines[object].host.index) }

  /// The number of the settings that an object's Machine has.
  func settings(of object: Int) -> Int {
    firstSettings + Int(snapshot.scheduledMachines[object].cluster.index) * plan.shapes.count
      + plan.shape(ofHost: host(of: object))
  }

  // MARK: - What the scheduler has to look at

  mutating func touch(_ object: Int) {
    guard !isChanged[object] else { return }
    isChanged[object] = true
    changed.append(ScheduledMachineID(UInt32(object)))
  }

  mutating func touchHost(_ host: Int) {
    let host = snapshot.hosts[host]
    touch(Int(host.owner.index))
    for borrower in host.borrowers { touch(Int(borrower.index)) }
  }

  mutating func touchAll() {
    for object in snapshot.scheduledMachines.indices { touch(object) }
    clustersChanged = true
  }

  var decisionIsDue: Bool { clustersChanged || !changed.isEmpty }

  /// What changed since this was asked last, in ascending order.
  mutating func takeChanges() -> ChangeSet {
    let machines = changed.sorted()
    for machine in machines { isChanged[Int(machine.index)] = false }
    changed.removeAll(keepingCapacity: true)
    defer { clustersChanged = false }
    return ChangeSet(machines: machines, clustersChanged: clustersChanged)
  }

  // MARK: - Calls

  mutating func begin(_ action: Action) -> Int {
    let call = LentCall(action: action)
    if let index = freeCalls.popLast() {
      calls[index] = call
      return index
    }
    calls.append(call)
    return calls.count - 1
  }

  /// The scheduler forgets what it has on its way, and takes up when to look again from the statuses
  /// that it wrote.
  mutating func restart() {
    epoch += 1
    calls.removeAll()
    freeCalls.removeAll()
    for object in looks.indices { looks[object] = snapshot.statuses[object].nextLookAt }
    touchAll()
  }
}

/// What is done to a host while nobody has it.
struct LentHostWork {
  var isBeingSanitised = false
  var isBeingAttested = false
}

/// Something that the scheduler wants done, on its way to an API server.
struct LentCall {
  var action: Action
  /// How far it is: a Machine takes three writes.
  var step = 0
  /// How often the client asked again, as it was told to.
  var retries = 0
  /// How often an event was sent.
  var tries = 1

  /// What the next write is of; nil for pods and what has no API object of its own here.
  var kind: WatchedObjects? {
    switch action.verb {
    case .createMachine: [.bootstraps, .infrastructures, .machines][step]
    case .deleteMachine: .machines
    case .cordon, .uncordon: .nodes
    default: nil
    }
  }

  /// Whether it goes to the workload cluster.
  var isForWorkloadCluster: Bool {
    switch action.verb {
    case .cordon, .uncordon, .evict, .deletePod: true
    default: false
    }
  }

  /// A number of what is asked for, as facts tell it.
  static func code(of verb: Action.Verb) -> Int {
    switch verb {
    case .createMachine: 0
    case .deleteMachine: 1
    case .cordon: 2
    case .uncordon: 3
    case .announceDrain: 4
    case .evict: 5
    case .deletePod: 6
    case .sanitise: 7
    case .attest: 8
    case .disableObject: 9
    case .clearReclaimRequest: 10
    }
  }
}
