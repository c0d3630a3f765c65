import Facts
import SpotScheduler
import Units

/// What the journal of a control plane follows of its lent machines.
struct LentJournal {
  /// A window in which a machine may be lent opens or closes.
  struct Edge {
    var at: Instant
    var host: Int
    /// How long it is open; nil where it closes, the end of time where it never does.
    var length: TimeSpan?
  }

  /// A borrower's pod on a lent machine.
  struct BoundPod {
    var number: Int
    /// When it was asked to leave first, and until when it has time.
    var askedAt: Instant?
    var endsBy = Instant.distantFuture
  }

  let fleet: FleetSnapshot
  /// The object of each Machine by its number; nil for those of deployments.
  private var objectOfMachine: [Int?] = []
  /// The Machine that each object has, or had last.
  private var machineOfObject: [Int?]
  var stages: [MachineStage]
  var pods: [[BoundPod]]
  private var edges: ArraySlice<Edge>

  init(_ plan: LentFleetPlan?, from start: Instant, to end: Instant) {
    fleet = plan?.fleet ?? FleetSnapshot(clusters: [], hosts: [], scheduledMachines: [])
    machineOfObject = Array(repeating: nil, count: fleet.scheduledMachines.count)
    stages = Array(repeating: .absent, count: fleet.scheduledMachines.count)
    pods = Array(repeating: [], count: fleet.scheduledMachines.count)
    edges = Self.edges(of: fleet, from: start, to: end)[...]
  }

  /// A window is the same for all who may borrow a machine.
  private static func edges(
    of fleet: FleetSnapshot, from start: Instant, to end: Instant
  ) -> [Edge] {
    var edges: [Edge] = []
    for (index, host) in fleet.hosts.enumerated() {
      guard let borrower = host.borrowers.first else { continue }
      let schedule = fleet.scheduledMachines[Int(borrower.index)].schedule
      var at = start
      var isOpen = schedule.isActive(at: start)
      while at < end {
        let next = schedule.nextEdge(after: at)
        if isOpen {
          let length = next.map { $0.instant - at } ?? TimeSpan(nanoseconds: .max)
          edges.append(Edge(at: at, host: index, length: length))
        } else if at > start {
          edges.append(Edge(at: at, host: index))
        }
        guard let next else { break }
        at = next.instant
        isOpen = next.isActive
      }
    }
    return edges.sorted { ($0.at, $0.host) < ($1.at, $1.host) }
  }

  /// Whether any machine is lent.
  var isUsed: Bool { !fleet.hosts.isEmpty }

  var nextEdge: Edge? { edges.first }

  mutating func takeEdge() { edges.removeFirst() }

  mutating func note(machine: Int, of object: Int) {
    while objectOfMachine.count <= machine { objectOfMachine.append(nil) }
    objectOfMachine[machine] = object
    machineOfObject[object] = machine
  }

  /// The object whose Machine that is now; nil for all others.
  func object(of machine: Int) -> Int? {
    guard machine < objectOfMachine.count, let object = objectOfMachine[machine],
      machineOfObject[object] == machine
    else { return nil }
    return object
  }

  /// Whether a Machine is or was an object's.
  func isLent(_ machine: Int) -> Bool {
    machine < objectOfMachine.count && objectOfMachine[machine] != nil
  }

  func host(of object: Int) -> UInt32 { fleet.scheduledMachines[object].host.index }

  func owner(ofHost host: Int) -> UInt32 { cluster(of: Int(fleet.hosts[host].owner.index)) }

  func cluster(of object: Int) -> UInt32 { fleet.scheduledMachines[object].cluster.index }

  func isBorrower(_ object: Int) -> Bool { fleet.scheduledMachines[object].role == .borrower }
}
