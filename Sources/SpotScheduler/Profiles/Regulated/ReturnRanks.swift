import Units

/// How many hosts may be before each of those that return, at the provider and in the drains.
///
/// The provider serves hosts first come, first served, whoever owns them and whenever their windows
/// close. A drain may end early, and then a host takes a worker before its turn, which cannot be
/// taken from it again. So a host's *rank* is how many of those with a later edge, or before it in
/// order at the same edge, may come before it is done: all whose drains may begin before its own edge.
///
/// That is enough. Let all `c` workers be busy from an instant τ until a host starts, and look at
/// whichever of those that came since τ has the earliest edge, the last in order of several. All that
/// came since and before that edge is in its rank. At τ at most c − 1 others were in work. So it, and
/// each that came before its edge, is done by
///
///     τ + (rank + c − 1) × returnSession / c + returnSession
///
/// (R. L. Graham's bound for list scheduling, 1966), which is no later than its edge as its drain
/// begins early enough for that. Then a worker is free at that edge, so nobody that came later was in
/// the same busy time.
///
/// Others that may be in work at τ, those with earlier edges that have not passed when the first of
/// all these drains begins, are counted up to the c − 1 that can be. Where at most `c` hosts may be
/// there at a time, nobody waits.
enum ReturnRanks {
  /// A window that closes over a host.
  struct Close {
    /// When.
    var edge: Instant
    /// The host's place in the order in which everything is done.
    var host: Int
    /// Whose window it is, for the caller.
    var item: Int
    /// How many may be before the host.
    var rank = 0
    /// How many may be there in all, itself among them.
    var hosts = 1
  }

  /// Sorts closes by edge and host, and ranks them. Several of one host at one edge are one.
  ///
  /// - Complexity: O(n log n); linear when all share an edge.
  static func assign(to closes: inout [Close], policy: RegulatedPolicy) {
    let isSorted = closes.indices.dropFirst().allSatisfy { precedes(closes[$0 - 1], closes[$0]) }
    if !isSorted { closes.sort(by: precedes) }
    let edges = edges(of: closes)
    // When the drains begin of those with later edges, the latest last.
    var starts: [Instant] = []
    var firstStart = Instant.distantFuture
    for (index, edge) in edges.enumerated().reversed() {
      while let last = starts.last, last >= edge.instant { starts.removeLast() }
      if starts.isEmpty { firstStart = .distantFuture }
      var ranked = Ranked(later: starts.count, firstStart: firstStart)
      var own: [Instant] = []
      var place = edge.closes.lowerBound
      while place < edge.closes.upperBound {
        let host = closes[place].host
        let counts = ranked.next(edge, among: edges[..<index], policy: policy)
        while place < edge.closes.upperBound, closes[place].host == host {
          (closes[place].rank, closes[place].hosts) = (counts.rank, counts.hosts)
          place += 1
        }
        if index > 0 { own.append(counts.start) }
      }
      firstStart = ranked.firstStart
      // Those of one edge begin the later the smaller their rank.
      let isBefore = starts.last.map { last in own.last.map { last <= $0 } ?? true } ?? true
      starts.append(contentsOf: own.reversed())
      if !isBefore { starts.sort() }
    }
  }

  private static func precedes(_ left: Close, _ right: Close) -> Bool {
    (left.edge, left.host) < (right.edge, right.host)
  }

  /// The closes of one instant.
  private struct Edge {
    var instant: Instant
    var closes: Range<Int>
    /// How many hosts they are of.
    var hosts: Int
    /// How many hosts have earlier edges.
    var earlier: Int
  }

  private static func edges(of closes: [Close]) -> [Edge] {
    var edges: [Edge] = []
    var start = 0
    var earlier = 0
    while start < closes.count {
      var end = start
      var hosts = 0
      while end < closes.count, closes[end].edge == closes[start].edge {
        if end == start || closes[end].host != closes[end - 1].host { hosts += 1 }
        end += 1
      }
      edges.append(
        Edge(instant: closes[start].edge, closes: start..<end, hosts: hosts, earlier: earlier))
      earlier += hosts
      start = end
    }
    return edges
  }

  /// The hosts of one edge, as they are ranked one after another.
  private struct Ranked {
    /// How many with later edges may come before this one.
    let later: Int
    /// When the first drain begins of all that were ranked and may come before this edge.
    private(set) var firstStart: Instant
    private var ranked = 0

    init(later: Int, firstStart: Instant) {
      self.later = later
      self.firstStart = firstStart
    }

    mutating func next(
      _ edge: Edge, among earlier: ArraySlice<Edge>, policy: RegulatedPolicy
    ) -> (rank: Int, hosts: Int, start: Instant) {
      let rank = later + ranked
      ranked += 1
      // As if all workers were busy: no later than it turns out to be.
      let soonest = edge.instant.earlier(
        by: OwnerFirst.lead(rank: rank, of: .max, policy: policy))
      let opening = min(firstStart, soonest)
      var others = edge.hosts - ranked
      if let last = earlier.last, last.instant > opening {
        let first = earlier.partitioningIndex { $0.instant > opening }
        others += edge.earlier - earlier[first].earlier
      }
      let hosts = rank + others + 1
      let start = edge.instant.earlier(by: OwnerFirst.lead(rank: rank, of: hosts, policy: policy))
      firstStart = min(firstStart, start)
      return (rank, hosts, start)
    }
  }
}

extension RandomAccessCollection {
  /// The first index from which on `belongs` holds; the collection has none of those before others.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if belongs(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
