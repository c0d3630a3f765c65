import Documents

/// The objects of some files.
package struct ManifestSet: Sendable {
  /// 5-Spot's objects, in the order of the files and within them.
  package private(set) var objects: [ManifestObject] = []
  /// How many objects of other kinds were passed over.
  package private(set) var passedOver = 0
  /// What is wrong with texts and objects as such; the rest is found by `lint`.
  private(set) var problems: [ManifestProblem] = []
  /// The schedule providers that a machine may refer to, by kind and name.
  private var providers: [Identity: [Provider]] = [:]
  /// The names of providers, by kind and namespace.
  private var providerNames: [Identity: [String]] = [:]

  /// A schedule provider of the input.
  struct Provider: Sendable {
    let namespace: String
    /// Its place among `objects`; nil for a kind that is not 5-Spot's own.
    let index: Int?
  }

  private struct Identity: Hashable, Sendable {
    let kind: String
    let name: String
  }

  /// Begins without any.
  package init() {}

  /// Adds the objects of a file: JSON when its text begins with a brace, else YAML of any number of
  /// documents. Lists of objects are opened.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - path: What problems call the file.
  package mutating func read(_ bytes: [UInt8], path: String) {
    let documents: [Document]
    do throws(DocumentError) { documents = try Document.parse(bytes, file: path) } catch {
      problems.append(
        ManifestProblem(
          .syntax, path: "", at: error.position, error.message, remedy: error.remedy))
      return
    }
    guard documents.contains(where: { !$0.root.isNull }) else {
      problems.append(
        ManifestProblem(
          .emptyFile, path: "", at: SourcePosition(file: path, line: 1, column: 1),
          "the file holds no object"))
      return
    }
    for document in documents where !document.root.isNull {
      let before = objects.count
      add(document.root)
      guard objects.count > before else { continue }
      for doubt in document.warnings {
        problems.append(
          ManifestProblem(
            .yamlWord, path: "", at: doubt.position, doubt.message, remedy: doubt.remedy))
      }
    }
  }

  private mutating func add(_ node: DocumentNode) {
    let root = ManifestField(root: node)
    if let file = OwnFile(root) {
      problems.append(
        ManifestProblem(
          .object, root, "this is \(file.rawValue) of fivespot's, and no Kubernetes object",
          remedy: file.advice))
      return
    }
    guard let apiVersion = root["apiVersion"].text, let kind = root["kind"].text else {
      let missing = ["apiVersion", "kind"].filter { root[$0].text == nil }
      problems.append(
        ManifestProblem(
          .object, root,
          node.kind == .mapping
            ? "\(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are") missing"
            : "an object is expected, and this is \(node.kind.phrase)"))
      return
    }
    if kind.hasSuffix("List"), root["items"].node?.kind == .sequence {
      for item in root["items"].elements { if let node = item.node { add(node) } }
      return
    }
    switch KnownKinds.look(up: apiVersion, kind) {
    case .known(let known):
      let object = object(node, root, known)
      if case .scheduledMachine = known {} else { note(object.kind.name, root, objects.count) }
      objects.append(object)
    case .provider:
      note(kind, root, nil)
      passedOver += 1
    case .other: passedOver += 1
    case .foreign:
      passedOver += 1
      problems.append(
        ManifestProblem(
          .otherGroup, root["apiVersion"],
          "\(ManifestText.quoted(apiVersion)) is not 5-Spot's, so this \(kind) is passed over"))
    case .unknown(let what, let advice):
      problems.append(
        ManifestProblem(
          .unknownVersion, root[what],
          "there is no \(ManifestText.quoted(kind)) in \(ManifestText.quoted(apiVersion))",
          remedy: advice))
    }
  }

  private func object(
    _ node: DocumentNode, _ root: ManifestField, _ kind: ManifestObject.Kind
  ) -> ManifestObject {
    ManifestObject(
      kind: kind, namespace: namespace(of: root), name: root["metadata"]["name"].text ?? "",
      position: root.position, node: node)
  }

  private mutating func note(_ kind: String, _ root: ManifestField, _ index: Int?) {
    guard let name = root["metadata"]["name"].text else { return }
    let namespace = namespace(of: root)
    providers[Identity(kind: kind, name: name), default: []]
      .append(Provider(namespace: namespace, index: index))
    providerNames[Identity(kind: kind, name: namespace), default: []].append(name)
  }

  /// The providers of that kind and name, in any namespace.
  func providers(_ kind: String, named name: String) -> [Provider] {
    providers[Identity(kind: kind, name: name)] ?? []
  }

  /// The names of providers of a kind in a namespace.
  func providerNames(_ kind: String, in namespace: String) -> [String] {
    providerNames[Identity(kind: kind, name: namespace)] ?? []
  }

  private func namespace(of root: ManifestField) -> String {
    root["metadata"]["namespace"].text ?? "default"
  }
}

/// What is known of groups, versions and kinds.
private enum KnownKinds {
  enum Answer {
    case known(ManifestObject.Kind)
    /// A schedule provider that is not 5-Spot's own.
    case provider
    /// Nothing of 5-Spot's, or nothing that is read.
    case other
    /// One of 5-Spot's kinds in a group that is not 5-Spot's.
    case foreign
    /// No such version or kind; the field at fault and what to do.
    case unknown(field: String, advice: String?)
  }

  static func look(up apiVersion: String, _ kind: String) -> Answer {
    let parts = GrammarText.split(apiVersion[...], at: "/").map(String.init)
    let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", apiVersion)
    switch group {
    case "5spot.finos.org":
      guard kind == "ScheduledMachine" else {
        // A slice of a host rather than a host: it has its own schedule contract.
        if kind == "ScheduledCapacity" { return .other }
        return .unknown(
          field: "kind",
          advice: NearestWord.advice(
            for: kind, among: ["ScheduledMachine", "ScheduledCapacity"], noun: "kinds"))
      }
      guard let known = ScheduledMachineSpec.Version(exactly: version) else {
        return .unknown(field: "apiVersion", advice: "write 5spot.finos.org/v1beta1 or v1alpha1")
      }
      return .known(.scheduledMachine(known))
    case RuntimeChecks.scheduleGroup:
      let kinds: [ManifestObject.Kind] = [.timeBasedSpotSchedule, .capitalMarketsSchedule]
      guard let known = kinds.first(where: { $0.name == kind }) else { return .provider }
      guard version == "v1alpha1" else {
        return .unknown(field: "apiVersion", advice: "write \(group)/v1alpha1")
      }
      return .known(known)
    default:
      let isOurs = ["ScheduledMachine", "TimeBasedSpotSchedule", "CapitalMarketsSchedule"]
        .contains(kind)
      return isOurs ? .foreign : .other
    }
  }
}
