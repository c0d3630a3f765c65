import Documents
import SpotScheduler
import Units

/// The finalizer and the deletion of an object.
enum FinalizerSuite {
  static func presence(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "finalizers"])
    return [
      "has": .boolean(Upstream.Finalizer.isPresent(in: try input.optionalTexts("finalizers")))
    ]
  }

  static func addition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "finalizers"])
    let result = Upstream.Finalizer.adding(to: try input.optionalTexts("finalizers") ?? [])
    let name = Upstream.Finalizer.name
    return [
      "finalizers": .texts(result),
      "countOf": .mapping([(key: name, value: .whole(result.count { $0 == name }))]),
    ]
  }

  static func removal(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "finalizers"])
    let result = Upstream.Finalizer.removing(from: try input.optionalTexts("finalizers") ?? [])
    return ["finalizers": .texts(result)]
  }

  /// A clean-up that is over at once, or hangs for so many seconds and then succeeds.
  static func cleanup(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "result", "timeout"])
    let words = try input.text("result").split(separator: " ")
    let timeout = try input.optionalSeconds("timeout") ?? Upstream.Finalizer.cleanupTimeout
    var span = TimeSpan.zero
    var succeeds = false
    switch words.first {
    case "ok": succeeds = true
    case "hangs":
      guard words.count > 1, let seconds = Int64(words[1]) else {
        throw VectorError("how long it hangs is not said")
      }
      span = .seconds(seconds)
      succeeds = true
    case "error", "err", "fails", "failed": break
    default: throw VectorError("unknown result \"\(try input.text("result"))\"")
    }
    let cleanup = Upstream.Finalizer.Cleanup(taking: span, succeeds: succeeds, within: timeout)
    return ["outcome": .string(cleanup.rawValue)]
  }

  static func defaults(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "override"])
    let isForced =
      try input.optionalBoolean("override") ?? Upstream.Finalizer.isForcedByDefault
    return ["forceFinalizerOnTimeout": .boolean(isForced)]
  }

  static func deletion(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "phase", "cleanup", "force"])
    let word = try input.optionalText("cleanup") ?? Upstream.Finalizer.Cleanup.completed.rawValue
    guard let cleanup = Upstream.Finalizer.Cleanup(rawValue: word) else {
      throw VectorError("unknown outcome \"\(word)\"")
    }
    let deletion = Upstream.Finalizer.deletion(
      in: try input.optionalText("phase").flatMap { ScheduledMachineStatus.Phase(rawValue: $0) },
      cleanup: cleanup,
      isForced: try input.optionalBoolean("force") ?? Upstream.Finalizer.isForcedByDefault)
    let event = deletion.isTimeoutReported ? Upstream.Finalizer.timeoutEvent() : nil
    return .present([
      ("finalizerRemoved", .boolean(deletion.isFinalizerRemoved)),
      ("error", deletion.error.map { .string($0.rawValue) }),
      ("metric", event.map { _ in "finalizer_cleanup_timeouts_total" }),
      ("event", event.map { .string($0.reason) }),
      ("actions", .texts(deletion.operations.map(\.rawValue))),
    ])
  }

  static func timeoutEvent(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "seconds"])
    let seconds = try input.whole("seconds")
    return EventSuite.value(
      of: Upstream.Finalizer.timeoutEvent(after: .seconds(Int64(seconds))),
      told: [String(seconds)])
  }
}

/// Events and status patches of changes of phase.
enum EventSuite {
  static func phaseChange(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "from", "to", "reason", "message"])
    let event = Upstream.Event.phaseChange(
      from: try input.optionalText("from"), to: try input.text("to"),
      reason: try input.text("reason"), message: try input.text("message"))
    return [
      "type": .string(event.type.rawValue), "reason": .string(event.reason),
      "note": .string(event.note), "action": .string(event.action),
    ]
  }

  static func statusPatch(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "phase", "reason", "message", "inSchedule", "eventStatus", "patchStatus",
        // The patch of a shutdown's beginning is made in another place, and is the same.
        "grace",
      ])
    if let patchStatus = try input.optionalWhole("patchStatus") {
      let error = Upstream.StatusPatch.outcome(
        eventStatus: try input.optionalWhole("eventStatus") ?? 201, patchStatus: patchStatus)
      guard let error else { return ["ok": true, "calls": .texts(Upstream.StatusPatch.calls)] }
      return ["error": .string(error.rawValue)]
    }
    let patch = Upstream.StatusPatch(
      phase: try input.text("phase"), reason: try input.optionalText("reason"),
      message: try input.optionalText("message"),
      isInSchedule: try input.optionalBoolean("inSchedule") ?? false)
    let condition: DocumentValue = [
      "type": "Ready", "status": "True", "reason": .string(patch.reason),
      "message": .string(patch.message),
    ]
    return .present([
      ("phase", .string(patch.phase)), ("reason", .string(patch.reason)),
      ("message", .string(patch.message)), ("inSchedule", .boolean(patch.isInSchedule)),
      ("conditions", [condition]), ("absent", .texts(Upstream.StatusPatch.omitted)),
      ("ready", try vector.release() == .v03 ? .boolean(patch.isReady) : nil),
    ])
  }

  /// An event with those of the texts that its note tells.
  static func value(of event: Upstream.Event, told texts: [String]) -> DocumentValue {
    [
      "type": .string(event.type.rawValue), "reason": .string(event.reason),
      "action": .string(event.action), "note": .string(event.note),
      "noteContains": .texts(texts.filter { event.note.contains($0) }),
      "noteNonEmpty": .boolean(!event.note.isEmpty),
    ]
  }
}
