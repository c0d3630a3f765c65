import Documents
import Units

/// A control plane: Cluster API's controllers, what they manage, and what goes wrong.
extension ScenarioFormat {
  static let controlPlaneDefinitions = [
    DocumentFormat.Definition("ControlPlane", .record(controlPlane)),
    DocumentFormat.Definition("MachineProvider", .record(machineProvider)),
    DocumentFormat.Definition("MachineDeployment", .record(machineDeployment)),
    DocumentFormat.Definition("RolloutStrategy", rolloutStrategy),
    DocumentFormat.Definition("ClusterWorkload", .record(clusterWorkload)),
    DocumentFormat.Definition("PodResources", .record(podResources)),
    DocumentFormat.Definition("DeploymentOrder", deploymentOrder),
    DocumentFormat.Definition("ControlPlaneFaults", .record(controlPlaneFaults)),
  ]

  private static let controlPlane = RecordShape(
    "Cluster API's controllers against a simulated API server, in place of jobs.",
    fields: [
      FieldShape(
        "profile",
        .scalar(
          .word(
            "release",
            [
              ScalarFormat.Word(
                "capi-1.13",
                "Cluster API 1.13 and later: many workers, a floor of a second between two runs of an "
                  + "object, and a wait for what it wrote itself."),
              ScalarFormat.Word(
                "capi-1.12", "Cluster API 1.12: ten workers, no floor, the classic work queue."),
            ])),
        .defaultsTo(.string("capi-1.13")), "The release of the controllers."),
      FieldShape(
        "workers", .record(workers), .defaultsTo(.mapping([])),
        "How many objects each controller works on at a time; what is left out is as the release has "
          + "it."),
      FieldShape(
        "clients", .record(clients), .defaultsTo(.mapping([])),
        "The limits of the clients of the API servers; what is left out is as the release has it."),
      FieldShape(
        "latency", .scalar(.duration()), .defaultsTo(.string("10ms")),
        "How long a call to an API server takes."),
      FieldShape(
        "watchLatency", .scalar(.duration()), .defaultsTo(.string("20ms")),
        "How long until a write is told to those who watch."),
      FieldShape(
        "sampling", .scalar(.duration(atLeast: .seconds(1), examples: ["5m", "1m"])),
        .defaultsTo(.string("5m")),
        "How long the stretches of time are in which queues, reconciles and calls are measured."),
      FieldShape(
        "providers",
        .table(
          TableShape(
            of: "provider", names: .name(of: "provider"), entry: .defined("MachineProvider"))),
        .defaultsTo(.mapping([])), "How machines come and go."),
      FieldShape(
        "deployments",
        .table(
          TableShape(
            of: "deployment", names: .name(of: "deployment"),
            entry: .defined("MachineDeployment"))), .defaultsTo(.mapping([])),
        "The MachineDeployments."),
      FieldShape(
        "workloads",
        .table(
          TableShape(
            of: "workload", names: .name(of: "workload"), entry: .defined("ClusterWorkload"))),
        .defaultsTo(.mapping([])), "What runs on the Nodes."),
      hostedControlPlanes, drainRules, controlPlaneVersion, controlPlaneUpgrades,
      FieldShape(
        "orders", .list(ListShape(of: "order", .defined("DeploymentOrder"))),
        .defaultsTo(.sequence([])), "What is ordered during the run."),
      FieldShape(
        "faults", .defined("ControlPlaneFaults"), .defaultsTo(.mapping([])), "What goes wrong."),
    ] + autoscalerFields)

  private static func workerField(_ name: String, _ kind: String) -> FieldShape {
    FieldShape(
      name, .scalar(.integer(1...100_000)), .optional, "How many \(kind) at a time.")
  }

  private static let workers = RecordShape(
    "How many objects each controller works on at a time.",
    fields: [
      workerField("machineDeployment", "MachineDeployments"),
      workerField("machineSet", "MachineSets"), workerField("machine", "Machines"),
      workerField("machineHealthCheck", "MachineHealthChecks"),
    ])

  private static let clientLimit = Shape.record(
    RecordShape(
      "The limit of a client: a bucket of calls that fills at a steady rate.",
      fields: [
        FieldShape("perSecond", .scalar(.integer(1...1_000_000)), .required, "Calls a second."),
        FieldShape(
          "burst", .scalar(.integer(1...1_000_000)), .required, "Calls at once after a pause."),
      ]))

  private static let clients = RecordShape(
    "The limits of the clients of the API servers.",
    fields: [
      FieldShape(
        "management", clientLimit, .optional,
        "Of the management cluster, shared by all controllers."),
      FieldShape(
        "workload", clientLimit, .optional,
        "Of the workload cluster: cordons, evictions and deletions of Nodes."),
    ])

  static func step(
    _ name: String, _ low: String, _ high: String, _ summary: String
  ) -> FieldShape {
    FieldShape(
      name, .defined("Distribution"),
      .defaultsTo(
        .mapping([
          (key: "distribution", value: .string("uniform")), (key: "high", value: .string(high)),
          (key: "low", value: .string(low)),
        ])), summary)
  }

  private static let machineProvider = RecordShape(
    "How machines come and go.",
    fields: [
      step("bootstrap", "1s", "3s", "From the bootstrap object to its secret."),
      step("provision", "45s", "90s", "From the secret to a machine that runs."),
      step("join", "20s", "40s", "From a machine that runs to its Node."),
      step("ready", "5s", "20s", "From the Node to one that is Ready."),
      step(
        "deprovision", "10s", "40s", "From the deletion of the infrastructure object to its end."),
    ] + hostPoolFields)

  private static let rolloutStrategy = Shape.union(
    UnionShape(
      tag: "type", "How the Machines of an older template are replaced.",
      [
        UnionShape.Alternative(
          "RollingUpdate",
          RecordShape(
            "Some at a time.",
            fields: [
              FieldShape(
                "maxSurge", .scalar(.countOrPercentage), .defaultsTo(.integer(1)),
                "How many more than wanted there may be; shares round up."),
              FieldShape(
                "maxUnavailable", .scalar(.countOrPercentage), .defaultsTo(.integer(0)),
                "How many of those wanted may be unavailable; shares round down."),
            ])),
        UnionShape.Alternative(
          "OnDelete",
          RecordShape("An old Machine is replaced when somebody deletes it.", fields: [])),
      ]))

  private static let machineDeployment = RecordShape(
    "A MachineDeployment.",
    fields: [
      FieldShape(
        "replicas", .scalar(.integer(0...1_000_000)), .required, "Its Machines at the start."),
      FieldShape(
        "provider", .scalar(.name(of: "provider")), .optional,
        "How its Machines come and go; the only one when there is one."),
      clusterField("Nodes"),
      FieldShape(
        "strategy", .defined("RolloutStrategy"),
        .defaultsTo(.mapping([(key: "type", value: .string("RollingUpdate"))])),
        "How the Machines of an older template are replaced."),
      FieldShape(
        "deletionOrder",
        .scalar(
          .word(
            "order",
            [
              ScalarFormat.Word("Random", "By their names, which are drawn."),
              ScalarFormat.Word("Newest", "The newest first."),
              ScalarFormat.Word("Oldest", "The oldest first."),
            ])), .defaultsTo(.string("Random")), "Which healthy Machines go first."),
      FieldShape(
        "minReady", .scalar(.duration()), .defaultsTo(.string("0s")),
        "How long a Machine has to be ready before it counts as available."),
      FieldShape(
        "drainTimeout", .scalar(.duration(above: .zero)), .optional,
        "How long a drain may take before the Machine goes with what still runs on it; without it, for "
          + "ever."),
      FieldShape(
        "podsPerNode", .scalar(.integer(1...100_000)), .defaultsTo(.integer(110)),
        "How many pods a Node takes."),
      FieldShape(
        "allocatable", .defined("PodResources"), .optional,
        "What a Node has for pods; without it pods are only counted."),
      FieldShape(
        "peerPodsPerNode", .scalar(.integer(0...100_000)), .implies(.integer(10)),
        "How many peer pods a Node has at a time."),
      FieldShape(
        "volumeDetachTimeout", .scalar(.duration(above: .zero)), .optional,
        "How long a Machine that goes waits for its volumes; without it, for ever."),
      FieldShape(
        "nodeDeletionTimeout", .scalar(.duration()), .implies(.string("10s")),
        "After how long since its deletion a Machine leaves a Node that cannot be deleted; 0s never."
      ),
      FieldShape(
        "maxInFlight", .scalar(.countOrPercentage), .optional,
        "How many Machines may be under replacement for their health at a time; shares round up, and "
          + "without it any number."),
      FieldShape(
        "version", .scalar(kubernetesVersion), .optional,
        "The version of its Machines, which has to go with that of the control plane."),
      FieldShape(
        "healthCheck", .record(healthCheck), .optional,
        "The MachineHealthCheck over its Machines; without it none is replaced for its health."),
    ] + nodeGroupFields + zoneAndSpotFields)

  private static let healthCheck = RecordShape(
    "A MachineHealthCheck.",
    fields: [
      FieldShape(
        "unhealthyAfter", .scalar(.duration(above: .zero)), .defaultsTo(.string("5m")),
        "How long a Node may be Unknown or not Ready."),
      FieldShape(
        "nodeStartupTimeout", .scalar(.duration()), .defaultsTo(.string("10m")),
        "How long a Machine may take to become a Node; 0s for ever."),
      FieldShape(
        "maxUnhealthy", .scalar(.countOrPercentage), .defaultsTo(.string("100%")),
        "With more unhealthy Machines than this it acts on none."),
      FieldShape(
        "unhealthyRange",
        .scalar(.text("range", expectation: "a range such as [1-3]", examples: ["[1-3]"])),
        .optional, "In place of maxUnhealthy: with fewer or more than these it acts on none."),
    ])
}
