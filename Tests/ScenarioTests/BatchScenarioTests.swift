import Documents
import Facts
import FleetSimulation
import Placement
import Scenario
import Testing
import Units

@Suite("Scenarios with gangs and queues")
struct BatchScenarioTests {
  /// Two sources, with what is added to the placement and to each of them.
  private func text(_ placement: String, one: String = "", two: String = "") -> String {
    """
    apiVersion: fivespot/v0
    name: small
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    placement: {policy: kube\(placement)}
    nodes:
      own: {machine: {cpu: 4, memory: 8Gi}, count: 4}
    workload:
      one: {trace: {format: opendc-tasks, file: jobs.csv}\(one)}
      two: {trace: {format: opendc-tasks, file: jobs.csv}\(two)}

    """
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    return bench
  }

  private func plan(_ text: String) throws -> SimulationPlan {
    let bench = try bench()
    let file = try ScenarioFile.parse(Array(text.utf8), path: bench.folder + "/s.yaml")
    return try file.resolve(variant: nil).plan(seed: 1)
  }

  @Test("queues have a weight and a strategy, and sources name them")
  func queues() throws {
    let plan = try plan(
      text(
        ", queues: {a: {weight: 3}, b: {strategy: StrictFIFO}}", one: ", queue: b",
        two: ", queue: a, priority: 7"))
    #expect(
      plan.queues == [
        JobQueue(name: "a", weight: 3), JobQueue(name: "b", strategy: .strictFIFO),
      ])
    #expect(plan.workload.podTemplates.map(\.queue) == ["b", "a"])
    #expect(plan.hasBatchQueues)
    #expect(try !self.plan(text("")).hasBatchQueues)
  }

  @Test("a job is so many pods, which keep its name")
  func pods() throws {
    let plain = try plan(text("")).workload
    let plan = try plan(text("", two: ", gang: {pods: 3}"))
    let ones = plan.workload.jobNames.filter { $0.hasPrefix("one/") }
    #expect(ones == plain.jobNames.filter { $0.hasPrefix("one/") })
    let first = try #require(plain.jobNames.first { $0.hasPrefix("two/") })
    let place = try #require(plan.workload.jobNames.firstIndex(of: first + ".0"))
    #expect(
      plan.workload.jobNames[place...].prefix(3) == [first + ".0", first + ".1", first + ".2"])
    #expect(plan.workload.jobs[place...].prefix(3).map(\.member) == [0, 1, 2])
    #expect(plan.workload.jobs[place...].prefix(3).allSatisfy { $0.gangSize == 3 })
    let count = plain.jobs.count / 2
    #expect(plan.workload.jobs.count == count + 3 * count)
  }

  @Test("what a job asks for is shared out to the last thousandth, and GPUs stay whole")
  func shares() throws {
    let job = ResourceVector(cpu: MilliCPU(10_000), memory: Bytes(1_001), gpu: MilliGPU(5_000))
    let parts = try #require(GangModel.cpuPerPod(MilliCPU(3_500)).requests(of: job))
    #expect(parts.map(\.cpu.value) == [3_334, 3_333, 3_333])
    #expect(parts.map(\.memory.value) == [334, 334, 333])
    #expect(parts.map(\.gpu.value) == [2_000, 2_000, 1_000])
    #expect(GangModel.cpuPerPod(MilliCPU(10_000)).requests(of: job) == [job])
    #expect(GangModel.cpuPerPod(MilliCPU(9)).requests(of: job) == nil)
    let idle = ResourceVector(cpu: MilliCPU(0), memory: Bytes(5))
    #expect(GangModel.cpuPerPod(MilliCPU(9)).requests(of: idle) == [idle])
  }

  @Test("gangs are warned of that all nodes together cannot hold")
  func tooLarge() throws {
    let bench = try bench()
    // Of jobs of 2, 4 and 1 cores 8, 4 and 16 pods fit on four nodes of 4.
    try bench.write(
      """
      id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity
      1,1767225600000,60000,2,4200.0,500
      2,1767225600000,60000,4,8400.0,500
      3,1767225600000,60000,1,2100.0,500

      """, to: "jobs.csv")
    for (pods, count) in [(4, 0), (5, 1), (9, 2)] {
      let file = try ScenarioFile.parse(
        Array(text("", two: ", gang: {pods: \(pods)}").utf8), path: bench.folder + "/s.yaml")
      let warnings = try file.resolve(variant: nil).inspect()
        .filter { $0.message.contains("larger than all nodes") }
      #expect(warnings.count == (count > 0 ? 1 : 0), "\(pods): \(warnings)")
      #expect(
        count == 0
          || warnings.first?.message.hasPrefix("\(count) of its gangs are larger than all nodes of")
            == true,
        "\(pods): \(warnings)")
    }
  }

  @Test("what is wrong is said with its place")
  func wrong() throws {
    let queues = ", queues: {a: {}, b: {}}"
    let table: [(placement: String, one: String, two: String, reports: [String])] = [
      (
        queues, ", queue: a", "",
        [
          "4:46: warning: placement.queues.b: no source of jobs names the queue",
          "9:8: error: workload.two: which queue its jobs wait in is open, where placement.queues "
            + "has some; give queue: one of a, b",
        ]
      ),
      (
        queues, ", queue: a", ", queue: bb",
        [
          "9:63: error: workload.two.queue: there is no queue \"bb\" in placement.queues; did you "
            + "mean \"b\"?"
        ]
      ),
      (
        "", ", queue: a", "",
        [
          "8:63: error: workload.one.queue: there is no queue \"a\" in placement.queues; name it in "
            + "placement.queues first"
        ]
      ),
      (
        ", queues: {a: {weight: 0}}", ", queue: a", ", queue: a",
        [
          "4:48: error: placement.queues.a.weight: 0 is not a whole number from 1 to 1000"
        ]
      ),
      (
        "", "", ", gang: {pods: 1}",
        ["9:69: error: workload.two.gang.pods: 1 is not a whole number from 2 to 1000"]
      ),
      (
        "", "", ", gang: {cpuPerPod: 0}",
        [
          "9:74: error: workload.two.gang.cpuPerPod: 0 is not a number of cores such as 16 or 500m: it has "
            + "to be above 0"
        ]
      ),
    ]
    let bench = try bench()
    for (placement, one, two, reports) in table {
      let found = problems(
        of: text(placement, one: one, two: two), path: bench.folder + "/s.yaml")
      #expect(found == reports, "\(placement)\(one)\(two)")
    }
  }
}
