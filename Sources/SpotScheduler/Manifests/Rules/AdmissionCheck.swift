package import Documents

/// A rule of the admission policy that an object breaks, and where.
package struct AdmissionViolation {
  /// The rule.
  package let rule: LintRule
  /// Where.
  let field: ManifestField
  /// What is wrong, with the value.
  let message: String
}

/// 5-Spot's ValidatingAdmissionPolicy over a `spec` that the schema took.
///
/// A rule that speaks of the elements of a list is broken at each element that breaks it. Sizes count
/// Unicode scalars. What is absent has the defaults of the resource definition, which the API server
/// fills in before.
package struct AdmissionCheck {
  private let spec: ManifestField
  private let version: ScheduledMachineSpec.Version
  private var violations: [AdmissionViolation] = []

  /// What is wrong with a `spec` at admission: violations of the schema, which come first and stop
  /// the rest, or else of the policy.
  package enum Verdict {
    /// The schema refuses it.
    case schema([SchemaViolation])
    /// The schema takes it; these rules refuse it.
    case policy([AdmissionViolation])
  }

  /// What the API server says of a `spec`; members that it drops are not part of it.
  package static func verdict(
    on spec: DocumentNode, version: ScheduledMachineSpec.Version
  ) -> Verdict {
    let field = ManifestField(root: spec)
    let refused = SchemaCheck.violations(at: field, against: version.schema)
      .filter { $0.keyword != .unknown }
    return refused.isEmpty
      ? .policy(violations(of: field, version: version)) : .schema(refused)
  }

  /// The rules that a `spec` breaks, whatever the schema says of it, in the order of the policy.
  package static func violations(
    of spec: DocumentNode, version: ScheduledMachineSpec.Version
  ) -> [AdmissionViolation] {
    violations(of: ManifestField(root: spec), version: version)
  }

  /// The rules that a `spec` breaks, in the order of the policy.
  static func violations(
    of spec: ManifestField, version: ScheduledMachineSpec.Version
  ) -> [AdmissionViolation] {
    var check = AdmissionCheck(spec: spec, version: version)
    check.checkScalars()
    if version == .v1alpha1 { check.checkSchedule(spec["schedule"]) }
    check.checkEmbedded()
    check.checkTaints()
    return check.violations
  }

  private init(spec: ManifestField, version: ScheduledMachineSpec.Version) {
    self.spec = spec
    self.version = version
  }

  // MARK: Rules 1 to 3

  private mutating func checkScalars() {
    let name = spec["clusterName"]
    let text = name.text ?? ""
    if text.isEmpty { add(.clusterNameEmpty, name, "the name is empty") }
    if text.unicodeScalars.count > 63 {
      add(.clusterNameLength, name, "\(shown(text)) has \(text.unicodeScalars.count) characters")
    }
    if !TextPattern.clusterName.matches(text) {
      add(.clusterNameCharacters, name, "\(shown(text)) is not allowed")
    }
    let commands = spec["killIfCommands"]
    if commands.elements.count > 100 {
      add(.killIfCommandsCount, commands, "there are \(commands.elements.count) entries")
    }
    for command in commands.elements {
      guard let text = command.text else { continue }
      let length = text.unicodeScalars.count
      if !(1...256).contains(length) {
        add(.killIfCommandsLength, command, "\(shown(text)) has \(length) characters")
      }
    }
    for (rule, key) in [
      (LintRule.gracefulShutdownTimeout, "gracefulShutdownTimeout"),
      (LintRule.nodeDrainTimeout, "nodeDrainTimeout"),
    ] {
      let field = spec[key]
      if let text = field.text, !TextPattern.timeout.matches(text) {
        add(rule, field, "\(shown(text)) is no duration")
      }
    }
  }

  // MARK: Rules 4 to 7

  /// `cron` is no field of the schema, so it is gone before the policy is asked: rule 4 is kept, and
  /// rule 5 asks for both lists.
  private mutating func checkSchedule(_ schedule: ManifestField) {
    let days = schedule["daysOfWeek"]
    let hours = schedule["hoursOfDay"]
    let empty = [(days, "daysOfWeek"), (hours, "hoursOfDay")]
      .filter { $0.0.elements.isEmpty }.map(\.1)
    if !empty.isEmpty {
      add(
        .emptySchedule, schedule,
        "\(empty.joined(separator: " and ")) \(empty.count == 1 ? "is" : "are") empty")
    }
    for item in days.elements {
      if let text = item.text, !TextPattern.days.matches(text) {
        add(.dayItem, item, "\(shown(text)) is no day or range of days")
      }
    }
    for item in hours.elements {
      if let text = item.text, !TextPattern.hours.matches(text) {
        add(.hourItem, item, "\(shown(text)) is no hour or range of hours")
      }
    }
  }

  // MARK: Rules 8 to 13

  private mutating func checkEmbedded() {
    let sides: [(RuntimeChecks.EmbeddedSide, group: LintRule, allowed: LintRule, kind: LintRule)] =
      [
        (.bootstrap, .bootstrapGroup, .bootstrapGroupAllowed, .bootstrapKind),
        (.infrastructure, .infrastructureGroup, .infrastructureGroupAllowed, .infrastructureKind),
      ]
    for (side, group, allowed, kind) in sides {
      let embedded = spec[side.fieldName]
      let apiVersion = embedded["apiVersion"]
      let text = apiVersion.text ?? ""
      if !text.utf8.contains(UInt8(ascii: "/")) {
        add(group, apiVersion, "\(shown(text)) has no group")
      }
      // By the beginning alone, so that further slashes pass here and not in the controller.
      if !side.allowedGroups.contains(where: { text.utf8.starts(with: "\($0)/".utf8) }) {
        add(allowed, apiVersion, "\(shown(text)) is of no group that is allowed")
      }
      if embedded["kind"].text?.isEmpty ?? true {
        add(kind, embedded["kind"], "the kind is empty")
      }
    }
    guard version == .v1beta1 else { return }
    for (side, namespace, name) in [
      ("bootstrapSpec", LintRule.bootstrapNamespace, LintRule.bootstrapName),
      ("infrastructureSpec", LintRule.infrastructureNamespace, LintRule.infrastructureName),
    ] {
      let metadata = spec[side]["metadata"]
      if metadata["namespace"].node != nil {
        add(namespace, metadata["namespace"], "a namespace is not permitted here")
      }
      if metadata["name"].node != nil {
        add(name, metadata["name"], "a name is not permitted here")
      }
    }
  }

  // MARK: Rules 14 to 19

  private mutating func checkTaints() {
    let taints = spec["nodeTaints"].elements
    let keys = taints.map { $0["key"].text ?? "" }
    for (taint, key) in zip(taints, keys) where !TextPattern.taintKey.matches(key) {
      add(.taintKey, taint["key"], "\(shown(key)) is no qualified name")
    }
    for (taint, key) in zip(taints, keys) where key.unicodeScalars.count > 253 {
      add(
        .taintKeyLength, taint["key"], "\(shown(key)) has \(key.unicodeScalars.count) characters")
    }
    for taint in taints {
      guard let value = taint["value"].text, value.unicodeScalars.count > 63 else { continue }
      add(
        .taintValueLength, taint["value"],
        "\(shown(value)) has \(value.unicodeScalars.count) characters")
    }
    for (rule, prefixes) in [
      (LintRule.taintOwnPrefix, ["5spot.finos.org/"]),
      (
        LintRule.taintKubernetesPrefix,
        ["kubernetes.io/", "node.kubernetes.io/", "node-role.kubernetes.io/"]
      ),
    ] {
      for (taint, key) in zip(taints, keys) {
        guard let prefix = prefixes.first(where: { key.utf8.starts(with: $0.utf8) }) else {
          continue
        }
        add(rule, taint["key"], "\(shown(key)) begins with the reserved \(prefix)")
      }
    }
    var seen: Set<[[UInt8]]> = []
    for (taint, key) in zip(taints, keys) {
      let effect = taint["effect"].text ?? ""
      if !seen.insert([Array(key.utf8), Array(effect.utf8)]).inserted {
        add(.taintTwice, taint, "\(shown(key)) with effect \(effect) is there before")
      }
    }
  }

  private mutating func add(_ rule: LintRule, _ field: ManifestField, _ message: String) {
    violations.append(AdmissionViolation(rule: rule, field: field, message: message))
  }

  private func shown(_ text: String) -> String { ManifestText.quoted(text) }
}

extension RuntimeChecks.EmbeddedSide {
  /// The field of `spec`.
  var fieldName: String { rawValue + "Spec" }
}
