import Documents
import FleetSimulation
import SpotScheduler
import Traces
import Units

extension ScenarioFormat {
  static let pool = Shape.record(
    RecordShape(
      "A pool of machines that are bought, lent and interrupted alike.",
      fields: [
        FieldShape(
          "trace",
          trace(.nodes, "Recorded machines."), .optional,
          "Machines from a file."),
        FieldShape("machine", machine, .optional, "One kind of machine, described here."),
        FieldShape(
          "count", .scalar(.integer(1...1_000_000, examples: [277])), .optional,
          "How many machines: with `machine` 1 unless given, with `trace` all of it. A trace "
            + "that has fewer is repeated in order."),
        FieldShape(
          "rank", .scalar(.integer(-1_000...1_000, examples: [0])), .defaultsTo(.integer(0)),
          "Pools of lower rank come first where order matters; equal ranks go by name."),
        FieldShape(
          "cluster", .scalar(.name(of: "cluster")), .optional,
          "The cluster that its machines belong to; the only one when there is one."),
        FieldShape(
          "capacityType", .scalar(.word("capacity type", capacityTypes)),
          .implies(.string("owned")), "How its machines are had and paid for."),
        FieldShape(
          "isolated", .scalar(.boolean), .implies(.boolean(false)),
          "Whether its machines may never serve another cluster."),
        FieldShape(
          "labels", .table(SnapshotFormat.labelTable), .implies(.mapping([])),
          "Where and what its machines are, such as `topology.kubernetes.io/region`; the "
            + "jurisdictions of clusters read them."),
        FieldShape(
          "maxPods", .scalar(.integer(1...1_000_000)), .implies(.integer(110)),
          "How many pods one machine takes under kube-scheduler, as its kubelet is set up."),
        FieldShape(
          "trustedExecution", .record(trustedExecution), .optional,
          "The trusted execution environment of its machines; without it they have none."),
      ],
      alternatives: [["trace", "machine"]]))

  private static let trustedExecution = RecordShape(
    "What machines offer to workloads that nobody else may look into; it is proved before they go.",
    fields: [
      FieldShape(
        "technology",
        .scalar(
          .word(
            "technology",
            [
              ScalarFormat.Word(TrustedExecution.Technology.sevSNP.rawValue, "AMD SEV-SNP."),
              ScalarFormat.Word(TrustedExecution.Technology.tdx.rawValue, "Intel TDX."),
              ScalarFormat.Word(
                TrustedExecution.Technology.secureExecution.rawValue, "IBM Secure Execution."),
            ])), .required, "The hardware behind it."),
      FieldShape(
        "keys", .scalar(.integer(1...1_000_000, examples: [16])), .required,
        "How many confidential pods one machine can hold."),
    ])

  private static let capacityTypes = [
    ScalarFormat.Word(
      "owned", "Bought: it costs the same whether it is used or not, but for energy."),
    ScalarFormat.Word("on-demand", "Rented by the time, kept until it is given back."),
    ScalarFormat.Word("spot", "Rented by the time at a lower price, taken back at any time."),
  ]

  private static let machine = Shape.record(
    RecordShape(
      "What one machine gives to workloads, as Kubernetes quantities.",
      fields: [
        FieldShape("cpu", .scalar(.cpu), .required, "Cores: 16, or 500m for half a one."),
        FieldShape("memory", .scalar(.memory), .required, "Memory: 64Gi."),
        FieldShape(
          "gpus", .scalar(.gpus), .defaultsTo(.integer(0)), "GPUs: 8, or 500m for half a one."),
      ]))

  static let interruption = Shape.record(
    RecordShape(
      "How the nodes of one pool are taken away and come back.",
      fields: [
        FieldShape(
          "lifetime", .defined("Distribution"), .optional,
          "How long a node lives from joining to interruption, drawn anew each time, each node for itself."
        ),
        FieldShape(
          "market", market, .optional,
          "The market that the pool is had from: when it runs dry, nodes are taken away together, and none "
            + "can be launched before it has some again."),
        FieldShape(
          "notice", .scalar(.duration()), .defaultsTo(.string("0s")),
          "How far ahead a node is told that it will go."),
        FieldShape(
          "replacement", .defined("Distribution"), .defaultsTo(.string("0s")),
          "How long after an interruption the node's replacement joins."),
        FieldShape(
          "onNotice", .scalar(.word("action", noticeActions)),
          .implies(.string(NoticeAction.ignore.rawValue)),
          "What a termination handler does with a node that is told of its end."),
        FieldShape(
          "rebalance", .record(rebalance), .optional,
          "Recommendations to move away from a node, before its notice; without it there are none."),
      ], alternatives: [["lifetime", "market"]]))

  private static let noticeActions = [
    ScalarFormat.Word(NoticeAction.ignore.rawValue, "Nothing; jobs may even start on it."),
    ScalarFormat.Word(NoticeAction.cordon.rawValue, "It takes no new jobs."),
    ScalarFormat.Word(
      NoticeAction.drain.rawValue,
      "It takes no new jobs, and those on it are evicted, each with its own grace period or the time that "
        + "is left, whichever is shorter."),
  ]

  private static let rebalance = RecordShape(
    "A sign that a node is likely to go, which comes before its notice, with it, or never.",
    fields: [
      FieldShape(
        "lead", .defined("Distribution"), .required,
        "How long before the notice it comes; at once, where there is not so much time left."),
      FieldShape(
        "probability", .scalar(.percentage(in: 0...1_000, examples: ["60%"])),
        .defaultsTo(.string("100%")), "How many of the nodes that go are told so."),
      FieldShape(
        "action", .scalar(.word("action", noticeActions)),
        .defaultsTo(.string(NoticeAction.cordon.rawValue)),
        "What the termination handler does. The Node Termination Handler cordons where it reads the "
          + "instance's metadata, and drains as well where it reads a queue."),
    ])

  /// A file of recorded input in one of the formats that hold that kind of content.
  static func trace(
    _ kind: TraceFormat.Kind, _ summary: String, extra: [FieldShape] = []
  ) -> Shape {
    .union(UnionShape(tag: "format", summary, traceAlternatives(kind, extra: extra)))
  }

  /// The formats that hold one kind of content, as alternatives of a union.
  static func traceAlternatives(
    _ kind: TraceFormat.Kind, extra: [FieldShape]
  ) -> [UnionShape.Alternative] {
    TraceFormats.all.filter { $0.kind == kind }.map { format in
      UnionShape.Alternative(
        format.name, RecordShape(format.summary + ".", fields: [traceFile] + extra))
    }
  }

  private static let traceFile = FieldShape(
    "file",
    .scalar(
      .text(
        "path", expectation: "the path of a file",
        examples: ["../traces/opendc-surf/topology_surf.json"])),
    .required, "The file, from the folder of the scenario; gzip is seen by its first bytes.")
}
