import Documents
import Facts
import Units

/// Orders to a control plane, and its faults.
extension ScenarioFormat {
  static let orderFields = [
    FieldShape("at", .scalar(.instant), .required, "When it is given."),
    FieldShape(
      "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d", "12h"])), .optional,
      "How often it is given again, up to the end of the horizon."),
    FieldShape(
      "deployments",
      .list(ListShape(of: "deployment", .scalar(.name(of: "deployment")), minimumCount: 1)),
      .optional, "To which deployments; without it, to all."),
  ]

  static let deploymentOrder = Shape.union(
    UnionShape(
      tag: "kind", "An order to MachineDeployments.",
      [
        UnionShape.Alternative(
          "rollout",
          RecordShape(
            "A new template, so that every Machine is replaced.", fields: orderFields)),
        UnionShape.Alternative(
          "scale",
          RecordShape(
            "Another number of Machines.",
            fields: orderFields + [
              FieldShape(
                "replicas", .scalar(.integer(0...1_000_000)), .required, "How many Machines.")
            ])),
        UnionShape.Alternative(
          "drain-limit",
          RecordShape(
            "Another limit of drains, which reaches Machines without a rollout.",
            fields: orderFields + [
              FieldShape(
                "drainTimeout", .scalar(.duration(above: .zero)), .optional,
                "How long a drain may take; without it, for ever.")
            ])),
      ] + ordersByHand))

  static let controlPlaneFaults = RecordShape(
    "What goes wrong.",
    fields: [
      FieldShape(
        "nodeDeaths", .record(nodeDeaths), .optional,
        "Nodes that die without notice, drawn by the seed."),
      FieldShape(
        "failedWrites", .record(failedWrites), .optional,
        "Writes of the controllers that fail, drawn by the seed; each ends its reconcile."),
      FieldShape(
        "stalledWatches", .list(ListShape(of: "stall", stalledWatch)), .defaultsTo(.sequence([])),
        "Watches that tell nothing for a while and catch up then."),
      FieldShape(
        "restarts", .list(ListShape(of: "restart", restart)), .defaultsTo(.sequence([])),
        "Restarts of the controllers: work in hand is lost, and every object is looked at again."),
      FieldShape(
        "handOvers", .list(ListShape(of: "hand-over", handOver)), .implies(.sequence([])),
        "When the leader renews its lease for the last time; another instance leads once it is over."
      ),
      FieldShape(
        "failedCalls", .list(ListShape(of: "failure", failedCalls)), .implies(.sequence([])),
        "Calls of the controllers that fail in one way for a while."),
      FieldShape(
        "wrongWatches", .list(ListShape(of: "watch", wrongWatch)), .implies(.sequence([])),
        "Watches that lose changes, tell them twice, or break."),
      FieldShape(
        "lentHosts",
        .record(
          RecordShape(
            "What goes wrong with machines that are lent.", fields: remoteHostFaults)),
        .optional, "What goes wrong with machines that are lent; without it, nothing."),
    ] + zoneAndSpotFaultFields)

  /// The span of a fault, and how often it comes again.
  static let spanFields = [
    FieldShape("at", .scalar(.instant), .required, "From when."),
    FieldShape("duration", .scalar(.duration(above: .zero)), .required, "For how long."),
    FieldShape(
      "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
      "How often again, up to the end of the horizon."),
  ]

  private static let share = FieldShape(
    "share", .scalar(.percentage(in: 0...1_000, examples: ["0.5%", "2%"])),
    .defaultsTo(.string("100%")), "How many of them.")

  private static let isApplied = FieldShape(
    "applied", .scalar(.boolean), .defaultsTo(.boolean(false)),
    "Whether the write took effect although its caller hears that it failed.")

  private static func failure(
    _ word: String, _ summary: String, _ more: [FieldShape] = []
  ) -> UnionShape.Alternative {
    UnionShape.Alternative(
      word,
      RecordShape(
        summary,
        fields: spanFields + [
          share,
          FieldShape(
            "controller",
            .scalar(
              .word(
                "controller",
                ControlPlaneWords.controllers.map { ScalarFormat.Word($0, "The \($0) controller.") }
              )),
            .optional, "Whose calls; without it, all."),
          FieldShape(
            "of", .scalar(.word("kind", watchedWords)), .optional,
            "Calls that write what; without it, all, evictions among them."),
        ] + more))
  }

  private static let failedCalls = Shape.union(
    UnionShape(
      tag: "failure", "Calls that fail in one way for a while.",
      [
        failure("conflict", "409: somebody else wrote meanwhile. The reconcile fails."),
        failure(
          "too-many-requests",
          "429: the client waits and asks again, ten times at most, and holds its worker meanwhile.",
          [
            FieldShape(
              "retryAfter", .scalar(.duration(above: .zero)), .defaultsTo(.string("1s")),
              "How long it is told to wait.")
          ]),
        failure("server-error", "500 or 503. The reconcile fails.", [isApplied]),
        failure(
          "timeout", "No answer, while the worker is held.",
          [
            FieldShape(
              "after", .scalar(.duration(above: .zero)), .defaultsTo(.string("30s")),
              "For how long."), isApplied,
          ]),
      ]))

  private static func wrong(
    _ word: String, _ summary: String, _ more: [FieldShape]
  ) -> UnionShape.Alternative {
    UnionShape.Alternative(
      word,
      RecordShape(
        summary,
        fields: [FieldShape("of", .scalar(.word("kind", watchedWords)), .required, "Of what.")]
          + spanFields + more))
  }

  private static let wrongWatch = Shape.union(
    UnionShape(
      tag: "effect", "A watch that tells wrongly.",
      [
        wrong(
          "loses",
          "Some changes are never told. At the end all objects are listed anew, which makes up for it.",
          [share]),
        wrong("repeats", "Some changes are told twice.", [share]),
        wrong(
          "cut", "The stream is broken. At the end all objects are listed anew.", []),
      ]))

  private static let watchedWords = [
    ScalarFormat.Word("machine-deployments", "MachineDeployments."),
    ScalarFormat.Word("machine-sets", "MachineSets."),
    ScalarFormat.Word("machines", "Machines."),
    ScalarFormat.Word("bootstraps", "Bootstrap objects."),
    ScalarFormat.Word("infrastructures", "Infrastructure objects."),
    ScalarFormat.Word("nodes", "Nodes of the workload cluster."),
  ]

  private static let handOver = Shape.record(
    RecordShape(
      "A change of the leader.",
      fields: [
        FieldShape(
          "at", .scalar(.instant), .required, "When it renews its lease for the last time."),
        FieldShape(
          "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
          "How often again, up to the end of the horizon."),
      ]))

  private static let nodeDeaths = RecordShape(
    "Nodes that die without notice, each any of those that are up.",
    fields: [
      FieldShape(
        "between", .defined("Distribution"), .required,
        "How long from one death to the next, over the whole fleet.")
    ])

  private static let failedWrites = RecordShape(
    "Writes of the controllers that fail.",
    fields: [
      FieldShape(
        "share", .scalar(.percentage(in: 0...1_000, examples: ["0.5%", "2%"])), .required,
        "How many of them."),
      FieldShape(
        "until", .scalar(.instant), .optional, "Until when; without it, to the end."),
    ])

  private static let stalledWatch = Shape.record(
    RecordShape(
      "A watch that stands still.",
      fields: [
        FieldShape(
          "of",
          .scalar(.word("kind", watchedWords)), .required, "Of what."),
        FieldShape("at", .scalar(.instant), .required, "From when."),
        FieldShape("duration", .scalar(.duration(above: .zero)), .required, "For how long."),
        FieldShape(
          "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
          "How often again, up to the end of the horizon."),
      ]))

  private static let restart = Shape.record(
    RecordShape(
      "A restart of the controllers.",
      fields: [
        FieldShape("at", .scalar(.instant), .required, "When."),
        FieldShape(
          "every", .scalar(.duration(atLeast: .minutes(1), examples: ["1d"])), .optional,
          "How often again, up to the end of the horizon."),
      ]))
}
