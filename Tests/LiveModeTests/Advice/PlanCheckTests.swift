import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Holding a plan against the cluster")
struct PlanCheckTests {
  /// The plan at noon, written and read again.
  private func plan() throws -> DocumentNode {
    let plan = AdvicePlan(
      for: try SampleFleet.fleet(), profile: .upstream03, at: SampleFleet.noon)
    return try Document.parseJSON(try plan.document().prettyJSON(), file: "plan.json").root
  }

  @Test func `a cluster that stands still is as the plan found it`() throws {
    let check = try PlanCheck(plan(), against: SampleFleet.objects())
    #expect(check.holds && check.observed > 5)
  }

  @Test func `what changed, was replaced or is gone is named, with the actions on it`() throws {
    var objects = try SampleFleet.objects()
    try objects.take(
      SampleFleet.machine("night-2", cluster: "batch", node: "n2", isNew: false, version: "201"))
    let batch = SampleFleet.workload("batch")
    objects.remove(ObjectReference(.pod, "work", "b-1", in: batch))
    guard case .mapping(var pod) = SampleFleet.pod("b-2", on: "n2") else { return }
    let metadata = try #require(pod.firstIndex { $0.key == "metadata" })
    pod[metadata].value = SampleFleet.metadata("b-2", namespace: "work", version: "400", uid: "new")
    try objects.take(SampleFleet.list("Pod", [.mapping(pod)]), from: batch)
    let check = try PlanCheck(plan(), against: objects)
    #expect(
      check.moved.map { "\($0.object) \($0.change.rawValue) \($0.actions)" } == [
        "Machine fleet/night-2 changed [2, 3, 4, 5, 6]",
        "Pod work/b-1 in fleet/batch gone [3]",
        "Pod work/b-2 in fleet/batch replaced [4]",
      ])
  }

  @Test func `a change of something else does not matter`() throws {
    var objects = try SampleFleet.objects()
    try objects.take(
      SampleFleet.list("Pod", [SampleFleet.pod("new", on: "n2")]),
      from: SampleFleet.workload("batch"))
    #expect(try PlanCheck(plan(), against: objects).holds)
  }

  @Test func `a plan that was edited, or is none, is refused`() throws {
    let objects = try SampleFleet.objects()
    guard case .mapping(var members) = try plan().value else { return }
    let actions = try #require(members.firstIndex { $0.key == "actions" })
    members[actions].value = []
    let edited = try Document.parseJSON(
      try DocumentValue.mapping(members).canonicalJSON(), file: "plan.json")
    #expect(throws: PlanCheck.Failure.edited) { try PlanCheck(edited.root, against: objects) }
    let other = try Document.parseJSON(Array("{\"kind\": \"Pod\"}".utf8), file: "plan.json")
    #expect(throws: PlanCheck.Failure.noPlan) { try PlanCheck(other.root, against: objects) }
  }
}
