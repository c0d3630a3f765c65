import Documents
import SpotScheduler
import Traces
import Units

/// Clusters, and the services that make an owner's load.
extension ScenarioFormat {
  static let cluster = Shape.record(
    RecordShape(
      "A Kubernetes cluster, and what its owner keeps back of its idle capacity.",
      fields: [
        FieldShape(
          "floor", .scalar(.cpuOrPercentage), .defaultsTo(.string("0%")),
          "CPU of the machines on offer that an owner keeps whatever its load, and that a borrower "
            + "has at least, with `idleDelay`: cores, or a percentage of the CPU that the cluster "
            + "owns."),
        FieldShape(
          "headroom", .scalar(.cpuOrPercentage), .defaultsTo(.string("0%")),
          "CPU that is kept free at any time, whatever the load, as regulation asks: cores, or a "
            + "percentage of the CPU that the cluster owns."),
        FieldShape(
          "reservations",
          .table(
            TableShape(
              of: "purpose", names: .name(of: "purpose", examples: ["disaster-recovery"]),
              entry: .scalar(.cpu))),
          .defaultsTo(.mapping([])), "CPU that is kept for named purposes, on top of the headroom."),
        FieldShape(
          "priority", .scalar(.integer(0...255)), .implies(.integer(50)),
          "Of a borrower: higher ones are served first, and are the last to give machines back for "
            + "want of capacity."),
        FieldShape(
          "weight", .scalar(.integer(1...1_000_000)), .implies(.integer(1)),
          "Of a borrower: its share among those of one priority, relative to theirs."),
        FieldShape(
          "labels", .table(SnapshotFormat.labelTable), .implies(.mapping([])),
          "Where and what it is, such as `topology.kubernetes.io/region`."),
        FieldShape(
          "hostSelector", .defined("LabelSelector"), .optional,
          "Of a borrower: which machines may come to it, by the labels of their pool; without it, "
            + "all."),
        FieldShape(
          "borrowerSelector", .defined("LabelSelector"), .optional,
          "Of an owner: which clusters its machines may go to, by their labels; without it, all."),
        FieldShape(
          "confidential", .record(SnapshotFormat.confidential), .optional,
          "Of a borrower: what a machine has to have, as all of its jobs are confidential."),
      ]))

  static let curve = Shape.record(
    RecordShape(
      "A load that follows market hours, as parts of the CPU that a cluster owns.",
      fields: [
        FieldShape(
          "timezone", .scalar(.timeZone), .required, "The zone whose clock and calendar count."),
        FieldShape(
          "days", .list(ListShape(of: "day", .scalar(.days), minimumCount: 1)),
          .defaultsTo(.sequence([.string("mon-fri")])), "The days on which the market opens."),
        FieldShape("open", .scalar(.timeOfDay), .required, "When the inside begins."),
        FieldShape("close", .scalar(.timeOfDay), .required, "When the inside ends."),
        FieldShape(
          "inside", .scalar(.percentage(examples: ["70%"])), .defaultsTo(.string("70%")),
          "The load from open to close."),
        FieldShape(
          "outside", .scalar(.percentage(examples: ["10%"])), .defaultsTo(.string("10%")),
          "The load else."),
        FieldShape(
          "ramp", .scalar(.duration(examples: ["1h", "30m"])), .defaultsTo(.string("1h")),
          "How long before the opening the load begins to rise, and how long after the close it "
            + "has fallen, in a straight line; at most 24h."),
        FieldShape(
          "noise", .scalar(.percentage(in: 0...999, examples: ["5%"])),
          .defaultsTo(.string("0%")),
          "How far a service's load may be off the curve, either way, as a part of the load; drawn "
            + "for each service and step by the seed."),
        FieldShape(
          "step", .scalar(.duration(atLeast: .seconds(1), examples: ["5m", "1m"])),
          .defaultsTo(.string("5m")), "How often the load changes."),
        FieldShape(
          "calendar", trace(.exchanges, "An exchange's exceptional days.", extra: [exchange]),
          .optional,
          "The exchange whose holidays are outside all day, and whose early closes end the inside."),
      ]))

  static let exchange = FieldShape(
    "exchange",
    .scalar(.text("exchange", expectation: "a market code such as XNYS", examples: ["XNYS"])),
    .required, "The exchange, by its market identifier code.")

  static let service = Shape.record(
    RecordShape(
      "A long-running service of equal pods, whose number follows its load.",
      fields: [
        FieldShape(
          "cluster", .scalar(.name(of: "cluster")), .optional,
          "The cluster that it runs in; the only one when there is one."),
        FieldShape(
          "pool", .scalar(.name(of: "pool")), .optional,
          "The only pool that it may run on. Without it the service runs on every pool of its "
            + "cluster that is not isolated."),
        FieldShape(
          "curve", .scalar(.name(of: "curve")), .optional, "The curve that its load follows."),
        FieldShape(
          "share", .scalar(.percentage()), .optional,
          "The part of the curve that is this service's load; 100% when left out."),
        FieldShape(
          "usage", .scalar(.cpu), .optional, "A load that does not change, in cores."),
        FieldShape(
          "recorded",
          trace(
            .demand, "What pods of a real cluster requested over time.",
            extra: [recordedCluster, recordedStart]), .optional,
          "A recorded load: its pods request together what was recorded, every five minutes."),
        FieldShape("pod", podRequest, .required, "What one pod requests."),
        FieldShape(
          "targetUtilisation", .scalar(.percentage(in: 10...1_000, isWhole: true)),
          .defaultsTo(.string("80%")),
          "What part of its pods' CPU requests the service is to use, as the target of a "
            + "HorizontalPodAutoscaler; what is left is request slack."),
        FieldShape(
          "maxUnavailable", .scalar(.percentage(isWhole: true, examples: ["10%"])),
          .defaultsTo(.string("10%")),
          "How many of its pods may be down at a time, as a PodDisruptionBudget's."),
        FieldShape(
          "terminationGrace", .scalar(.duration()), .defaultsTo(.string("30s")),
          "How long an evicted pod has to end."),
        FieldShape(
          "startTime", .scalar(.duration()), .defaultsTo(.string("30s")),
          "How long a new pod takes from its place to being Ready."),
        FieldShape(
          "minReplicas", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(1)),
          "The fewest pods."),
        FieldShape(
          "maxReplicas", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(1_000_000)),
          "The most pods."),
      ],
      alternatives: [["curve", "usage", "recorded"]]))

  private static let recordedCluster = FieldShape(
    "of", .scalar(.name(of: "cluster")), .required,
    "The cluster of the recording; its name there.")

  private static let recordedStart = FieldShape(
    "start", .scalar(.instant), .optional,
    "Where the recording's first instant goes; without it, it stays where it was recorded.")

  private static let podRequest = Shape.record(
    RecordShape(
      "What a pod requests, as Kubernetes quantities.",
      fields: [
        FieldShape("cpu", .scalar(.cpu), .required, "Cores: 4, or 500m for half a one."),
        FieldShape("memory", .scalar(.memory), .required, "Memory: 16Gi."),
      ]))
}
