import ClusterAPI
import SimulationKernel
import Units

/// What an autoscaler and a consolidation keep in memory.
struct ScalerState {
  /// The workload cluster that the one autoscaler works in.
  static let cluster = 0

  private static let expanderLabel = "control-plane.autoscaler.expander"
  private static let faultLabel = "control-plane.autoscaler.faults"
  /// `--kube-client-qps` and `--kube-client-burst` (kubernetes/autoscaler `config/flags/flags.go`).
  private static let clientLimit = ControllerProfile.ClientLimit(perSecond: 5, burst: 10)

  let settings: AutoscalerSettings?
  /// The group that each deployment is; nil where it is none.
  let groups: [NodeGroupPlan?]
  let hasConsolidation: Bool
  /// Whether anybody makes groups larger or smaller.
  var isUsed: Bool { settings != nil || hasConsolidation }

  var expanderStream: RandomStream
  var faultStream: RandomStream
  var client: TokenBucket
  /// By deployment: the growth that is under way, and how it is left alone after failures.
  var requests: [ScaleUpRequest?]
  var backoffs: [GroupBackoff]
  var cooldown = ScaleDownCooldown()
  /// By slot: since when a Node has been without need.
  private var unneeded: [Mark] = []
  /// By slot: when a pod last came to its Node or went.
  private var podChanges: [Mark] = []
  var removals: [NodeRemoval] = []
  /// How many removals were ever begun; the generation of the last.
  private(set) var removalsBegun: UInt32 = 0

  var scanStartedAt = Instant.distantPast
  /// How often the client asked again for the growth in hand.
  var growthRetries = 0
  /// How many looks came to nothing; they change nothing that another look reads.
  private var idleLooks = 0
  /// The last look of the autoscaler that came to nothing, and of the consolidation.
  var scanned = IdleLook()
  var consolidated = IdleLook()

  /// What consolidation is about to do, once it has held.
  var command: ConsolidationPlanner.Command?

  /// A time that is kept of the Machine with a number.
  private struct Mark: BitwiseCopyable {
    var number: UInt32
    var at: Instant
  }

  init(_ plan: ControlPlanePlan) {
    settings = plan.autoscaler
    groups = plan.deployments.map { $0.cluster == ScalerState.cluster ? $0.nodeGroup : nil }
    hasConsolidation = groups.contains { $0?.consolidation != nil }
    expanderStream = RandomStream(seed: plan.seed, label: ScalerState.expanderLabel)
    faultStream = RandomStream(seed: plan.seed, label: ScalerState.faultLabel)
    client = ScalerState.clientLimit.bucket(fullAt: plan.start)
    requests = Array(repeating: nil, count: groups.count)
    backoffs = Array(repeating: GroupBackoff(), count: groups.count)
  }

  /// Whether nothing can have changed since the last look of a kind; then this one is left out.
  mutating func isIdle(
    _ kind: KeyPath<ScalerState, IdleLook>, events: Int, at now: Instant
  ) -> Bool {
    let last = self[keyPath: kind]
    guard events - idleLooks == last.mark, now < last.deadline else { return false }
    idleLooks += 1
    return true
  }

  /// A look of a kind came to nothing.
  mutating func noteIdle(_ kind: WritableKeyPath<ScalerState, IdleLook>, events: Int) {
    self[keyPath: kind].mark = events - idleLooks
    idleLooks += 1
  }

  /// Since when a Node has been without need.
  func unneededSince(_ slot: Int, number: UInt32) -> Instant? {
    ScalerState.time(in: unneeded, slot, number)
  }

  mutating func setUnneeded(_ slot: Int, number: UInt32, since: Instant?) {
    ScalerState.set(&unneeded, slot, number, since)
  }

  /// When a pod last came to a Node or went from it.
  func podChange(_ slot: Int, number: UInt32) -> Instant? {
    ScalerState.time(in: podChanges, slot, number)
  }

  mutating func notePodChange(_ slot: Int, number: UInt32, at now: Instant) {
    ScalerState.set(&podChanges, slot, number, now)
  }

  private static func time(in marks: [Mark], _ slot: Int, _ number: UInt32) -> Instant? {
    guard slot < marks.count, marks[slot].number == number, marks[slot].at != .distantPast else {
      return nil
    }
    return marks[slot].at
  }

  private static func set(_ marks: inout [Mark], _ slot: Int, _ number: UInt32, _ at: Instant?) {
    while marks.count <= slot { marks.append(Mark(number: 0, at: .distantPast)) }
    marks[slot] = Mark(number: number, at: at ?? .distantPast)
  }

  /// Adds a removal; the result is its place.
  mutating func add(_ removal: NodeRemoval) -> Int {
    removalsBegun += 1
    var added = removal
    added.generation = removalsBegun
    if let free = removals.firstIndex(where: { !$0.isInHand }) {
      removals[free] = added
      return free
    }
    removals.append(added)
    return removals.count - 1
  }
}

/// The way of a Node out of its group, or of a Machine that never became one.
struct NodeRemoval {
  /// The Machine.
  var machine: MachineReference
  /// Its deployment.
  var group: Int
  /// Whether it had no pods.
  var isEmpty: Bool
  /// Whether the autoscaler does it, with limits to its patience; else consolidation, without.
  var isLimited: Bool
  /// The group that has to have all its Nodes first; nil for none.
  var awaits: Int?
  var step = Step.taint
  var isInHand = true
  var generation: UInt32 = 0
  /// When it began to evict.
  var drainStartedAt: Instant?
  /// When the last pod was evicted.
  var evictedAt: Instant?
  /// The pods of this pass that are still to be evicted, and whether one was refused.
  var pods: [PodReference] = []
  var wasRefused = false
  /// How often the client asked again.
  var retries = 0
  var hasAnnotation = false
  var hasTaint = false

  /// What is done next.
  enum Step: BitwiseCopyable {
    /// Waits for Nodes of another group.
    case awaitReplacement
    /// Taints the Node, so that no pods come.
    case taint
    /// Evicts the next pod.
    case evict
    /// Waits until evicted pods are gone, or to ask again.
    case wait
    /// Writes the annotation that lets the Machine go before others.
    case annotate
    /// Lowers `spec.replicas`.
    case shrink
    /// Waits for the Machine to be deleted.
    case leave
    /// Takes the annotation away again.
    case unannotate
    /// Takes the taint away again.
    case untaint
  }

  /// Whether the group is still to become smaller by it.
  var isBeforeShrink: Bool {
    switch step {
    case .awaitReplacement, .taint, .evict, .wait, .annotate, .shrink: isInHand
    case .leave, .unannotate, .untaint: false
    }
  }
}

/// A look that came to nothing.
struct IdleLook {
  /// How many events there had been but for such looks; -1 before the first.
  var mark = -1
  /// When time alone may change what it saw.
  var deadline = Instant.distantPast
}
