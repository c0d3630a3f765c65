import Units

/// The pods of a scheduler in flat arrays; the pods of a node are linked in the order in which they
/// came.
struct PodTable {
  var kind: [UInt32] = []
  /// -1 for a pod without a node.
  var node: [Int32] = []
  var start: [Instant] = []
  var flags: [UInt8] = []
  /// The node on which room is kept for it; -1 for none.
  var nominated: [Int32] = []
  var next: [Int32] = []
  var previous: [Int32] = []
  /// By node; -1 for a node without pods.
  var first: [Int32] = []
  var last: [Int32] = []
  private var free: [UInt32] = []

  static let isTerminating: UInt8 = 1
  static let isPreempted: UInt8 = 2

  /// Makes a pod of a kind, without a node.
  mutating func make(_ kind: Int, startTime: Instant?) -> Int {
    if let index = free.popLast() {
      self.kind[Int(index)] = UInt32(kind)
      node[Int(index)] = -1
      start[Int(index)] = startTime ?? .distantFuture
      flags[Int(index)] = 0
      nominated[Int(index)] = -1
      return Int(index)
    }
    self.kind.append(UInt32(kind))
    node.append(-1)
    start.append(startTime ?? .distantFuture)
    flags.append(0)
    nominated.append(-1)
    next.append(-1)
    previous.append(-1)
    return self.kind.count - 1
  }

  /// Lets the number of a pod without a node be used again.
  mutating func release(_ pod: Int) {
    precondition(node[pod] < 0, "a pod on a node cannot be forgotten")
    free.append(UInt32(pod))
  }

  /// Puts a pod on a node, after those that are there.
  mutating func link(_ pod: Int, to node: Int) {
    self.node[pod] = Int32(node)
    previous[pod] = last[node]
    next[pod] = -1
    if last[node] >= 0 { next[Int(last[node])] = Int32(pod) } else { first[node] = Int32(pod) }
    last[node] = Int32(pod)
  }

  /// Takes a pod off its node.
  mutating func unlink(_ pod: Int) {
    let node = Int(self.node[pod])
    if previous[pod] >= 0 {
      next[Int(previous[pod])] = next[pod]
    } else {
      first[node] = next[pod]
    }
    if next[pod] >= 0 {
      previous[Int(next[pod])] = previous[pod]
    } else {
      last[node] = previous[pod]
    }
    self.node[pod] = -1
  }

  /// Calls `body` with each pod on `node`, in the order in which they came.
  func forEach(on node: Int, _ body: (Int) -> Void) {
    var pod = first[node]
    while pod >= 0 {
      body(Int(pod))
      pod = next[Int(pod)]
    }
  }
}
