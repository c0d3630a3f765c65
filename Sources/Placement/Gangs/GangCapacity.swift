package import Units

/// Whether nodes can hold a gang at once when they are empty.
package enum GangCapacity {
  /// Whether empty nodes of these capacities have room for `count` pods that each ask for `request`.
  package static func holds(
    _ count: Int, of request: ResourceVector, in capacities: some Sequence<ResourceVector>
  ) -> Bool {
    var left = count
    for capacity in capacities {
      left -= times(request, in: capacity, atMost: left)
      if left == 0 { return true }
    }
    return left == 0
  }

  /// How often a request fits into a capacity.
  private static func times(
    _ request: ResourceVector, in capacity: ResourceVector, atMost: Int
  ) -> Int {
    func times(_ part: Int64, in whole: Int64) -> Int {
      part > 0 ? Int(min(whole / part, Int64(atMost))) : atMost
    }
    return min(
      times(request.cpu.value, in: capacity.cpu.value),
      times(request.memory.value, in: capacity.memory.value),
      times(request.gpu.value, in: capacity.gpu.value))
  }
}
