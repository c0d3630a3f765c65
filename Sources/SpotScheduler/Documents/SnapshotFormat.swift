package import Documents

/// The documents of the scheduler: a snapshot to decide on, the terms of a policy, and the decision.
package enum SnapshotFormat {
  /// The version of all three formats.
  package static let version = "fivespot/v0"

  /// A fleet at an instant, as `fivespot decide` reads it.
  package static let snapshot = DocumentFormat(
    identifier: "snapshot.schema.json", title: "fivespot snapshot",
    root: .record(
      RecordShape(
        "A fleet at an instant: objects as written, the world as seen, and what the scheduler "
          + "remembers. Among equals, what comes first in a list is served first.",
        fields: [versionField] + snapshotFields)),
    definitions: [
      DocumentFormat.Definition("Schedule", .record(schedule)),
      DocumentFormat.Definition("Window", window),
      DocumentFormat.Definition("LabelSelector", .record(labelSelector)),
      DocumentFormat.Definition("ScheduledMachine", .record(scheduledMachine)),
      DocumentFormat.Definition("Status", .record(status)),
      DocumentFormat.Definition("Reason", .record(reason)),
    ])

  /// The terms of the regulated profile.
  package static let policy = DocumentFormat(
    identifier: "policy.schema.json", title: "fivespot policy",
    root: .record(
      RecordShape(
        "The terms under which the regulated profile lends.", fields: [versionField] + terms)),
    definitions: [DocumentFormat.Definition("LabelSelector", .record(labelSelector))])

  /// What `fivespot decide` prints.
  package static let decision = DocumentFormat(
    identifier: "decision.schema.json", title: "fivespot decision",
    root: .record(
      RecordShape(
        "What the scheduler wants done, and why. Equal snapshots give equal bytes.",
        fields: [versionField] + decisionFields)),
    definitions: [
      DocumentFormat.Definition("Action", action),
      DocumentFormat.Definition("LabelSelector", .record(labelSelector)),
      DocumentFormat.Definition("Status", .record(status)),
      DocumentFormat.Definition("Reason", .record(reason)),
    ])

  private static let versionField = FieldShape(
    "apiVersion",
    .scalar(.word("format version", [ScalarFormat.Word(version, "The first format.")])),
    .required, "The version of this format.")

  private static let snapshotFields: [FieldShape] = [
    FieldShape(
      "zoneRules", .scalar(.text(expectation: "a release of the time zone database")), .optional,
      "The release of the time zone rules that the snapshot was made with, such as 2025b; others "
        + "are refused."),
    FieldShape(
      "clusters", .list(ListShape(of: "cluster", .record(cluster), minimumCount: 1)), .required,
      "The clusters."),
    FieldShape(
      "schedules",
      .table(
        TableShape(of: "schedule", names: .name(of: "schedule"), entry: .defined("Schedule"))),
      .defaultsTo(.mapping([])), "Schedules, by a name of the writer's choice."),
    FieldShape(
      "hosts", .list(ListShape(of: "host", .record(host))), .defaultsTo(.sequence([])),
      "The physical machines."),
    FieldShape(
      "scheduledMachines", .list(ListShape(of: "object", .defined("ScheduledMachine"))),
      .required, "The objects."),
    FieldShape(
      "recalls", .list(ListShape(of: "recall", .record(recall))), .defaultsTo(.sequence([])),
      "Orders of owners to bring their machines back, as far as they are given."),
    observed,
  ]

  private static let recall = RecordShape(
    "An order to bring machines of an owner back.",
    fields: [
      FieldShape(
        "cluster", .scalar(.name(of: "cluster")), .required, "The cluster that calls them back."),
      FieldShape("at", .scalar(.instant), .required, "When it was given."),
      FieldShape(
        "within", .scalar(.duration()), .required,
        "How long after that every machine is to be Ready in its owner's cluster."),
      FieldShape("until", .scalar(.instant), .required, "When machines may be lent again."),
      FieldShape(
        "count", .scalar(.integer(1...1_000_000)), .optional,
        "How many machines; without it, all."),
    ])

  private static func duration(
    _ name: String, _ value: String, _ summary: String
  ) -> FieldShape {
    FieldShape(name, .scalar(.duration()), .defaultsTo(.string(value)), summary)
  }

  static let terms: [FieldShape] = [
    duration("notice", "15m", "How long before its drain a borrower is told."),
    duration("tenure", "30m", "How long a pod that starts on lent capacity may stay at least."),
    duration("drainDeadline", "5m", "How long a drain may take before what is left is deleted."),
    drainClasses,
    duration("evictionRetry", "20s", "How long after a refusal an eviction is tried again."),
    duration(
      "returnTime", "10m",
      "How long a host takes from its last pod's end to being Ready in its owner's cluster, when "
        + "nothing queues."),
    duration(
      "returnSession", "5m",
      "How long one host holds a worker of the infrastructure provider on its way back."),
    FieldShape(
      "providerConcurrency", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(5)),
      "How many hosts the infrastructure provider works on at a time."),
    FieldShape(
      "simultaneousStarts", .scalar(.integer(1...1_000_000)), .optional,
      "How many machines may be on their way to a borrower at a time; without it, any."),
    FieldShape(
      "spareHosts", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(1)),
      "Hosts that stay with their owner beyond load, headroom and reservations."),
    FieldShape(
      "simultaneousDrains", .scalar(.integer(1...1_000_000)), .optional,
      "How many hosts may be drained at a time; without it, any."),
    FieldShape(
      "idleDelay", .scalar(.duration()), .optional,
      "Lend only to clusters that wait for capacity, and bring a machine home that has stood that "
        + "long without a pod; without it, all that can be spared is lent."),
    FieldShape(
      "evenOutDelay", .scalar(.duration()), .optional,
      "Take a machine back that has stood that long without a pod with a borrower above its share, "
        + "when one below waits; without it, shares even out as machines become free."),
    FieldShape(
      "usage",
      .record(
        RecordShape(
          "Thresholds on an owner's measured use, in thousandths of the CPU that is at home.",
          fields: [
            FieldShape(
              "lendBelowPermille", .scalar(.integer(1...1_000)), .required,
              "A host goes only if the peak of use stays at or below it without the host."),
            FieldShape(
              "recallAbovePermille", .scalar(.integer(1...1_000)), .required,
              "Hosts are called back when use is above it."),
          ])), .optional, "Thresholds on an owner's measured use; without them, requests decide."),
    duration(
      "emergencyDeadline", "1m",
      "How long the pods of a host may take to leave whose owner asks for it at once."),
    duration(
      "reclaimHold", "30m",
      "How long a host stays at home after that; doubled for each further request within a day."),
  ]
}
