/// How a ReplicaSet or a Job makes many pods: one, then twice as many each time all went well.
///
/// Source: kubernetes v1.36 `pkg/controller/replicaset/replica_set.go`, `slowStartBatch`.
package enum SlowStart {
  /// With how many pods it starts (`pkg/controller/controller_utils.go`, `SlowStartInitialBatchSize`).
  package static let firstBatch = 1

  /// What became of a sync.
  package struct Outcome: Hashable, Sendable {
    /// How many calls were made.
    package var calls = 0
    /// How many of them succeeded.
    package var successes = 0
    /// Whether a call failed, and the rest was left to the next sync.
    package var hasFailed: Bool { calls > successes }
  }

  /// Makes `count` calls in batches; `call` gets the number of each from 0 and says whether it
  /// succeeded. The calls of a batch in which one fails are all made, and it is the last.
  package static func run(
    _ count: Int, firstBatch: Int = firstBatch, call: (Int) -> Bool
  ) -> Outcome {
    var outcome = Outcome()
    var size = min(count, firstBatch)
    while size > 0 {
      for _ in 0..<size {
        if call(outcome.calls) { outcome.successes += 1 }
        outcome.calls += 1
      }
      if outcome.hasFailed { return outcome }
      size = min(2 * size, count - outcome.calls)
    }
    return outcome
  }
}
