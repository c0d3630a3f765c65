import Facts
import FleetSimulation
import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Pods of jobs that leave lent machines by the drain class that their workload belongs to.
@Suite struct DrainClassStoryTests {
  /// Three machines that go home at one edge, each with one job that runs past it.
  private func graces(_ classes: [DrainClass]) throws -> [UInt32: TimeSpan] {
    var plan = BorrowerPlan(hosts: 3, jobs: (0..<3).map { _ in (0, 200_000, 1) })
    plan.templates = [
      PodTemplate(namespace: "risk", labels: ["tier": "scratch"]),
      PodTemplate(namespace: "risk", labels: ["tier": "gold"], priority: 1_000),
      PodTemplate(),
    ]
    var policy = plan.policy
    policy.drainClasses = classes
    plan.profile = .regulated(policy)
    var graces: [UInt32: TimeSpan] = [:]
    for fact in try plan.facts() where fact.kind == .podEvicted && graces[fact.subject] == nil {
      graces[fact.subject] = TimeSpan(nanoseconds: fact.value)
    }
    return graces
  }

  @Test func `without classes each pod has its own grace`() throws {
    #expect(try graces([]) == [0: .seconds(30), 1: .seconds(30), 2: .seconds(30)])
  }

  @Test func `a class is chosen by labels, namespace and priority of the workload`() throws {
    let scratch = DrainClass(
      name: "scratch", podSelector: LabelSelector(matchLabels: ["tier": "scratch"]),
      graceCap: .seconds(5))
    let important = DrainClass(
      name: "important", priorities: 1_000...Int32.max, graceCap: .seconds(20))
    let risk = DrainClass(name: "risk", namespaces: ["risk"], graceCap: .seconds(10))
    #expect(
      try graces([scratch, important]) == [0: .seconds(5), 1: .seconds(20), 2: .seconds(30)])
    #expect(try graces([risk, important]) == [0: .seconds(10), 1: .seconds(10), 2: .seconds(30)])
  }

  @Test func `the way home is planned for the class that is asked longest`() throws {
    func firstEviction(_ classes: [DrainClass]) throws -> Instant? {
      var plan = BorrowerPlan(hosts: 1, jobs: [(0, 200_000, 1)])
      var policy = plan.policy
      policy.drainClasses = classes
      plan.profile = .regulated(policy)
      return try plan.facts().first { $0.kind == .podEvicted }?.at
    }
    let plain = try #require(try firstEviction([]))
    // The window closes at 23:00, three minutes of way back and two of drain before it.
    #expect(plain == BorrowerPlan.start + .hours(23) - .minutes(5))
    let patient = DrainClass(
      name: "patient", namespaces: ["elsewhere"], evictionDeadline: .minutes(7))
    #expect(try firstEviction([patient]) == plain - .minutes(5))
  }
}
