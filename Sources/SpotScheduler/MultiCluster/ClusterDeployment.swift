public import KubernetesModel
public import Units

/// A cluster that k0rdent runs, as far as it matters to where services go.
///
/// Its region follows from its credential, as k0rdent has it (`Credential.spec.region`).
public struct ClusterDeployment: Hashable, Sendable {
  /// Its name; unique.
  public var name: String
  /// Its labels, which services select by.
  public var labels: Labels
  /// The region that its credential belongs to; empty for the management cluster's own.
  public var region: String
  /// Whether it is Ready and not being deleted.
  public var isReady: Bool
  /// CPU that its pods could still request, lent machines included, without what it keeps back. What
  /// the services of this plan request on it already is part of it.
  public var available: MilliCPU

  /// Makes one.
  public init(
    name: String, labels: Labels = [:], region: String = "", isReady: Bool = true,
    available: MilliCPU
  ) {
    self.name = name
    self.labels = labels
    self.region = region
    self.isReady = isReady
    self.available = available
  }
}

/// Services that go to clusters by their labels: k0rdent's `MultiClusterService`, with the three
/// things that it lacks, which are requests, a number of clusters, and a jurisdiction.
public struct MultiClusterService: Hashable, Sendable {
  /// One service of it.
  public struct Service: Hashable, Sendable {
    /// Its name; with the namespace it names what is installed.
    public var name: String
    /// The namespace that it is installed in.
    public var namespace: String
    /// CPU that its pods request on one cluster.
    public var request: MilliCPU
    /// The services of the same object that are to be Deployed before it, by name.
    public var dependsOn: [String]

    /// Makes one.
    public init(
      name: String, namespace: String = "default", request: MilliCPU, dependsOn: [String] = []
    ) {
      self.name = name
      self.namespace = namespace
      self.request = request
      self.dependsOn = dependsOn
    }
  }

  /// Its name; unique.
  public var name: String
  /// Which clusters it goes to; the empty selector selects none, as k0rdent has it.
  public var clusterSelector: LabelSelector
  /// The objects whose services are to be on a cluster before those of this one, by name.
  public var dependsOn: [String]
  /// What it installs.
  public var services: [Service]
  /// Higher ones are served first, and keep a resource that two install; k0rdent's default is 100.
  public var priority: Int
  /// On how many clusters it is to be; nil for all that it selects, as k0rdent has it.
  public var clusters: Int?
  /// The regions that it may be in; nil for any.
  public var regions: [String]?
  /// Whether it stays on a cluster that it no longer selects.
  public var keepsOnMismatch: Bool

  /// Makes one.
  public init(
    name: String, clusterSelector: LabelSelector, dependsOn: [String] = [],
    services: [Service], priority: Int = 100, clusters: Int? = nil, regions: [String]? = nil,
    keepsOnMismatch: Bool = false
  ) {
    self.name = name
    self.clusterSelector = clusterSelector
    self.dependsOn = dependsOn
    self.services = services
    self.priority = priority
    self.clusters = clusters
    self.regions = regions
    self.keepsOnMismatch = keepsOnMismatch
  }
}
