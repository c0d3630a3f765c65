import Units

extension NodeRoom {
  /// The first contradiction inside the index, in words; nil when there is none.
  ///
  /// - Complexity: O(n).
  package func firstInconsistency() -> String? {
    for node in 0..<count {
      let free = free(on: node)
      guard isUp(node) ? free.fits(in: capacities[node]) : free == NodeRoom.away else {
        return "node \(node) has more room than it has capacity, or room while it is away"
      }
    }
    for range in stride(from: leafBase - 1, to: 0, by: -1) {
      let merged = NodeRoom.larger(maxima[2 * range], maxima[2 * range + 1])
      guard maxima[range] == merged else { return "range \(range) does not hold its maxima" }
    }
    return nil
  }
}
