import Documents
import SpotScheduler
import Units

/// Back-off, sharding, and the workshop's graders.
enum OperationsSuite {
  // MARK: Back-off

  static func backoff(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "retries"])
    let retries = UInt32(clamping: try input.whole("retries"))
    return ["seconds": .seconds(Upstream.Backoff.delay(afterRetries: retries))]
  }

  static func retries(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "outcomes", "poisoned"])
    let isPoisoned = try input.optionalBoolean("poisoned") ?? false
    // A poisoned table is about a failure, whether it is written or not.
    let outcomes = try input.optionalTexts("outcomes") ?? (isPoisoned ? ["fail"] : [])
    var counter = Upstream.RetryCounter()
    var requeues: [DocumentValue] = []
    for outcome in outcomes {
      switch outcome {
      case "fail":
        let delay = isPoisoned ? Upstream.RetryCounter.delayWithoutCount : counter.fail()
        requeues.append(.seconds(delay))
      case "ok":
        counter.succeed()
        requeues.append(.null)
      default:
        guard outcome.hasSuffix("Ok") || outcome.hasPrefix("not") else {
          throw VectorError("unknown outcome \"\(outcome)\"")
        }
        requeues.append(.null)
      }
    }
    return ["requeues": .sequence(requeues)]
  }

  static func errorLabel(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "variant"])
    return ["label": .string(Upstream.ErrorLabel(variant: try input.text("variant")).rawValue)]
  }

  // MARK: Sharding

  static func shard(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "name", "names", "namespace", "priority", "instanceCount", "instanceId", "from", "to",
      ])
    let namespace = try input.text("namespace")
    let priority = UInt8(clamping: try input.whole("priority"))
    func instance(_ name: String, of instances: UInt32) -> UInt32 {
      Upstream.Shard.instance(
        namespace: namespace, name: name, priority: priority, of: instances)
    }
    if let range = try input.optionalText("names") {
      let names = try names(in: range)
      if let old = try input.optionalWhole("from").map({ UInt32(clamping: $0) }) {
        let new = UInt32(clamping: try input.whole("to"))
        return ["moved": .whole(names.count { instance($0, of: old) != instance($0, of: new) })]
      }
      let count = UInt32(clamping: try input.whole("instanceCount"))
      var histogram = Array(repeating: 0, count: max(Int(count), 1))
      for name in names { histogram[Int(instance(name, of: count))] += 1 }
      return ["histogram": .sequence(histogram.map { .whole($0) })]
    }
    let name = try input.text("name")
    let count = UInt32(clamping: try input.whole("instanceCount"))
    let number = try input.optionalWhole("instanceId").map { UInt32(clamping: $0) }
    let isProcessed = number.map {
      Upstream.Shard.handles(
        namespace: namespace, name: name, priority: priority, of: count, as: $0)
    }
    return .present([
      ("assigned", count > 1 ? .whole(Int(instance(name, of: count))) : nil),
      ("process", isProcessed.map { .boolean($0) }),
    ])
  }

  /// The names of a range such as `worker-000..worker-299`, with as many digits as written.
  private static func names(in range: String) throws(VectorError) -> [String] {
    let ends = range.split(separator: ".", omittingEmptySubsequences: true)
    func digits(_ end: Substring) -> Substring {
      end.suffix(end.reversed().prefix { $0.isASCII && $0.isNumber }.count)
    }
    guard ends.count == 2, let first = Int(digits(ends[0])), let last = Int(digits(ends[1])),
      first <= last
    else { throw VectorError("not a range of names: \(range)") }
    let prefix = ends[0].dropLast(digits(ends[0]).count)
    let width = digits(ends[0]).count
    return (first...last).map { number in
      let text = String(number)
      return prefix + String(repeating: "0", count: max(width - text.count, 0)) + text
    }
  }

  // MARK: Workshop

  static func workshop(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "track", "step", "nodes", "pod", "taintKeys", "phase", "kustomizationReady",
        "smFluxLabel",
      ])
    guard let track = Upstream.WorkshopCheck.Track(rawValue: try input.text("track")),
      let step = Upstream.WorkshopCheck.Step(rawValue: try input.text("step"))
    else { throw VectorError("unknown track or step") }
    var check = Upstream.WorkshopCheck(
      taintKeys: try input.optionalTexts("taintKeys") ?? [],
      phase: try input.optionalText("phase"),
      kustomizationReady: try input.optionalText("kustomizationReady"),
      fluxLabel: try input.optionalText("smFluxLabel"))
    for node in try input.list("nodes") {
      // Where readiness does not matter, a node is only its name.
      if let name = node.string {
        check.nodes.append(Upstream.WorkshopCheck.Node(name: name, isReady: true))
      } else {
        let fields = try InputFields(node, at: "node", known: ["name", "ready"])
        check.nodes.append(
          Upstream.WorkshopCheck.Node(
            name: try fields.text("name"), isReady: try fields.flag("ready")))
      }
    }
    if let pod = input.node("pod") {
      let fields = try InputFields(pod, at: "pod", known: ["phase", "node", "runtimeClass"])
      check.pod = Upstream.WorkshopCheck.Pod(
        phase: try fields.optionalText("phase") ?? "", node: try fields.optionalText("node"),
        runtimeClass: try fields.optionalText("runtimeClass"))
    }
    return ["flag": .boolean(check.earnsFlag(of: step, on: track))]
  }
}
