import Documents
import SpotScheduler
import Traces
import Units

/// Machines that are lent, by which scheduler and by which schedule.
extension ScenarioFormat {
  static let lending = Shape.record(
    RecordShape(
      "One cluster lends idle machines to others.",
      fields: [
        FieldShape(
          "owner", .scalar(.name(of: "cluster")), .required,
          "The cluster that the machines belong to."),
        FieldShape(
          "borrower", .scalar(.name(of: "cluster")), .optional,
          "The cluster that they are lent to: one with jobs."),
        FieldShape(
          "borrowers",
          .list(ListShape(of: "borrower", .scalar(.name(of: "cluster")), minimumCount: 1)),
          .optional,
          "The clusters that they are lent to, a machine to one of them at a time. Among equals "
            + "the first is served first."),
        FieldShape(
          "scheduler", .defined("Scheduler"), .defaultsTo(.string("regulated")),
          "Which scheduler decides, and its terms. A bare word takes all of its defaults."),
        FieldShape(
          "offers",
          .table(
            TableShape(of: "pool", names: .name(of: "pool"), entry: offer, minimumCount: 1)),
          .required, "The pools whose machines are lent."),
        FieldShape(
          "provider", .defined("Provider"), .defaultsTo(.string("remote-machine")),
          "What sets machines up and cleans them. A bare word takes all of its defaults."),
        FieldShape(
          "recalls", .list(ListShape(of: "recall", recall)), .defaultsTo(.sequence([])),
          "When the owner calls lent machines back, whatever the schedule."),
        FieldShape(
          "reclaims", .list(ListShape(of: "reclaim", reclaim)), .implies(.sequence([])),
          "When the owner needs machines at once, whatever was promised."),
        FieldShape(
          "sanitisation", .defined("Distribution"), .optional,
          "How long a free machine takes to be sanitised when it changes its tenant, beside the "
            + "provider's work and without holding one of its workers. Without it the provider's "
            + "clean-up does that."),
        FieldShape(
          "attestation", .defined("Distribution"), law("5s", "30s", implied: true),
          "How long the evidence of a machine's trusted execution environment takes."),
        FieldShape(
          "attestationOutages",
          .list(
            ListShape(
              of: "outage",
              .record(RecordShape("A span in which nobody is answered.", fields: spanFields)))),
          .implies(.sequence([])),
          "When the service is away that verifies it: who asks then is answered afterwards."),
      ],
      alternatives: [["borrower", "borrowers"]]))

  private static let offer = Shape.record(
    RecordShape(
      "Machines of one pool that are lent by one schedule.",
      fields: [
        FieldShape(
          "count", .scalar(.integer(1...1_000_000)), .optional,
          "How many machines of the pool, the first ones; all when left out."),
        FieldShape(
          "schedule", .defined("Schedule"), .required, "When the machines may be lent."),
        FieldShape(
          "ownerSchedule", .defined("Schedule"), .optional,
          "When the machines' objects of the owner's cluster are on. Only 5-Spot reads it: "
            + "to 5-Spot a machine that changes hands is two objects that know nothing of each "
            + "other. The regulated scheduler gives a machine back whenever it is not lent."),
      ]))

  private static let recall = Shape.record(
    RecordShape(
      "An order to bring machines back.",
      fields: [
        FieldShape("at", .scalar(.instant), .required, "When it is given."),
        FieldShape(
          "within", .scalar(.duration(above: .zero)), .required,
          "How long after that every machine is to be Ready in its owner's cluster."),
        FieldShape(
          "until", .scalar(.instant), .required, "When machines may be lent again."),
        FieldShape(
          "machines", .scalar(.integer(1...1_000_000)), .optional,
          "How many machines; all when left out. Which ones is up to the scheduler."),
      ]))

  private static let reclaim = Shape.record(
    RecordShape(
      "An order to empty machines at once.",
      fields: [
        FieldShape("at", .scalar(.instant), .required, "When it is given."),
        FieldShape(
          "cause",
          .scalar(
            .word(
              "cause",
              [
                ScalarFormat.Word(
                  "process-match",
                  "A listed program of the owner starts on machines that a borrower has: they are "
                    + "emptied within `emergencyDeadline` and held at home for `reclaimHold`."),
                ScalarFormat.Word(
                  "kill-switch",
                  "The kill switch is set: machines go without grace, and none is lent until it is "
                    + "released."),
              ])), .required, "What makes the owner ask."),
        FieldShape(
          "pool", .scalar(.name(of: "pool")), .optional, "The machines on offer of one pool."),
        FieldShape(
          "machines",
          .list(
            ListShape(
              of: "machine",
              .scalar(.text("machine", expectation: "a machine such as floor/07")),
              minimumCount: 1)), .optional, "Machines on offer by their names."),
        FieldShape(
          "count", .scalar(.integer(1...1_000_000)), .optional,
          "How many of those that a borrower has then, the first ones; all machines named when left "
            + "out."),
        FieldShape(
          "within", .scalar(.duration(above: .zero)), .defaultsTo(.string("2m")),
          "How long after that no pod of a borrower may be left on them."),
        FieldShape(
          "until", .scalar(.instant), .optional,
          "When the kill switch is released; without it, never."),
      ],
      alternatives: [["pool", "machines"]]))

  static let lendingDefinitions = [
    DocumentFormat.Definition(
      "Schedule",
      .record(
        RecordShape(
          "Hours of every week, on the clock of a zone: 5-Spot's days and hours, or windows.",
          fields: [
            FieldShape("timezone", .scalar(.timeZone), .required, "The zone whose clock counts."),
            FieldShape(
              "daysOfWeek", .list(ListShape(of: "day", .scalar(.days))), .optional,
              "With `hoursOfDay`: the days, as 5-Spot writes them."),
            FieldShape(
              "hoursOfDay", .list(ListShape(of: "hour", .scalar(.hours))), .optional,
              "The hours of each of those days, as 5-Spot writes them: `0-5` ends at 06:00."),
            FieldShape(
              "windows",
              .list(
                ListShape(
                  of: "window",
                  .record(
                    RecordShape(
                      "A window of every week; it may cross midnight and the week's end.",
                      fields: [
                        FieldShape("from", .scalar(.weekTime), .required, "When it opens."),
                        FieldShape(
                          "to", .scalar(.weekTime), .required, "When it closes, the next time."),
                      ])), minimumCount: 1)),
              .optional, "Windows, of which any is enough."),
            FieldShape(
              "calendar",
              trace(
                .exchanges, "An exchange's exceptional days.",
                extra: [
                  exchange,
                  FieldShape(
                    "earlyCloseMargin", .scalar(.duration()), .defaultsTo(.string("0s")),
                    "How long after an early close the day becomes a window."),
                ]),
              .optional,
              "With `windows`: an exchange whose holidays are windows all day, and whose early "
                + "closes begin one."),
            FieldShape(
              "enabled", .scalar(.boolean), .defaultsTo(.boolean(true)),
              "False switches the schedule off."),
          ],
          alternatives: [["hoursOfDay", "windows"]]))),
    DocumentFormat.Definition(
      "Scheduler", shorthand(for: "SchedulerProfile", tag: "profile", schedulerProfiles)),
    DocumentFormat.Definition(
      "SchedulerProfile",
      .union(
        UnionShape(
          tag: "profile", "Which scheduler decides on lending, and its terms.", schedulerProfiles))),
    DocumentFormat.Definition(
      "Provider", shorthand(for: "ProviderKind", tag: "kind", providers)),
    DocumentFormat.Definition(
      "ProviderKind",
      .union(
        UnionShape(
          tag: "kind", "The infrastructure provider that moves machines between clusters.",
          providers))),
  ]

  /// A word that stands for the union's mapping with nothing but its tag.
  private static func shorthand(
    for name: String, tag: String, _ alternatives: [UnionShape.Alternative]
  ) -> Shape {
    let words = alternatives.map { ScalarFormat.Word($0.word, $0.record.summary) }
    return .shorthand(
      ShorthandShape(.word(tag, words), for: .defined(name)) { word in
        .mapping([(key: tag, value: word)])
      })
  }

  private static let upstreamTimeouts = [
    FieldShape(
      "gracefulShutdownTimeout", .scalar(.duration()), .defaultsTo(.string("5m")),
      "How long it waits between the close of a window and the drain."),
    FieldShape(
      "nodeDrainTimeout", .scalar(.duration()), .defaultsTo(.string("5m")),
      "How long its drain may take."),
  ]

  private static let schedulerProfiles = [
    UnionShape.Alternative(
      "none", RecordShape("No machine is lent: what the others are compared with.", fields: [])),
    UnionShape.Alternative(
      "upstream-0.1",
      RecordShape(
        "What released 5-Spot v0.1 does, its faults included: it polls, and drains nothing.",
        fields: upstreamTimeouts)),
    UnionShape.Alternative(
      "upstream-0.3",
      RecordShape(
        "What released 5-Spot v0.3 does, its faults included.", fields: upstreamTimeouts)),
    UnionShape.Alternative(
      "regulated",
      RecordShape(
        "What a bank wants: announced, budget-keeping drains, and the owner first.",
        fields: [
          FieldShape(
            "notice", .scalar(.duration()), .defaultsTo(.string("15m")),
            "How long before its drain a borrower is told, at least: it is told a tenure before it where "
              + "that is longer, as from then on no pod may start there."),
          FieldShape(
            "tenure", .scalar(.duration()), .defaultsTo(.string("30m")),
            "How long a pod that starts on a lent machine may stay at least."),
          FieldShape(
            "drainDeadline", .scalar(.duration()), .defaultsTo(.string("5m")),
            "How long a drain may take before what is left is deleted."),
          FieldShape(
            "evictionRetry", .scalar(.duration(above: .zero)), .defaultsTo(.string("20s")),
            "How long after a refusal an eviction is tried again."),
          FieldShape(
            "confidence", .scalar(.percentage(in: 500...999, examples: ["99%"])),
            .defaultsTo(.string("99%")),
            "How sure the plan of the way back is to be: each step of the provider is taken at "
              + "this quantile of its law, and the quantiles are added, as if all went slow at once."
          ),
          FieldShape(
            "spareHosts", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(1)),
            "Machines that stay with the owner beyond load, headroom and reservations."),
          FieldShape(
            "simultaneousStarts", .scalar(.integer(1...1_000_000)), .optional,
            "How many machines may be on their way to the borrower at a time; without it, any."),
          FieldShape(
            "simultaneousDrains", .scalar(.integer(1...1_000_000)), .optional,
            "How many machines may be drained at a time; without it, any. Ways home are planned in "
              + "waves of so many; what is taken at once, as in a recall, does not wait for it."),
          FieldShape(
            "idleDelay", .scalar(.duration()), .optional,
            "Lend only while jobs wait, and bring a machine home that has stood that long without "
              + "a pod; without it, all that can be spared is lent."),
          FieldShape(
            "evenOutDelay", .scalar(.duration()), .optional,
            "Take a machine back that has stood that long without a pod, after its tenure, when "
              + "another borrower waits that has less than its share; without it, shares only decide "
              + "who is served next."),
          FieldShape(
            "emergencyDeadline", .scalar(.duration()), .implies(.string("1m")),
            "How long the pods of a machine may take to leave that its owner asks for at once, before "
              + "what is left is deleted."),
          FieldShape(
            "reclaimHold", .scalar(.duration()), .implies(.string("30m")),
            "How long a machine stays at home after that; twice as long after each further request "
              + "within a day."),
          FieldShape(
            "usage", .record(usageThresholds), .optional,
            "Thresholds on what the owner's services use; without them, their requests decide."),
          SnapshotFormat.drainClasses(.implies(.sequence([]))),
        ])),
  ]

  private static let usageThresholds = RecordShape(
    "What of the CPU at home the owner's services may use.",
    fields: [
      FieldShape(
        "lendBelow", .scalar(.percentage(in: 1...1_000, examples: ["50%"])), .required,
        "A machine goes only if the peak of use stays at or below it without the machine."),
      FieldShape(
        "recallAbove", .scalar(.percentage(in: 1...1_000, examples: ["80%"])), .required,
        "Machines are called back when use is above it."),
      FieldShape(
        "lookBack", .scalar(.duration()), .defaultsTo(.string("30m")),
        "How far back the peak of use is looked for."),
    ])

  static func law(
    _ low: String, _ high: String, implied: Bool = false
  ) -> FieldShape.Presence {
    let value = DocumentValue.mapping([
      (key: "distribution", value: .string("uniform")), (key: "high", value: .string(high)),
      (key: "low", value: .string(low)),
    ])
    return implied ? .implies(value) : .defaultsTo(value)
  }

  private static func steps(
    provision: (String, String), join: (String, String), deprovision: (String, String),
    concurrency: Int64, _ about: String
  ) -> [FieldShape] {
    [
      FieldShape(
        "provision", .defined("Distribution"), law(provision.0, provision.1),
        "How long a worker of the provider is busy with one machine's set-up."),
      FieldShape(
        "join", .defined("Distribution"), law(join.0, join.1),
        "How long the node takes to be Ready after that; no worker is held."),
      FieldShape(
        "deprovision", .defined("Distribution"), law(deprovision.0, deprovision.1),
        "How long a worker is busy with taking a machine down and cleaning it."),
      FieldShape(
        "concurrency", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(concurrency)), about),
    ]
  }

  private static let providers = [
    UnionShape.Alternative(
      "remote-machine",
      RecordShape(
        "k0smotron's RemoteMachine: hosts that run on, set up over SSH.",
        fields: steps(
          provision: ("30s", "3m"), join: ("20s", "1m"), deprovision: ("10s", "1m"),
          concurrency: 5,
          "How many machines are worked on at a time; 5 is k0smotron's default."))),
    UnionShape.Alternative(
      "metal3",
      RecordShape(
        "Metal3: hosts that are written and booted anew, and cleaned between tenants.",
        fields: steps(
          provision: ("4m", "25m"), join: ("140s", "7m"), deprovision: ("5m", "15m"),
          concurrency: 20,
          "How many machines are worked on at a time; 20 is the default of PROVISIONING_LIMIT."))),
  ]

  static let promises = Shape.record(
    RecordShape(
      "The terms that lending is measured with: the same for every variant, whatever its "
        + "scheduler promises.",
      fields: [
        FieldShape(
          "notice", .scalar(.duration()), .defaultsTo(.string("15m")),
          "How long before its drain a borrower is to be told."),
        FieldShape(
          "tenure", .scalar(.duration()), .defaultsTo(.string("30m")),
          "How long a pod that starts on a lent machine is to keep it at least."),
        FieldShape(
          "ownerLateTolerance", .scalar(.duration()), .defaultsTo(.string("0s")),
          "How long after the start of its owner's window a machine may be back without being late."
        ),
        FieldShape(
          "recallTolerance", .scalar(.duration()), .defaultsTo(.string("0s")),
          "How long after a recall's limit a machine may be back without being late."),
      ]))
}
