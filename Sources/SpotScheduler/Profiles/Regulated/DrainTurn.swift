import Units

/// Whose turn it is in a drain at an instant.
///
/// Pods of the lowest order are evicted, and those of higher orders when they are gone. Whoever is at
/// its deadline holds nobody back any more: it is deleted as declared, or asked on and on while the
/// others take their turns.
struct DrainTurn {
  /// The pods to delete, each with its grace period and the deadline that has passed.
  private(set) var deletions: [(pod: PodID, grace: TimeSpan, deadline: Instant)] = []
  /// The pods to evict, each with a grace period in place of its own when there is one.
  private(set) var evictions: [(pod: PodID, grace: TimeSpan?)] = []
  /// When time alone gives somebody else a turn; nil when never.
  private(set) var nextChange: Instant?

  init(_ pods: [PodObservation], terms: DrainTerms, began: Instant, at now: Instant) {
    var others: [(pod: PodObservation, rule: DrainTerms.Rule)] = []
    var order = Int32.max
    for pod in pods {
      let rule = terms.rule(for: pod, began: began)
      guard now >= rule.deadline else {
        nextChange = earliest(nextChange, rule.deadline)
        order = min(order, rule.order)
        others.append((pod, rule))
        continue
      }
      guard let grace = rule.deletionGrace else {
        others.append((pod, rule))
        continue
      }
      if let since = pod.terminatingSince, now < since.later(by: grace) {
        // It has begun to end, and has as much grace as it is to have.
        nextChange = earliest(nextChange, since.later(by: grace))
      } else {
        deletions.append((pod.id, grace, rule.deadline))
      }
    }
    for (pod, rule) in others where pod.terminatingSince == nil {
      if now >= rule.deadline || rule.order == order {
        evictions.append((pod.id, rule.evictionGrace))
      }
    }
  }

  /// Whether somebody's deadline came after that instant.
  func isNew(since instant: Instant) -> Bool { deletions.contains { $0.deadline > instant } }
}
