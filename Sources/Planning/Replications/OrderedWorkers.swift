/// Independent work on several workers whose results arrive in order.
///
/// The number of workers, and which of them is fastest, cannot show in what is delivered: result
/// `n` comes after result `n − 1`, always. A bounded window of results waits, so that a slow early
/// piece does not let the later ones fill the memory.
package enum OrderedWorkers {
  /// How many results may be finished or in work ahead of the next one to deliver, per worker.
  static let windowPerWorker = 8

  /// Runs `work` for 0..<count on `workers` workers and hands each result to `deliver`, in order.
  ///
  /// A result of nil means that the work was cancelled: nothing that comes after it is delivered,
  /// and no more work is begun.
  /// - Returns: How many results were delivered: a prefix of the whole.
  /// - Throws: The first error, in order, of `work` or `deliver`; what came before is delivered.
  package static func run<Result: Sendable>(
    count: Int, workers: Int,
    work: @escaping @Sendable (Int) throws -> Result?,
    deliver: (Int, consuming Result) throws -> Void
  ) async throws -> Int {
    precondition(workers > 0, "at least one worker does the work")
    return try await withThrowingTaskGroup(of: Piece<Result>.self) { group in
      var waiting: [Int: Piece<Result>] = [:]
      var begun = 0
      var inWork = 0
      var delivered = 0
      var isStopped = false
      while true {
        while !isStopped, begun < count, inWork < workers,
          begun - delivered < workers * windowPerWorker
        {
          let index = begun
          group.addTask { Piece(index: index, outcome: Swift.Result { try work(index) }) }
          begun += 1
          inWork += 1
        }
        guard let piece = try await group.next() else { return delivered }
        inWork -= 1
        waiting[piece.index] = piece
        while !isStopped, let next = waiting.removeValue(forKey: delivered) {
          guard let result = try next.outcome.get() else {
            isStopped = true
            break
          }
          try deliver(delivered, result)
          delivered += 1
        }
      }
    }
  }

  private struct Piece<Result: Sendable>: Sendable {
    var index: Int
    var outcome: Swift.Result<Result?, any Error>
  }
}
