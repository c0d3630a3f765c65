import Documents
import SpotScheduler
import Units

/// What the providers have in common.
enum ScheduleProviders {
  static func requeue(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "next", "now", "error"])
    if try input.optionalText("error") != nil {
      return ["seconds": .seconds(Upstream.ScheduleProvider.errorRequeue)]
    }
    let next = input.node("next") == nil ? nil : try input.instant("next")
    return [
      "seconds": .seconds(
        Upstream.ScheduleProvider.requeue(at: try input.instant("now"), next: next))
    ]
  }

  static func transition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "previousActive", "active"])
    let isTransition = Upstream.ScheduleProvider.isTransition(
      from: try input.optionalBoolean("previousActive"), to: try input.flag("active"))
    return ["transitioned": .boolean(isTransition)]
  }

  static func condition(
    _ vector: Vector, message: (Bool) -> String
  ) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "active"])
    return ["message": .string(message(try input.flag("active"))), "readyCondition": "True"]
  }

  static func next(_ instant: Instant?) -> DocumentValue {
    ["next": .optional(instant?.rfc3339)]
  }
}

/// `TimeBasedSpotSchedule`.
enum TimeBasedSuite {
  static let functions: [String: FileCheck.Function] = [
    "isActiveAt": activity, "nextTransition": nextTransition,
    "requeue": ScheduleProviders.requeue, "statusReason": statusReason,
    "transitioned": ScheduleProviders.transition,
  ]

  static func activity(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "instant"])
    let schedule = try ScheduleSuite.spec(input.node("schedule"))
    let instant = try input.instant("instant")
    return outcome { () throws(Upstream.TimeBasedProvider.Failure) in
      [
        "active": .boolean(
          try Upstream.TimeBasedProvider.isActive(schedule, at: instant, in: .pinned))
      ]
    }
  }

  static func nextTransition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "from"])
    let schedule = try ScheduleSuite.spec(input.node("schedule"))
    let start = try input.instant("from")
    return outcome { () throws(Upstream.TimeBasedProvider.Failure) in
      ScheduleProviders.next(
        try Upstream.TimeBasedProvider.nextTransition(of: schedule, after: start, in: .pinned))
    }
  }

  static func statusReason(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try ScheduleProviders.condition(vector) { Upstream.TimeBasedProvider.message(isActive: $0) }
  }

  private static func outcome(
    _ compute: () throws(Upstream.TimeBasedProvider.Failure) -> DocumentValue
  ) -> DocumentValue {
    do throws(Upstream.TimeBasedProvider.Failure) { return try compute() } catch {
      return ["error": .string(error.className)]
    }
  }
}

/// `CapitalMarketsSchedule`.
enum CapitalMarketsSuite {
  static let functions: [String: FileCheck.Function] = [
    "isActiveAt": activity, "nextTransition": nextTransition,
    "requeue": ScheduleProviders.requeue, "statusReason": statusReason,
    "transitioned": ScheduleProviders.transition,
  ]

  static func activity(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "instant"])
    let schedule = try schedule(input.node("schedule"))
    let instant = try input.instant("instant")
    return outcome { () throws(Upstream.CapitalMarketsSchedule.Failure) in
      ["active": .boolean(try schedule.isActive(at: instant, in: .pinned))]
    }
  }

  static func nextTransition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "from"])
    let schedule = try schedule(input.node("schedule"))
    let start = try input.instant("from")
    return outcome { () throws(Upstream.CapitalMarketsSchedule.Failure) in
      ScheduleProviders.next(try schedule.nextTransition(after: start, in: .pinned))
    }
  }

  static func statusReason(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try ScheduleProviders.condition(vector) {
      Upstream.CapitalMarketsSchedule.message(isActive: $0)
    }
  }

  private static func schedule(
    _ node: DocumentNode?
  ) throws(VectorError) -> Upstream.CapitalMarketsSchedule {
    let fields = try InputFields(
      node, at: "input.schedule", known: ["timezone", "sessions", "holidays", "earlyCloses"])
    var schedule = Upstream.CapitalMarketsSchedule(
      timezone: try fields.text("timezone"), holidays: try fields.optionalTexts("holidays") ?? [])
    for session in try fields.records("sessions", known: ["daysOfWeek", "hoursOfDay"]) {
      schedule.sessions.append(
        Upstream.CapitalMarketsSchedule.Session(
          daysOfWeek: try session.optionalTexts("daysOfWeek") ?? [],
          hoursOfDay: try session.optionalTexts("hoursOfDay") ?? []))
    }
    for early in try fields.records("earlyCloses", known: ["date", "closeHour"]) {
      schedule.earlyCloses.append(
        Upstream.CapitalMarketsSchedule.EarlyClose(
          date: try early.text("date"), closeHour: UInt8(clamping: try early.whole("closeHour"))))
    }
    return schedule
  }

  private static func outcome(
    _ compute: () throws(Upstream.CapitalMarketsSchedule.Failure) -> DocumentValue
  ) -> DocumentValue {
    do throws(Upstream.CapitalMarketsSchedule.Failure) { return try compute() } catch {
      return ["error": .string(error.className)]
    }
  }
}

/// What a `ScheduledMachine` makes of its provider.
enum VerdictSuite {
  static func verdict(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "status"])
    let status = Upstream.SpotVerdict.ProviderStatus(input.node("status"))
    return value(of: Upstream.SpotVerdict(status))
  }

  static func resolution(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "lookup"])
    switch Upstream.SpotVerdict.resolve(try lookup(try input.text("lookup"))) {
    case .success(let verdict): return value(of: verdict)
    case .failure(let error): return ["error": .string(error.label.rawValue)]
    }
  }

  static func composition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "verdict", "lastKnown"])
    let verdict = try verdict(named: try input.text("verdict"))
    let lastKnown = try input.optionalBoolean("lastKnown")
    return ["active": .boolean(verdict.composed(lastKnown: lastKnown))]
  }

  static func persistence(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "verdict", "lastKnown"])
    let verdict = try verdict(named: try input.text("verdict"))
    let (active, isTransition) = verdict.persisted(
      lastKnown: try input.optionalBoolean("lastKnown"))
    return [
      "active": active.map { .boolean($0) } ?? .null,
      "stampsLastTransition": .boolean(isTransition),
    ]
  }

  /// The verdict of that name, about whose cause and generation nothing is said.
  static func verdict(named word: String) throws(VectorError) -> Upstream.SpotVerdict {
    switch word {
    case "Active": return .active(providerGeneration: nil)
    case "Inactive": return .inactive(providerGeneration: nil)
    case "Unresolved": return .unresolved(.providerNotFound)
    default: throw VectorError("unknown verdict \"\(word)\"")
    }
  }

  /// Reads `discoveryFails`, `object404`, `object get 500`, or a status such as
  /// `active=true gen=3 Ready=True`.
  private static func lookup(_ text: String) throws(VectorError) -> Upstream.SpotVerdict.Lookup {
    if text.hasPrefix("discovery") { return .discoveryFailed }
    if text.hasPrefix("object") {
      let digits = text.suffix(3)
      guard let status = Int(digits) else { throw VectorError("unknown look-up \"\(text)\"") }
      return .failed(status)
    }
    var status = Upstream.SpotVerdict.ProviderStatus()
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw VectorError("unknown look-up \"\(text)\"") }
      switch parts[0] {
      case "active": status.active = Bool(String(parts[1]))
      case "gen": status.observedGeneration = Int64(parts[1])
      case "Ready": status.isReady = parts[1] == "True"
      default: throw VectorError("unknown look-up \"\(text)\"")
      }
    }
    return .found(status)
  }

  private static func value(of verdict: Upstream.SpotVerdict) -> DocumentValue {
    let word = verdict.isActive.map { $0 ? "Active" : "Inactive" } ?? "Unresolved"
    let generation = verdict.isActive.map { _ -> DocumentValue in
      verdict.providerGeneration.map { .integer($0) } ?? .null
    }
    return .present([
      ("verdict", .string(word)), ("reason", .string(verdict.reason)),
      ("providerGeneration", generation),
    ])
  }
}
