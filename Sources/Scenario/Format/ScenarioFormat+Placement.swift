import Documents
import Placement
import SpotScheduler

/// How a job gets its node.
extension ScenarioFormat {
  static let placement = Shape.record(
    RecordShape(
      "How a job gets its node.",
      fields: [
        FieldShape(
          "policy", .scalar(.word("placement policy", policies)),
          .defaultsTo(.string("first-fit")), "Which of the nodes with room takes a job."),
        FieldShape(
          "scoringStrategy", .record(scoringStrategy), .optional,
          "Of kube-scheduler: the arguments of its plugin NodeResourcesFit. The policy says which "
            + "strategy it is."),
        FieldShape(
          "percentageOfNodesToScore", .scalar(.integer(0...100)), .implies(.integer(0)),
          "Of kube-scheduler: when so many of the nodes were found to have room, no more are looked at; "
            + "0 is what their number asks for. At least 100 are looked at."),
        FieldShape(
          "queues",
          .table(
            TableShape(
              of: "queue", names: .name(of: "queue"), entry: .record(queue), minimumCount: 1)),
          .optional,
          "Queues that share each cluster by weight; every source names one. Without them jobs wait in "
            + "order of submission, or as kube-scheduler has it."),
      ]))

  private static let queue = RecordShape(
    "A queue of jobs. The one with the least dominant share for its weight is served first.",
    fields: [
      FieldShape(
        "weight", .scalar(.integer(1...1_000)), .defaultsTo(.integer(1)),
        "How much it is due, against the weights of the others."),
      FieldShape(
        "strategy",
        .scalar(
          .word(
            "queueing strategy",
            [
              ScalarFormat.Word(
                FairShareQueue.Strategy.bestEffortFIFO.rawValue,
                "Who does not fit steps back for a while, and others pass."),
              ScalarFormat.Word(
                FairShareQueue.Strategy.strictFIFO.rawValue,
                "Nobody passes the head of the queue but one of a higher priority."),
            ])), .defaultsTo(.string(FairShareQueue.Strategy.bestEffortFIFO.rawValue)),
        "What becomes of the others while the first does not fit."),
    ])

  private static let policies = [
    ScalarFormat.Word(
      "first-fit", "The first node with room, by pool rank, pool name and node."),
    ScalarFormat.Word(
      "best-fit", "The node that has the least room left over afterwards."),
    ScalarFormat.Word(
      "least-allocated",
      "The node that stays the emptiest, by kube-scheduler's score of that name."),
    ScalarFormat.Word(
      SchedulerPolicy.kube.rawValue,
      "kube-scheduler, the default profile of 1.36, with its queue; services are placed by it too."),
    ScalarFormat.Word(
      SchedulerPolicy.kube135.rawValue, "The same with the score of balance that 1.35 had."),
    ScalarFormat.Word(
      SchedulerPolicy.mostAllocated.rawValue,
      "kube-scheduler 1.36 that prefers full nodes: NodeResourcesFit with the strategy MostAllocated."
    ),
    ScalarFormat.Word(
      SchedulerPolicy.requestedToCapacityRatio.rawValue,
      "kube-scheduler 1.36 that scores how full nodes get by a broken line: NodeResourcesFit with the "
        + "strategy RequestedToCapacityRatio."),
    ScalarFormat.Word(
      "fgd",
      "By GPU device: the node and device where idle GPU loses the least of its use."),
    ScalarFormat.Word(
      "gpu-best-fit",
      "By GPU device: the node with the least CPU and GPU left over afterwards."),
    ScalarFormat.Word(
      "gpu-packing",
      "By GPU device: devices in use first, then free devices of nodes in use."),
    ScalarFormat.Word(
      "gpu-clustering",
      "By GPU device: nodes with jobs of the same kind, shares or as many devices."),
    ScalarFormat.Word(
      "gpu-dot-product",
      "By GPU device: nodes whose CPU and GPU left are unlike the request."),
    ScalarFormat.Word(
      "gpu-random", "By GPU device: any node with room, and any device with room."),
  ]

  private static let scoringStrategy = RecordShape(
    "How kube-scheduler scores nodes by what is asked of them, in its own words.",
    fields: [
      FieldShape(
        "resources",
        .list(ListShape(of: "resource", .record(resource), minimumCount: 1)), .optional,
        "The resources that count, for the balance too; cpu and memory alike unless given."),
      FieldShape(
        "requestedToCapacityRatio", .record(ratio), .optional,
        "Of requested-to-capacity-ratio: the line; without it the score rises from 0 to 10 with how "
          + "full a node gets."),
    ])

  private static let resource = RecordShape(
    "A resource, and how much it counts.",
    fields: [
      FieldShape(
        "name",
        .scalar(
          .word(
            "resource",
            [
              ScalarFormat.Word("cpu", "Cores."), ScalarFormat.Word("memory", "Memory."),
              ScalarFormat.Word("nvidia.com/gpu", "GPUs."),
            ])), .required, "Its name."),
      FieldShape(
        "weight", .scalar(.integer(1...100)), .defaultsTo(.integer(1)), "How much it counts."),
    ])

  private static let ratio = RecordShape(
    "A broken line over how full a node gets.",
    fields: [
      FieldShape(
        "shape",
        .list(
          ListShape(
            of: "point",
            .record(
              RecordShape(
                "A corner of the line.",
                fields: [
                  FieldShape(
                    "utilization", .scalar(.integer(0...100)), .required,
                    "How much of the node is asked for, in hundredths; ascending."),
                  FieldShape(
                    "score", .scalar(.integer(0...10)), .required, "The score there."),
                ])), minimumCount: 1)), .required,
        "The corners; level before the first and after "
          + "the last.")
    ])
}
