package import Units

/// The room left on every node, indexed so that the first node that fits is found without a scan.
///
/// A segment tree over the nodes holds, for every aligned range, the largest free CPU, memory and
/// GPU of the range, each for itself. A range whose maxima do not cover a request holds no node for
/// it, so the search skips it whole. The maxima may come from different nodes: the search then finds
/// out further down and turns back, so the answer is exact for every mix of resources.
///
/// - Complexity: an update is O(log n). A search is O(log n) when one resource decides or the
///   requests are alike, and O(n) at worst.
package struct NodeRoom: ~Copyable {
  /// How many nodes there are.
  package let count: Int
  /// What each node has when it is empty.
  @usableFromInline var capacities: [ResourceVector]
  /// Heap order: range 1 is everything, ranges 2i and 2i + 1 are the halves of range i, and the
  /// leaves from `leafBase` on are the nodes. A node that is away has less than nothing.
  @usableFromInline var maxima: [ResourceVector]
  /// Index of node 0's leaf: the smallest power of two that is at least `count`.
  @usableFromInline let leafBase: Int
  /// The smallest capacity of each resource in every range, in the order of `maxima`.
  var minima: [ResourceVector]
  /// What a cordoned node has left; its leaf says that it is away, so that no search finds it.
  @usableFromInline var behindCordon: [ResourceVector?]
  /// The largest capacity of each resource so far: what best fit measures shares against.
  var scale: ResourceVector

  /// Less than any request, since no request is negative.
  @usableFromInline static var away: ResourceVector {
    ResourceVector(cpu: MilliCPU(-1), memory: Bytes(-1), gpu: MilliGPU(-1))
  }

  /// Makes an index of nodes that are all away.
  package init(capacities: [ResourceVector]) {
    precondition(
      capacities.allSatisfy { ResourceVector.zero.fits(in: $0) }, "a capacity is never negative")
    count = capacities.count
    self.capacities = capacities
    var base = 1
    while base < capacities.count { base *= 2 }
    leafBase = base
    maxima = Array(repeating: NodeRoom.away, count: 2 * base)
    minima = NodeRoom.smallest(of: capacities, leafBase: base)
    behindCordon = Array(repeating: nil, count: capacities.count)
    scale = capacities.reduce(.zero, NodeRoom.larger)
  }

  /// Whether `node` is there, cordoned or not.
  @inlinable
  package func isUp(_ node: Int) -> Bool {
    maxima[leafBase + node].cpu.value >= 0 || behindCordon[node] != nil
  }

  /// Whether `node` is there and takes no new work.
  @inlinable
  package func isCordoned(_ node: Int) -> Bool { behindCordon[node] != nil }

  /// What `node` has left; only meaningful while it is up.
  @inlinable
  package func free(on node: Int) -> ResourceVector {
    behindCordon[node] ?? maxima[leafBase + node]
  }

  /// What `node` has when it is empty.
  @inlinable
  package func capacity(of node: Int) -> ResourceVector { capacities[node] }

  /// Lets `node` take work, with all of its capacity free.
  @inlinable
  package mutating func bringUp(_ node: Int) {
    precondition(!isUp(node), "node \(node) is up already")
    set(node, to: capacities[node])
  }

  /// Lets `node` take no more work; whatever was reserved on it is gone with it.
  @inlinable
  package mutating func takeDown(_ node: Int) {
    precondition(isUp(node), "node \(node) is away already")
    behindCordon[node] = nil
    set(node, to: NodeRoom.away)
  }

  /// Lets `node`, which is up, take no new work; what runs there goes on.
  @inlinable
  package mutating func cordon(_ node: Int) {
    precondition(isUp(node), "node \(node) is away")
    guard behindCordon[node] == nil else { return }
    behindCordon[node] = maxima[leafBase + node]
    set(node, to: NodeRoom.away)
  }

  /// Lets `node` take work again.
  @inlinable
  package mutating func uncordon(_ node: Int) {
    guard let free = behindCordon[node] else { return }
    behindCordon[node] = nil
    set(node, to: free)
  }

  /// Takes `request` from what `node` has left, which has to be enough.
  @inlinable
  package mutating func reserve(_ request: ResourceVector, on node: Int) {
    let free = maxima[leafBase + node]
    precondition(request.fits(in: free), "the request does not fit node \(node)")
    set(node, to: free - request)
  }

  /// Gives `request` back to `node`, which is up.
  @inlinable
  package mutating func release(_ request: ResourceVector, on node: Int) {
    let free = free(on: node) + request
    precondition(isUp(node), "node \(node) is away")
    precondition(free.fits(in: capacities[node]), "node \(node) gets back more than it gave")
    if behindCordon[node] != nil {
      behindCordon[node] = free
    } else {
      set(node, to: free)
    }
  }

  /// The node that `policy` chooses for `request`, or nil when none has room.
  ///
  /// `request` is not negative in any part.
  @inlinable
  package func node(for request: ResourceVector, by policy: PlacementPolicy) -> Int? {
    switch policy {
    case .firstFit: firstFit(for: request)
    case .bestFit: bestFit(for: request)
    case .leastAllocated: leastAllocated(for: request)
    }
  }

  /// The node with the lowest id that has room for `request`, or nil.
  @inlinable
  package func firstFit(for request: ResourceVector) -> Int? {
    let range = firstLeaf(from: 1, for: request)
    return range == 0 ? nil : range - leafBase
  }

  /// The leaf with the lowest index that has room, in the ranges that begin with `start` in
  /// left-to-right order; 0 when there is none.
  @inlinable
  func firstLeaf(from start: Int, for request: ResourceVector) -> Int {
    var range = start
    while true {
      if request.fits(in: maxima[range]) {
        if range >= leafBase { return range }
        range *= 2
        continue
      }
      range = NodeRoom.following(range)
      if range == 0 { return 0 }
    }
  }

  /// The next range to the right that is not below `range`: its sibling, or that of the first
  /// ancestor that is a left half; 0 after the last.
  @inlinable
  static func following(_ range: Int) -> Int {
    let leftHalf = range >> (~range).trailingZeroBitCount
    return leftHalf <= 1 ? 0 : leftHalf + 1
  }

  @inlinable
  mutating func set(_ node: Int, to free: ResourceVector) {
    var range = leafBase + node
    maxima[range] = free
    while range > 1 {
      range /= 2
      let merged = NodeRoom.larger(maxima[2 * range], maxima[2 * range + 1])
      // Nothing changes above a range whose maxima stay as they are.
      if merged == maxima[range] { return }
      maxima[range] = merged
    }
  }

  /// The smallest capacities of every range; a range without nodes does not lower any.
  private static func smallest(of capacities: [ResourceVector], leafBase: Int) -> [ResourceVector] {
    let none = ResourceVector(cpu: MilliCPU(.max), memory: Bytes(.max), gpu: MilliGPU(.max))
    var minima = Array(repeating: none, count: 2 * leafBase)
    minima.replaceSubrange(leafBase..<leafBase + capacities.count, with: capacities)
    for range in stride(from: leafBase - 1, to: 0, by: -1) {
      minima[range] = smaller(minima[2 * range], minima[2 * range + 1])
    }
    return minima
  }

  static func smaller(_ left: ResourceVector, _ right: ResourceVector) -> ResourceVector {
    ResourceVector(
      cpu: min(left.cpu, right.cpu), memory: min(left.memory, right.memory),
      gpu: min(left.gpu, right.gpu))
  }

  @inlinable
  static func larger(_ left: ResourceVector, _ right: ResourceVector) -> ResourceVector {
    ResourceVector(
      cpu: MilliCPU(max(left.cpu.value, right.cpu.value)),
      memory: Bytes(max(left.memory.value, right.memory.value)),
      gpu: MilliGPU(max(left.gpu.value, right.gpu.value)))
  }
}
