package import Units

extension NodeRoom {
  /// Gives the place of `node`, which is away, to a node of another size.
  ///
  /// Best fit goes on to measure shares against the largest node that there ever was.
  ///
  /// - Complexity: O(log n).
  package mutating func replace(_ node: Int, capacity: ResourceVector) {
    precondition(!isUp(node), "node \(node) is up")
    precondition(ResourceVector.zero.fits(in: capacity), "a capacity is never negative")
    guard capacities[node] != capacity else { return }
    capacities[node] = capacity
    scale = NodeRoom.larger(scale, capacity)
    var range = leafBase + node
    minima[range] = capacity
    while range > 1 {
      range /= 2
      let merged = NodeRoom.smaller(minima[2 * range], minima[2 * range + 1])
      if merged == minima[range] { return }
      minima[range] = merged
    }
  }
}
