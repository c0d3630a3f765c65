import SimulationKernel
package import Units

/// In which order pods are submitted, and which node comes first among equals.
package struct PackingSequence: Hashable, Sendable {
  /// The pods in order of submission, as rows of a list of pods; a row may come more than once.
  package var pods: [Int]
  /// For each row of a list of nodes its rank: among equals the node with the lowest rank wins.
  package var nodeRanks: [Int]

  /// Makes a sequence; `nodeRanks` are the numbers from 0, each once.
  package init(pods: [Int], nodeRanks: [Int]) {
    precondition(
      nodeRanks.sorted() == Array(0..<nodeRanks.count), "ranks are the numbers from 0, each once")
    self.pods = pods
    self.nodeRanks = nodeRanks
  }

  /// Draws a sequence: the pods shuffled, clones of any of them added at the end, and ranks.
  ///
  /// Clones are drawn until one more would ask for more than `target` together. Only one device of that
  /// one counts in the test, so one that asks for several may overshoot. That is the original's rule: github.com/
  /// hkust-adsl/kubernetes-scheduler-simulator at 8f3d641, `pkg/simulator/simulator.go`, `TunePods`.
  ///
  /// - Parameters:
  ///   - seed: of the draws.
  ///   - pods: the list of pods.
  ///   - nodeCount: how many nodes there are.
  ///   - target: how much GPU the clones fill up to; pods are taken away at random when the list asks for
  ///     more.
  package init(drawnFrom pods: [PackingPod], nodeCount: Int, target: MilliGPU, seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "placement.packing.sequence")
    var order = PackingSequence.shuffled(pods.count, &stream)
    var total = pods.reduce(0) { $0 + $1.devices.total.value }
    while total > target.value {
      let removed = order.remove(at: Int(stream.uniform(below: UInt64(order.count))))
      total -= pods[removed].devices.total.value
    }
    // Without a pod that asks for GPU no number of clones would reach the target.
    while pods.contains(where: { $0.devices != .none }) {
      let clone = Int(stream.uniform(below: UInt64(pods.count)))
      let devices = pods[clone].devices
      guard total + devices.each.value <= target.value else { break }
      order.append(clone)
      total += devices.total.value
    }
    self.pods = order
    nodeRanks = PackingSequence.shuffled(nodeCount, &stream)
  }

  /// The numbers from 0 in random order (Fisher and Yates).
  private static func shuffled(_ count: Int, _ stream: inout RandomStream) -> [Int] {
    var numbers = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      numbers.swapAt(last, Int(stream.uniform(below: UInt64(last + 1))))
    }
    return numbers
  }
}
