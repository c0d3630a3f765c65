import Documents
import Traces
import Units

/// Markets of spot machines.
extension ScenarioFormat {
  static let market = Shape.union(
    UnionShape(
      tag: "availability",
      "The market of one type of machine in one zone: when machines can be had, and how many go.",
      [
        UnionShape.Alternative(
          "recorded",
          RecordShape(
            "When machines could be had, as probes recorded it.",
            fields: [
              FieldShape(
                "trace",
                .union(
                  UnionShape(
                    tag: "format", "Recorded probes.",
                    traceAlternatives(
                      .availability,
                      extra: [
                        FieldShape(
                          "zone", .scalar(.text("zone", examples: ["us-east-1c"])), .required,
                          "The zone whose probes count."),
                        FieldShape(
                          "available", .scalar(.integer(0...1, examples: [1])), .required,
                          "Which value of the file means that a machine could be had. Files of both "
                            + "kinds exist, and nothing in them tells which they are."),
                        FieldShape(
                          "skip", .scalar(.duration()), .defaultsTo(.string("0s")),
                          "Where in the record the horizon starts. Pools that replay zones of one file "
                            + "from the same place go dry together, as they did."),
                      ]))), .required,
                "Probes from a file, which have to last as long as the horizon.")
            ] + losses)),
        UnionShape.Alternative(
          "modelled",
          RecordShape(
            "Spells in which machines can be had, and spells in which they cannot, in turn.",
            fields: [
              FieldShape(
                "up", .defined("Distribution"), .required, "How long machines can be had."),
              FieldShape(
                "down", .defined("Distribution"), .required, "How long they cannot be had."),
              FieldShape(
                "region", .scalar(.text("region", examples: ["us-east-1"])),
                .implies(.string("none")), "Markets of one region fall and rise together at times."),
              FieldShape(
                "contagion", .scalar(.percentage(in: 0...1_000, examples: ["5%"])),
                .implies(.string("0%")),
                "How likely it runs dry in the same instant when another of its region does by itself. "
                  + "About half of what probes show of two zones that fall together."),
              FieldShape(
                "recovery", .scalar(.percentage(in: 0...1_000, examples: ["10%"])),
                .implies(.string("0%")), "The same of coming back."),
            ] + losses)),
      ]))

  /// What happens to the machines when a market runs dry.
  private static let losses = [
    FieldShape(
      "loss", loss,
      .defaultsTo(
        .mapping([
          (key: "law", value: .string("wipe-out")), (key: "probability", value: .string("100%")),
        ])), "How many of the machines go when the market runs dry."),
    FieldShape(
      "spread", .scalar(.duration()), .defaultsTo(.string("0s")),
      "Over how long a time those that go are told, each at an instant as likely as any. In 92 % of "
        + "recorded cases three minutes held all."),
    FieldShape(
      "missedNotices", .scalar(.percentage(in: 0...1_000)), .implies(.string("0%")),
      "How many of those that go are not told beforehand."),
  ]

  private static let loss = Shape.union(
    UnionShape(
      tag: "law", "How many of the machines go when a market runs dry, at least one.",
      [
        UnionShape.Alternative(
          "wipe-out",
          RecordShape(
            "All of them, or any number.",
            fields: [
              FieldShape(
                "probability", .scalar(.percentage(in: 0...1_000, examples: ["70%"])),
                .defaultsTo(.string("100%")),
                "How likely all go; else any number below, each as likely. Recorded pools of sixteen: 70%."
              )
            ])),
        UnionShape.Alternative(
          "beta",
          RecordShape(
            "A part of them that is Beta distributed, rounded up.",
            fields: [
              FieldShape(
                "a", .scalar(.number(above: 0, atMost: 1_000)), .required,
                "The first shape; 0.3 for a recorded pool of sixteen."),
              FieldShape(
                "b", .scalar(.number(above: 0, atMost: 1_000)), .required,
                "The second shape; 0.2 for that pool."),
            ])),
      ]))
}
