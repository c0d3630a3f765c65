import Documents
import FleetSimulation
import Units

/// How machines are bought.
extension ScenarioFormat {
  static let autoscaling = Shape.record(
    RecordShape(
      "How clusters with jobs buy cloud machines for those that wait, each from its own pools.",
      fields: [
        FieldShape(
          "pools",
          .table(
            TableShape(
              of: "pool", names: .name(of: "pool"),
              entry: .record(
                RecordShape(
                  "A pool whose machines are bought when needed; its count is how many at most.",
                  fields: [
                    FieldShape(
                      "launchTime", .defined("Distribution"), law("50s", "3m"),
                      "From the launch to the node being Ready."),
                    FieldShape(
                      "refusal", .scalar(.percentage(examples: ["5%"])),
                      .defaultsTo(.string("0%")),
                      "How many launches the cloud refuses; a refused one falls to the next pool."),
                  ])),
              minimumCount: 1)),
          .required, "The pools to buy from, in the order of their `rank`, then by name."),
        FieldShape(
          "pendingDelay", .scalar(.duration()), .defaultsTo(.string("10s")),
          "How long a job waits before a machine is bought; 10s is how often the cluster "
            + "autoscaler looks."),
        FieldShape(
          "idleDelay", .scalar(.duration()), .defaultsTo(.string("10m")),
          "How long a machine is idle before it is given back; 10m is the cluster autoscaler's "
            + "default."),
        FieldShape(
          "onDemandFloor", .scalar(.countOrPercentage), .implies(.integer(0)),
          "How many of the machines that a cluster has bought are on demand at least: so many, or a "
            + "share, rounded up. They are bought first and given back last; with no machine bought "
            + "there is none."),
        FieldShape(
          "waitBeforeFallback", .scalar(.duration()), .implies(.string("0s")),
          "How much longer than `pendingDelay` a job waits for spot before an on-demand pool is asked "
            + "that comes after a spot pool."),
        FieldShape(
          "returnToSpot", .record(spotReturn), .optional,
          "How spot machines take the place of on-demand ones; without it an on-demand machine stays "
            + "until it is idle."),
      ]))

  private static let spotReturn = RecordShape(
    "On-demand machines above the floor are exchanged once a spot pool of their cluster has had machines "
      + "for a while. A machine that is to go takes no new jobs, and is given back when it has none.",
    fields: [
      FieldShape(
        "after", .scalar(.duration()), .defaultsTo(.string("30m")),
        "How long the market has had machines before any is exchanged; a pool without a market always "
          + "has some."),
      FieldShape(
        "machines", .scalar(.integer(1...1_000_000, examples: [2])), .defaultsTo(.integer(1)),
        "How many machines of a cluster are exchanged at a time."),
      FieldShape(
        "interval", .scalar(.duration()), .defaultsTo(.string("0s")),
        "How long from the beginning of one exchange to the next ones."),
      FieldShape(
        "manner",
        .scalar(
          .word(
            "manner",
            [
              ScalarFormat.Word(
                SpotReturn.Manner.betweenJobs.rawValue,
                "Its jobs end their work, and later ones buy spot; if every market runs dry before, it "
                  + "stays."),
              ScalarFormat.Word(
                SpotReturn.Manner.drain.rawValue,
                "A spot machine is launched for it; when that is Ready its jobs are evicted, each with its "
                  + "grace period."),
            ])), .defaultsTo(.string(SpotReturn.Manner.betweenJobs.rawValue)),
        "What becomes of the jobs on it."),
    ])
}
