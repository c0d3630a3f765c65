import Units

/// What is known of a Machine on the way.
struct MachineTally: Sendable {
  /// Pods of one workload that are held on its Node.
  struct Hold: Sendable {
    /// The place in the accounts.
    var index: Int
    /// The pods whose last eviction was refused.
    var waiting: [Int64]
  }

  var stage = MachineStage.absent
  /// Whether it was ever available.
  var wasReady = false
  var isLeaving = false
  var isDead = false
  var isForHealth = false
  var orderedAt: Instant?
  /// When a health check found it unhealthy last.
  var foundAt: Instant?
  var drain: Int?
  var holds: [Hold] = []
  var replacement: Int?
  /// How many available Machines its deployment had, or was to have, when it was lost.
  var neededThen = 0
  /// Of one that is lent, the cluster that it is drained in.
  var cluster: UInt32 = 0
  /// Since when a borrower has it.
  var lentAt: Instant?

  var isAvailable: Bool { stage == .ready && !isLeaving && !isDead }
}

/// What is known of a deployment on the way.
struct DeploymentTally: Sendable {
  var isCreated = false
  var desired = 0
  var allowed = 0
  var available = 0
  /// The number that it last had all of.
  var established = 0
  /// The place of the order that is not carried out yet.
  var openOrder: Int?
  /// Replacements whose Machine is gone, and how many available Machines end each.
  var waiting: [(index: Int, needed: Int)] = []

  var missing: Int { max(min(desired, established) - available, 0) }
}
