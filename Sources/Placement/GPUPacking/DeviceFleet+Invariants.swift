import Units

extension DeviceFleet {
  /// The first contradiction between what is kept and what it is kept of, in words; nil when there is
  /// none.
  ///
  /// - Complexity: O(n) for n devices.
  package func firstInconsistency() -> String? {
    for node in 0..<count {
      let left = deviceLeft[devices(of: node)]
      guard left.allSatisfy({ (0...DeviceRequest.device).contains($0) }) else {
        return "a device of node \(node) has less than nothing left, or more than all"
      }
      guard left.reduce(0, +) == gpuLeft[node],
        left.count(where: { $0 == DeviceRequest.device }) == devicesFree[node]
      else { return "the sums of node \(node) are not those of its devices" }
      guard (0...nodes[node].cpu.value).contains(cpuLeft[node]),
        (0...nodes[node].memory.value).contains(memoryLeft[node]),
        (0...podsMax).contains(podCount[node])
      else { return "node \(node) is over-committed" }
      let classes = classCount[node * classStride..<(node + 1) * classStride]
      guard classes.allSatisfy({ $0 >= 0 }), classes.reduce(0, +) <= podCount[node],
        classes.count(where: { $0 > 0 }) == classesHeld[node]
      else { return "the classes of node \(node) are not those of its pods" }
    }
    return nil
  }
}
