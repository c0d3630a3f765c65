import SimulationKernel
package import Units

/// Which Machines of a MachineSet go first, `spec.deletion.order`.
///
/// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_deletion_order.go`.
package enum DeletionOrder: String, CaseIterable, Hashable, Sendable {
  /// No order among healthy Machines but that of their names; the default.
  case random = "Random"
  /// The newest first.
  case newest = "Newest"
  /// The oldest first.
  case oldest = "Oldest"

  /// The priority of a Machine at `now`, from 0 to 100; the highest goes first.
  ///
  /// Before the order counts there come those already being deleted, so that they are not replaced
  /// by others; those that somebody picked; those being updated in place; and those not healthy.
  /// Age counts up to that of the unhealthy: 50·(1 − e^(−age / 10 days)), or 50 less that.
  package func priority(of member: MachineSetMember, at now: Instant) -> Double {
    if member.isDeleting { return 100 }
    if member.hasDeleteAnnotation { return 80 }
    if member.isUpdatingInPlace { return 75 }
    if !member.isHealthy { return 50 }
    switch self {
    case .random: return 20
    case .newest: return 50 - DeletionOrder.agePriority(of: member, at: now)
    case .oldest: return DeletionOrder.agePriority(of: member, at: now)
    }
  }

  private static let tenDays = TimeSpan.days(10).secondsAsDouble

  private static func agePriority(of member: MachineSetMember, at now: Instant) -> Double {
    guard let createdAt = member.createdAt, createdAt <= now else { return 0 }
    let age = (now - createdAt).secondsAsDouble
    return 50 * (1 - Mathematics.exp(-age / tenDays))
  }

  /// Where a Machine stands in the order; the least goes first.
  private struct Rank: Comparable {
    var priority: Double
    var nameOrder: Int
    var place: Int

    static func < (left: Rank, right: Rank) -> Bool {
      if left.priority != right.priority { return left.priority > right.priority }
      return left.nameOrder != right.nameOrder
        ? left.nameOrder < right.nameOrder : left.place < right.place
    }
  }

  private func rank(_ place: Int, of members: [MachineSetMember], at now: Instant) -> Rank {
    let member = members[place]
    return Rank(
      priority: priority(of: member, at: now), nameOrder: member.nameOrder, place: place)
  }

  /// The places of all Machines in the order in which they go at `now`: by priority, then by name.
  package func sorted(_ members: [MachineSetMember], at now: Instant) -> [Int] {
    members.indices.map { rank($0, of: members, at: now) }.sorted().map(\.place)
  }

  /// One that is less the later it goes, so that the last of those kept stands on top of a heap.
  private struct Kept: Comparable {
    var rank: Rank

    static func < (left: Kept, right: Kept) -> Bool { right.rank < left.rank }
  }

  /// The places of the `count` Machines that go first; none when that is less than one.
  ///
  /// A rollout takes a few of many at a time, so they are picked out in one pass.
  ///
  /// - Complexity: O(n log k) for k of n Machines.
  package func first(_ count: Int, of members: [MachineSetMember], at now: Instant) -> [Int] {
    guard count > 0 else { return [] }
    guard count < members.count else { return sorted(members, at: now) }
    var best = BinaryHeap<Kept>()
    for place in members.indices {
      let kept = Kept(rank: rank(place, of: members, at: now))
      if best.count < count {
        best.insert(kept)
      } else if let last = best.first, last < kept {
        best.removeFirst()
        best.insert(kept)
      }
    }
    return best.unordered.sorted { $1 < $0 }.map(\.rank.place)
  }
}
