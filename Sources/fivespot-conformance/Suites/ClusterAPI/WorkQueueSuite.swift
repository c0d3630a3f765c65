import ClusterAPI
import Documents
import Units

/// When controllers look again.
enum WorkQueueSuite {
  /// Any moment will do: inputs give how long ago and how far ahead.
  private static let now = Instant(seconds: 1_000_000_000)

  /// The functions of the file.
  static let functions: [String: FileCheck.Function] = [
    "capiFailureBackoff": failureDelay, "deferred": deferred, "exponential": retry,
    "fastSlow": retry, "healthProbe": probe, "interval": interval, "maxOf": retry,
    "minOrDefault": shortest, "wrapperScript": script,
  ]

  // MARK: Delays after failures

  private static func failureDelay(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "failures", "rateLimitIntervalSeconds", "baseSeconds", "maxSeconds"])
    let delay = RetryDelay.exponential(
      floor: try input.span("rateLimitIntervalSeconds"), base: try input.span("baseSeconds"),
      most: try input.span("maxSeconds"))
    return ["delaySeconds": .fraction(delay.delay(after: try failures(input, "failures")))]
  }

  private static func retry(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try fields(of: vector.input, at: "input")
    let delay = try retryDelay(input).delay(after: try failures(input, "call"))
    return ["delaySeconds": .fraction(delay)]
  }

  private static func fields(
    of node: DocumentNode?, at path: String
  ) throws(VectorError) -> InputFields {
    try InputFields(
      node, at: path,
      known: [
        "fn", "call", "baseSeconds", "maxSeconds", "fastSeconds", "slowSeconds", "maxFast",
        "limiters",
      ])
  }

  private static func retryDelay(_ input: InputFields) throws(VectorError) -> RetryDelay {
    switch try input.text("fn") {
    case "exponential":
      return .exponential(
        base: try input.span("baseSeconds"), most: try input.span("maxSeconds"))
    case "fastSlow":
      return .fastSlow(
        fast: try input.span("fastSeconds"), slow: try input.span("slowSeconds"),
        fastFailures: try input.whole("maxFast"))
    case "maxOf":
      var delays: [RetryDelay] = []
      for node in try input.list("limiters") {
        delays.append(try retryDelay(try fields(of: node, at: "limiters[\(delays.count)]")))
      }
      return .longest(delays)
    case let other: throw VectorError("unknown limiter \"\(other)\"")
    }
  }

  private static func failures(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> Int {
    let count = try input.whole(key)
    guard count > 0 else { throw VectorError("\(key) is not at least 1") }
    return count
  }

  // MARK: The gate of one object

  private static func deferred(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "reconcileAfterInSeconds"])
    var gate = ReconcileGate()
    if let ahead = try input.optionalSpan("reconcileAfterInSeconds") {
      gate.deferRuns(until: now + ahead)
    }
    guard case .wait(let wait) = gate.attempt(at: now) else {
      return ["requeueAfterSeconds": .fraction(.zero)]
    }
    return ["requeueAfterSeconds": .fraction(wait)]
  }

  private static func script(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "rateLimitIntervalSeconds", "steps"])
    let floor = try input.span("rateLimitIntervalSeconds")
    var gate = ReconcileGate()
    var lines: [DocumentValue] = []
    for step in try input.records(
      "steps", known: ["at", "do", "until", "staleCache", "result"])
    {
      let instant = now + (try step.span("at"))
      switch try step.text("do") {
      case "defer":
        gate.deferRuns(until: now + (try step.span("until")))
        lines.append(.null)
      case "reconcile":
        let attempt = gate.attempt(
          at: instant, floor: floor, cacheIsStale: try step.optionalFlag("staleCache"))
        if case .wait(let wait) = attempt {
          lines.append(["ran": false, "requeueAfter": .fraction(wait)])
          continue
        }
        let again = try finish(&gate, step.node("result"), at: instant, floor: floor)
        lines.append(["ran": true, "requeueAfter": .fraction(again ?? .zero)])
      case let other: throw VectorError("unknown step \"\(other)\"")
      }
    }
    return ["steps": .sequence(lines)]
  }

  private static func finish(
    _ gate: inout ReconcileGate, _ result: DocumentNode?, at instant: Instant, floor: TimeSpan
  ) throws(VectorError) -> TimeSpan? {
    let fields = try InputFields(
      result, at: "result", known: ["requeueAfter", "deferUntil", "error"])
    if let until = try fields.optionalSpan("deferUntil") { gate.deferRuns(until: now + until) }
    let outcome: ReconcileGate.Outcome
    if try fields.optionalFlag("error") {
      outcome = .failure
    } else if let after = try fields.optionalSpan("requeueAfter"), after > .zero {
      outcome = .requeue(after: after)
    } else {
      outcome = .done
    }
    return gate.finish(
      outcome, at: instant, floor: floor, retry: .clusterAPI(floor: floor))
  }

  // MARK: Connections

  private static func interval(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "lastExecutionSecondsAgo", "intervalSeconds"])
    let last = try input.optionalSpan("lastExecutionSecondsAgo").map { now - $0 }
    let wait = ClusterConnection.untilDue(
      last: last, interval: try input.span("intervalSeconds"), at: now)
    return ["requeueAfterSeconds": .fraction(wait)]
  }

  private static func shortest(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "durationsSeconds", "defaultSeconds"])
    var waits: [TimeSpan] = []
    for node in try input.list("durationsSeconds") {
      guard let seconds = node.double else { throw VectorError("a duration is not a number") }
      waits.append(TimeSpan(nanoseconds: Int64((seconds * 1e9).rounded())))
    }
    let next = ClusterConnection.nextLook(waits, standard: try input.span("defaultSeconds"))
    return ["seconds": .fraction(next)]
  }

  private static func probe(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "failureThreshold", "connected", "probe", "consecutiveFailures"])
    var connection = ClusterConnection(
      isConnected: try input.flag("connected"), failures: try input.whole("consecutiveFailures"))
    let probe: ClusterConnection.Probe
    switch try input.text("probe") {
    case "200": probe = .success
    case "401": probe = .unauthorized
    default: probe = .failure
    }
    let finding = connection.record(
      probe, failuresToDisconnect: try input.whole("failureThreshold"))
    return [
      "disconnectTooManyFailures": .boolean(finding.hasTooManyFailures),
      "disconnectUnauthorized": .boolean(finding.isUnauthorized),
      "consecutiveFailures": .whole(connection.failures),
    ]
  }
}
