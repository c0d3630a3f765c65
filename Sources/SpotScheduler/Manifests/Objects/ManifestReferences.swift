package import Documents

/// `spec.schedule` of v1beta1: the object that decides when a machine is on, in the machine's own
/// namespace.
public struct SpotScheduleReference: Hashable, Sendable {
  /// Group and version.
  public var apiVersion: String
  /// The provider's kind.
  public var kind: String
  /// The provider's name.
  public var name: String

  /// Makes a reference.
  public init(apiVersion: String, kind: String, name: String) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
  }

  /// Decodes a reference; an unknown field is an error.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node, known: ["apiVersion", "kind", "name"])
    apiVersion = try fields.text("apiVersion", orElse: .missingApiVersion)
    kind = try fields.text("kind", orElse: .missingKind)
    name = try fields.text("name", orElse: .missingName)
  }

  /// The reference as a document writes it.
  package var document: DocumentValue {
    ["apiVersion": .string(apiVersion), "kind": .string(kind), "name": .string(name)]
  }
}

/// `spec.kubeconfigSecretRef` of v1beta1: where the kubeconfig of the workload cluster is.
public struct KubeconfigSecretReference: Hashable, Sendable {
  /// The Secret, in the machine's own namespace.
  public var name: String
  /// The key of its data.
  public var key: String

  /// Makes a reference; the default is that of Cluster API.
  public init(name: String, key: String = "value") {
    self.name = name
    self.key = key
  }

  /// Decodes a reference; an unknown field is an error.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node, known: ["name", "key"])
    self.init(
      name: try fields.text("name", orElse: .missingName),
      key: try fields.optionalText("key") ?? "value")
  }

  /// The reference as a document writes it.
  package var document: DocumentValue { ["name": .string(name), "key": .string(key)] }
}

/// `spec.kata` of v1beta1: a containerd drop-in for Kata, delivered to the node.
public struct KataConfiguration: Hashable, Sendable {
  /// What the drop-in is in.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A ConfigMap.
    case configMap = "ConfigMap"
    /// A Secret.
    case secret = "Secret"
  }

  /// What the drop-in is in.
  public var kind: Kind
  /// Its name, in the workload cluster.
  public var name: String
  /// Its namespace.
  public var namespace: String
  /// The key of its data.
  public var key: String
  /// The systemd unit that is restarted.
  public var restartService: String

  /// Makes one; the defaults are those of the resource.
  public init(
    kind: Kind, name: String, namespace: String = "5spot-system",
    key: String = "kata-containers.toml", restartService: String = "k0sworker.service"
  ) {
    self.kind = kind
    self.name = name
    self.namespace = namespace
    self.key = key
    self.restartService = restartService
  }

  /// Decodes one; an unknown field is an error.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(
      node, known: ["kind", "name", "namespace", "key", "restartService"])
    if let written = fields.value("kind"), Kind(exactly: written.string) == nil {
      throw .invalidKind
    }
    guard let kind = Kind(exactly: try fields.required("kind", orElse: .missingKind).string)
    else { throw .invalidKind }
    self.init(kind: kind, name: try fields.text("name", orElse: .missingName))
    namespace = try fields.optionalText("namespace") ?? namespace
    key = try fields.optionalText("key") ?? key
    restartService = try fields.optionalText("restartService") ?? restartService
  }

  /// It as a document writes it.
  package var document: DocumentValue {
    [
      "kind": .string(kind.rawValue), "name": .string(name), "namespace": .string(namespace),
      "key": .string(key), "restartService": .string(restartService),
    ]
  }
}

extension RawRepresentable<String> where Self: CaseIterable {
  /// The case of exactly these bytes.
  init?(exactly text: String?) {
    guard let text,
      let match = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) })
    else { return nil }
    self = match
  }
}
