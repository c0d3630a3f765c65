import ClusterAPI
import KubernetesModel
import SimulationKernel
import Units

/// A rollout in which the deployment and its sets are reconciled in a random order, while Machines
/// take random times to come and to go. Statuses are as old as the last reconcile of their set.
struct RandomRollout {
  struct Machine {
    var id: Int
    var set: Int
    /// When it becomes available.
    var readyAt: Int
    /// When it is gone, once it is being deleted.
    var goneAt: Int?
    /// When its update is done, while it is being updated.
    var updatedAt: Int?
    var awaitsAcknowledgement = false
    /// Whether it never is available.
    var isBroken = false
    /// Whether somebody wants it to go first.
    var isPicked = false
  }

  let desired: Int
  let strategy: RolloutStrategy
  let limits: RolloutLimits
  let canUpdate: [Bool]
  private(set) var machines: [Machine] = []
  private(set) var sets: [MachineSetCounts]
  private(set) var notes: [RolloutNote] = []
  private var acknowledged: [Int] = []
  private var movingSets: [Int] = []
  private var tick = 0
  private var nextID = 0
  private var random: RandomStream

  /// What is drawn of a rollout.
  struct Shape {
    /// Whether old sets may update in place.
    var updatesInPlace = false
    /// How many of a hundred old Machines never are available.
    var brokenPercent: UInt64 = 0
    var isOnDelete = false
  }

  init(seed: UInt64, _ shape: Shape = Shape()) {
    random = RandomStream(seed: seed, label: "rollout")
    desired = Int(random.uniform(below: 12)) + 1
    func limit(_ random: inout RandomStream) -> IntOrPercent {
      random.uniform(below: 2) == 0
        ? .count(Int(random.uniform(below: 5))) : .percent(Int(random.uniform(below: 60)))
    }
    let surge = limit(&random)
    let unavailable = limit(&random)
    strategy =
      shape.isOnDelete ? .onDelete : .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable)
    limits = RolloutLimits(strategy, replicas: desired)
    let oldSets = Int(random.uniform(below: 3)) + 1
    sets = Array(repeating: MachineSetCounts(), count: oldSets + 1)
    var updatable: [Bool] = []
    for _ in 0..<oldSets {
      let drawn = random.uniform(below: 4) > 0
      updatable.append(shape.updatesInPlace && drawn)
    }
    canUpdate = updatable + [false]
    for _ in 0..<desired {
      var machine = Machine(
        id: nextID, set: Int(random.uniform(below: UInt64(oldSets))), readyAt: 0)
      machine.isBroken = random.uniform(below: 100) < shape.brokenPercent
      machine.isPicked = random.uniform(below: 3) == 0
      machines.append(machine)
      nextID += 1
    }
    for set in sets.indices {
      sets[set].desired = machines.count { $0.set == set }
      report(set)
    }
  }

  var current: Int { sets.count - 1 }

  /// How many Machines are available, whatever their sets know.
  var available: Int { machines.count { isAvailable($0) } }

  var isOver: Bool {
    let totals = MachineSetTotals(sets)
    return totals.isComplete(wanting: desired) && sets[current].desired == desired
      && machines.allSatisfy { $0.set == current } && machines.count == desired
  }

  private func isAvailable(_ machine: Machine) -> Bool {
    !machine.isBroken && machine.readyAt <= tick && machine.goneAt == nil
      && machine.updatedAt == nil
  }

  /// Lets some time pass and reconciles something.
  mutating func step() {
    tick += Int(random.uniform(below: 4))
    machines.removeAll { $0.goneAt.map { $0 <= tick } ?? false }
    if strategy == .onDelete && random.uniform(below: 6) == 0 { deleteByUser() }
    let actor = Int(random.uniform(below: UInt64(sets.count + 1)))
    if actor == sets.count { reconcileDeployment() } else { reconcile(actor) }
  }

  private mutating func deleteByUser() {
    let old = machines.indices.filter { machines[$0].set != current && machines[$0].goneAt == nil }
    guard !old.isEmpty else { return }
    delete(old[Int(random.uniform(below: UInt64(old.count)))])
  }

  private mutating func delete(_ place: Int) {
    guard machines[place].goneAt == nil else { return }
    machines[place].goneAt = tick + Int(random.uniform(below: 10))
  }

  private mutating func reconcileDeployment() {
    let plan = RolloutPlanner.plan(
      RolloutState(
        desired: desired, strategy: strategy, sets: sets, current: current,
        inPlace: .init(
          canUpdate: canUpdate,
          awaitingAcknowledgement: machines.filter { $0.set == current && $0.awaitsAcknowledgement }
            .map(\.id),
          acknowledged: acknowledged, isUpdating: machines.contains { $0.updatedAt != nil })))
    for (set, count) in plan.desired.enumerated() { sets[set].desired = count }
    acknowledged = plan.acknowledged
    movingSets = plan.movingSets
    notes += plan.notes
  }

  private mutating func reconcile(_ set: Int) {
    let scaling = MachineSetScaling(
      desired: sets[set].desired, creationIsDisabled: strategy == .onDelete && set != current,
      receivesMachines: set == current && !movingSets.isEmpty,
      handsMachinesOver: movingSets.contains(set))
    update(set, scaling)
    let places = machines.indices.filter { machines[$0].set == set }
    switch scaling.step(places.map { member(machines[$0]) }, at: .epoch) {
    case .nothing, .leaveMissing: break
    case .create(let count):
      for _ in 0..<count {
        let ready = tick + 1 + Int(random.uniform(below: 10))
        machines.append(Machine(id: nextID, set: set, readyAt: ready))
        nextID += 1
      }
    case .delete(let victims): for victim in victims { delete(places[victim]) }
    case .handOver(let moved, let victims):
      for victim in victims { delete(places[victim]) }
      for place in moved.map({ places[$0] }) {
        machines[place].set = current
        machines[place].awaitsAcknowledgement = true
        machines[place].updatedAt = .max
      }
    }
    report(set)
  }

  /// Updates that are due are done, and those of Machines that count now begin.
  private mutating func update(_ set: Int, _ scaling: MachineSetScaling) {
    for place in machines.indices where machines[place].set == set {
      let machine = machines[place]
      guard let due = machine.updatedAt else { continue }
      if due <= tick {
        machines[place].updatedAt = nil
      } else if due == .max,
        scaling.mayStartUpdate(
          of: member(machine), isAcknowledged: acknowledged.contains(machine.id))
      {
        machines[place].awaitsAcknowledgement = false
        machines[place].updatedAt = tick + Int(random.uniform(below: 10))
      }
    }
  }

  private func member(_ machine: Machine) -> MachineSetMember {
    var member = MachineSetMember(nameOrder: machine.id)
    member.hasNode = machine.readyAt <= tick
    member.isDeleting = machine.goneAt != nil
    member.hasDeleteAnnotation = machine.isPicked
    member.isUpdatingInPlace = machine.updatedAt != nil
    member.awaitsAcknowledgement = machine.awaitsAcknowledgement
    return member
  }

  private mutating func report(_ set: Int) {
    let own = machines.filter { $0.set == set }
    sets[set].present = own.count
    sets[set].available = own.count { isAvailable($0) }
    sets[set].upToDate = set == current ? sets[set].available : 0
  }
}
