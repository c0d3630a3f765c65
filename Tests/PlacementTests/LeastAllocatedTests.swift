import Testing
import Units

@testable import Placement

@Suite("Least allocated")
struct LeastAllocatedTests {
  @Test(
    "scores by whole hundredths, each division rounded down",
    arguments: [
      // free, allocatable, score
      (resources(10, 10), resources(10, 10), 100),
      (resources(0, 0), resources(10, 10), 0),
      (resources(1, 2), resources(3, 3), 49),  // (33 + 66) / 2
      (resources(5, 9), resources(10, 0), 50),  // no memory: CPU alone
      (resources(5, 9), resources(0, 12), 75),
      (resources(0, 0), resources(0, 0), 0),
      (resources(-1, 10), resources(10, 10), 50),  // more requested than there is
      (resources(.max, .max), resources(.max, .max), 100),
    ])
  func score(free: ResourceVector, allocatable: ResourceVector, expected: Int) {
    #expect(LeastAllocated.score(free: free, of: allocatable) == expected)
  }

  @Test("spreads over equal nodes in order")
  func spreads() {
    var room = NodeRoom(capacities: Array(repeating: resources(4_000, 4_000), count: 3))
    for node in 0..<3 { room.bringUp(node) }
    var chosen: [Int] = []
    for _ in 0..<6 {
      guard let node = room.node(for: resources(1_000, 1_000), by: .leastAllocated) else { break }
      room.reserve(resources(1_000, 1_000), on: node)
      chosen.append(node)
    }
    #expect(chosen == [0, 1, 2, 0, 1, 2])
  }

  @Test("takes a full node that scores nothing, and nothing when there is no room")
  func fullNodes() {
    var room = NodeRoom(capacities: [resources(1, 1), resources(2, 2)])
    #expect(room.leastAllocated(for: .zero) == nil)
    room.bringUp(1)
    #expect(room.leastAllocated(for: resources(2, 2)) == 1)
    #expect(room.leastAllocated(for: resources(3, 1)) == nil)
    #expect(NodeRoom(capacities: []).leastAllocated(for: .zero) == nil)
  }

  @Test("a node that only has CPU is not passed over with its range")
  func partialNodes() {
    var room = NodeRoom(capacities: [
      resources(100, 100), resources(10, 10), resources(100, 0), resources(10, 10),
    ])
    for node in 0..<4 { room.bringUp(node) }
    room.reserve(resources(40, 40), on: 0)
    room.reserve(resources(5, 5), on: 1)
    room.reserve(resources(5, 5), on: 3)
    #expect(room.leastAllocated(for: resources(5, 0)) == 2)
  }

  @Test(
    "agrees with scoring every node through any history", arguments: 0..<120 as Range<UInt64>)
  func agreesWithScan(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let count = Int(1 + generator.below(40))
    let spread = 1 + generator.below(40)
    let capacities = (0..<count).map { _ in
      resources(generator.below(spread), generator.below(spread), generator.below(3))
    }
    var room = NodeRoom(capacities: capacities)
    var bound: [(node: Int, request: ResourceVector)] = []
    for _ in 0..<300 {
      let node = Int(generator.below(Int64(count)))
      switch generator.below(10) {
      case 0...2:
        if !room.isUp(node) { room.bringUp(node) }
      case 3:
        guard room.isUp(node) else { break }
        room.takeDown(node)
        bound.removeAll { $0.node == node }
      case 4:
        guard !bound.isEmpty else { break }
        let (node, request) = bound.remove(at: Int(generator.below(Int64(bound.count))))
        room.release(request, on: node)
      default:
        let request = resources(
          generator.below(1 + spread / 3), generator.below(1 + spread / 3), generator.below(2))
        let found = room.node(for: request, by: .leastAllocated)
        #expect(found == scan(room, for: request), "seed \(seed)")
        if let found {
          room.reserve(request, on: found)
          bound.append((found, request))
        }
      }
    }
  }

  /// The answer by brute force, in kube-scheduler's own order of operations.
  private func scan(_ room: borrowing NodeRoom, for request: ResourceVector) -> Int? {
    var best: (score: Int64, node: Int)?
    for node in 0..<room.count where room.isUp(node) {
      let allocatable = room.capacity(of: node)
      let free = room.free(on: node)
      guard request.fits(in: free) else { continue }
      var sum: Int64 = 0
      var weights: Int64 = 0
      for (capacity, left) in [
        (allocatable.cpu.value, free.cpu.value - request.cpu.value),
        (allocatable.memory.value, free.memory.value - request.memory.value),
      ] where capacity > 0 {
        sum += left * 100 / capacity
        weights += 1
      }
      let score = weights == 0 ? 0 : sum / weights
      if best.map({ score > $0.score }) ?? true { best = (score, node) }
    }
    return best?.node
  }
}
