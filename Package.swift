// swift-tools-version: 6.2

import PackageDescription

// One list of settings for every target: the strictest language mode, and a warning is an error.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A room of the house: a target, the floor it stands on, and the rooms and libraries it looks down to.
///
/// `docs/architecture.md` explains the floors; `scripts/check` holds the imports against them.
struct Room {
  var name: String
  var floor: Int
  var uses: [String] = []
  var libraries: [Target.Dependency] = []
  /// Lower rooms that only its tests use.
  var testUses: [String] = []
  /// What its tests share with other tests, besides `TestSupport`.
  var testSupport: [String] = []
  var isExecutable = false
  var isTested = true
  /// Whether it talks to a cluster: what talks stands under `#if Live`, and its libraries are fetched
  /// only with the trait `Live`. The rest is built and tested without.
  var isNetworked = false
}

let zlib: Target.Dependency = "CZlib"
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let live: TargetDependencyCondition? = .when(traits: ["Live"])
let httpClient: Target.Dependency = .product(
  name: "AsyncHTTPClient", package: "async-http-client", condition: live)
/// What the client's connections are made of; its test server, too.
let connections: [Target.Dependency] =
  ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio", condition: live)
  }
  + [.product(name: "NIOSSL", package: "swift-nio-ssl", condition: live)]
let http2: Target.Dependency = .product(
  name: "NIOHTTP2", package: "swift-nio-http2", condition: live)

let allRooms: [Room] = [
  Room(name: "Units", floor: 0),
  Room(name: "SimulationKernel", floor: 1, uses: ["Units"]),
  Room(name: "Documents", floor: 1, uses: ["Units"], libraries: [zlib, yams]),
  Room(name: "KubernetesModel", floor: 2, uses: ["Units", "Documents"]),
  Room(
    name: "Facts", floor: 3,
    uses: ["Units", "SimulationKernel", "Documents", "KubernetesModel"]),
  Room(
    name: "Placement", floor: 3,
    uses: ["Units", "SimulationKernel", "Documents", "KubernetesModel"]),
  Room(
    name: "ClusterAPI", floor: 3, uses: ["Units", "SimulationKernel", "KubernetesModel"]),
  Room(name: "SpotScheduler", floor: 4, uses: ["Units", "Documents", "KubernetesModel"]),
  Room(name: "Ledger", floor: 4, uses: ["Units", "SimulationKernel", "Facts"]),
  Room(
    name: "Traces", floor: 4,
    uses: ["Units", "Documents", "SimulationKernel", "Facts", "Placement"]),
  Room(
    name: "FleetSimulation", floor: 5,
    uses: [
      "Units", "SimulationKernel", "KubernetesModel", "Placement", "ClusterAPI", "Facts",
      "SpotScheduler",
    ],
    testUses: ["Documents", "Traces"]),
  Room(
    name: "Scenario", floor: 6,
    uses: [
      "Units", "Documents", "SimulationKernel", "KubernetesModel", "Facts", "Placement",
      "ClusterAPI", "SpotScheduler", "Ledger",
      "Traces", "FleetSimulation",
    ]),
  Room(
    name: "RunStore", floor: 6, uses: ["Units", "Documents", "Facts"], libraries: [grdb, sqlite]),
  Room(
    name: "Planning", floor: 7,
    uses: [
      "Units", "Documents", "SimulationKernel", "Facts", "SpotScheduler", "Ledger",
      "FleetSimulation", "Scenario", "RunStore",
    ]),
  Room(
    name: "Reports", floor: 8,
    uses: ["Units", "Documents", "SimulationKernel", "Facts", "RunStore", "Planning"]),
  Room(
    name: "KubernetesClient", floor: 8, uses: ["Units", "Documents"],
    libraries: [httpClient] + connections, testUses: ["SimulationKernel"],
    testSupport: ["NetworkTestSupport"], isNetworked: true),
  Room(name: "CommandSupport", floor: 9, uses: ["Units", "Documents"]),
  Room(
    name: "LiveMode", floor: 9,
    uses: [
      "Units", "Documents", "KubernetesModel", "Facts", "Placement", "ClusterAPI",
      "SpotScheduler", "KubernetesClient",
    ],
    testSupport: ["FleetTestSupport"], isNetworked: true),
  Room(
    name: "fivespot", floor: 10,
    uses: [
      "Units", "Documents", "KubernetesModel", "Placement", "Facts", "SpotScheduler", "Ledger",
      "FleetSimulation", "Scenario",
      "RunStore", "Planning", "Reports", "CommandSupport",
    ],
    libraries: [argumentParser], isExecutable: true),
  Room(
    name: "fivespot-conformance", floor: 10,
    uses: [
      "Units", "Documents", "KubernetesModel", "Placement", "ClusterAPI", "SpotScheduler",
      "Traces", "CommandSupport",
    ],
    libraries: [argumentParser], isExecutable: true),
  Room(
    name: "fivespot-live", floor: 10,
    uses: [
      "Units", "Documents", "Facts", "SpotScheduler", "KubernetesClient", "CommandSupport",
      "LiveMode",
    ],
    libraries: [argumentParser] + connections, isExecutable: true, isNetworked: true),
]

// FIVESPOT_TOP_FLOOR=3 builds only the rooms up to that floor: a quick loop for the lower ones.
let topFloor = Context.environment["FIVESPOT_TOP_FLOOR"].flatMap { Int($0) } ?? 10
// FIVESPOT_ROOM=Placement builds that room and those it stands on, with their tests; of a networked room
// only the tests of networked rooms, as the others are tested without their connections.
let onlyRoom = Context.environment["FIVESPOT_ROOM"]

/// The rooms that `name` stands on, itself included.
func foundation(of name: String) -> Set<String> {
  guard let room = allRooms.first(where: { $0.name == name }) else { return [] }
  return (room.uses + room.testUses).reduce(into: [name]) { $0.formUnion(foundation(of: $1)) }
}

let chosen = onlyRoom.map { foundation(of: $0) }
let rooms = allRooms.filter { $0.floor <= topFloor && chosen?.contains($0.name) ?? true }
let isWhole = topFloor >= 10 && chosen == nil
let isNetworkedOnly = allRooms.contains { $0.name == onlyRoom && $0.isNetworked }

var targets: [Target] = [
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])])
]
for room in rooms {
  let dependencies = room.uses.map { Target.Dependency.target(name: $0) } + room.libraries
  targets.append(
    room.isExecutable
      ? .executableTarget(name: room.name, dependencies: dependencies, swiftSettings: settings)
      : .target(name: room.name, dependencies: dependencies, swiftSettings: settings))
}
// What the tests of several rooms draw with; the servers that networked ones talk to, and a fleet.
targets.append(
  .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings))
if rooms.contains(where: { $0.name == "KubernetesClient" }) {
  targets.append(
    .target(
      name: "NetworkTestSupport",
      dependencies: ["KubernetesClient", "Units"] + connections + [http2],
      path: "Tests/NetworkTestSupport", swiftSettings: settings))
}
if rooms.contains(where: { $0.name == "LiveMode" }) {
  targets.append(
    .target(
      name: "FleetTestSupport", dependencies: ["LiveMode", "Documents", "SpotScheduler", "Units"],
      path: "Tests/FleetTestSupport", swiftSettings: settings))
}
for room in rooms
where room.isTested && !room.isExecutable && (room.isNetworked || !isNetworkedOnly) {
  targets.append(
    .testTarget(
      name: room.name + "Tests",
      dependencies: ([room.name, "TestSupport"] + room.testSupport + room.uses + room.testUses).map
      {
        .target(name: $0)
      }
        + room.libraries,
      swiftSettings: settings))
}
if rooms.contains(where: { $0.name == "fivespot-live" }) {
  targets.append(
    .testTarget(
      name: "LiveCommandTests",
      dependencies: [
        "fivespot-live", "TestSupport", "NetworkTestSupport", "FleetTestSupport", "Units",
        "Documents",
        "SpotScheduler", "KubernetesClient", "LiveMode",
      ],
      swiftSettings: settings))
}
if isWhole {
  targets.append(
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "fivespot", "fivespot-conformance", "Units", "Documents", "CommandSupport", "RunStore",
        grdb,
      ],
      exclude: ["Determinism/surf-week.digests", "Flagship/market-hours.digests"],
      swiftSettings: settings))
  targets.append(
    .executableTarget(
      name: "fivespot-benchmarks",
      dependencies: [
        "Units", "Documents", "SimulationKernel", "KubernetesModel", "Facts", "Placement",
        "ClusterAPI", "SpotScheduler", "Traces", "FleetSimulation", "Ledger", "Scenario",
        "RunStore", argumentParser,
      ],
      path: "Benchmarks",
      exclude: ["Comparisons"],
      swiftSettings: settings))
}

var products: [Product] = []
if rooms.contains(where: { $0.name == "SpotScheduler" }) {
  products.append(.library(name: "SpotScheduler", targets: ["SpotScheduler"]))
}
if isWhole {
  products.append(.executable(name: "fivespot", targets: ["fivespot"]))
  products.append(.executable(name: "fivespot-conformance", targets: ["fivespot-conformance"]))
  products.append(.executable(name: "fivespot-live", targets: ["fivespot-live"]))
  products.append(.executable(name: "fivespot-benchmarks", targets: ["fivespot-benchmarks"]))
}

let package = Package(
  name: "fivespot",
  products: products,
  traits: [
    .trait(name: "Live", description: "Talk to clusters: fivespot-live, with its HTTP stack.")
  ],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
  ]
    + (rooms.contains { $0.name == "RunStore" }
      ? [.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")] : [])
    + (rooms.contains(where: \.isExecutable)
      ? [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")] : [])
    + (rooms.contains(where: \.isNetworked)
      ? [
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.94.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.36.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.39.0"),
      ] : []),
  targets: targets
)
