import Documents
import SpotScheduler
import Units

/// 5-Spot's drain.
enum NodeDrainSuite {
  static func selection(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "pod"])
    guard let node = input.node("pod") else { throw VectorError("missing field pod") }
    return ["evict": .boolean(try pod(node).isToBeDeleted)]
  }

  static func deletion(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "status"])
    let deletion = Upstream.NodeDrain.PodDeletion(status: try input.whole("status"))
    guard let error = deletion.error else { return ["ok": true] }
    return .present([
      ("error", .string(error.rawValue)), ("detail", deletion == .blockedByBudget ? "PDB" : nil),
    ])
  }

  static func drain(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "pods", "timeout", "status", "deleteSeconds", "cordonStatus", "listStatus"])
    var pods: [Upstream.NodeDrain.Pod] = []
    for node in try input.list("pods") { pods.append(try pod(node)) }
    let statuses = try numbers(input, "status")
    let spans = try numbers(input, "deleteSeconds")
    let report = Upstream.NodeDrain.drain(
      pods, timeout: .seconds(Int64(try input.whole("timeout"))),
      answers: Upstream.NodeDrain.Answers(
        cordon: try input.optionalWhole("cordonStatus") ?? 200,
        list: try input.optionalWhole("listStatus") ?? 200,
        status: { name in statuses.first { $0.name == name }?.value ?? 200 },
        span: { name in .seconds(Int64(spans.first { $0.name == name }?.value ?? 0)) }))
    return [
      "result": .string(report.result.rawValue),
      "calls": .texts(report.calls.map(text)),
      "metric": report.counted.map { $0 ? "success" : "failure" } ?? .null,
    ]
  }

  /// A pod, or only its name.
  private static func pod(_ node: DocumentNode) throws(VectorError) -> Upstream.NodeDrain.Pod {
    if let name = node.string { return Upstream.NodeDrain.Pod(name: name) }
    let fields = try InputFields(
      node, at: "pod",
      known: [
        "name", "phase", "owners",
        // No rule reads these.
        "deletionTimestamp", "volumes",
      ])
    return Upstream.NodeDrain.Pod(
      name: try fields.optionalText("name") ?? "", phase: try fields.optionalText("phase"),
      ownerKinds: try fields.optionalTexts("owners") ?? [])
  }

  private static func numbers(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> [(name: String, value: Int)] {
    var numbers: [(name: String, value: Int)] = []
    for member in try input.members(key) {
      guard let value = member.value.integer else {
        throw VectorError("\(key).\(member.key) is not an integer")
      }
      numbers.append((member.key, Int(value)))
    }
    return numbers
  }

  private static func text(_ call: Upstream.NodeDrain.Call) -> String {
    switch call {
    case .cordon: "cordon"
    case .list: "list"
    case .delete(let name): "delete \(name)"
    }
  }
}
