import ClusterAPI
import Documents
import Units

/// Providers of machines, and what is built on Cluster API.
enum ProviderSuite {
  // MARK: k0rdent

  static func services(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "desired", "status"])
    let graph = DependencyGraph(try declarations(try input.list("desired"), at: "desired"))
    var deployed: Set<String> = []
    for fields in try input.records("status", known: ["name", "state", "serviceSet"]) {
      // What another service set of the cluster deployed is no concern of this one.
      let isOwn = try fields.text("serviceSet") == "own"
      if isOwn, try fields.text("state") == "Deployed" { deployed.insert(try fields.text("name")) }
    }
    do throws(DependencyError) {
      return ["deploy": .texts(try graph.applicable(deployed: deployed))]
    } catch {
      return ["error": true]
    }
  }

  static func upgradeStep(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "availablePaths", "pathsNamespace", "namespace", "current", "desired"])
    var paths: [[String]] = []
    for path in try input.list("availablePaths") {
      guard path.kind == .sequence else { throw VectorError("a path is not an array") }
      paths.append(path.elements.compactMap(\.string))
    }
    // A namespace that is not written is the default one.
    func effective(_ namespace: String) -> String { namespace.isEmpty ? "default" : namespace }
    let isOwn =
      effective(try input.text("pathsNamespace")) == effective(try input.text("namespace"))
    let next = UpgradeStep.next(
      from: try input.text("current"), to: try input.text("desired"), along: isOwn ? paths : [])
    return ["next": .string(next ?? "")]
  }

  static func missingDependency(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let (own, others) = try multiClusterServices(vector)
    let missing = DependencyGraph(others).undeclared(among: own?.dependsOn ?? [])
    return ["error": .boolean(!missing.isEmpty)]
  }

  static func dependencyCycle(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let (own, others) = try multiClusterServices(vector)
    guard let own else { return ["error": false] }
    return ["error": .boolean(DependencyGraph([own] + others).reachesCycle(from: own.name))]
  }

  private typealias Declaration = (name: String, dependsOn: [String])

  private static func multiClusterServices(
    _ vector: Vector
  ) throws(VectorError) -> (own: Declaration?, others: [Declaration]) {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "mcs", "others"])
    let own = try declarations(input.node("mcs").map { [$0] } ?? [], at: "mcs").first
    return (own, try declarations(try input.list("others"), at: "others"))
  }

  private static func declarations(
    _ nodes: [DocumentNode], at path: String
  ) throws(VectorError) -> [Declaration] {
    var declarations: [Declaration] = []
    for node in nodes {
      let fields = try InputFields(node, at: path, known: ["name", "dependsOn"])
      declarations.append((try fields.text("name"), try fields.optionalTexts("dependsOn") ?? []))
    }
    return declarations
  }

  // MARK: k0smotron, Metal3, AWS

  static func etcdMembers(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "controlPlaneReplicas", "currentEtcdReplicas"])
    let members = HostedControlPlane.etcdMembers(
      controlPlaneReplicas: try input.whole("controlPlaneReplicas"),
      current: try input.optionalWhole("currentEtcdReplicas"))
    return ["etcdReplicas": .whole(members)]
  }

  static func fastTrack(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "disablePowerOff", "fastTrack", "automatedCleaningMode"])
    let cleaning = try input.text("automatedCleaningMode")
    guard ["disabled", "metadata"].contains(cleaning) else {
      throw VectorError("unknown cleaning mode \"\(cleaning)\"")
    }
    let staysOn = HostPower.staysOn(
      powerOffIsDisabled: try input.flag("disablePowerOff"),
      fastTrack: try input.flag("fastTrack"), cleansAutomatically: cleaning != "disabled")
    return ["online": .boolean(staysOn)]
  }

  static func hostBackoff(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "errorCount"])
    let errors = try input.whole("errorCount")
    guard errors > 0 else { throw VectorError("errorCount is not at least 1") }
    let (above, upTo) = HostPower.errorDelay(errorCount: errors)
    let minute = TimeSpan.minutes(1).nanoseconds
    return [
      "minMinutesExclusive": .integer(above.nanoseconds / minute),
      "maxMinutes": .integer(upTo.nanoseconds / minute),
    ]
  }

  static func heartbeats(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "intervalSeconds", "untilSeconds", "timeoutSeconds"])
    let end = TimeSpan.seconds(Int64(try input.whole("untilSeconds")))
    let interval = TimeSpan.seconds(Int64(try input.whole("intervalSeconds")))
    guard interval > .zero else { throw VectorError("intervalSeconds is not at least 1") }
    let plan = TerminationHeartbeat(
      interval: interval, until: end,
      timeout: .seconds(Int64(try input.whole("timeoutSeconds"))))
    return [
      "heartbeatsAt": .sequence(plan.heartbeats.map { .seconds($0) }), "stopAt": .seconds(end),
      "terminateAt": .seconds(plan.termination),
    ]
  }

  static func longestHook(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "timeoutSeconds"])
    let timeout = TimeSpan.seconds(Int64(try input.whole("timeoutSeconds")))
    return ["seconds": .seconds(TerminationHeartbeat.longestHook(timeout: timeout))]
  }
}
