import Testing
import Units

@testable import Placement

/// A small generator for properties; its seed is printed with every failure.
struct PropertyGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func below(_ limit: Int64) -> Int64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int64(state % UInt64(limit))
  }
}

func resources(_ cpu: Int64, _ memory: Int64, _ gpu: Int64 = 0) -> ResourceVector {
  ResourceVector(cpu: MilliCPU(cpu), memory: Bytes(memory), gpu: MilliGPU(gpu))
}

@Suite("Room on nodes")
struct NodeRoomTests {
  @Test("a node that has not come up takes nothing")
  func awayNodes() {
    var room = NodeRoom(capacities: [resources(4, 4), resources(4, 4)])
    #expect(room.firstFit(for: .zero) == nil)
    room.bringUp(1)
    #expect(room.firstFit(for: .zero) == 1)
    room.takeDown(1)
    #expect(room.firstFit(for: .zero) == nil)
  }

  @Test("first fit takes the lowest id, also when the maxima of a range come from two nodes")
  func firstFitIsExact() {
    var room = NodeRoom(capacities: [
      resources(8, 1), resources(1, 8), resources(1, 1), resources(8, 8),
    ])
    for node in 0..<4 { room.bringUp(node) }
    #expect(room.firstFit(for: resources(8, 8)) == 3)
    #expect(room.firstFit(for: resources(1, 1)) == 0)
    #expect(room.firstFit(for: resources(1, 2)) == 1)
    #expect(room.firstFit(for: resources(9, 1)) == nil)
  }

  @Test("best fit leaves the smallest hole and breaks ties by id")
  func bestFitIsTight() {
    var room = NodeRoom(capacities: [
      resources(16, 16), resources(4, 4), resources(4, 4), resources(8, 8),
    ])
    for node in 0..<4 { room.bringUp(node) }
    #expect(room.bestFit(for: resources(3, 3)) == 1)
    #expect(room.bestFit(for: resources(5, 5)) == 3)
    room.reserve(resources(12, 12), on: 0)
    room.reserve(resources(1, 1), on: 2)
    #expect(room.bestFit(for: resources(3, 3)) == 2)
  }

  @Test(
    "a place that gets a node of another size is found as if it had been that size from the start")
  func replacedNodes() {
    for seed in UInt64(1)...20 {
      var generator = PropertyGenerator(seed: seed)
      func size() -> ResourceVector {
        resources(generator.below(8) + 1, generator.below(8) + 1)
      }
      var sizes = (0..<13).map { _ in size() }
      var room = NodeRoom(capacities: sizes)
      for node in sizes.indices where generator.below(2) == 0 {
        sizes[node] = size()
        room.replace(node, capacity: sizes[node])
      }
      var made = NodeRoom(capacities: sizes)
      for node in sizes.indices {
        room.bringUp(node)
        made.bringUp(node)
      }
      #expect(room.firstInconsistency() == nil, "seed \(seed)")
      for _ in 0..<20 {
        let request = size()
        let place = made.leastAllocated(for: request)
        #expect(room.leastAllocated(for: request) == place, "seed \(seed)")
        guard let place else { continue }
        room.reserve(request, on: place)
        made.reserve(request, on: place)
      }
    }
  }

  @Test("an empty fleet and a fleet of one answer too")
  func degenerateFleets() {
    let none = NodeRoom(capacities: [])
    #expect(none.firstFit(for: .zero) == nil)
    #expect(none.bestFit(for: .zero) == nil)
    var one = NodeRoom(capacities: [resources(2, 2)])
    one.bringUp(0)
    #expect(one.firstFit(for: resources(2, 2)) == 0)
  }

  @Test(
    "the index agrees with a plain scan through any history", arguments: 0..<60 as Range<UInt64>)
  func agreesWithScan(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let count = Int(1 + generator.below(40))
    let capacities = (0..<count).map { _ in
      resources(1 + generator.below(8), 1 + generator.below(8), generator.below(4))
    }
    var room = NodeRoom(capacities: capacities)
    var model: [ResourceVector?] = Array(repeating: nil, count: count)
    var bound: [(node: Int, request: ResourceVector)] = []
    for _ in 0..<300 {
      let node = Int(generator.below(Int64(count)))
      switch generator.below(10) {
      case 0...2:
        guard model[node] == nil else { break }
        room.bringUp(node)
        model[node] = capacities[node]
      case 3:
        guard model[node] != nil else { break }
        room.takeDown(node)
        model[node] = nil
        bound.removeAll { $0.node == node }
      case 4...5:
        guard !bound.isEmpty else { break }
        let (node, request) = bound.remove(at: Int(generator.below(Int64(bound.count))))
        room.release(request, on: node)
        model[node] = model[node].map { $0 + request }
      default:
        let request = resources(generator.below(8), generator.below(8), generator.below(3))
        let fitting = model.indices.filter { model[$0].map(request.fits(in:)) ?? false }
        #expect(room.firstFit(for: request) == fitting.first, "seed \(seed)")
        let best = room.bestFit(for: request)
        #expect((best == nil) == fitting.isEmpty, "seed \(seed)")
        if let best {
          #expect(fitting.contains(best), "seed \(seed)")
          room.reserve(request, on: best)
          model[best] = model[best].map { $0 - request }
          bound.append((best, request))
        }
      }
    }
  }
}

@Suite("Largest shapes of a fleet")
struct CapacityFrontierTests {
  @Test("keeps only shapes that none other covers")
  func frontier() {
    let frontier = CapacityFrontier([
      resources(4, 4), resources(8, 2), resources(4, 4), resources(2, 2), resources(8, 4),
    ])
    #expect(frontier.shapes == [resources(8, 4)])
    #expect(frontier.admits(resources(8, 4)))
    #expect(!frontier.admits(resources(8, 5)))
    #expect(!CapacityFrontier([]).admits(.zero))
  }
}
