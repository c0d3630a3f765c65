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

  private static func request(_ cpu: Int64, _ memory: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cpu), memory: .mebibytes(memory), gpu: MilliGPU(0))
  }

  @Test("the queue with the least dominant share for its weight goes first")
  func dominantShare() {
    var queue = FairShareQueue(
      [.init(name: "a"), .init(name: "b"), .init(name: "c", weight: 2)], capacity: Self.capacity)
    // a is heavy on memory, b on CPU; c is due twice as much.
    for id in 0..<30 {
      let asked = [Self.request(100, 1_000), Self.request(2_000, 100), Self.request(1_000, 1_000)]
      queue.add(.init(id: id, queue: id % 3, since: .epoch, request: asked[id % 3]))
    }
    var started: [Int] = []
    while started.count < 12, let gang = queue.next(at: .epoch) {
      queue.start(gang)
      started.append(gang.queue)
    }
    // Shares in tenths: a 1 a gang, b 2, c 1 of which half counts.
    #expect(started == [0, 1, 2, 2, 0, 2, 2, 0, 1, 2, 2, 0])
    #expect(queue.weightedShare(0) == 400_000_000 && queue.weightedShare(1) == 400_000_000)
    #expect(queue.weightedShare(2) == 300_000_000)
  }

  @Test("within a queue priority counts, then time; who did not fit lets others pass for a while")
  func order() {
    var queue = FairShareQueue([.init(name: "a")], capacity: Self.capacity)
    let now = Instant.epoch + .seconds(100)
    for (id, priority, since) in [(1, 0, 10), (2, 5, 30), (3, 0, 5)] as [(Int, Int32, Int64)] {
      queue.add(
        .init(
          id: id, queue: 0, priority: priority, since: .epoch + .seconds(since),
          request: Self.request(100, 100)))
    }
    guard let first = queue.next(at: now) else {
      Issue.record("a gang waits")
      return
    }
    #expect(first.id == 2)
    queue.putBack(first, at: now)
    #expect(queue.next(at: now)?.id == 3)
    #expect(queue.nextDue() == .epoch + .seconds(10))
    #expect(queue.next(at: now)?.id == 1)
    #expect(queue.next(at: now) == nil && queue.nextDue() == now + .seconds(1))
    #expect(queue.next(at: now + .seconds(1))?.id == 2)
    #expect(queue.count == 0)
  }
}
