import Planning
import Synchronization
import Testing

@Suite("Ordered workers")
struct OrderedWorkersTests {
  private struct Broken: Error {}

  @Test("delivers every result in order, whoever is fastest", arguments: [1, 2, 3, 7], 0..<20)
  func order(workers: Int, seed: Int) throws {
    var delivered: [Int] = []
    let count = try OrderedWorkers.run(
      count: 60, workers: workers,
      work: { index in
        // Uneven work: some pieces take far longer than their neighbours.
        var value = UInt64(index &+ seed)
        for _ in 0..<((index * 7919 + seed * 104_729) % 5_000) { value = value &* 31 &+ 7 }
        return value == .max ? nil : index
      },
      deliver: { position, result in
        #expect(position == result, "seed \(seed)")
        delivered.append(result)
      })
    #expect(count == 60)
    #expect(delivered == Array(0..<60))
  }

  @Test("stops at the first cancelled piece and delivers a prefix")
  func cancelled() throws {
    var delivered: [Int] = []
    let count = try OrderedWorkers.run(
      count: 50, workers: 2, work: { $0 == 17 ? nil : $0 },
      deliver: { _, result in delivered.append(result) })
    #expect(count == 17)
    #expect(delivered == Array(0..<17))
  }

  @Test("throws the first error in order, after what came before it")
  func failure() {
    var delivered: [Int] = []
    #expect(throws: Broken.self) {
      _ = try OrderedWorkers.run(
        count: 50, workers: 3,
        work: { (index: Int) throws -> Int? in
          if index >= 9 { throw Broken() }
          return index
        },
        deliver: { _, result in delivered.append(result) })
    }
    #expect(delivered == Array(0..<9))
  }

  @Test("never runs further ahead than its window")
  func window() throws {
    let furthest = Mutex(0)
    let workers = 2
    let count = try OrderedWorkers.run(
      count: 200, workers: workers,
      work: { (index: Int) -> Int? in
        if index == 0 {
          // The slowest piece of all comes first.
          var value: UInt64 = 1
          for _ in 0..<2_000_000 { value = value &* 31 &+ 7 }
          if value == 0 { return nil }
        }
        furthest.withLock { $0 = max($0, index) }
        return index
      },
      deliver: { position, _ in
        if position == 0 { #expect(furthest.withLock { $0 } < 200) }
      })
    #expect(count == 200)
  }

  @Test("nothing to do is done at once")
  func empty() throws {
    let count = try OrderedWorkers.run(
      count: 0, workers: 4, work: { (index: Int) -> Int? in index }, deliver: { _, _ in })
    #expect(count == 0)
  }
}
