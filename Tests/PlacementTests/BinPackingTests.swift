import Placement
import Testing

/// First fit and best fit of `NodeRoom` against what is proved of them.
@Suite("Bounds of bin packing")
struct BinPackingTests {
  /// Checks the bounds against the fewest bins, which are `optimum`.
  ///
  /// Dósa, "The tight bound of first fit decreasing", 2007; Dósa and Sgall, "First fit bin packing: a tight
  /// analysis", 2013, and "Optimal analysis of best fit bin packing", 2014; Johnson, 1973, for next fit.
  private func check(_ packing: BinPacking, optimum: Int, _ label: String) {
    #expect(packing.sizeBound <= packing.martelloTothBound, "\(label)")
    #expect(packing.martelloTothBound <= optimum, "\(label)")
    for policy in [PlacementPolicy.firstFit, .bestFit] {
      let bins = packing.bins(by: policy)
      #expect(bins >= optimum && 10 * bins <= 17 * optimum, "\(policy) \(label)")
    }
    let decreasing = packing.decreasing.bins(by: .firstFit)
    #expect(decreasing >= optimum && 9 * decreasing <= 11 * optimum + 6, "\(label)")
    #expect(packing.nextFit >= optimum && packing.nextFit <= 2 * optimum - 1, "\(label)")
  }

  private static var tripletBins: [Int] {
    #if DEBUG
      [20, 40, 83]
    #else
      [20, 40, 83, 167, 1_000]
    #endif
  }

  @Test("random items, against the exact fewest", arguments: 1...200 as ClosedRange<UInt64>)
  func random(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let capacity = 20 + generator.below(80)
    // Items up to a quarter, a half or all of a bin.
    let largest = max(1, capacity / [1, 2, 4][Int(generator.below(3))])
    let items = (0...generator.below(18)).map { _ in 1 + generator.below(largest) }
    let packing = BinPacking(capacity: capacity, items: items)
    check(packing, optimum: packing.optimum, "seed \(seed)")
  }

  @Test(
    "triplets with a hidden perfect packing, a third of the items",
    arguments: Self.tripletBins, 1...5 as ClosedRange<UInt64>)
  func triplets(bins: Int, seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    var items: [Int64] = []
    for _ in 0..<bins {
      // Falkenauer's: each item is more than a quarter of the bin, so no four fit.
      let first = 380 + generator.below(111)
      let second = 250 + generator.below((1_000 - first) / 2 - 249)
      items += [first, second, 1_000 - first - second]
    }
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, Int(generator.below(Int64(last + 1))))
    }
    let packing = BinPacking(capacity: 1_000, items: items)
    #expect(packing.sizeBound == bins)
    check(packing, optimum: bins, "\(bins) bins, seed \(seed)")
  }

  @Test("the family on which first fit decreasing is at its bound", arguments: [1, 2, 5, 20])
  func tightFamily(m: Int) {
    func items(_ count: Int, of size: Int64) -> [Int64] { Array(repeating: size, count: count) }
    let packing = BinPacking(
      capacity: 400,
      items: items(6 * m, of: 201) + items(6 * m, of: 102) + items(6 * m, of: 101)
        + items(12 * m, of: 98))
    #expect(packing.sizeBound == 9 * m)
    #expect(packing.decreasing.bins(by: .firstFit) == 11 * m)
    check(packing, optimum: 9 * m, "m \(m)")
  }
}
