import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// Where the services of several clusters go.
@Suite struct ServicePlacementTests {
  private static let spot = LabelSelector(matchLabels: ["pool": "spot"])

  private static func cluster(
    _ name: String, _ cpu: Int64, region: String = "", isReady: Bool = true,
    labels: Labels = ["pool": "spot"]
  ) -> ClusterDeployment {
    ClusterDeployment(
      name: name, labels: labels, region: region, isReady: isReady,
      available: MilliCPU(cpu * 1_000))
  }

  private static func service(
    _ name: String, _ cpu: Int64, clusters: Int? = nil, priority: Int = 100,
    dependsOn: [String] = [], regions: [String]? = nil, keeps: Bool = false,
    selector: LabelSelector = spot
  ) -> MultiClusterService {
    MultiClusterService(
      name: name, clusterSelector: selector, dependsOn: dependsOn,
      services: [.init(name: name, request: MilliCPU(cpu * 1_000))], priority: priority,
      clusters: clusters, regions: regions, keepsOnMismatch: keeps)
  }

  private func pairs(_ placement: ServicePlacement) -> [String] {
    placement.assignments.map { "\($0.service)@\($0.cluster)" }
  }

  @Test func `without a number it is wherever labels match, and an empty selector matches nothing`()
  {
    let clusters = [
      Self.cluster("b", 8), Self.cluster("a", 8), Self.cluster("c", 8, labels: ["pool": "dear"]),
    ]
    let placement = ServicePlacement.place(
      [Self.service("grid", 1), Self.service("all", 1, selector: LabelSelector())], on: clusters)
    #expect(pairs(placement) == ["grid@a", "grid@b"] && placement.refusals.isEmpty)
  }

  @Test func `higher priorities are served first, and what does not fit is refused whole`() {
    let placement = ServicePlacement.place(
      [Self.service("low", 5), Self.service("high", 6, priority: 200), Self.service("mid", 3)],
      on: [Self.cluster("a", 10)])
    #expect(pairs(placement) == ["high@a", "mid@a"])
    #expect(
      placement.refusals == [
        .init(
          service: "low", cluster: "a",
          cause: .noCapacity(request: MilliCPU(5_000), left: MilliCPU(4_000)))
      ])
    #expect(placement.left == [.init(cluster: "a", left: MilliCPU(1_000))])
  }

  @Test func `a number of clusters goes where most is left, and stays where it is`() {
    let clusters = [Self.cluster("a", 4), Self.cluster("b", 9), Self.cluster("c", 6)]
    let first = ServicePlacement.place([Self.service("grid", 2, clusters: 2)], on: clusters)
    #expect(pairs(first) == ["grid@b", "grid@c"])
    #expect(
      first.refusals == [.init(service: "grid", cluster: "a", cause: .enoughClusters)])
    let moved = [Self.cluster("a", 40), Self.cluster("b", 9), Self.cluster("c", 6)]
    let second = ServicePlacement.place(
      [Self.service("grid", 2, clusters: 2)], on: moved, current: first.assignments)
    #expect(Set(pairs(second)) == ["grid@b", "grid@c"])
  }

  @Test func `regions, readiness and dependencies are asked for each cluster`() {
    let clusters = [
      Self.cluster("ca", 8, region: "ca"), Self.cluster("us", 8, region: "us"),
      Self.cluster("down", 8, region: "ca", isReady: false),
    ]
    let placement = ServicePlacement.place(
      [
        Self.service("app", 1, priority: 900, dependsOn: ["base"]),
        Self.service("base", 1, regions: ["ca"]),
      ], on: clusters)
    #expect(pairs(placement) == ["base@ca", "app@ca"])
    #expect(
      placement.refusals == [
        .init(service: "base", cluster: "down", cause: .clusterNotReady),
        .init(service: "base", cluster: "us", cause: .jurisdiction(region: "us")),
        .init(service: "app", cluster: "down", cause: .clusterNotReady),
        .init(service: "app", cluster: "us", cause: .dependencyNotThere("base")),
      ])
  }

  @Test func `what cannot be ordered is refused by name`() {
    let placement = ServicePlacement.place(
      [
        Self.service("a", 1, dependsOn: ["b"]), Self.service("b", 1, dependsOn: ["a"]),
        Self.service("c", 1, dependsOn: ["nobody"]), Self.service("d", 1, dependsOn: ["c"]),
        Self.service("e", 1),
      ], on: [Self.cluster("x", 8)])
    #expect(pairs(placement) == ["e@x"])
    #expect(
      placement.refusals.map { "\($0.service) \($0.cause)" } == [
        #"c missingDependency("nobody")"#, #"d missingDependency("c")"#,
        #"a dependencyCircle(["a", "b"])"#, #"b dependencyCircle(["a", "b"])"#,
      ])
  }

  @Test func `of two that install the same resource the higher priority has it`() {
    var first = Self.service("first", 1, priority: 50)
    first.services[0].name = "ingress"
    var second = Self.service("second", 1)
    second.services = [
      .init(name: "ingress", request: MilliCPU(1), dependsOn: ["crds"]),
      .init(name: "crds", request: MilliCPU(1)),
    ]
    let placement = ServicePlacement.place([first, second], on: [Self.cluster("x", 8)])
    #expect(
      placement.assignments == [.init(service: "second", cluster: "x", order: ["crds", "ingress"])])
    #expect(
      placement.refusals == [
        .init(
          service: "first", cluster: "x",
          cause: .conflict(with: "second", resource: "default/ingress"))
      ])
  }

  @Test func `a service stays on a cluster that it no longer selects when it is to`() {
    let clusters = [Self.cluster("x", 8, labels: [:])]
    let current = [ServicePlacement.Assignment(service: "grid", cluster: "x")]
    #expect(
      pairs(
        ServicePlacement.place(
          [Self.service("grid", 1, keeps: true)], on: clusters, current: current)) == ["grid@x"])
    #expect(
      ServicePlacement.place([Self.service("grid", 1)], on: clusters, current: current)
        .assignments.isEmpty)
  }

  @Test(arguments: UInt64(0)..<400)
  func `placements fit, do not depend on order, and are at rest`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let clusters = (0..<1 + random.below(6)).map { index in
      Self.cluster(
        "c\(index)", random.below(20), region: random.below(2) == 0 ? "ca" : "us",
        isReady: random.below(6) != 0,
        labels: random.below(4) == 0 ? [:] : ["pool": "spot"])
    }
    let services = (0..<1 + random.below(8)).map { index in
      Self.service(
        "s\(index)", random.below(8),
        clusters: random.below(2) == 0 ? nil : Int(random.below(4)),
        priority: Int(random.below(3)) * 100,
        dependsOn: random.below(3) == 0 ? ["s\(random.below(9))"] : [],
        regions: random.below(3) == 0 ? ["ca"] : nil)
    }
    let placement = ServicePlacement.place(services, on: clusters)
    for cluster in clusters {
      let used = placement.assignments.filter { $0.cluster == cluster.name }.reduce(Int64(0)) {
        sum, assignment in
        sum + (services.first { $0.name == assignment.service }?.services[0].request.value ?? 0)
      }
      #expect(used <= cluster.available.value, "seed \(seed): \(cluster.name) carries \(used)")
    }
    var (mixedServices, mixedClusters) = (services, clusters)
    mixedServices.shuffle(&random)
    mixedClusters.shuffle(&random)
    #expect(
      ServicePlacement.place(mixedServices, on: mixedClusters) == placement, "seed \(seed): order")
    let again = ServicePlacement.place(services, on: clusters, current: placement.assignments)
    #expect(
      Set(again.assignments) == Set(placement.assignments), "seed \(seed): it does not rest")
  }
}
