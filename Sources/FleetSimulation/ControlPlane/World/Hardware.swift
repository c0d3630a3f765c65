import Units

/// The machines behind the objects.
struct HardwareState {
  /// One a Machine.
  var machines: [HardwareMachine] = []
  /// The provisioning of each deployment.
  var sessions: [ProviderSessions] = []
  /// How often a machine began to run, or ceased.
  private(set) var changes = 0

  /// A machine runs from now on, or no more.
  mutating func setRunning(_ machine: Int, _ isRunning: Bool) {
    machines[machine].isRunning = isRunning
    changes += 1
  }
}

/// A machine behind a Machine.
struct HardwareMachine: BitwiseCopyable {
  /// Whether its provisioning was begun, or waits for a session.
  var isBegun = false
  /// Whether it runs.
  fileprivate(set) var isRunning = false
  /// Whether its Node was taken out of service.
  var isOutOfService = false
  /// How often it asked in vain for a host.
  var refusals: UInt32 = 0
  /// When its Node joined, from which its leases count.
  var joinedAt = Instant.distantPast
  /// Whether it runs and nobody hears of it.
  var isCutOff = false
  /// When its Node turns Unknown, since it stopped.
  var unknownAt = Instant.distantPast
}

/// The provisioning that a provider does at a time; what comes beyond it waits in order.
struct ProviderSessions {
  let mostAtOnce: Int?
  private(set) var running = 0
  private var waiting: [Int] = []
  private var head = 0

  init(mostAtOnce: Int?) { self.mostAtOnce = mostAtOnce }

  /// Whether a machine begins now; else it waits.
  mutating func begins(_ machine: Int) -> Bool {
    if let mostAtOnce, running >= mostAtOnce {
      waiting.append(machine)
      return false
    }
    running += 1
    return true
  }

  /// Ends a session; the result is the machine that begins in its place.
  mutating func end() -> Int? {
    guard head < waiting.count else {
      running -= 1
      return nil
    }
    head += 1
    return waiting[head - 1]
  }
}
