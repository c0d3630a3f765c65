import Documents
package import Units

extension ManifestSet {
  /// Everything that is wrong, and everything to know, in reading order.
  ///
  /// - Parameter zones: The time zone rules.
  package func lint(zones: ZoneRulesSet) -> [ManifestProblem] {
    var found = problems
    var known = ZoneAnswers()
    for object in objects {
      var lint = ObjectLint(object, in: self, zones: zones)
      swap(&lint.zoneAnswers, &known)
      lint.check()
      swap(&lint.zoneAnswers, &known)
      found += lint.problems
    }
    return ManifestProblem.sorted(found + duplicates())
  }

  /// Objects that replace each other.
  private func duplicates() -> [ManifestProblem] {
    var first: [[String]: SourcePosition] = [:]
    var found: [ManifestProblem] = []
    for object in objects where !object.name.isEmpty {
      let identity = [object.kind.name, object.namespace, object.name]
      guard let earlier = first[identity] else {
        first[identity] = object.position
        continue
      }
      found.append(
        ManifestProblem(
          .duplicateObject, object.root["metadata"]["name"],
          "there is a \(object.kind.name) \(object.namespace)/\(object.name) at \(earlier)"))
    }
    return found
  }
}

/// Answers about zones, each of which takes long to find and is the same for all objects.
struct ZoneAnswers {
  /// What may be meant by zones that do not exist; empty for none.
  var nearest: [String: String] = [:]
  /// Whether hours of the zone begin within hours of UTC.
  var hasOddOffset: [String: Bool] = [:]
}

/// What is found about one object, layer by layer.
///
/// Where a layer has refused a value, the layers after it have nothing to say: they never see it.
struct ObjectLint {
  let object: ManifestObject
  let set: ManifestSet
  let zones: ZoneRulesSet
  /// What is known of zones, from the objects before.
  var zoneAnswers = ZoneAnswers()
  private(set) var problems: [ManifestProblem] = []
  /// Where earlier layers refuse a value.
  private var refused: [String] = []
  /// Where the current layer does.
  private var refusing: [String] = []

  init(_ object: ManifestObject, in set: ManifestSet, zones: ZoneRulesSet) {
    self.object = object
    self.set = set
    self.zones = zones
  }

  mutating func check() {
    checkSchema()
    endLayer()
    if case .scheduledMachine(let version) = object.kind {
      for violation in AdmissionCheck.violations(of: object.spec, version: version) {
        add(violation.rule, violation.field, violation.message)
      }
      endLayer()
    }
    checkRuntime()
    endLayer()
    checkAdvice()
  }

  /// Adds a problem, unless an earlier layer refused the value there or around it.
  mutating func add(
    _ rule: LintRule, _ field: ManifestField, _ message: String, remedy: String? = nil,
    atKey: Bool = false
  ) {
    let path = field.path
    let isRefused = refused.contains { earlier in
      path == earlier || path.hasPrefix(earlier + ".") || path.hasPrefix(earlier + "[")
    }
    guard !isRefused else { return }
    problems.append(
      ManifestProblem(
        rule, path: path, at: atKey ? field.keyPosition : field.position, message,
        remedy: remedy))
    if rule.severity == .error, rule != .unknownKey { refusing.append(path) }
  }

  private mutating func endLayer() {
    refused += refusing
    refusing = []
  }

  // MARK: Schema

  private mutating func checkSchema() {
    for violation in SchemaCheck.violations(at: object.root, against: object.schema) {
      add(
        violation.keyword.rule, violation.field, violation.message, remedy: violation.remedy,
        atKey: violation.keyword == .unknown)
    }
    let metadata = object.root["metadata"]
    let name = metadata["name"]
    guard let text = name.text else {
      // With generateName the API server makes the name.
      if name.value == nil, metadata["generateName"].text == nil {
        add(.objectName, name, "the object has no name", remedy: "write metadata.name")
      }
      return checkNamespace(metadata["namespace"])
    }
    if !TextPattern.subdomain.matches(text) || text.utf8.count > 253 {
      add(.objectName, name, "\(ManifestText.quoted(text)) is no name of an object")
    }
    checkNamespace(metadata["namespace"])
  }

  private mutating func checkNamespace(_ namespace: ManifestField) {
    guard let text = namespace.text else { return }
    if !TextPattern.label.matches(text) || text.utf8.count > 63 {
      add(
        .objectName, namespace, "\(ManifestText.quoted(text)) is no name of a namespace",
        remedy: "use lower-case letters, digits and dashes, at most 63 characters")
    }
  }
}
