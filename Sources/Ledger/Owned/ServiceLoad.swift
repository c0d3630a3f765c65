import Facts
import SimulationKernel
import Units

/// What services use, spread over the machines of their owner that are at home.
///
/// The facts say what a service uses, not on which machine: the machines that it may run on share
/// its usage in proportion to their CPU, so each is used to the same part, usage over capacity. A
/// service uses no more than its placed pods request, for pods without a place do not run.
struct ServiceLoad: Sendable {
  /// Machines that share usage: those of a cluster that are not isolated, or those of one pool that
  /// a service is pinned to.
  private struct Group: Sendable {
    var cluster: Int
    var pool: Int?
    var usage: TimeWeighted
    /// CPU of the group's machines at home, in thousandths of a core.
    var capacity: Int64 = 0
    /// Machines at home by pool.
    var machines: [Int64]
    /// Usage over time that was booked already.
    var booked: Int128 = 0
    /// Machines times usage over time by pool, kept apart for each capacity it is to be divided by.
    var shares: [Int64: [Int128]] = [:]
  }

  private var groups: [Group] = []
  private let groupOfService: [Int]
  private let groupsOfPool: [[Int]]
  private var usages: [Int64]
  private var requests: [Int64]
  private let cpuOfFleet: Int64

  init(fleet: Fleet, workload: Workload, start: Instant) {
    var groups: [Group] = []
    groupOfService = workload.services.map { service in
      let cluster = Int(service.cluster.index)
      let pool = service.pool.map { Int($0.index) }
      if let known = groups.firstIndex(where: { $0.cluster == cluster && $0.pool == pool }) {
        return known
      }
      groups.append(
        Group(
          cluster: cluster, pool: pool, usage: TimeWeighted(start: start),
          machines: Array(repeating: 0, count: fleet.pools.count)))
      return groups.count - 1
    }
    groupsOfPool = fleet.pools.enumerated().map { index, pool in
      groups.indices.filter { group in
        pool.isOwned && Int(pool.cluster.index) == groups[group].cluster
          && groups[group].pool.map { $0 == index } ?? !pool.isIsolated
      }
    }
    self.groups = groups
    usages = Array(repeating: 0, count: workload.services.count)
    requests = usages
    cpuOfFleet = fleet.nodes.reduce(0) { $0 + $1.allocatable.cpu.value }
  }

  /// Applies what a service uses or requests, or says why it cannot.
  mutating func apply(_ fact: Fact) -> String? {
    let service = Int(fact.subject)
    guard fact.value >= 0 else { return "is below zero" }
    let before = min(usages[service], requests[service])
    if fact.kind == .serviceUsageChanged {
      usages[service] = fact.value
    } else {
      guard fact.value <= cpuOfFleet else { return "is more than the fleet has" }
      requests[service] = fact.value
    }
    let change = min(usages[service], requests[service]) - before
    groups[groupOfService[service]].usage.add(change, at: fact.at)
    return nil
  }

  /// A machine came home, or leaves.
  mutating func move(pool: Int, cpu: Int64, isHome: Bool, at instant: Instant) {
    for group in groupsOfPool[pool] {
      book(group, until: instant)
      groups[group].capacity += isHome ? cpu : -cpu
      groups[group].machines[pool] += isHome ? 1 : -1
    }
  }

  /// Load of a pool's machines until the end: pairs of machines times usage over time, and the
  /// capacity to divide it by, in the order of the groups and of the capacities.
  mutating func load(of pool: Int, until end: Instant) -> [(numerator: Int128, capacity: Int64)] {
    var load: [(numerator: Int128, capacity: Int64)] = []
    for group in groupsOfPool[pool] {
      book(group, until: end)
      for (capacity, shares) in groups[group].shares.sorted(by: { $0.key < $1.key })
      where shares[pool] != 0 {
        load.append((shares[pool], capacity))
      }
    }
    return load
  }

  private mutating func book(_ index: Int, until instant: Instant) {
    let integral = groups[index].usage.integral(until: instant)
    let usage = integral - groups[index].booked
    groups[index].booked = integral
    let capacity = groups[index].capacity
    guard usage != 0, capacity > 0 else { return }
    let machines = groups[index].machines
    groups[index].shares[capacity, default: Array(repeating: 0, count: machines.count)]
      .withUnsafeMutableBufferPointer { shares in
        for pool in machines.indices { shares[pool] += Int128(machines[pool]) * usage }
      }
  }
}
