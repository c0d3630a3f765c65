import ClusterAPI
import SimulationKernel
import Units

/// The hosts that are reached over SSH: those that are lent, and behind them each pool's.
struct RemoteHosts {
  private static let label = "control-plane.remote-hosts"

  var hosts: [RemoteHost] = []
  var providers: [RemoteHostProvider] = []

  /// Adds `count` hosts of a provider of their own; the result is their numbers, and the provider's
  /// is the place of the pool.
  mutating func add(_ count: Int, _ law: RemoteHostLaw, seed: UInt64) -> Range<Int> {
    let numbers = hosts.count..<hosts.count + count
    hosts.append(
      contentsOf: Array(repeating: RemoteHost(provider: providers.count), count: count))
    providers.append(
      RemoteHostProvider(
        law: law, hosts: numbers,
        stream: RandomStream(seed: seed, label: Self.label, entity: UInt64(providers.count))))
    return numbers
  }

  /// The first free host of some; nil when all are taken.
  func firstFree(of numbers: Range<Int>) -> Int? {
    numbers.first { hosts[$0].tenant == nil }
  }
}

/// Those who set up and clean some hosts.
struct RemoteHostProvider {
  let law: RemoteHostLaw
  let hosts: Range<Int>
  /// The sessions, and the hosts that wait for one.
  var sessions: HostProvisioningQueue
  var stream: RandomStream

  init(law: RemoteHostLaw, hosts: Range<Int>, stream: RandomStream) {
    self.law = law
    self.hosts = hosts
    self.stream = stream
    sessions = HostProvisioningQueue(limit: law.workers ?? .max)
  }
}

/// A host as its provider has it.
struct RemoteHost {
  let provider: Int
  /// The slot of the Machine that has it; nil while it is free.
  var tenant: Int?
  var session = Session.none
  /// Counts sessions, so that the end of one that was given up is known.
  var sessions: UInt32 = 0
  var sessionBegan = Instant.distantPast
  /// How often the set-up failed in a row.
  var failures = 0
  /// Whether the last clean-up failed.
  var isDirty = false

  init(provider: Int) { self.provider = provider }

  /// What the provider does with it, or is to do.
  enum Session {
    case none
    case waitingToSetUp
    case settingUp
    /// The set-up is given up at the next look whether it still has to be.
    case givingUp
    /// The set-up failed and is tried again.
    case backingOff
    case waitingToCleanUp
    case cleaningUp

    var isWaiting: Bool { self == .waitingToSetUp || self == .waitingToCleanUp }
    var isRunning: Bool { self == .settingUp || self == .givingUp || self == .cleaningUp }
  }
}
