import Facts
import FleetSimulation
import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Several clusters with jobs, and one owner whose machines the broker gives to one or the other.
@Suite struct BorrowerStoryTests {
  @Test func `each cluster has a queue of its own, and jobs run on its machines alone`() throws {
    // Both hosts go to batch, whose two jobs wait; the job of risk comes later and gets a host only
    // when one of batch's has stood idle for twenty minutes: it goes on without going home.
    let plan = BorrowerPlan(jobs: [(0, 600, 1), (0, 3_600, 1), (60, 600, 2)])
    let facts = try plan.facts()
    #expect(facts.firstBorrower == [0: 1, 1: 1])
    let starts = facts.filter { $0.kind == .jobStarted }
    #expect(starts.map(\.subject) == [0, 1, 2])
    // Gone from its owner, set up and joined.
    let first = BorrowerPlan.start + .seconds(60 + 60 + 30)
    #expect(starts[0].at == first && starts[1].at == first)
    // Told ten minutes ahead, then cleaned, set up and joined.
    let idle = first + .seconds(600) + .minutes(20)
    #expect(starts[2].at == idle + .minutes(10) + .seconds(60 + 60 + 30))
    #expect(starts[2].object == 0)
    #expect(facts.count { $0.kind == .jobFinished } == 3)
  }

  @Test func `a head that fits nowhere blocks only the queue of its own cluster`() throws {
    var plan = BorrowerPlan(hosts: 1, jobs: [(0, 600, 1), (1, 600, 2), (2, 60, 2)])
    plan.borrowers = [LendingBorrower(ClusterID(2))]
    let facts = try plan.facts()
    let told = facts.map(tell)
    // Nothing of cluster 1 can ever run, and that is said at once.
    #expect(told.contains { $0.hasSuffix("j0 is rejected") })
    #expect(facts.filter { $0.kind == .jobFinished }.map(\.subject) == [1, 2])
  }

  @Test func `the higher priority is served first`() throws {
    for favoured in [ClusterID(1), ClusterID(2)] {
      var plan = BorrowerPlan(jobs: (0..<4).map { (0, 7_200, 1 + UInt32($0 % 2)) })
      plan.borrowers = [ClusterID(1), ClusterID(2)].map {
        LendingBorrower($0, priority: $0 == favoured ? 60 : 50)
      }
      let first = try plan.facts().firstBorrower
      #expect(first == [0: favoured.index, 1: favoured.index])
    }
  }

  @Test func `shares go by weight, and the floor comes before them`() throws {
    var plan = BorrowerPlan(hosts: 8, jobs: (0..<16).map { (0, 7_200, 1 + UInt32($0 % 2)) })
    plan.borrowers = [LendingBorrower(ClusterID(1), weight: 3), LendingBorrower(ClusterID(2))]
    let byWeight = try plan.facts().firstBorrower
    #expect(byWeight.values.count { $0 == 1 } == 6 && byWeight.values.count { $0 == 2 } == 2)
    plan.borrowers[1].floor = MilliCPU(4 * 8_000)
    let byFloor = try plan.facts().firstBorrower
    #expect(byFloor.values.count { $0 == 1 } == 4 && byFloor.values.count { $0 == 2 } == 4)
  }

  @Test func `demand of one borrower sends no machine to the other`() throws {
    let plan = BorrowerPlan(hosts: 4, jobs: [(0, 600, 2), (0, 600, 2)])
    let facts = try plan.facts()
    #expect(facts.loans(to: 1) == 0 && facts.loans(to: 2) == 2, "\(facts.map(tell))")
  }

  @Test func `a jurisdiction is never left, whoever waits`() throws {
    let region = "topology.kubernetes.io/region"
    var plan = BorrowerPlan(
      jobs: [(0, 600, 1), (0, 600, 2)], labels: [region: "us-east-1"])
    plan.change = { lending in
      lending.borrowers[0].hostSelector = LabelSelector(matchLabels: [region: "eu-west-1"])
    }
    let byHost = try plan.facts()
    #expect(byHost.loans(to: 1) == 0 && byHost.loans(to: 2) == 1)
    plan.change = { lending in
      lending.borrowers[1].labels = [region: "eu-west-1"]
      lending.borrowerSelector = LabelSelector(matchExpressions: [
        LabelRequirement(key: region, .isNotIn(["eu-west-1"]))
      ])
    }
    let byOwner = try plan.facts()
    #expect(byOwner.loans(to: 1) == 1 && byOwner.loans(to: 2) == 0)
  }

  @Test func `plans that contradict themselves are refused`() throws {
    func problem(_ change: (inout SimulationPlan) -> Void) throws -> String? {
      var plan = try BorrowerPlan(jobs: [(0, 600, 1)]).plan()
      change(&plan)
      var sink = SilentSink()
      do throws(SimulationError) {
        _ = try FleetSimulation.run(plan, into: &sink)
        return nil
      } catch { return error.description }
    }
    #expect(try problem { _ in } == nil)
    let refused: [((inout SimulationPlan) -> Void, String)] = [
      ({ $0.lending?.borrowers = [] }, "lent to nobody"),
      ({ $0.lending?.borrowers.append(LendingBorrower(ClusterID(1))) }, "borrows twice"),
      ({ $0.lending?.borrowers[0].weight = 0 }, "the share is above 0"),
      ({ $0.lending?.borrowers[0].floor = MilliCPU(-1) }, "the floor not below"),
      ({ $0.lending?.owner = ClusterID(2) }, "lent by a cluster that has no jobs"),
      (
        { $0.lending?.borrowers[0].cluster = ClusterID(0) }, "cluster 0 borrows machines and has no"
      ),
      ({ $0.workload.jobs[0].cluster = ClusterID(0) }, "job 0 runs in cluster 0"),
      ({ $0.fleet.clusters.removeLast() }, "jobs run in cluster 2, which is not there"),
    ]
    for (change, reason) in refused {
      let told = try problem(change)
      #expect(told?.contains(reason) == true, "\(told ?? "nothing") for \(reason)")
    }
  }
}
