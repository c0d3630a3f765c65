package import Units

extension NodeRoom {
  /// The node with the least room left over after `request`, or nil when none has room.
  ///
  /// - Complexity: O(k log n) for the k nodes that have room.
  package func bestFit(for request: ResourceVector) -> Int? {
    var best: Int?
    var leastLeft = UInt64.max
    var leaf = firstLeaf(from: 1, for: request)
    while leaf != 0 {
      let left = shareLeft(maxima[leaf] - request)
      // Strictly less: among equals the lowest id, which came first, stays.
      if left < leastLeft {
        leastLeft = left
        best = leaf - leafBase
      }
      leaf = NodeRoom.following(leaf)
      if leaf != 0 { leaf = firstLeaf(from: leaf, for: request) }
    }
    return best
  }

  /// Room as a share of the largest node, in units of 2⁻³², summed over the resources. Whole
  /// numbers, rounded down, so that equal nodes compare equal on every machine.
  func shareLeft(_ room: ResourceVector) -> UInt64 {
    share(room.cpu.value, of: scale.cpu.value)
      + share(room.memory.value, of: scale.memory.value)
      + share(room.gpu.value, of: scale.gpu.value)
  }

  private func share(_ part: Int64, of whole: Int64) -> UInt64 {
    guard whole > 0 else { return 0 }
    return UInt64((UInt128(UInt64(part)) << 32) / UInt128(UInt64(whole)))
  }
}
