import SimulationKernel
import Units

/// The changing state of one node.
struct NodeRecord: BitwiseCopyable {
  /// Index into the plan's interruptions, or `.none`.
  let interruption: UInt32
  /// Head and tail of the list of jobs that run on it, in the order in which they started.
  var firstJob = UInt32.none
  var lastJob = UInt32.none
  /// When it last joined.
  var joinedAt = Instant.epoch
  /// How long it lives from then.
  var lifetime = TimeSpan.max
  /// Its coming notice and end, so that one who leaves before is not taken away afterwards.
  var noticeEvent: EventHandle?
  var rebalanceEvent: EventHandle?
  var interruptionEvent: EventHandle?
  /// Whether it takes no new jobs though it serves its own cluster; lent machines are cordoned elsewhere.
  var isCordoned = false

  init(interruption: UInt32) { self.interruption = interruption }
}

/// The changing state of one job.
struct JobRecord: BitwiseCopyable {
  /// Each job is in exactly one of these.
  enum Phase: UInt8, BitwiseCopyable {
    /// Not yet submitted.
    case future
    /// In the waiting queue.
    case waiting
    /// On a node.
    case running
    /// All its work is done.
    case finished
    /// No node can ever take it.
    case rejected
  }

  // In an order that leaves few holes.
  /// When the present attempt began.
  var startedAt = Instant.epoch
  /// Work that no attempt need do again, ns.
  var kept: Int64 = 0
  /// While it runs: its node, and its neighbours in the node's list.
  var node = UInt32.none
  var previous = UInt32.none
  var next = UInt32.none
  /// Attempts begun.
  var attempts: UInt32 = 0
  /// Its end, when that is before the horizon.
  var finish: EventHandle?
  /// When it came into the queue last.
  var queuedAt = Instant.epoch
  /// While its pod was asked to end: when its grace period is over, and that event.
  var graceUntil: Instant?
  var graceEnd: EventHandle?
  var phase = Phase.future
}

/// The random streams of one node, one a purpose, so that no draw depends on another's policy.
struct NodeStreams {
  static let lifetimeLabel = "interruption.lifetime"
  static let replacementLabel = "interruption.replacement"
  static let rebalanceLabel = "interruption.rebalance"

  var lifetime: RandomStream
  var replacement: RandomStream
  var rebalance: RandomStream

  init(seed: UInt64, node: UInt64) {
    lifetime = RandomStream(seed: seed, label: NodeStreams.lifetimeLabel, entity: node)
    replacement = RandomStream(seed: seed, label: NodeStreams.replacementLabel, entity: node)
    rebalance = RandomStream(seed: seed, label: NodeStreams.rebalanceLabel, entity: node)
  }
}

/// All work that one job's attempts did and lost, ns; for checking.
struct WorkAccount: BitwiseCopyable {
  var worked: Int64 = 0
  var lost: Int64 = 0
}
