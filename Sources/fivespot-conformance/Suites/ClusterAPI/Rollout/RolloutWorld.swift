import ClusterAPI

/// The small world of a rollout log: a deployment, its sets and their Machines, without anything in
/// between. The decisions are those of the planners; the world carries them out and tells of it.
struct RolloutWorld {
  struct Machine: Hashable {
    var number: Int
    /// Whether it was moved here and is not counted yet.
    var awaitsAcknowledgement = false
    var isUpdating = false
    /// Whether the user deleted it.
    var isDeleting = false
  }

  /// The annotations that the planner writes on a set. Nothing removes one here.
  struct Annotations: Hashable {
    var revision: Int?
    var movesTo: Int?
    var receivesFrom: [Int] = []
    var acknowledged: [Int] = []
    var disablesCreation: Bool?
  }

  struct MachineSet {
    var counts = MachineSetCounts()
    var machines: [Machine] = []
    var annotations = Annotations()
  }

  let scenario: RolloutScenario
  let limits: RolloutLimits
  /// The sets by number; the template of each is its number.
  var sets: [MachineSet]
  /// The status of the deployment.
  var status: MachineSetTotals
  var lastMachine: Int
  var isPlanned = false
  var iteration = 1
  private(set) var lines: [String] = []

  init(_ scenario: RolloutScenario) {
    self.scenario = scenario
    limits = RolloutLimits(scenario.strategy, replicas: scenario.desired)
    sets = scenario.machines.map { numbers in
      MachineSet(
        counts: MachineSetCounts(
          desired: numbers.count, present: numbers.count, available: numbers.count),
        machines: numbers.map { Machine(number: $0) })
    }
    status = MachineSetTotals([])
    status.present = scenario.desired
    status.available = scenario.desired
    lastMachine = scenario.machines.joined().max() ?? 0
    say(scenario.heading)
    say("")
    say("[Test] Initial state")
    sayState()
    say(scenario.head)
  }

  // MARK: The loop

  /// How many iterations there may be, by whether the order is computed.
  private static let mostIterations = (computed: 50, drawn: 70)

  /// Runs to the end; `drawn` are the steps of a log whose order was drawn.
  mutating func run(
    drawn: [(iteration: Int, steps: [RolloutStep])]?
  ) throws(VectorError) -> [String] {
    let most = drawn == nil ? Self.mostIterations.computed : Self.mostIterations.drawn
    var left = drawn?[...]
    while true {
      if left == nil {
        for step in computedSteps { try perform(step) }
      } else if let next = left?.first, next.iteration == iteration {
        for step in next.steps { try perform(step) }
        left?.removeFirst()
      }
      if isAtEnd { break }
      iteration += 1
      guard iteration <= most else {
        throw VectorError("the rollout is not over after \(most) iterations")
      }
    }
    say("[Test] Final state")
    sayState()
    return lines
  }

  private var computedSteps: [RolloutStep] {
    let sets: [RolloutStep] = [.deployment] + (1...(sets.count + 1)).map { .set($0) }
    guard case .onDelete = scenario.strategy else { return sets }
    return sets + [.user(nil)] + machines.map { .machine($0.number) }
  }

  private mutating func perform(_ step: RolloutStep) throws(VectorError) {
    switch step {
    case .deployment: try reconcileDeployment()
    case .set(let number): if number <= sets.count { reconcileSet(number - 1) }
    case .machine(let number): reconcileMachine(number)
    case .user(let number): deleteByUser(number)
    }
  }

  private var isAtEnd: Bool {
    let current = scenario.template - 1
    guard sets.indices.contains(current), status.present == scenario.desired,
      status.available == scenario.desired
    else { return false }
    return sets.indices.allSatisfy { place in
      let set = sets[place]
      let wanted = place == current ? scenario.desired : 0
      return set.counts.desired == wanted && set.counts.present == wanted
        && set.counts.available == wanted && set.machines.count == wanted
    } && !machines.contains { $0.isUpdating }
  }

  // MARK: The user and the Machines

  /// All Machines by set and number.
  var machines: [Machine] { sets.flatMap(\.machines) }

  /// The user deletes a Machine while enough are left without a deletion; where the order is computed
  /// it is the first of an old template, and nothing comes of it when that is on its way already.
  private mutating func deleteByUser(_ number: Int?) {
    let least = max(scenario.desired - scenario.mostUserUnavailable, 0)
    guard isPlanned, machines.count(where: { !$0.isDeleting }) > least else { return }
    let behind = sets.indices.filter { $0 + 1 != scenario.template }
      .flatMap { sets[$0].machines }.first
    guard let victim = number ?? behind?.number else { return }
    for set in sets.indices {
      for place in sets[set].machines.indices
      where sets[set].machines[place].number == victim && !sets[set].machines[place].isDeleting {
        say("[User] Iteration \(iteration), Deleting machine m\(victim)")
        sets[set].machines[place].isDeleting = true
      }
    }
  }

  private mutating func reconcileMachine(_ number: Int) {
    for set in sets.indices {
      guard let place = sets[set].machines.firstIndex(where: { $0.number == number }) else {
        continue
      }
      say("[M controller] Iteration \(iteration), Reconcile m\(number)")
      guard sets[set].machines[place].isDeleting else { return }
      say("[M controller] - m\(number) finalizer removed")
      sets[set].machines.remove(at: place)
    }
  }

  // MARK: Words

  mutating func say(_ line: String) { lines.append(line) }

  private mutating func sayState() {
    say("    \(deploymentLine)")
    for place in sets.indices { say("    \(line(ofSet: place))") }
  }

  /// The deployment in one line.
  var deploymentLine: String {
    "md: \(status.present)/\(scenario.desired) replicas, \(status.available) available,"
      + " \(status.upToDate) upToDate"
  }

  /// A set in one line: what it reports, and the Machines that there are.
  func line(ofSet place: Int, desiredBefore: Int? = nil) -> String {
    let counts = sets[place].counts
    let replicas = "\(counts.present)/\(counts.desired) replicas"
    let change = desiredBefore.map { "from \(counts.present)/\($0) to " } ?? ""
    return "ms\(place + 1): \(change)\(replicas), \(counts.available) available,"
      + " \(counts.upToDate) upToDate (\(machineNames(of: place)))"
  }

  private func machineNames(of place: Int) -> String {
    let set = sets[place]
    return set.machines.map { machine in
      let awaits =
        machine.awaitsAcknowledgement && !set.annotations.acknowledged.contains(machine.number)
      return "m\(machine.number)\(awaits ? "🟠" : "")\(machine.isUpdating ? "🟡" : "")"
    }.joined(separator: ",")
  }

  /// Names as notes and annotations list them.
  static func list(_ numbers: some Sequence<Int>, prefix: String = "m") -> String {
    RolloutNote.list(numbers.map { "\(prefix)\($0)" })
  }
}
