import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("RemoteMachine")
struct RemoteMachineTests {
  @Test("hosts go out in the order of their names and come back dirty when the clean-up failed")
  func pool() {
    var pool = RemoteHostPool(names: ["c", "a", "b"])
    #expect(pool.reserve(for: 7) == 0)
    #expect(pool.reserve(for: 8) == 1)
    #expect(pool.reserve(for: 7) == 0)
    pool.release(0, isClean: false)
    #expect(pool.hosts.map(\.name) == ["a", "b", "c"])
    #expect(pool.hosts[0].isDirty && pool.reserve(for: 9) == 0)
    pool.release(0, isClean: true)
    #expect(!pool.hosts[0].isDirty)
  }

  @Test("sessions hold workers, and whoever waits for one is served in turn")
  func workers() {
    var provider = RemoteMachineProvider(
      pool: RemoteHostPool(names: ["a", "b", "c", "d"]), workers: 2)
    #expect(provider.look(at: 1) == .openSession(host: 0))
    #expect(provider.look(at: 2) == .openSession(host: 1))
    #expect(provider.look(at: 3) == .waitForWorker)
    #expect(provider.look(at: 4) == .waitForWorker)
    #expect(provider.look(at: 3) == .waitForWorker)
    #expect(provider.endSession(of: 2) == 3)
    #expect(provider.look(at: 3) == .openSession(host: 2))
    provider.withdraw(4)
    #expect(provider.endSession(of: 1) == nil)
    #expect(provider.look(at: 1) == .openSession(host: 0))
    #expect(provider.endCleanUp(of: 1, succeeded: false) == nil)
    #expect(provider.pool.hosts[0].isDirty && provider.pool.hosts[0].reservedBy == nil)
  }

  @Test("without a free host the wait doubles from 5 ms to 1,000 s, and ends with success")
  func backoff() {
    var provider = RemoteMachineProvider(pool: RemoteHostPool(names: ["a"]))
    _ = provider.look(at: 0)
    #expect(provider.look(at: 1) == .retry(after: .milliseconds(5)))
    #expect(provider.look(at: 1) == .retry(after: .milliseconds(10)))
    #expect(RemoteMachineProvider.delay(afterFailures: 18) == .milliseconds(5 << 17))
    #expect(RemoteMachineProvider.delay(afterFailures: 19) == .seconds(1_000))
    #expect(RemoteMachineProvider.delay(afterFailures: 1_000_000) == .seconds(1_000))
    _ = provider.endCleanUp(of: 0, succeeded: true)
    #expect(provider.look(at: 1) == .openSession(host: 0))
    _ = provider.endCleanUp(of: 1, succeeded: true)
    _ = provider.look(at: 2)
    #expect(provider.look(at: 1) == .retry(after: .milliseconds(5)))
  }

  @Test("a host is never given to two machines", arguments: 0..<60 as Range<UInt64>)
  func exclusive(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let names = (0..<1 + generator.below(6)).map { "host-\($0)" }
    var provider = RemoteMachineProvider(
      pool: RemoteHostPool(names: names), workers: 1 + generator.below(4))
    for _ in 0..<200 {
      let machine = generator.below(10)
      if provider.sessions.contains(machine) {
        _ =
          generator.below(2) == 0
          ? provider.endSession(of: machine)
          : provider.endCleanUp(of: machine, succeeded: generator.below(2) == 0)
      } else {
        _ = provider.look(at: machine)
      }
      let owners = provider.pool.hosts.compactMap(\.reservedBy)
      #expect(Set(owners).count == owners.count, "seed \(seed)")
      #expect(provider.sessions.allSatisfy(owners.contains), "seed \(seed)")
      #expect(provider.sessions.count <= provider.workers, "seed \(seed)")
    }
  }
}

@Suite("Metal3")
struct Metal3Tests {
  @Test("a host is claimed when it is available, sound and selected, near by preference")
  func selection() {
    var hosts = (0..<6).map { BareMetalHost(name: "h\($0)", labels: ["size": "large"]) }
    hosts[0].state = .preparing
    hosts[1].consumer = 4
    hosts[2].hasError = true
    hosts[3].labels["size"] = "small"
    hosts[5].labels[BareMetalHostSelection.failureDomainLabel] = "rack-2"
    let selector = LabelSelector(matchLabels: ["size": "large"])
    func candidates(_ domain: String?) -> [Int] {
      BareMetalHostSelection.candidates(among: hosts, selector: selector, failureDomain: domain)
    }
    #expect(candidates(nil) == [4, 5])
    #expect(candidates("rack-2") == [5])
    #expect(candidates("rack-9") == [4, 5])
    hosts[4].isKeptBack = true
    #expect(candidates(nil) == [5])
  }

  @Test("every candidate is as likely as the others")
  func draw() {
    let candidates = [3, 5, 8]
    #expect(BareMetalHostSelection.pick(from: [], draw: 0) == nil)
    #expect(BareMetalHostSelection.pick(from: candidates, draw: 0) == 3)
    #expect(BareMetalHostSelection.pick(from: candidates, draw: .max / 2) == 5)
    #expect(BareMetalHostSelection.pick(from: candidates, draw: .max) == 8)
  }

  @Test("a host goes from rack to work and back to the shelf")
  func states() {
    var state = BareMetalHostState.registering
    var seen = [state]
    while let next = state.next(isClaimed: state == .available || state == .provisioning) {
      state = next
      seen.append(state)
      if state == .provisioned { break }
    }
    #expect(
      seen == [.registering, .inspecting, .preparing, .available, .provisioning, .provisioned])
    #expect(BareMetalHostState.provisioned.next(isClaimed: true) == nil)
    #expect(BareMetalHostState.provisioned.next(isClaimed: false) == .deprovisioning)
    #expect(BareMetalHostState.deprovisioning.next(isClaimed: false) == .available)
    #expect(BareMetalHostState.available.next(isClaimed: false) == nil)
    #expect(BareMetalHostState.allCases.filter(\.needsCapacity).count == 3)
  }

  @Test("no more hosts are at work than the limit, and the longest wait ends first")
  func limit() {
    var queue = HostProvisioningQueue(limit: 2)
    #expect(queue.start(1) && queue.start(2) && !queue.start(3) && !queue.start(4))
    queue.withdraw(3)
    #expect(queue.finish() == 4)
    #expect(queue.busy == 2)
    #expect(queue.finish() == nil && queue.finish() == nil)
    #expect(queue.busy == 0)
  }

  @Test("delays double up to the ninth error")
  func delays() {
    let first = HostPower.errorDelay(errorCount: 1)
    #expect(first.above == .minutes(1) && first.upTo == .minutes(2))
    #expect(HostPower.errorDelay(errorCount: 99).upTo == .minutes(512))
  }
}

@Suite("What is built on Cluster API")
struct PlatformTests {
  @Test("versions are ordered as semver.org orders them")
  func versions() throws {
    let texts = [
      "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
      "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "v1.2", "1.10.0+build",
    ]
    let versions = try texts.map { try #require(SemanticVersion($0)) }
    #expect(versions == versions.sorted())
    #expect(Set(versions).count == versions.count)
    for text in ["", "1.0.0.0", "1.x", "-1", "1.0.0-", "1.0.0-a..b", "1 .0"] {
      #expect(SemanticVersion(text) == nil, "\(text)")
    }
  }

  @Test("what has its dependencies is applied, and a cycle only counts where it is reached")
  func dependencies() throws {
    let graph = DependencyGraph([
      ("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["e"]), ("e", ["d"]), ("f", ["c", "d"]),
    ])
    #expect(try graph.applicable(deployed: ["a", "b"]) == ["a", "b", "c"])
    #expect(!graph.reachesCycle(from: "c") && graph.reachesCycle(from: "f"))
    #expect(graph.undeclared(among: ["a", "x"]) == ["x"])
    #expect(throws: DependencyError(name: "b", dependency: "a")) {
      try DependencyGraph([("b", ["a"])]).applicable(deployed: ["a"])
    }
  }

  @Test("an upgrade takes the smallest step on a path that leads there")
  func upgrades() {
    let paths = [["1.1.0", "1.3.0"], ["1.2.0", "2.0.0"], ["1.0.5"]]
    #expect(UpgradeStep.next(from: "1.0.0", to: "2.0.0", along: paths) == "1.2.0")
    #expect(UpgradeStep.next(from: "1.2.0", to: "2.0.0", along: paths) == "2.0.0")
    #expect(UpgradeStep.next(from: "2.0.0", to: "2.0.0", along: paths) == nil)
    #expect(UpgradeStep.next(from: "x", to: "2.0.0", along: paths) == nil)
  }

  @Test("the constants of the controllers add up as the delays do")
  func delays() {
    #expect(RetryDelay.clusterAPI().delay(after: 1) == .milliseconds(1_005))
    #expect(RetryDelay.clusterAPI().delay(after: 18) == .milliseconds(656_360))
    #expect(RetryDelay.clusterAPI().delay(after: 19) == .seconds(1_000))
    #expect(RetryDelay.clusterAPI().delay(after: 100) == .seconds(1_000))
  }

  @Test("etcd is odd and never shrinks, and a hook ends after two days at most")
  func limits() {
    #expect(HostedControlPlane.etcdMembers(controlPlaneReplicas: 2, current: nil) == 3)
    #expect(HostedControlPlane.etcdMembers(controlPlaneReplicas: 1, current: 5) == 5)
    let plan = TerminationHeartbeat(
      interval: .hours(1), until: .hours(60), timeout: .hours(2))
    #expect(plan.heartbeats.count == 60 && plan.termination == .hours(48))
    #expect(
      TerminationHeartbeat(interval: .hours(1), until: .zero, timeout: .minutes(5)).termination
        == .minutes(5))
  }
}
