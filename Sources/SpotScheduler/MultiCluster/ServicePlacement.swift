import KubernetesModel
public import Units

/// Where services of several clusters go, with an eye on capacity.
///
/// k0rdent installs a `MultiClusterService` wherever its labels match. This does the same, within
/// what the clusters can carry: services are served by priority, then by name; a service that is to
/// be on some clusters only stays where it is, and otherwise goes where most is left. What does not
/// fit is refused with its reason, never installed half. It follows from its inputs alone, whatever
/// their order, and placing again what was placed changes nothing.
public struct ServicePlacement: Hashable, Sendable {
  /// A service on a cluster: k0rdent's `ServiceSet`.
  public struct Assignment: Hashable, Sendable {
    /// The `MultiClusterService`.
    public var service: String
    /// The `ClusterDeployment`.
    public var cluster: String
    /// Its services in the order in which they are installed.
    public var order: [String]

    /// Makes one.
    public init(service: String, cluster: String, order: [String] = []) {
      self.service = service
      self.cluster = cluster
      self.order = order
    }
  }

  /// A service that is not on a cluster that it selects, or nowhere at all.
  public struct Refusal: Hashable, Sendable {
    /// The `MultiClusterService`.
    public var service: String
    /// The `ClusterDeployment`; nil when it can be on none.
    public var cluster: String?
    /// Why.
    public var cause: Cause

    /// Makes one.
    public init(service: String, cluster: String?, cause: Cause) {
      self.service = service
      self.cluster = cluster
      self.cause = cause
    }
  }

  /// Why a service is not on a cluster.
  public enum Cause: Hashable, Sendable {
    /// Something that it depends on does not exist.
    case missingDependency(String)
    /// It is part of a circle of dependencies.
    case dependencyCircle([String])
    /// The cluster is not Ready, or is being deleted.
    case clusterNotReady
    /// The cluster is in a region that it may not be in.
    case jurisdiction(region: String)
    /// A service that it depends on is not there.
    case dependencyNotThere(String)
    /// A service that was served before installs the same resource.
    case conflict(with: String, resource: String)
    /// It asks for more than is left.
    case noCapacity(request: MilliCPU, left: MilliCPU)
    /// It is on as many clusters as it is to be.
    case enoughClusters
  }

  /// What is to be where, by service and cluster in the order in which they were served.
  public var assignments: [Assignment]
  /// What is not, in the same order.
  public var refusals: [Refusal]
  /// What is left on each cluster, by name.
  public var left: [ClusterCapacity]

  /// What is left on a cluster.
  public struct ClusterCapacity: Hashable, Sendable {
    /// The `ClusterDeployment`.
    public var cluster: String
    /// CPU that is left.
    public var left: MilliCPU

    /// Makes one.
    public init(cluster: String, left: MilliCPU) {
      self.cluster = cluster
      self.left = left
    }
  }

  /// Places services.
  ///
  /// - Parameters:
  ///   - services: The services, in any order; of two with one name the first counts.
  ///   - clusters: The clusters, in any order; of two with one name the first counts.
  ///   - current: What is where now.
  public static func place(
    _ services: [MultiClusterService], on clusters: [ClusterDeployment],
    current: [Assignment] = []
  ) -> ServicePlacement {
    var placer = ServicePlacer(services, clusters, current)
    return placer.place()
  }
}

/// A placement on its way.
private struct ServicePlacer {
  let services: [MultiClusterService]
  let clusters: [ClusterDeployment]
  let current: [ServicePlacement.Assignment]
  var left: [Int128]
  /// For each cluster, the resources that are installed, and by whom.
  var owners: [[(resource: String, service: String)]]
  /// For each cluster, the services that are on it.
  var placed: [[String]]
  var assignments: [ServicePlacement.Assignment] = []
  var refusals: [ServicePlacement.Refusal] = []

  init(
    _ services: [MultiClusterService], _ clusters: [ClusterDeployment],
    _ current: [ServicePlacement.Assignment]
  ) {
    var names: Set<String> = []
    self.services = services.filter { names.insert($0.name).inserted }
    names = []
    self.clusters = clusters.filter { names.insert($0.name).inserted }.sorted { $0.name < $1.name }
    self.current = current
    left = self.clusters.map { Int128(max($0.available.value, 0)) }
    owners = Array(repeating: [], count: self.clusters.count)
    placed = Array(repeating: [], count: self.clusters.count)
  }

  mutating func place() -> ServicePlacement {
    for service in inOrder() { place(service) }
    return ServicePlacement(
      assignments: assignments, refusals: refusals,
      left: clusters.indices.map {
        ServicePlacement.ClusterCapacity(
          cluster: clusters[$0].name, left: MilliCPU(Int64(clamping: left[$0])))
      })
  }

  /// Higher priorities first, then names; but nothing before what it depends on. Those whose
  /// dependencies cannot be met are refused here.
  private mutating func inOrder() -> [MultiClusterService] {
    var open = services
    while true {
      let byName = open.sorted { ($1.priority, $0.name) < ($0.priority, $1.name) }
      func rank(_ name: String) -> Int { byName.firstIndex { $0.name == name } ?? .max }
      do throws(ServiceOrder.Fault) {
        let order = try ServiceOrder.arrange(
          open.map { ($0.name, $0.dependsOn) }, precedes: { rank($0) < rank($1) })
        return order.compactMap { name in open.first { $0.name == name } }
      } catch {
        switch error {
        case .missing(let name):
          for service in byName where service.dependsOn.contains(name) {
            refuse(service, nil, .missingDependency(name))
          }
          open.removeAll { $0.dependsOn.contains(name) }
        case .circle(let names):
          for service in byName where names.contains(service.name) {
            refuse(service, nil, .dependencyCircle(names))
          }
          open.removeAll { names.contains($0.name) }
        }
      }
    }
  }

  private mutating func refuse(
    _ service: MultiClusterService, _ cluster: String?, _ cause: ServicePlacement.Cause
  ) {
    refusals.append(
      ServicePlacement.Refusal(service: service.name, cluster: cluster, cause: cause))
  }

  private mutating func place(_ service: MultiClusterService) {
    let order: [String]
    do throws(ServiceOrder.Fault) {
      order = try ServiceOrder.arrange(service.services.map { ($0.name, $0.dependsOn) })
    } catch {
      switch error {
      case .missing(let name): refuse(service, nil, .missingDependency(name))
      case .circle(let names): refuse(service, nil, .dependencyCircle(names))
      }
      return
    }
    let request = service.services.reduce(Int128(0)) { $0 + Int128(max($1.request.value, 0)) }
    var count = 0
    for index in candidates(for: service, request: request) {
      if let limit = service.clusters, count >= limit {
        refuse(service, clusters[index].name, .enoughClusters)
      } else if let cause = obstacle(to: service, on: index, request: request) {
        refuse(service, clusters[index].name, cause)
      } else {
        count += 1
        left[index] -= request
        placed[index].append(service.name)
        owners[index] += service.services.map { ($0.resource, service.name) }
        assignments.append(
          ServicePlacement.Assignment(
            service: service.name, cluster: clusters[index].name, order: order))
      }
    }
  }

  private func isOn(_ service: MultiClusterService, _ cluster: ClusterDeployment) -> Bool {
    current.contains { $0.service == service.name && $0.cluster == cluster.name }
  }

  /// The clusters that a service selects: those that it is on, then those where most is left.
  private func candidates(for service: MultiClusterService, request: Int128) -> [Int] {
    let selected = clusters.indices.filter {
      let matches =
        !service.clusterSelector.isEmpty && service.clusterSelector.matches(clusters[$0].labels)
      return matches || service.keepsOnMismatch && isOn(service, clusters[$0])
    }
    guard service.clusters != nil else { return selected }
    return selected.sorted { first, second in
      let (isOnFirst, isOnSecond) = (
        isOn(service, clusters[first]), isOn(service, clusters[second])
      )
      if isOnFirst != isOnSecond { return isOnFirst }
      return (left[second], first) < (left[first], second)
    }
  }

  private func obstacle(
    to service: MultiClusterService, on index: Int, request: Int128
  ) -> ServicePlacement.Cause? {
    let cluster = clusters[index]
    guard cluster.isReady else { return .clusterNotReady }
    if let regions = service.regions, !regions.contains(cluster.region) {
      return .jurisdiction(region: cluster.region)
    }
    for name in service.dependsOn where !placed[index].contains(name) {
      return .dependencyNotThere(name)
    }
    for resource in service.services.map(\.resource) {
      if let owner = owners[index].first(where: { $0.resource == resource }) {
        return .conflict(with: owner.service, resource: resource)
      }
    }
    guard request <= left[index] else {
      return .noCapacity(
        request: MilliCPU(Int64(clamping: request)), left: MilliCPU(Int64(clamping: left[index])))
    }
    return nil
  }
}

extension MultiClusterService.Service {
  /// What it installs, as `namespace/name`.
  fileprivate var resource: String { "\(namespace)/\(name)" }
}
