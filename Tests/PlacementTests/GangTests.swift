import KubernetesModel
import Placement
import SimulationKernel
import Testing
import Units

@Suite("Gangs")
struct GangTests {
  static func scheduler(nodes: Int) -> ClusterScheduler {
    ClusterScheduler(
      ClusterState(nodes: (0..<nodes).map { CapacityStudyTests.node("n\($0)", cpu: 4_000) }))
  }

  static func gang(
    of count: Int, cpu: Int64, in scheduler: inout ClusterScheduler
  ) -> [ClusterScheduler.PodID] {
    let kind = scheduler.kind(of: CapacityStudyTests.pod("w", cpu: cpu))
    return (0..<count).map { _ in scheduler.makePod(kind) }
  }

  @Test("all pods of a gang have a node, or none has")
  func allOrNothing() {
    var scheduler = Self.scheduler(nodes: 3)
    let four = Self.gang(of: 4, cpu: 3_000, in: &scheduler)
    #expect(scheduler.scheduleGang(four) == .pending(first: 3))
    #expect((0..<3).allSatisfy { scheduler.podCount(on: $0) == 0 })
    #expect(four.allSatisfy { scheduler.node(of: $0) == nil })
    // Three of them would do.
    guard case .placed(let nodes) = scheduler.scheduleGang(four, minimum: 3) else {
      Issue.record("three fit")
      return
    }
    #expect(nodes.compactMap { $0 }.sorted() == [0, 1, 2] && nodes[3] == nil)
    let one = Self.gang(of: 1, cpu: 2_000, in: &scheduler)
    #expect(scheduler.scheduleGang(one) == .pending(first: 0))
  }

  @Test("a gang takes nobody's room")
  func meekness() {
    var scheduler = Self.scheduler(nodes: 1)
    #expect(scheduler.scheduleGang(Self.gang(of: 1, cpu: 4_000, in: &scheduler)) == .placed([0]))
    var pod = CapacityStudyTests.pod("high", cpu: 1_000)
    pod.priority = 1_000
    let high = scheduler.makePod(scheduler.kind(of: pod))
    #expect(scheduler.scheduleGang([high]) == .pending(first: 0))
    #expect(scheduler.nominatedNode(of: high) == nil)
  }

  @Test("empty nodes hold as many pods as each resource lets them")
  func capacity() {
    func amounts(_ cpu: Int64, _ memory: Int64) -> ResourceVector {
      ResourceVector(cpu: MilliCPU(cpu), memory: Bytes(memory))
    }
    let nodes = [amounts(4_000, 10), amounts(2_000, 100), amounts(900, 100)]
    for (count, request, isHeld) in [
      (4, amounts(1_000, 5), true), (5, amounts(1_000, 5), false), (4, amounts(1_000, 4), true),
      (5, amounts(1_000, 4), false),
      (6, amounts(1_000, 0), true), (7, amounts(1_000, 0), false), (9_999, amounts(0, 0), true),
    ] as [(Int, ResourceVector, Bool)] {
      #expect(GangCapacity.holds(count, of: request, in: nodes) == isHeld, "\(count) of \(request)")
    }
    #expect(!GangCapacity.holds(1, of: amounts(0, 0), in: []))
  }

  @Test("random gangs leave no trace when they fail", arguments: 0..<100)
  func noTrace(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "gang-test")
    var scheduler = Self.scheduler(nodes: Int(1 + stream.uniform(below: 6)))
    var free = [Int64](repeating: 4_000, count: scheduler.nodeCount)
    for _ in 0..<20 {
      let cpu = Int64(100 * (1 + stream.uniform(below: 30)))
      let size = Int(1 + stream.uniform(below: 8))
      let fits = free.reduce(0) { $0 + $1 / cpu } >= size
      switch scheduler.scheduleGang(Self.gang(of: size, cpu: cpu, in: &scheduler)) {
      case .placed(let nodes):
        #expect(fits && nodes.count == size, "seed \(seed)")
        for node in nodes { if let node { free[node] -= cpu } }
      case .pending: #expect(!fits, "seed \(seed)")
      }
      #expect(free.allSatisfy { $0 >= 0 }, "seed \(seed)")
    }
  }
}

@Suite("Fair share")
struct FairShareTests {
  private static let capacity = ResourceVector(
    cpu: MilliCPU(10_000), memory: .mebibytes(10_000), gpu: MilliGPU(0))
  private static let now = Instant.epoch + .seconds(100)

  private static func request(_ cpu: Int64, _ memory: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cpu), memory: .mebibytes(memory), gpu: MilliGPU(0))
  }

  private static func gang(
    _ id: Int, queue: Int = 0, priority: Int32 = 0, since: Int64 = 0, shape: Int = 0
  ) -> FairShareQueue.Gang {
    .init(
      id: id, queue: queue, priority: priority, since: .epoch + .seconds(since), shape: shape)
  }

  @Test("the queue with the least dominant share for its weight goes first")
  func dominantShare() {
    var queue = FairShareQueue(
      [.init(name: "a"), .init(name: "b"), .init(name: "c", weight: 2)], capacity: Self.capacity)
    // a is heavy on memory, b on CPU; c is due twice as much.
    let asked = [Self.request(100, 1_000), Self.request(2_000, 100), Self.request(1_000, 1_000)]
    for id in 0..<30 { queue.add(Self.gang(id, queue: id % 3)) }
    var started: [Int] = []
    while started.count < 12, let gang = queue.next(at: .epoch) {
      queue.take(asked[gang.queue], for: gang.queue)
      started.append(gang.queue)
    }
    // Shares in tenths: a 1 a gang, b 2, c 1 of which half counts.
    #expect(started == [0, 1, 2, 2, 0, 2, 2, 0, 1, 2, 2, 0])
    #expect(queue.weightedShare(0) == 400_000_000 && queue.weightedShare(1) == 400_000_000)
    #expect(queue.weightedShare(2) == 300_000_000)
    queue.giveBack(asked[0], of: 0)
    #expect(queue.weightedShare(0) == 300_000_000)
  }

  @Test("within a queue priority counts, then time; who did not fit lets others pass for a while")
  func order() throws {
    var queue = FairShareQueue([.init(name: "a")], capacity: Self.capacity)
    for (id, priority, since) in [(1, 0, 10), (2, 5, 30), (3, 0, 5)] as [(Int, Int32, Int64)] {
      queue.add(Self.gang(id, priority: priority, since: since, shape: id))
    }
    let next = queue.next(at: Self.now)
    let first = try #require(next)
    #expect(first.id == 2)
    queue.putBack(first, at: Self.now)
    #expect(queue.next(at: Self.now)?.id == 3)
    #expect(queue.next(at: Self.now)?.id == 1)
    #expect(queue.next(at: Self.now) == nil && queue.nextDue == Self.now + .seconds(1))
    // Its wait is over, and no room came: nobody tries in vain.
    #expect(queue.next(at: Self.now + .seconds(1)) == nil)
    #expect(queue.waiting.map(\.id) == [2])
    queue.roomCame()
    #expect(queue.next(at: Self.now + .seconds(2))?.id == 2)
    #expect(queue.waiting.isEmpty)
  }

  @Test("who did not fit speaks for all that ask for the same, in its queue")
  func alike() throws {
    var queue = FairShareQueue([.init(name: "a"), .init(name: "b")], capacity: Self.capacity)
    for id in 0..<4 { queue.add(Self.gang(id, shape: id % 2)) }
    queue.add(Self.gang(4, queue: 1))
    let next = queue.next(at: Self.now)
    let first = try #require(next)
    #expect(first.id == 0)
    queue.putBack(first, at: Self.now)
    // 2 asks for what 0 does.
    #expect(queue.next(at: Self.now)?.id == 1)
    #expect(queue.next(at: Self.now)?.id == 3)
    #expect(queue.next(at: Self.now)?.id == 4)
    #expect(queue.next(at: Self.now) == nil)
    queue.roomCame()
    // 0 steps back still.
    #expect(queue.next(at: Self.now)?.id == 2)
    #expect(queue.next(at: Self.now) == nil)
    #expect(queue.next(at: Self.now + .seconds(1))?.id == 0)
  }

  @Test("nobody passes the head of a strict queue but one that is more important")
  func strict() throws {
    var queue = FairShareQueue(
      [.init(name: "a", strategy: .strictFIFO)], capacity: Self.capacity)
    for id in 0..<3 { queue.add(Self.gang(id, shape: id)) }
    let next = queue.next(at: Self.now)
    let first = try #require(next)
    queue.putBack(first, at: Self.now)
    #expect(first.id == 0 && queue.next(at: Self.now) == nil && queue.nextDue == nil)
    queue.add(Self.gang(3, shape: 3))
    #expect(queue.next(at: Self.now) == nil)
    queue.add(Self.gang(4, priority: 1, shape: 4))
    #expect(queue.next(at: Self.now)?.id == 4)
    // 0 is the head again, and nothing happened that would help it.
    #expect(queue.next(at: Self.now) == nil)
    queue.roomCame()
    #expect((0..<4).map { _ in queue.next(at: Self.now)?.id } == [0, 1, 2, 3])
  }

  /// The order by its definition: of those that may be tried, in the queue with the least share.
  @Test("random queues go in the order that the definition gives", arguments: 0..<100)
  func definition(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "fair-share-test")
    func below(_ bound: UInt64) -> Int { Int(stream.uniform(below: bound)) }
    let strategies = (0..<3).map { _ in
      below(3) == 0 ? FairShareQueue.Strategy.strictFIFO : .bestEffortFIFO
    }
    var queue = FairShareQueue(
      strategies.enumerated().map {
        .init(name: "\($0)", weight: Int64(1 + $0), strategy: $1)
      }, capacity: Self.capacity)
    var waiting: [FairShareQueue.Gang] = []
    var refused: Set<[Int]> = []
    var now = Self.now
    for id in 0..<120 {
      switch below(5) {
      case 0: now = now + .seconds(Int64(below(4)))
      case 1:
        queue.roomCame()
        refused = []
      case 2, 3:
        let gang = Self.gang(
          id, queue: below(3), priority: Int32(below(3)), since: Int64(below(90)), shape: below(4))
        queue.add(gang)
        waiting.append(gang)
      default:
        let expected = (0..<3).compactMap { place -> FairShareQueue.Gang? in
          let own = waiting.filter { $0.queue == place }
          guard strategies[place] == .bestEffortFIFO else {
            return own.min().flatMap { refused.contains([place, -1, $0.id]) ? nil : $0 }
          }
          return own.filter { $0.notBefore <= now && !refused.contains([place, $0.shape]) }.min()
        }.min {
          (queue.weightedShare($0.queue), $0.queue) < (queue.weightedShare($1.queue), $1.queue)
        }
        let got = queue.next(at: now)
        #expect(got?.id == expected?.id, "seed \(seed), step \(id)")
        guard let got else { continue }
        waiting.removeAll { $0.id == got.id }
        if below(2) == 0 {
          queue.take(Self.request(Int64(100 * below(9)), Int64(100 * below(9))), for: got.queue)
        } else {
          queue.putBack(got, at: now)
          if let back = queue.waiting.first(where: { $0.id == got.id }) { waiting.append(back) }
          refused.insert(
            strategies[got.queue] == .strictFIFO
              ? [got.queue, -1, got.id] : [got.queue, got.shape])
        }
      }
    }
    #expect(queue.waiting.count == waiting.count, "seed \(seed)")
  }
}
