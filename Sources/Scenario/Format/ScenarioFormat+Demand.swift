import Documents
import SpotScheduler
import Traces
import Units

extension ScenarioFormat {
  static let source = Shape.record(
    RecordShape(
      "A source of jobs.",
      fields: [
        FieldShape(
          "trace", trace(.jobs, "Recorded jobs."), .optional,
          "Jobs from a file. Those submitted outside the horizon are left out, with a warning."),
        FieldShape(
          "jobs", jobs, .optional, "Jobs that are all alike, described here: no file is needed."),
        FieldShape(
          "timing",
          .scalar(
            .word(
              "timing",
              [
                ScalarFormat.Word("recorded", "As recorded, moved and scaled as asked for."),
                ScalarFormat.Word("all-at-start", "All at once, in the recorded order."),
              ])),
          .defaultsTo(.string("recorded")), "When the jobs are submitted."),
        FieldShape(
          "start", .scalar(.instant), .optional,
          "Where the trace's first instant goes. Without it a trace on the calendar stays where "
            + "it was recorded, and one with its own clock starts with the horizon."),
        FieldShape(
          "timeScale", .scalar(.ratio), .defaultsTo(.string("1/1")),
          "What the distances between submissions are multiplied with: below 1 the load grows. "
            + "Work is not scaled."),
        FieldShape(
          "cluster", .scalar(.name(of: "cluster")), .optional,
          "The cluster that the jobs run in, each in a queue of its own; the only one when there is "
            + "one."),
        FieldShape(
          "split", split, .optional,
          "Only a part of the trace, so that several sources can share one."),
        FieldShape(
          "queue", .scalar(.name(of: "queue")), .optional,
          "The queue of placement.queues that the jobs wait in."),
        FieldShape(
          "gang", gang, .optional,
          "Each job is several pods, which start together or not at all; who loses one starts all of "
            + "them anew. Each counts as a job."),
        FieldShape(
          "usage", .scalar(.percentage(in: 1...1_000, examples: ["90%"])),
          .implies(.string("100%")),
          "What a running job uses of the CPU that it requests, the same for all sources."),
        FieldShape(
          "terminationGrace", .scalar(.duration()), .implies(.string("30s")),
          "How long an evicted job has to end, the same for all sources."),
        FieldShape(
          "priority", .scalar(.integer(-2_147_483_648...1_000_000_000)), .implies(.integer(0)),
          "How important the jobs are, for drain classes and under kube-scheduler: there the more "
            + "important come first, and may take the room of less important ones, which are evicted."
        ),
        FieldShape(
          "namespace", .scalar(.text("namespace")), .implies(.string("default")),
          "The namespace of the jobs' pods, for drain classes."),
        FieldShape(
          "labels", .table(SnapshotFormat.labelTable), .implies(.mapping([])),
          "Labels of the jobs' pods, for drain classes."),
        FieldShape(
          "preemptionPolicy",
          .scalar(
            .word(
              "preemption policy",
              [
                ScalarFormat.Word(
                  "PreemptLowerPriority", "Less important jobs are evicted for them."),
                ScalarFormat.Word("Never", "They wait for room."),
              ])), .implies(.string("PreemptLowerPriority")),
          "Under kube-scheduler: whether the jobs may take the room of less important ones."),
        FieldShape(
          "nodeSelector", .table(SnapshotFormat.labelTable), .implies(.mapping([])),
          "Under kube-scheduler: labels that the jobs' nodes have, from `labels` of their pool, "
            + "`fivespot/pool` or `kubernetes.io/hostname`."),
      ], alternatives: [["trace", "jobs"]]))

  private static let jobs = Shape.record(
    RecordShape(
      "Jobs that are all alike.",
      fields: [
        FieldShape("cpu", .scalar(.cpu), .required, "What each asks for: cores."),
        FieldShape("memory", .scalar(.memory), .required, "What each asks for: memory."),
        FieldShape("gpus", .scalar(.gpus), .implies(.integer(0)), "What each asks for: GPUs."),
        FieldShape(
          "work", .scalar(.duration(atLeast: .seconds(1), examples: ["1h", "20m"])), .required,
          "How long each runs when nothing interrupts it."),
        FieldShape(
          "count", .scalar(.integer(1...1_000_000, examples: [40])), .implies(.integer(1)),
          "How many are submitted at a time."),
        FieldShape(
          "every", .scalar(.duration(atLeast: .seconds(1), examples: ["1h", "5m"])), .optional,
          "How long after that as many come again, to the end of the horizon; without it they come "
            + "once."),
      ]))

  private static let gang = Shape.record(
    RecordShape(
      "How many pods a job is.",
      fields: [
        FieldShape(
          "pods", .scalar(.integer(2...1_000, examples: [8])), .optional,
          "So many, of which each asks for what the job asks for."),
        FieldShape(
          "cpuPerPod", .scalar(.cpu), .optional,
          "As many as it takes for none to ask for more cores than this; what the job asks for is "
            + "shared out between them, GPUs whole where they were."),
      ], alternatives: [["pods", "cpuPerPod"]]))

  private static let split = Shape.record(
    RecordShape(
      "Which jobs of a trace a source takes, when they are dealt like cards.",
      fields: [
        FieldShape(
          "parts", .scalar(.integer(2...1_000, examples: [4])), .required,
          "Into how many parts the jobs are dealt, in the order of the trace."),
        FieldShape(
          "take",
          .list(
            ListShape(of: "part", .scalar(.integer(1...1_000, examples: [1])), minimumCount: 1)),
          .required, "The parts that this source has, counted from 1."),
      ]))
}
