import Documents
import SpotScheduler
import Units

/// The emergency reclaim on the controller's side, and its warning of loops.
enum ReclaimSuite {
  // MARK: Requests

  static func nodeRequest(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "annotations"])
    var annotations: [(key: String, value: String)] = []
    for member in try input.members("annotations") {
      guard let text = member.value.string else {
        throw VectorError("annotation \(member.key) is not a string")
      }
      annotations.append((member.key, text))
    }
    let request = Upstream.NodeReclaim { key in annotations.first { $0.key == key }?.value }
    guard let request else { return ["request": .null] }
    return [
      "request": [
        "reason": .optional(request.reason), "requestedAt": .optional(request.requestedAt),
      ]
    ]
  }

  static func message(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "node", "request"])
    let request = try request(input)
    let node = try input.text("node")
    let message = request.message(node: node)
    let told = [node, request.reason, request.requestedAt].compactMap { $0 }
    // An expectation lists the node and the reason, not the time.
    return [
      "message": .string(message),
      "contains": .texts(told.filter { $0 != request.requestedAt && message.contains($0) }),
    ]
  }

  static func event(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "request"])
    let request = try request(input)
    return EventSuite.value(of: request.event, told: request.reason.map { [$0] } ?? [])
  }

  static func disableEvent(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    return EventSuite.value(of: Upstream.NodeReclaim.disabledEvent, told: [])
  }

  private static func request(
    _ input: InputFields
  ) throws(VectorError) -> Upstream.NodeReclaim {
    let fields = try InputFields(
      input.node("request"), at: "request", known: ["reason", "requestedAt"])
    return Upstream.NodeReclaim(
      reason: try fields.optionalText("reason"),
      requestedAt: try fields.optionalText("requestedAt"))
  }

  // MARK: Patches

  static func clearPatch(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    let patch = Upstream.NodeReclaim.clearPatch
    return [
      "patch": patch, "topLevelKeys": keys(of: patch),
      "metadataKeys": keys(of: member("metadata", of: patch)),
    ]
  }

  static func disablePatch(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    let patch = Upstream.NodeReclaim.disablePatch(try vector.release())
    return [
      "patch": patch, "topLevelKeys": keys(of: patch),
      "specKeys": keys(of: member("spec", of: patch)),
    ]
  }

  static func labelPatch(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "enable"])
    return ["patch": Upstream.ReclaimAgent.labelPatch(isEnabled: try input.flag("enable"))]
  }

  private static func member(_ key: String, of value: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value else { return .null }
    return members.first { $0.key == key }?.value ?? .null
  }

  private static func keys(of value: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value else { return .null }
    return .texts(members.map(\.key))
  }

  // MARK: The agent

  static func configMapName(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "node"])
    return ["name": .string(Upstream.ReclaimAgent.configMapName(node: try input.text("node")))]
  }

  static func configMap(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "node", "commands"])
    let label = Upstream.ReclaimAgent.componentLabel
    return [
      "namespace": .string(Upstream.ReclaimAgent.namespace),
      "name": .string(Upstream.ReclaimAgent.configMapName(node: try input.text("node"))),
      "dataKey": .string(Upstream.ReclaimAgent.dataKey),
      "labels": .mapping([(label.key, .string(label.value))]),
    ]
  }

  static func configuration(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "commands"])
    let text = Upstream.ReclaimAgentConfiguration(commands: try input.texts("commands")).text
    do throws(Upstream.ReclaimAgentConfiguration.Failure) {
      let read = try Upstream.ReclaimAgentConfiguration(text: text)
      return [
        "parsedBack": [
          "commands": .texts(read.commands), "argvSubstrings": .texts(read.argvSubstrings),
          "pollMs": .integer(Int64(clamping: read.pollMilliseconds)),
        ]
      ]
    } catch {
      return ["error": .string("\(error)")]
    }
  }

  static func provision(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "node", "commands", "labelPatchStatus", "deleteStatus", "applyStatus"])
    let label = try input.optionalWhole("labelPatchStatus") ?? 200
    let delete = try input.optionalWhole("deleteStatus") ?? 200
    let apply = try input.optionalWhole("applyStatus") ?? 200
    let commands = try input.texts("commands")
    let node = try input.text("node")
    let (calls, error) = Upstream.ReclaimAgent.provision(node: node, commands: commands) { call in
      call.path.hasSuffix("/nodes/\(node)") ? label : call.method == "DELETE" ? delete : apply
    }
    if let error {
      return ["error": .string(error.rawValue), "callCount": .whole(calls.count)]
    }
    let values = calls.enumerated().map { index, call -> DocumentValue in
      var label: DocumentValue?
      if index == 0 {
        let patch = Upstream.ReclaimAgent.labelPatch(isEnabled: !commands.isEmpty)
        let labels = member("labels", of: member("metadata", of: patch))
        label = member(Upstream.ReclaimAgent.label, of: labels)
      }
      return .present([
        ("method", .string(call.method)), ("path", .string(call.path)), ("label", label),
      ])
    }
    return ["ok": true, "calls": .sequence(values)]
  }

  // MARK: Loops

  static func pruning(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "events", "now"])
    var memory = Upstream.RapidReclaims(events: try instants(input, "events"))
    memory.prune(at: Instant(seconds: Int64(try input.whole("now"))))
    return ["events": seconds(memory)]
  }

  static func recording(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "events", "times", "afterRestart"])
    // A restart forgets everything.
    let isForgotten = try input.optionalBoolean("afterRestart") ?? false
    var memory = Upstream.RapidReclaims(
      events: isForgotten ? [] : try instants(input, "events"))
    var warnings: [DocumentValue] = []
    for time in try instants(input, "times") { warnings.append(.boolean(memory.record(at: time))) }
    return ["warnings": .sequence(warnings), "events": seconds(memory)]
  }

  static func warning(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "events", "now"])
    let memory = Upstream.RapidReclaims(events: try instants(input, "events"))
    let isWarning = memory.isWarning(at: Instant(seconds: Int64(try input.whole("now"))))
    return ["warn": .boolean(isWarning), "events": seconds(memory)]
  }

  private static func instants(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> [Instant] {
    var instants: [Instant] = []
    for node in try input.list(key) {
      guard let seconds = node.integer else { throw VectorError("\(key) has no integers") }
      instants.append(Instant(seconds: seconds))
    }
    return instants
  }

  private static func seconds(_ memory: Upstream.RapidReclaims) -> DocumentValue {
    .sequence(memory.events.map { .integer($0.secondsRoundedDown) })
  }
}

/// The reclaim agent's search for programs.
enum ProcessSuite {
  static func match(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["processes", "config", "procRoot"])
    let fields = try InputFields(
      input.node("config"), at: "config", known: ["commands", "argvSubstrings"])
    let configuration = Upstream.ReclaimAgentConfiguration(
      commands: try fields.optionalTexts("commands") ?? [],
      argvSubstrings: try fields.optionalTexts("argvSubstrings") ?? [])
    if try input.optionalText("procRoot") == "missing",
      Upstream.ProcessScan.isArmed(configuration)
    {
      return ["error": "io"]
    }
    var entries: [Upstream.ProcessEntry] = []
    for process in try input.records("processes", known: ["pid", "entry", "comm", "argv"]) {
      let number = try process.optionalWhole("pid").map { String($0) }
      guard let name = try process.optionalText("entry") ?? number else {
        throw VectorError("a process without pid and entry")
      }
      entries.append(
        Upstream.ProcessEntry(
          name: name, comm: try process.optionalText("comm").map { Array($0.utf8) },
          commandLine: try process.optionalTexts("argv").map {
            Upstream.ProcessEntry.commandLine(of: $0)
          }))
    }
    guard let match = Upstream.ProcessScan.firstMatch(in: entries, configuration: configuration)
    else { return ["match": .null] }
    return [
      "match": [
        "pid": .integer(Int64(match.processID)), "pattern": .string(match.pattern),
        "source": .string(match.source.rawValue),
      ]
    ]
  }
}
