package import Documents

/// An object that 5-Spot creates for a machine: `bootstrapSpec` or `infrastructureSpec`.
public struct EmbeddedResource: Sendable {
  /// Group and version.
  public var apiVersion: String
  /// The kind.
  public var kind: String
  /// Labels and annotations of the created object; v1beta1 only.
  public var metadata: EmbeddedMetadata
  /// The provider's own settings, which 5-Spot does not look at.
  package var spec: DocumentValue

  /// Makes one.
  package init(
    apiVersion: String, kind: String, metadata: EmbeddedMetadata = EmbeddedMetadata(),
    spec: DocumentValue = [:]
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.metadata = metadata
    self.spec = spec
  }
}

/// The metadata of an embedded object, as written.
public struct EmbeddedMetadata: Sendable {
  /// Not permitted.
  public var namespace: String?
  /// Not permitted.
  public var name: String?
  /// Labels, in the order in which they were written.
  public var labels: [(key: String, value: String)]
  /// Annotations, in the order in which they were written.
  public var annotations: [(key: String, value: String)]

  /// Makes metadata.
  public init(
    namespace: String? = nil, name: String? = nil, labels: [(key: String, value: String)] = [],
    annotations: [(key: String, value: String)] = []
  ) {
    self.namespace = namespace
    self.name = name
    self.labels = labels
    self.annotations = annotations
  }
}
