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

  /// The places of all Machines in the order in which they go at `now`: by priority, then by name.
  package func sorted(_ members: [MachineSetMember], at now: Instant) -> [Int] {
    let priorities = members.map { priority(of: $0, at: now) }
    return members.indices.sorted { left, right in
      if priorities[left] != priorities[right] { return priorities[left] > priorities[right] }
      if members[left].nameOrder != members[right].nameOrder {
        return members[left].nameOrder < members[right].nameOrder
      }
      return left < right
    }
  }

  /// The places of the `count` Machines that go first; none when that is less than one.
  package func first(_ count: Int, of members: [MachineSetMember], at now: Instant) -> [Int] {
    count > 0 ? Array(sorted(members, at: now).prefix(count)) : []
  }
}
