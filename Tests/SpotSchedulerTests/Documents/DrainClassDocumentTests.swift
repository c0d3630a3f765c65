import Documents
import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Drain classes in policies, and what they read of pods in snapshots.
@Suite struct DrainClassDocumentTests {
  private func read(_ classes: String) throws(SnapshotDocumentError) -> RegulatedPolicy {
    try SnapshotDocument.readPolicy(
      Array("apiVersion: fivespot/v0\ndrainClasses:\n\(classes)\n".utf8), path: "policy.yaml")
  }

  @Test func `a policy names classes with all that they have`() throws {
    let policy = try read(
      """
      - name: settlement
        namespaces: [settlement, ledger]
        podSelector:
          matchLabels: {tier: ledger}
          matchExpressions: [{key: team, operator: NotIn, values: [research]}]
        minimumPriority: 1000
        order: 10
        evictionDeadline: 20m
        escalation: wait
      - name: batch
        maximumPriority: -1
        graceCap: 30s
        escalation: delete
      - name: rest
      """)
    let team = try LabelRequirement(
      key: "team", operator: "NotIn", values: ["research"], in: .labelSelector)
    #expect(
      policy.drainClasses == [
        DrainClass(
          name: "settlement", namespaces: ["settlement", "ledger"],
          podSelector: LabelSelector(matchLabels: ["tier": "ledger"], matchExpressions: [team]),
          priorities: 1_000...Int32.max, order: 10, evictionDeadline: .minutes(20),
          escalation: .wait),
        DrainClass(
          name: "batch", priorities: Int32.min ... -1, graceCap: .seconds(30),
          escalation: .delete),
        DrainClass(name: "rest"),
      ])
  }

  @Test func `a decision writes the classes as a policy that reads back`() throws {
    let classes = """
      - {name: a, namespaces: [x], minimumPriority: 5, order: -1, graceCap: 5s, escalation: delete}
      - {name: b, podSelector: {matchLabels: {tier: web}}, evictionDeadline: 9m, escalation: wait}
      """
    let policy = try read(classes)
    let snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    let document = DecisionDocument.document(
      of: Decision(), on: snapshot, at: .epoch, profile: .regulated(policy))
    guard case .mapping(let members) = document,
      case .mapping(let terms)? = members.first(where: { $0.key == "policy" })?.value
    else {
      Issue.record("a decision has its policy")
      return
    }
    let text = try DocumentValue.mapping(
      [(key: "apiVersion", value: .string("fivespot/v0"))] + terms
    ).canonicalJSON()
    #expect(try SnapshotDocument.readPolicy(text, path: "again.json") == policy)
  }

  @Test(arguments: [
    ("- {name: a}\n- {name: a}", "4:10", "there are two classes of the name"),
    ("- {name: a, escalation: delete}", "3:25", "the way home counts it"),
    ("- {name: a, minimumPriority: 5, maximumPriority: 4}", "3:30", "above maximumPriority"),
    (
      "- {name: a, order: 1, evictionDeadline: 9m}\n- {name: b, order: 2, evictionDeadline: 8m}",
      "4:41", "\"a\" goes before it and is asked for longer"
    ),
    (
      "- {name: a, order: 1, evictionDeadline: 6m}\n- {name: b, order: 2}", "4:3",
      "asked for longer"
    ),
    ("- {name: a, podSelector: {matchExpressions: [{key: a, operator: In}]}}", "3:46", "values"),
    ("- {name: a, escalation: never}", "3:25", "wait, delete, force"),
  ])
  func `what contradicts itself is refused where it stands`(
    classes: String, place: String, words: String
  ) throws {
    do throws(SnapshotDocumentError) {
      _ = try read(classes)
      Issue.record("accepted: \(classes)")
    } catch {
      let told = error.diagnostics.map { "\($0)" }
      #expect(
        told.contains { $0.hasPrefix("policy.yaml:\(place):") && $0.contains(words) }, "\(told)")
    }
  }

  @Test func `what classes read of pods is written and read back`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    snapshot.podTraits = [
      PodTraits(namespace: "settlement", labels: ["tier": "ledger"], priority: 7),
      PodTraits(priority: -3),
    ]
    for (number, traits) in [PodTraitsID(0), PodTraitsID(1), nil, PodTraitsID(0)].enumerated() {
      snapshot.pods[1].append(
        PodObservation(
          id: PodID(UInt64(number)), boundAt: .epoch, terminationGrace: .zero, traits: traits))
    }
    let bytes = try SnapshotDocument.document(of: snapshot).canonicalJSON()
    let again = try SnapshotDocument.read(bytes, path: "again.json", zones: ZoneRulesSet.pinned)
    #expect(again.podTraits == snapshot.podTraits)
    #expect(again.pods == snapshot.pods)
  }
}
