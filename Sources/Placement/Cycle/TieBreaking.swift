import SimulationKernel

/// Which of the nodes with the highest score is taken.
package enum TieBreaking: Hashable, Sendable {
  /// The one that comes out of the scheduler's heap: of a node and those below it in a binary heap of
  /// the list, the node itself, then what the left half has, then the right half. Of two or three
  /// nodes it is the first.
  ///
  /// Source: kubernetes v1.36 `pkg/scheduler/schedule_one.go`, `newSortedNodeScores`, on Go's
  /// `container/heap`; what was observed of 1.36.2 agrees.
  case heap
  /// The first in the order in which nodes are looked at.
  case listOrder
  /// Any of them alike, drawn with this seed: what releases before 1.35 did.
  case drawn(seed: UInt64)

  /// The place of the node that is taken among `scores`, which are not empty.
  ///
  /// `draw` numbers the pods, so that each has draws of its own.
  package func pick(_ scores: Span<Int64>, draw: UInt64) -> Int {
    var best = 0
    for place in 1..<max(scores.count, 1) where scores[place] > scores[best] { best = place }
    switch self {
    case .listOrder: return best
    case .heap: return Self.firstInHeapOrder(scores, highest: scores[best])
    case .drawn(let seed):
      var stream = RandomStream(seed: seed, label: "placement-ties", entity: draw)
      var seen: UInt64 = 0
      var chosen = best
      for place in best..<scores.count where scores[place] == scores[best] {
        seen += 1
        // The n-th of the equals replaces those before it once in n times, so all are alike.
        if stream.uniform(below: seen) == 0 { chosen = place }
      }
      return chosen
    }
  }

  /// The first place with the highest score on a walk through the heap from the top, left before
  /// right.
  private static func firstInHeapOrder(_ scores: Span<Int64>, highest: Int64) -> Int {
    var place = 0
    while scores[place] != highest {
      if 2 * place + 1 < scores.count {
        place = 2 * place + 1
        continue
      }
      // Up until there is a right half that was not yet seen.
      while place % 2 == 0 || place + 1 >= scores.count { place = (place - 1) / 2 }
      place += 1
    }
    return place
  }
}
