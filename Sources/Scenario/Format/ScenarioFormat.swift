package import Documents
import SpotScheduler
import Units

/// The scenario format, version 0: one description for the check, the JSON Schema and the manual.
package enum ScenarioFormat {
  /// The version that a file names.
  package static let version = "fivespot/v0"

  /// What a scenario file holds.
  package static let file = DocumentFormat(
    identifier: "scenario.schema.json", title: "fivespot scenario",
    root: .record(
      RecordShape(
        "What to simulate: machines, work, interruptions and policies, from start to end.",
        fields: [versionField] + fields + [variants], alternatives: kinds)),
    definitions: [
      DocumentFormat.Definition(
        "Scenario", .record(RecordShape(summary, fields: fields, alternatives: kinds)))
    ] + definitions)

  /// A scenario with its variant and settings laid over it: the file's format without `variants`.
  package static let effective = DocumentFormat(
    identifier: "effective-scenario.schema.json", title: "fivespot effective scenario",
    root: .record(RecordShape(summary, fields: [versionField] + fields, alternatives: kinds)),
    definitions: definitions)

  /// An effective scenario with the facts it was resolved with, as a run stores it.
  package static let resolved = DocumentFormat(
    identifier: "resolved-scenario.schema.json", title: "fivespot resolved scenario",
    root: .record(
      RecordShape(summary, fields: [versionField] + fields + [resolution], alternatives: kinds)),
    definitions: definitions)

  static let summary = "What to simulate: machines, work, interruptions and policies."

  static let definitions =
    [
      DocumentFormat.Definition("Pool", pool),
      DocumentFormat.Definition("Source", source),
      DocumentFormat.Definition("Interruption", interruption),
      DocumentFormat.Definition("Cluster", cluster),
      DocumentFormat.Definition("Curve", curve),
      DocumentFormat.Definition("Service", service),
      DocumentFormat.Definition("Lending", lending),
      DocumentFormat.Definition("Autoscaling", autoscaling),
      DocumentFormat.Definition("Price", price),
      DocumentFormat.Definition("LabelSelector", .record(SnapshotFormat.labelSelector)),
    ] + lendingDefinitions + controlPlaneDefinitions + distributionDefinitions

  /// A scenario is of machines and jobs, or of a control plane; both may have machines that are lent.
  static let kinds = [["workload", "controlPlane"]]

  static let versionField = FieldShape(
    "apiVersion",
    .scalar(.word("format version", [ScalarFormat.Word(version, "The first format.")])),
    .required, "The version of this format.")

  static let fields: [FieldShape] = [
    FieldShape(
      "name", .scalar(.name(of: "scenario", examples: ["surf-week"])), .required,
      "What reports call the scenario."),
    FieldShape(
      "description", .scalar(.text(examples: ["A recorded week on its own hosts."])), .optional,
      "What the scenario is about, for readers of reports."),
    FieldShape("horizon", horizon, .required, "When the simulated time starts and ends."),
    FieldShape(
      "seed", .scalar(.integer(0 ... .max, examples: [42])), .defaultsTo(.integer(1)),
      "The root of all random numbers, unless a run names its own seeds."),
    FieldShape(
      "timezone",
      .scalar(.timeZone), .defaultsTo(.string("UTC")),
      "The zone whose civil time reports show; simulated time itself has none."),
    FieldShape(
      "clusters",
      .table(TableShape(of: "cluster", names: .name(of: "cluster"), entry: .defined("Cluster"))),
      .optional, "The clusters; without them all machines are one cluster."),
    FieldShape(
      "nodes",
      .table(
        TableShape(
          of: "pool", names: .name(of: "pool"), entry: .defined("Pool"), minimumCount: 1)),
      .optional,
      "The machines, in pools that are bought, lent and interrupted alike. Beside a controlPlane, those "
        + "on offer."),
    FieldShape(
      "workload",
      .table(
        TableShape(
          of: "source", names: .name(of: "source"), entry: .defined("Source"), minimumCount: 1)),
      .optional, "The work: one or more sources of jobs."),
    FieldShape(
      "curves",
      .table(TableShape(of: "curve", names: .name(of: "curve"), entry: .defined("Curve"))),
      .optional, "Loads over time that services follow."),
    FieldShape(
      "services",
      .table(TableShape(of: "service", names: .name(of: "service"), entry: .defined("Service"))),
      .optional, "Long-running services, the load of an owner's machines."),
    FieldShape(
      "interruptions",
      .table(
        TableShape(of: "pool", names: .name(of: "pool"), entry: .defined("Interruption"))),
      .defaultsTo(.mapping([])),
      "How the nodes of a pool are taken away; a pool that is not named keeps its nodes."),
    FieldShape(
      "recovery", recovery, .defaultsTo(.mapping([(key: "mode", value: .string("restart"))])),
      "What becomes of a job's work when its node is taken away."),
    FieldShape(
      "placement", placement, .defaultsTo(.mapping([])), "How a job gets its node."),
    FieldShape(
      "lending", .defined("Lending"), .optional,
      "Machines that one cluster lends to others while they are idle."),
    FieldShape(
      "autoscaling", .defined("Autoscaling"), .optional,
      "How cloud machines are bought for jobs that wait. Without it every machine is there from "
        + "start to end."),
    FieldShape(
      "promises", promises, .optional,
      "The terms that lending is measured with, the same for every variant."),
    FieldShape("prices", prices, .optional, "What machines and energy cost."),
    FieldShape(
      "controlPlane", .defined("ControlPlane"), .optional,
      "Cluster API's controllers and what they manage, in place of jobs."),
  ]

  private static let horizon = Shape.record(
    RecordShape(
      "When the simulated time starts and ends; the end itself no longer belongs to it.",
      fields: [
        FieldShape("start", .scalar(.instant), .required, "The first instant."),
        FieldShape("end", .scalar(.instant), .optional, "The first instant after the horizon."),
        FieldShape(
          "duration",
          .scalar(.duration(above: .zero, examples: ["8d", "12h"])), .optional,
          "How long the horizon is."),
      ],
      alternatives: [["end", "duration"]]))

  private static let recovery = Shape.union(
    UnionShape(
      tag: "mode", "What becomes of a job's work when its node is taken away.",
      [
        UnionShape.Alternative(
          "restart",
          RecordShape(
            "All work of the attempt is lost and done again.",
            fields: [
              FieldShape(
                "cost", .scalar(.duration()), .defaultsTo(.string("0s")),
                "How long a new attempt holds its node before it works.")
            ])),
        UnionShape.Alternative(
          "checkpoint",
          RecordShape(
            "Work is saved at intervals, and a new attempt goes on from the last save.",
            fields: [
              FieldShape(
                "interval", .scalar(.duration(above: .zero)), .required,
                "How much work is done between two saves."),
              FieldShape(
                "cost", .scalar(.duration()), .defaultsTo(.string("0s")),
                "How long a save takes, in which no work is done."),
              FieldShape(
                "restore", .scalar(.duration()), .defaultsTo(.string("0s")),
                "How long a new attempt holds its node before it goes on."),
            ])),
      ]))

  private static let variants = FieldShape(
    "variants",
    .table(
      TableShape(
        of: "variant", names: .name(of: "variant"),
        entry: .record(
          RecordShape(
            "One variant: the scenario with some entries changed.",
            fields: [
              FieldShape(
                "description", .scalar(.text()), .optional, "What the variant is about."),
              FieldShape(
                "set", .overlay(of: .defined("Scenario")), .defaultsTo(.mapping([])),
                "Entries to lay over the scenario: mappings merge key by key, other values "
                  + "replace, null removes."),
            ])))),
    .defaultsTo(.mapping([])),
    "Named variants, each run in its own right; without any there is one, called default.")

  private static let resolution = FieldShape(
    "resolved",
    .record(
      RecordShape(
        "What the scenario was resolved with.",
        fields: [
          FieldShape("variant", .scalar(.name(of: "variant")), .required, "The variant."),
          FieldShape(
            "zoneRules", .scalar(.text(expectation: "a release of the time zone database")),
            .required, "The release of the time zone rules."),
          FieldShape(
            "inputs", .list(ListShape(of: "input", .record(input))), .required,
            "The files that were read, by path."),
        ])),
    .required, "What the scenario was resolved with; not part of a scenario file.")

  private static let input = RecordShape(
    "A file that was read.",
    fields: [
      FieldShape("path", .scalar(.text("path")), .required, "Its path, as the scenario has it."),
      FieldShape("sha256", .scalar(.text("SHA-256")), .required, "The hash of its bytes."),
      FieldShape("bytes", .scalar(.integer(0 ... .max)), .required, "How many bytes it has."),
      FieldShape("format", .scalar(.text("format")), .required, "What it was read as."),
    ])
}
