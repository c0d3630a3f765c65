import ClusterAPI
import SimulationKernel
import Testing
import Units

@Suite("Work queue")
struct WorkQueueTests {
  static let start = Instant(seconds: 100)

  static func drain(_ queue: inout WorkQueue, at now: Instant) -> [Int] {
    var taken: [Int] = []
    while let object = queue.take(at: now) {
      taken.append(object)
      queue.finish(object)
    }
    return taken
  }

  @Test("gives out by priority, then by the order in which they came")
  func order() {
    var queue = WorkQueue()
    queue.add(5, priority: WorkQueue.backgroundPriority, at: Self.start)
    queue.add(4, priority: WorkQueue.backgroundPriority, at: Self.start)
    queue.add(3, at: Self.start)
    queue.add(1, at: Self.start)
    queue.add(3, at: Self.start)
    // An event lifts what a resync had queued, to the end of what events asked for.
    queue.add(4, at: Self.start)
    #expect(queue.count == 4)
    #expect(Self.drain(&queue, at: Self.start) == [3, 1, 4, 5])
    #expect(queue.count == 0 && queue.nextReady() == nil)
  }

  @Test("what is added while it is worked on comes again, once, in its own place")
  func whileWorkedOn() {
    var queue = WorkQueue()
    queue.add(1, at: Self.start)
    #expect(queue.take(at: Self.start) == 1)
    queue.add(1, at: Self.start)
    queue.add(2, at: Self.start)
    queue.add(1, at: Self.start)
    #expect(queue.count == 2)
    queue.finish(1)
    #expect(Self.drain(&queue, at: Self.start) == [1, 2])
    queue.add(3, at: Self.start)
    #expect(queue.take(at: Self.start) == 3)
    queue.add(3, at: Self.start, after: .seconds(5))
    #expect(queue.nextReady() == Self.start + .seconds(5))
    #expect(queue.take(at: Self.start + .seconds(5)) == nil && queue.nextReady() == nil)
    queue.finish(3)
    #expect(Self.drain(&queue, at: Self.start + .seconds(5)) == [3])
  }

  @Test("keeps what is due later, and the earlier of two times counts")
  func later() {
    var queue = WorkQueue()
    queue.add(1, at: Self.start, after: .seconds(20))
    queue.add(2, at: Self.start, after: .seconds(10))
    queue.add(1, at: Self.start, after: .seconds(5))
    queue.add(2, at: Self.start, after: .seconds(30))
    #expect(queue.nextReady() == Self.start + .seconds(5))
    #expect(queue.take(at: Self.start) == nil)
    #expect(Self.drain(&queue, at: Self.start + .seconds(9)) == [1])
    #expect(queue.nextReady() == Self.start + .seconds(10))
    #expect(Self.drain(&queue, at: Self.start + .seconds(60)) == [2])
  }

  @Test(
    "what became ready comes in the order in which it did; what an event hurries keeps its place")
  func becomingReady() {
    var queue = WorkQueue()
    queue.add(1, at: Self.start, after: .seconds(2))
    queue.add(2, at: Self.start, after: .seconds(1))
    queue.add(3, at: Self.start + .seconds(3))
    #expect(Self.drain(&queue, at: Self.start + .seconds(3)) == [2, 1, 3])
    queue.add(1, at: Self.start + .seconds(4), after: .seconds(60))
    queue.add(2, at: Self.start + .seconds(4))
    queue.add(1, at: Self.start + .seconds(4))
    #expect(Self.drain(&queue, at: Self.start + .seconds(4)) == [1, 2])
  }

  @Test("never loses or doubles an object", arguments: 0..<50 as Range<UInt64>)
  func property(seed: UInt64) {
    var random = RandomStream(seed: seed, label: "work-queue")
    var queue = WorkQueue()
    var now = Self.start
    var working: [Int] = []
    // What has to come out, and when at the latest.
    var due: [Int: Instant] = [:]
    for _ in 0..<400 {
      switch random.uniform(below: 4) {
      case 0, 1:
        let object = Int(random.uniform(below: 12))
        let wait = TimeSpan.seconds(Int64(random.uniform(below: 3)) * 7)
        let priority = random.uniform(below: 2) == 0 ? WorkQueue.backgroundPriority : 0
        queue.add(object, priority: priority, at: now, after: wait)
        due[object] = min(due[object] ?? now + wait, now + wait)
      case 2:
        now = now + TimeSpan.seconds(Int64(random.uniform(below: 5)))
        let object = queue.take(at: now)
        let ready = due.filter { $0.value <= now && !working.contains($0.key) }
        #expect((object != nil) == !ready.isEmpty, "seed \(seed)")
        guard let object else { continue }
        #expect(ready[object] != nil, "seed \(seed)")
        due[object] = nil
        working.append(object)
      default:
        guard !working.isEmpty else { continue }
        queue.finish(working.removeFirst())
      }
      #expect(queue.count == due.count, "seed \(seed)")
    }
  }
}

@Suite("Cadence of controllers")
struct CadenceTests {
  static let start = Instant(seconds: 1_000)

  @Test("a floor keeps runs apart, and what is deferred is not shortened by events")
  func gate() {
    var gate = ReconcileGate()
    #expect(gate.attempt(at: Self.start) == .run)
    #expect(gate.finish(.done, at: Self.start) == nil)
    #expect(gate.attempt(at: Self.start + .milliseconds(300)) == .wait(.milliseconds(700)))
    #expect(
      gate.attempt(at: Self.start + .seconds(1), cacheIsStale: true) == .wait(.milliseconds(100)))
    #expect(gate.attempt(at: Self.start + .seconds(1)) == .run)
    // A drain defers the next look, whatever it asks for.
    gate.deferRuns(until: Self.start + .seconds(21))
    #expect(
      gate.finish(.requeue(after: .seconds(20)), at: Self.start + .seconds(1)) == .seconds(20))
    #expect(gate.attempt(at: Self.start + .seconds(5)) == .wait(.seconds(16)))
  }

  @Test("failures add up until a run succeeds")
  func failures() {
    var gate = ReconcileGate()
    let delays = (0..<3).map { _ in gate.finish(.failure, at: Self.start) }
    #expect(delays == [.milliseconds(1_005), .milliseconds(1_010), .milliseconds(1_020)])
    #expect(gate.failures == 3)
    _ = gate.finish(.requeue(after: .seconds(5)), at: Self.start)
    #expect(gate.finish(.failure, at: Self.start) == .milliseconds(1_005))
    #expect(
      gate.finish(.failure, at: Self.start, floor: .zero, retry: .controllerRuntime)
        == .milliseconds(10))
  }

  @Test("a request to run again is put off to the floor")
  func floor() {
    var gate = ReconcileGate()
    let floor = ControllerConstants.leastHealthCheckInterval
    #expect(gate.attempt(at: Self.start, floor: floor) == .run)
    let end = Self.start + .seconds(2)
    #expect(gate.finish(.requeue(after: .seconds(1)), at: end, floor: floor) == .seconds(13))
  }

  @Test(
    "delays after failures",
    arguments: [
      (RetryDelay.k0rdent, 300, TimeSpan.seconds(5)), (.k0rdent, 301, .minutes(2)),
      (.controllerRuntime, 1, .milliseconds(5)), (.controllerRuntime, 10_000, .seconds(1_000)),
      (.longest([.k0rdent, .controllerRuntime]), 12, .milliseconds(10_240)),
      (.longest([]), 1, .zero),
    ])
  func delays(delay: RetryDelay, failures: Int, expected: TimeSpan) {
    #expect(delay.delay(after: failures) == expected)
  }

  @Test("a bucket lets a burst through, then one at a time, and fills up again")
  func bucket() {
    var bucket = TokenBucket(perSecond: 10, capacity: 3)
    let waits = (0..<5).map { _ in bucket.take(at: Self.start) }
    #expect(waits == [.zero, .zero, .zero, .milliseconds(100), .milliseconds(200)])
    #expect(bucket.take(at: Self.start + .milliseconds(300)) == .zero)
    #expect(bucket.take(at: Self.start + .milliseconds(300)) == .milliseconds(100))
    let later = (0..<4).map { _ in bucket.take(at: Self.start + .seconds(60)) }
    #expect(later == [.zero, .zero, .zero, .milliseconds(100)])
  }

  @Test("a cluster that is silent is given up after 75 s at most")
  func connection() {
    var connection = ClusterConnection(isConnected: true)
    for _ in 1..<ClusterConnection.failuresToDisconnect {
      #expect(!connection.record(.failure).hasTooManyFailures)
    }
    #expect(connection.record(.failure).hasTooManyFailures)
    let most =
      (ClusterConnection.probeInterval + ClusterConnection.probeTimeout)
      * Int64(ClusterConnection.failuresToDisconnect)
    #expect(most == .seconds(75))
    #expect(!connection.record(.success).hasTooManyFailures && connection.failures == 0)
  }

  @Test("a resync comes every nine to eleven minutes")
  func resync() {
    #expect(Resync.drawnPeriod(draw: 0) == .minutes(9))
    #expect(Resync.drawnPeriod(draw: 0.5) == .minutes(10))
    #expect(Resync.drawnPeriod(draw: 0.999_999) < .minutes(11))
  }

  @Test("v1.12 has ten workers, the classic limits and no floor")
  func profiles() {
    let old = ControllerProfile.v112
    #expect(old.workers.machine == 10 && old.floor == .zero && !old.putsResyncsLast)
    var bucket = old.client.bucket(fullAt: Self.start)
    let burst = (0..<31).map { _ in bucket.take(at: Self.start) }
    #expect(burst[29] == .zero && burst[30] == .milliseconds(50))
    let new = ControllerProfile.v113
    #expect(new.workers.machine == 100 && new.retryLimit == nil)
    #expect(new.retry.delay(after: 1) - old.retry.delay(after: 1) == new.floor)
  }
}
