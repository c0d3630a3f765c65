import Units

@testable import Placement

/// Bins of one capacity and items of one size each: the classic problem, as far as tests need it.
struct BinPacking {
  let capacity: Int64
  let items: [Int64]

  /// How many bins a policy of `NodeRoom` opens for the items in their order.
  func bins(by policy: PlacementPolicy) -> Int {
    var room = NodeRoom(capacities: items.map { _ in resources(capacity, 0) })
    for node in items.indices { room.bringUp(node) }
    var used: Set<Int> = []
    for item in items {
      // As many bins as items: there is always one.
      let node = room.node(for: resources(item, 0), by: policy) ?? -1
      room.reserve(resources(item, 0), on: node)
      used.insert(node)
    }
    return used.count
  }

  /// The same items, the largest first.
  var decreasing: BinPacking { BinPacking(capacity: capacity, items: items.sorted(by: >)) }

  /// How many bins next fit opens: an item that does not fit the last bin opens another.
  var nextFit: Int {
    var bins = 0
    var left: Int64 = 0
    for item in items {
      if item > left {
        bins += 1
        left = capacity
      }
      left -= item
    }
    return bins
  }

  /// L1: the whole size over the capacity, rounded up.
  var sizeBound: Int { Int((items.reduce(0, +) + capacity - 1) / capacity) }

  /// L2 (Martello and Toth, "Lower bounds and reduction procedures for the bin packing problem",
  /// Discrete Applied Mathematics 28, 1990).
  var martelloTothBound: Int {
    var best = 0
    for threshold in Set(items.filter { 2 * $0 <= capacity } + [0]) {
      let alone = items.count { $0 > capacity - threshold }
      let large = items.filter { 2 * $0 > capacity && $0 <= capacity - threshold }
      let small = items.filter { 2 * $0 <= capacity && $0 >= threshold }.reduce(0, +)
      let spare = Int64(large.count) * capacity - large.reduce(0, +)
      let more = max(0, (small - spare + capacity - 1) / capacity)
      best = max(best, alone + large.count + Int(more))
    }
    return best
  }

  /// The fewest bins, by branch and bound; for some twenty items.
  var optimum: Int {
    let bound = martelloTothBound
    var best = decreasing.bins(by: .firstFit)
    let items = decreasing.items
    var left: [Int64] = []
    func place(_ index: Int, sizeLeft: Int64) {
      // What is left has to go into the open bins' room and new bins.
      let room = left.reduce(0, +)
      let more = max(0, (sizeLeft - room + capacity - 1) / capacity)
      guard best > bound, left.count + Int(more) < best else { return }
      guard index < items.count else {
        best = left.count
        return
      }
      var tried: Set<Int64> = []
      for bin in left.indices where left[bin] >= items[index] && tried.insert(left[bin]).inserted {
        left[bin] -= items[index]
        place(index + 1, sizeLeft: sizeLeft - items[index])
        left[bin] += items[index]
      }
      left.append(capacity - items[index])
      place(index + 1, sizeLeft: sizeLeft - items[index])
      left.removeLast()
    }
    place(0, sizeLeft: items.reduce(0, +))
    return best
  }
}
