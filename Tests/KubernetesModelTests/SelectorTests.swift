import KubernetesModel
import Testing

@Suite("Selectors")
struct SelectorTests {
  @Test("labels are found by key, in order, and the later of two counts")
  func labels() {
    var labels = Labels([("b", "1"), ("a", "2"), ("b", "3")])
    #expect(labels.pairs.map(\.key) == ["a", "b"])
    #expect(labels["b"] == "3")
    #expect(labels["c"] == nil)
    labels["a"] = nil
    #expect(labels == ["b": "3"])
    #expect(labels.contains([:]) && !labels.contains(["b": "1"]))
  }

  @Test(
    "an operator holds of a label as Kubernetes has it",
    arguments: [
      // operator, values, of value "5", of value "x", of no label
      ("In", ["5", "7"], true, false, false),
      ("NotIn", ["5", "7"], false, true, true),
      ("Exists", [], true, true, false),
      ("DoesNotExist", [], false, false, true),
      ("Gt", ["4"], true, false, false),
      ("Gt", ["5"], false, false, false),
      ("Lt", ["6"], true, false, false),
      ("Lt", ["5"], false, false, false),
    ])
  func operators(
    name: String, values: [String], five: Bool, text: Bool, absent: Bool
  ) throws {
    let requirement = try LabelRequirement(
      key: "example.com/size", operator: name, values: values, in: .nodeSelector)
    #expect(requirement.matches(["example.com/size": "5"]) == five)
    #expect(requirement.matches(["example.com/size": "x"]) == text)
    #expect(requirement.matches(["size": "5"]) == absent)
  }

  @Test("what the API refuses is refused, with what is wrong")
  func refusals() {
    #expect(throws: SelectorError.unknownOperator(key: "k", operator: "Gt")) {
      try LabelRequirement(key: "k", operator: "Gt", values: ["1"], in: .labelSelector)
    }
    #expect(throws: SelectorError.wrongValueCount(key: "k", operator: "In", count: 0)) {
      try LabelRequirement(key: "k", operator: "In", values: [], in: .labelSelector)
    }
    #expect(throws: SelectorError.wrongValueCount(key: "k", operator: "Exists", count: 1)) {
      try LabelRequirement(key: "k", operator: "Exists", values: ["1"], in: .labelSelector)
    }
    #expect(throws: SelectorError.notAnInteger(key: "k", value: "1.5")) {
      try LabelRequirement(key: "k", operator: "Lt", values: ["1.5"], in: .nodeSelector)
    }
    #expect(throws: SelectorError.invalidKey("a/b/c")) {
      try LabelRequirement(key: "a/b/c", operator: "Exists", values: [], in: .labelSelector)
    }
    #expect(throws: SelectorError.invalidValue(key: "k", value: "-x")) {
      try LabelSelector(checking: ["k": "-x"], [])
    }
    #expect(throws: SelectorError.unknownField("spec.unschedulable")) {
      try NodeNameRequirement(key: "spec.unschedulable", operator: "In", values: ["a"])
    }
    #expect(throws: SelectorError.missingKey) {
      try Toleration(key: "", operator: "Equal", value: "x", effect: nil)
    }
    #expect(throws: SelectorError.unknownEffect("NoRun")) { try TaintEffect(name: "NoRun") }
  }

  @Test(
    "keys of labels",
    arguments: [
      ("app", true), ("a.b-c_D9", true), ("example.com/app", true), ("", false), ("-a", false),
      ("a-", false), ("/a", false), ("Example.com/a", false), ("a..b/c", false), ("a/", false),
      (String(repeating: "a", count: 63), true), (String(repeating: "a", count: 64), false),
      (String(repeating: "a", count: 253) + "/a", true),
      (String(repeating: "a", count: 254) + "/a", false), ("ä", false),
    ])
  func keys(key: String, isValid: Bool) {
    let requirement = try? LabelRequirement(
      key: key, operator: "Exists", values: [], in: .labelSelector)
    #expect((requirement != nil) == isValid)
  }

  @Test("a selector asks for all, a node selector for one term, and an empty term holds never")
  func combinations() {
    let selector = LabelSelector(
      matchLabels: ["a": "1"], matchExpressions: [LabelRequirement(key: "b", .exists)])
    #expect(selector.matches(["a": "1", "b": ""]) && !selector.matches(["a": "1"]))
    #expect(LabelSelector().isEmpty && LabelSelector().matches([:]))

    let terms = NodeSelector(terms: [
      NodeSelectorTerm(),
      NodeSelectorTerm(
        matchExpressions: [LabelRequirement(key: "zone", .isIn(["a"]))],
        matchFields: [NodeNameRequirement(name: "n2", isExcluded: true)]),
      NodeSelectorTerm(matchFields: [NodeNameRequirement(name: "n3")]),
    ])
    #expect(terms.matches(name: "n1", labels: ["zone": "a"]))
    #expect(!terms.matches(name: "n2", labels: ["zone": "a"]))
    #expect(terms.matches(name: "n3", labels: [:]))
    #expect(!NodeSelector(terms: []).matches(name: "n1", labels: [:]))
  }

  @Test(
    "a toleration bears a taint by effect, key and value",
    arguments: [
      (Toleration(key: "", .exists), true, true),
      (Toleration(key: "k", .exists), true, true),
      (Toleration(key: "other", .exists), false, false),
      (Toleration(key: "k", .equal("5")), true, true),
      (Toleration(key: "k", .equal("6")), false, false),
      (Toleration(key: "k", .exists, effect: .noExecute), false, false),
      (Toleration(key: "k", .exists, effect: .noSchedule), true, true),
      (Toleration(key: "k", .greaterThan(4)), false, true),
      (Toleration(key: "k", .lessThan(5)), false, false),
    ])
  func tolerations(toleration: Toleration, plain: Bool, comparing: Bool) {
    let taint = Taint(key: "k", value: "5", effect: .noSchedule)
    #expect(toleration.tolerates(taint) == plain)
    #expect(toleration.tolerates(taint, comparisonOperators: true) == comparing)
  }
}

@Suite("Numbers and percentages")
struct IntOrPercentTests {
  @Test(
    "a percentage rounds the way that is asked for",
    arguments: [(30, 7, 3, 2), (34, 3, 2, 1), (50, 4, 2, 2), (0, 9, 0, 0), (-25, 10, -2, -3)])
  func rounding(percent: Int, total: Int, up: Int, down: Int) {
    #expect(IntOrPercent.percent(percent).scaled(to: total, rounding: .up) == up)
    #expect(IntOrPercent.percent(percent).scaled(to: total, rounding: .down) == down)
    #expect(IntOrPercent.count(5).scaled(to: total, rounding: .up) == 5)
  }

  @Test("only whole per cents are read from text", arguments: ["%", "90", "90#", "#%", "1.5%", ""])
  func refused(text: String) {
    #expect(throws: IntOrPercentError(text: text)) { _ = try IntOrPercent(text) }
  }

  @Test("the resources of containers add up by name")
  func resources() {
    var sum = ResourceList(scalars: [.init(name: "b", amount: 1)])
    sum.add(ResourceList(scalars: [.init(name: "a", amount: 2), .init(name: "b", amount: 3)]))
    #expect(sum.cpu == nil)
    #expect(sum.scalars.map(\.name) == ["a", "b"])
    #expect(sum["b"] == 4 && sum["c"] == 0)
  }
}
