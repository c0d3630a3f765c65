import Documents
import Units

/// Zones and spot machines of a control plane.
extension ScenarioFormat {
  static let zoneAndSpotFields = [
    FieldShape(
      "zone", .scalar(.name(of: "zone", examples: ["eu-west-1a"])), .optional,
      "Where its Nodes are. Once a deployment says it, Nodes that are not heard of are tainted at the "
        + "rates of their zones."),
    FieldShape(
      "spot", .record(spot), .optional, "How its machines are taken back; without it, they are not."
    ),
  ]

  private static let spot = RecordShape(
    "Machines that their cloud takes back.",
    fields: [
      FieldShape(
        "cloud",
        .scalar(
          .word(
            "cloud",
            [
              ScalarFormat.Word(
                "aws", "Two minutes of notice; Nodes are labelled as interruptible."),
              ScalarFormat.Word("gcp", "30 s of notice; Nodes are not labelled."),
              ScalarFormat.Word("azure", "30 s of notice; Nodes are not labelled."),
            ])), .defaultsTo(.string("aws")), "Whose they are."),
      FieldShape(
        "life", .defined("Distribution"), .required, "How long a machine runs."),
      FieldShape(
        "notice", .defined("Distribution"), .optional,
        "How long before its end the notice comes; as the cloud says when left out."),
      FieldShape(
        "missed", .scalar(.percentage(in: 0...1_000, examples: ["1%"])),
        .defaultsTo(.string("0%")), "How many go without a notice."),
      FieldShape(
        "rebalance", .scalar(.percentage(in: 0...1_000, examples: ["50%"])),
        .defaultsTo(.string("0%")), "How many are said to be at risk before their notice."),
      FieldShape(
        "rebalanceLead", .scalar(.duration()), .defaultsTo(.string("5m")),
        "How long before the notice that is."),
      FieldShape(
        "handler",
        .scalar(
          .word(
            "handler",
            [
              ScalarFormat.Word("none", "Nobody acts on a notice."),
              ScalarFormat.Word(
                "metadata",
                "A pod on every Node that is labelled as interruptible asks its machine every 2 s, "
                  + "and cordons and drains on a notice."),
              ScalarFormat.Word(
                "queue",
                "One handler reads a queue of events, and drains when a machine is at risk too."),
            ])), .defaultsTo(.string("none")), "Who acts on a notice."),
      FieldShape(
        "drainsOnRebalance", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether the handler `metadata` drains a Node that is at risk; it cordons it in any case."),
      FieldShape(
        "deletesMachines", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether the Machine is deleted at its notice, so that its replacement waits for no health check."
      ),
      FieldShape(
        "shutdown", .record(shutdown), .optional,
        "How the kubelet ends pods when its machine shuts down; without it, they are cut off."),
    ])

  private static let shutdown = RecordShape(
    "The graceful shutdown of a Node.",
    fields: [
      FieldShape(
        "total", .scalar(.duration(above: .zero)), .required,
        "How long before the end it begins, though not before the notice."),
      FieldShape(
        "critical", .scalar(.duration()), .defaultsTo(.string("0s")),
        "How much of that is for critical pods."),
    ])

  static let zoneAndSpotFaultFields = [
    FieldShape(
      "zoneOutages",
      .list(
        ListShape(
          of: "outage",
          .record(
            RecordShape(
              "A zone that is cut off: its machines run, and nobody hears of them.",
              fields: [
                FieldShape("zone", .scalar(.name(of: "zone")), .required, "Which zone."),
                FieldShape("at", .scalar(.instant), .required, "From when."),
                FieldShape(
                  "duration", .scalar(.duration(above: .zero)), .required,
                  "For how long; then its kubelets report again."),
                FieldShape(
                  "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
                  "How often again, up to the end of the horizon."),
              ])))), .implies(.sequence([])), "Zones that are cut off for a while."),
    FieldShape(
      "spotReclaims",
      .list(
        ListShape(
          of: "reclaim",
          .record(
            RecordShape(
              "Many spot machines that get their notices at once.",
              fields: [
                FieldShape(
                  "deployment", .scalar(.name(of: "deployment")), .required, "Of which deployment."),
                FieldShape("at", .scalar(.instant), .required, "When."),
                FieldShape(
                  "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
                  "How often again, up to the end of the horizon."),
                FieldShape(
                  "share", .scalar(.percentage(in: 0...1_000, examples: ["30%"])),
                  .defaultsTo(.string("100%")), "How many of them, drawn by the seed."),
              ])))), .implies(.sequence([])), "Spot machines that are taken back together."),
  ]
}
