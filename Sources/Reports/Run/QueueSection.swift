import Units

/// What came to a queue of jobs in a variant, means over its seeds, as the store's view `queues` has it.
package struct QueueRow: Sendable {
  /// The variant's name.
  package var variant: String
  /// The queue's name.
  package var queue: String
  /// Jobs that came into it.
  package var submitted: Double
  /// Jobs that started.
  package var started: Double
  /// The mean and the 95th percentile of the time to the first start, and the mean of all time in the
  /// queue, in seconds; nil where no job started.
  package var waits: (mean: Double?, p95: Double?, total: Double?)
  /// Its part of the CPU that was allocated.
  package var share: Double?
  /// The same while jobs waited.
  package var shareWhenShort: Double?
}

/// How long each queue's jobs waited, and what each was given.
enum QueueSection {
  static func section(_ run: RunReport) -> PageSection? {
    guard !run.queues.isEmpty else { return nil }
    func seconds(_ seconds: Double?) -> String {
      seconds.map { NumberText.duration(seconds: $0) } ?? "—"
    }
    func share(_ share: Double?) -> String { share.map { NumberText.percent($0) } ?? "—" }
    let table = DataTable(
      heads: [
        "variant", "queue", "jobs", "started", "wait, mean", "wait, p95",
        "all time in the queue, mean",
        "share of CPU", "share while jobs waited",
      ],
      rows: run.queues.map { row in
        [
          row.variant, row.queue, NumberText.decimal(row.submitted, fractionDigits: 0),
          NumberText.decimal(row.started, fractionDigits: 0), seconds(row.waits.mean),
          seconds(row.waits.p95), seconds(row.waits.total), share(row.share),
          share(row.shareWhenShort),
        ]
      }, wordColumns: 2)
    return PageSection(
      heading: "Queues of jobs",
      lead: "Weights show where there is not enough: in the share while jobs waited.",
      blocks: [
        .table(table),
        .note(
          "A wait is from submission to the first start; all time in the queue counts each restart as "
            + "well." + (run.hasSeveralSeeds ? " Means over the seeds." : "")),
      ])
  }
}
