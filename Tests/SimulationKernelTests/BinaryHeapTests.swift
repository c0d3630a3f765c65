import SimulationKernel
import Testing

@Suite("Binary heap")
struct BinaryHeapTests {
  @Test("elements come out in ascending order, whatever the order they came in")
  func order() {
    let seed: UInt64 = 5
    var stream = RandomStream(seed: seed, label: "heap")
    var heap = BinaryHeap<UInt64>()
    var expected: [UInt64] = []
    // Some come out before others come in.
    for round in 0..<2_000 {
      let element = stream.uniform(below: 300)
      heap.insert(element)
      expected.append(element)
      guard round % 3 == 0, let least = expected.min(), let place = expected.firstIndex(of: least)
      else { continue }
      expected.remove(at: place)
      let first = heap.removeFirst()
      #expect(first == least, "round \(round) of seed \(seed)")
    }
    #expect(heap.unordered.sorted() == expected.sorted())
    for element in expected.sorted() {
      #expect(heap.first == element)
      heap.removeFirst()
    }
    #expect(heap.first == nil)
  }

  @Test("a heap of one element is empty afterwards")
  func single() {
    var heap = BinaryHeap([7])
    let first = heap.removeFirst()
    #expect(first == 7)
    #expect(heap.first == nil)
  }
}
