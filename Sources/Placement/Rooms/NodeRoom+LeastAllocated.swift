package import Units

extension NodeRoom {
  /// The node with the highest `LeastAllocated` score once `request` is placed, among equals the one
  /// with the lowest id; nil when none has room.
  ///
  /// The order of nodes that score alike is the order in which kube-scheduler looks at them, as
  /// observed of 1.36 without extenders.
  ///
  /// - Complexity: O(k log n) for the k nodes that have room at worst. A range that cannot beat the
  ///   best node found so far is passed over whole, so nodes that are alike cost O(log n).
  package func leastAllocated(for request: ResourceVector) -> Int? {
    var best: Int?
    // Below every score, so that a node that scores 0 is found too.
    var highest: Int64 = -1
    var range = 1
    repeat {
      if request.fits(in: maxima[range]), scoreBound(of: range, for: request) > highest {
        if range < leafBase {
          range *= 2
          continue
        }
        // A leaf's bound is its score.
        highest = scoreBound(of: range, for: request)
        best = range - leafBase
        if highest == LeastAllocated.highest { break }
      }
      range = NodeRoom.following(range)
    } while range != 0
    return best
  }

  /// A score that no node of `range` exceeds with `request` placed on it: the most free of each
  /// resource, against the smallest capacity.
  private func scoreBound(of range: Int, for request: ResourceVector) -> Int64 {
    let smallest = minima[range]
    // A node without CPU or memory is scored by what it has alone, which the mean does not bound.
    if range < leafBase, smallest.cpu.value == 0 || smallest.memory.value == 0 {
      return LeastAllocated.highest
    }
    return LeastAllocated.score(free: maxima[range] - request, of: smallest)
  }
}
