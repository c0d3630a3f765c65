import KubernetesClient
import SimulationKernel
import Testing
import Units

/// A lease in an API server that keeps versions and refuses stale ones.
private struct LeaseServer {
  var lease: Lease?
  var version = 0

  mutating func perform(_ step: LeaderElection.Step) -> LeaderElection.Answer? {
    switch step {
    case .wait: return nil
    case .read: return lease.map { .lease($0) } ?? .notFound
    case .create(let new):
      guard lease == nil else { return .conflict }
      return store(new)
    case .update(let new):
      guard let lease else { return .notFound }
      guard lease.resourceVersion == new.resourceVersion else { return .conflict }
      return store(new)
    }
  }

  private mutating func store(_ new: Lease) -> LeaderElection.Answer {
    version += 1
    var new = new
    new.resourceVersion = String(version)
    lease = new
    return .lease(new)
  }
}

@Suite struct LeaderElectionTests {
  private let start = Instant(seconds: 1_800_000_000)

  @Test func takesALeaseThatIsNotThere() {
    var server = LeaseServer()
    var one = LeaderElection(identity: "one")
    #expect(one.next(at: start, unit: 0) == .read)
    one.receive(.notFound, at: start)
    let step = one.next(at: start, unit: 0)
    guard case .create(let lease) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(lease.holder == "one")
    #expect(lease.durationSeconds == 15)
    #expect(lease.transitions == 0)
    #expect(!one.isLeader(at: start))
    if let answer = server.perform(step) { one.receive(answer, at: start + .seconds(1)) }
    #expect(one.isLeader(at: start + .seconds(9)))
    #expect(!one.isLeader(at: start + .seconds(10)))
    #expect(one.fence(at: start + .seconds(1)) == .init(transitions: 0, resourceVersion: "1"))
  }

  @Test func waitsForALeaseOfAnotherByItsOwnClock() {
    var two = LeaderElection(identity: "two")
    // Renewed an hour ago by the other's clock, which may be wrong: what counts is when it was seen.
    let old = Lease(
      resourceVersion: "7", holder: "one", durationSeconds: 15, renewed: start - .hours(1),
      transitions: 3)
    #expect(two.next(at: start, unit: 0) == .read)
    two.receive(.lease(old), at: start)
    #expect(two.next(at: start, unit: 0) == .wait(until: start + .seconds(2)))
    let late = start + .seconds(14)
    #expect(two.next(at: late, unit: 0) == .read)
    two.receive(.lease(old), at: late)
    guard case .wait = two.next(at: late, unit: 0) else {
      Issue.record("took a lease that may be valid")
      return
    }
    let free = start + .seconds(17)
    #expect(two.next(at: free, unit: 0) == .read)
    two.receive(.lease(old), at: free)
    guard case .update(let claim) = two.next(at: free, unit: 0) else {
      Issue.record("did not take a lease that ran out")
      return
    }
    #expect(claim.resourceVersion == "7")
    #expect(claim.transitions == 4)
    two.receive(.conflict, at: free)
    #expect(two.next(at: free, unit: 0) == .read)
    #expect(!two.isLeader(at: free))
  }

  @Test func staysUntilItsDeadlineWhenTheServerIsAway() {
    var server = LeaseServer()
    var one = LeaderElection(identity: "one")
    var now = start
    run(&one, &server, at: now)
    #expect(one.isLeader(at: now))
    for _ in 0..<8 {
      now = now + .seconds(1)
      if case .wait = one.next(at: now, unit: 0) { continue }
      one.receive(.failed, at: now)
    }
    #expect(one.isLeader(at: now))
    now = now + .seconds(2)
    #expect(!one.isLeader(at: now))
    run(&one, &server, at: now + .seconds(2))
    #expect(one.isLeader(at: now + .seconds(2)))
  }

  @Test func releases() {
    var server = LeaseServer()
    var one = LeaderElection(identity: "one")
    run(&one, &server, at: start)
    one.release()
    #expect(!one.isLeader(at: start))
    #expect(!one.isReleased)
    run(&one, &server, at: start + .seconds(3))
    #expect(one.isReleased)
    #expect(server.lease?.holder == "")
    var two = LeaderElection(identity: "two")
    run(&two, &server, at: start + .seconds(4))
    #expect(two.isLeader(at: start + .seconds(4)))
    #expect(server.lease?.transitions == 1)
  }

  /// Candidates whose clocks differ and whose requests fail or are lost on the way back.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func neverHasTwoLeaders(seed: UInt64) {
    var random = RandomStream(seed: seed, label: "election")
    var server = LeaseServer()
    var candidates = ["a", "b", "c"].map { LeaderElection(identity: $0) }
    let skews: [TimeSpan] = [.zero, .hours(5), .seconds(-90)]
    var led = 0
    var last: LeaderElection.Fence?
    for tick in 0..<4_000 {
      let now = start + .milliseconds(Int64(tick) * 250)
      let index = Int(random.next() % 3)
      let own = now + skews[index]
      let step = candidates[index].next(at: own, unit: random.unit())
      let isAway = tick / 300 % 3 == index && tick % 300 < 120
      let isRefused = isAway || random.unit() < 0.05
      let isLost = random.unit() < 0.1
      if case .wait = step {
      } else {
        let answer = isRefused ? nil : server.perform(step)
        candidates[index].receive(isLost ? .failed : answer ?? .failed, at: own)
      }
      let leaders = candidates.indices.filter { candidates[$0].isLeader(at: now + skews[$0]) }
      #expect(leaders.count <= 1, "seed \(seed), tick \(tick)")
      guard let leader = leaders.first,
        let fence = candidates[leader].fence(at: now + skews[leader])
      else { continue }
      led += 1
      if let last, fence != last {
        #expect(fence.transitions >= last.transitions, "seed \(seed), tick \(tick)")
        #expect(Int(fence.resourceVersion) ?? 0 > Int(last.resourceVersion) ?? 0, "seed \(seed)")
      }
      last = fence
    }
    #expect(led > 1_000, "seed \(seed): there was a leader in \(led) of 4000 ticks only")
  }

  private func run(_ election: inout LeaderElection, _ server: inout LeaseServer, at now: Instant) {
    for _ in 0..<5 {
      guard let answer = server.perform(election.next(at: now, unit: 0)) else { return }
      election.receive(answer, at: now)
    }
  }
}
