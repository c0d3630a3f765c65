import ClusterAPI
import Documents
import Units

/// What makes deployments of a control plane larger and smaller, and loads that come and go.
extension ScenarioFormat {
  static let autoscalerFields = [
    FieldShape(
      "autoscaler", .record(autoscaler), .optional,
      "A cluster autoscaler over the deployments with a `nodeGroup`; without it they keep the size that "
        + "they are given.")
  ]

  private static let expanderWords = [
    ScalarFormat.Word(
      "least-waste", "The group that leaves the smallest part of its new Nodes unused."),
    ScalarFormat.Word("priority", "The group of the highest priority."),
    ScalarFormat.Word("random", "Any that helps."),
  ]

  private static let autoscaler = RecordShape(
    "A cluster autoscaler; what is left out is as it comes.",
    fields: [
      FieldShape(
        "expander", .scalar(.word("expander", expanderWords)), .defaultsTo(.string("least-waste")),
        "Which of several groups grows; equals are drawn among."),
      FieldShape(
        "scanInterval", .scalar(.duration(atLeast: .seconds(1))), .defaultsTo(.string("10s")),
        "From the begin of one look to that of the next."),
      FieldShape(
        "podDelay", .scalar(.duration()), .defaultsTo(.string("0s")),
        "How old a pod without a place has to be before a group grows for it."),
      FieldShape(
        "provisionTime", .scalar(.duration(above: .zero)), .defaultsTo(.string("15m")),
        "How long a group may take to grow as asked; then it is left alone, and its Machines without a "
          + "Node are given up."),
      FieldShape(
        "scaleDown", .record(scaleDown), .defaultsTo(.mapping([])), "How groups shrink."),
    ])

  private static let scaleDown = RecordShape(
    "How groups shrink.",
    fields: [
      FieldShape(
        "enabled", .scalar(.boolean), .defaultsTo(.boolean(true)), "Whether they do at all."),
      FieldShape(
        "utilisation", .scalar(.percentage(in: 0...1_000, examples: ["50%"])),
        .defaultsTo(.string("50%")), "A Node of which less than this part is asked for may go."),
      FieldShape(
        "unneeded", .scalar(.duration()), .defaultsTo(.string("10m")),
        "For how long it has to be without need."),
      FieldShape(
        "delayAfterAdd", .scalar(.duration()), .defaultsTo(.string("10m")),
        "How long after any group grew none shrinks."),
      FieldShape(
        "delayAfterFailure", .scalar(.duration()), .defaultsTo(.string("3m")),
        "How long after a Node could not be emptied none is tried."),
      FieldShape(
        "mostEmpty", .scalar(.integer(1...10_000)), .defaultsTo(.integer(10)),
        "How many empty Nodes go at a time."),
      FieldShape(
        "mostDrains", .scalar(.integer(1...10_000)), .defaultsTo(.integer(1)),
        "How many Nodes are emptied at a time."),
    ])

  static let nodeGroupFields = [
    FieldShape(
      "nodeGroup", .record(nodeGroup), .optional,
      "Between which sizes an autoscaler may change it, as annotations say it; without it, never.")
  ]

  private static let nodeGroup = RecordShape(
    "A deployment that an autoscaler may make larger and smaller.",
    fields: [
      FieldShape(
        "min", .scalar(.integer(0...1_000_000)), .required, "The least that it may have."),
      FieldShape(
        "max", .scalar(.integer(0...1_000_000)), .required, "The most that it may have."),
      FieldShape(
        "priority", .scalar(.integer(-1_000_000...1_000_000)), .defaultsTo(.integer(0)),
        "What the expander `priority` goes by; the highest grows first."),
      FieldShape(
        "price", .scalar(.money), .defaultsTo(.integer(1)),
        "What a Node costs in some time; what consolidation saves is counted in it."),
      FieldShape(
        "consolidation", .record(consolidation), .optional,
        "Whether Nodes are taken away or exchanged to save money; then the autoscaler takes none of them "
          + "away itself."),
    ])

  private static let consolidation = RecordShape(
    "When Nodes go to save money.",
    fields: [
      FieldShape(
        "policy",
        .scalar(
          .word(
            "policy",
            [
              ScalarFormat.Word("whenEmpty", "Only Nodes without pods go."),
              ScalarFormat.Word(
                "whenUnderutilized",
                "Nodes go whose pods have room elsewhere, or on a cheaper Node."),
              ScalarFormat.Word(
                "balanced",
                "The same, where the part of the cost that is saved is at least half the part of the pods "
                  + "that move."),
            ])), .required, "What may go."),
      FieldShape(
        "after", .scalar(.duration()), .defaultsTo(.string("0s")),
        "How long no pod may have come to a Node or gone from it."),
      FieldShape(
        "budget", .scalar(.countOrPercentage), .defaultsTo(.string("10%")),
        "How many Nodes of the group may go at a time; shares round up."),
    ])

  static let workloadScalingFields = [
    FieldShape(
      "scales",
      .list(
        ListShape(
          of: "scale",
          .record(
            RecordShape(
              "Another number of pods.",
              fields: [
                FieldShape("at", .scalar(.instant), .required, "From when."),
                FieldShape(
                  "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
                  "How often again, up to the end of the horizon."),
                FieldShape(
                  "replicas", .scalar(.integer(0...10_000_000)), .required, "How many pods."),
              ])))), .implies(.sequence([])),
      "Its load over time: the numbers of pods that follow the first."),
    FieldShape(
      "safeToEvict", .scalar(.boolean), .implies(.boolean(true)),
      "Whether an autoscaler may evict its pods."),
  ]
}
