import Documents
import SpotScheduler
import Units

/// `ScheduledCapacity`.
enum CapacitySuite {
  // MARK: Decision

  /// A vector lists only what differs from an active capacity of 10 with nothing written yet.
  static func decision(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "enabled", "killSwitch", "activeValue", "verdict", "lastKnown", "lastWritten",
        "targetResolved", "hasDrainSignal", "observedDrained", "timeout", "deadline", "conflict",
        "now",
      ])
    let verdict = try VerdictSuite.verdict(named: try input.optionalText("verdict") ?? "Active")
    // Written out, null is an override: a counter that cannot be read.
    let isDrainedGiven = vector.input?["observedDrained"] != nil
    let observation = ScheduledCapacity.Observation(
      isEnabled: try input.optionalBoolean("enabled") ?? true,
      isKilled: try input.optionalBoolean("killSwitch") ?? false,
      activeValue: Int64(try input.optionalWhole("activeValue") ?? 10),
      verdict: verdict.isActive, lastKnown: try input.optionalBoolean("lastKnown"),
      lastWritten: try input.optionalWhole("lastWritten").map { Int64($0) },
      isTargetResolved: try input.optionalBoolean("targetResolved") ?? true,
      hasDrainSignal: try input.optionalBoolean("hasDrainSignal") ?? true,
      observedDrained: isDrainedGiven
        ? try input.optionalWhole("observedDrained").map { Int64($0) } : 0,
      handbackTimeout: try input.optionalSeconds("timeout") ?? .minutes(10),
      handbackDeadline: input.node("deadline") == nil ? nil : try input.instant("deadline"),
      isAlsoGovernedByMachine: try input.optionalBoolean("conflict") ?? false)
    let now =
      input.node("now") == nil
      ? Instant(seconds: 1_791_028_800) : try input.instant("now")
    let decision = ScheduledCapacity.decide(observation, at: now)
    return [
      "phase": .string(decision.phase.rawValue),
      "write": decision.write.map { .integer($0) } ?? .null,
      "deadline": .optional(decision.handbackDeadline?.rfc3339),
      "reason": .string(decision.reason.rawValue), "ready": .boolean(decision.isReady),
      "handbackComplete": .boolean(decision.isHandbackComplete),
      "conflict": .boolean(decision.isConflict),
    ]
  }

  // MARK: Paths

  static func fieldPath(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "path"])
    let path = try input.text("path")
    return outcome { () throws(ScheduledCapacity.PathError) in
      ["segments": .texts(try ScheduledCapacity.Path(field: path).segments)]
    }
  }

  static func drainedPath(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "path"])
    let path = try input.text("path")
    return outcome { () throws(ScheduledCapacity.PathError) in
      ["segments": .texts(try ScheduledCapacity.Path(drained: path).segments)]
    }
  }

  static func injection(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "template", "field", "value"])
    let template = input.node("template")?.value ?? .null
    let field = try input.text("field")
    let value = Int64(try input.whole("value"))
    return outcome { () throws(ScheduledCapacity.PathError) in
      ["spec": try ScheduledCapacity.spec(injecting: value, at: field, into: template)]
    }
  }

  static func reading(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "object", "path"])
    let path = try input.text("path")
    let number = input.node("object").flatMap { ScheduledCapacity.number(at: path, in: $0) }
    return ["value": number.map { .integer($0) } ?? .null]
  }

  private static func outcome(
    _ compute: () throws(ScheduledCapacity.PathError) -> DocumentValue
  ) -> DocumentValue {
    do throws(ScheduledCapacity.PathError) { return try compute() } catch {
      return ["error": .string(error.className)]
    }
  }
}
