package import Units

/// What taking pods away from a node costs, as nodes are compared by it.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/preemption/preemption.go`,
/// `pickOneNodeForPreemption`.
package struct PreemptionCost: Hashable, Comparable, Sendable {
  /// How many of the victims break a budget.
  package var violations: Int64
  /// The priority of the most important victim.
  package var highestPriority: Int32
  /// The sum of the priorities, each raised by 2³¹ so that more victims cost more.
  package var prioritySum: Int64
  /// How many victims there are.
  package var count: Int64
  /// When the first of the most important ones started: the later the cheaper. A pod that has not
  /// started counts as starting now.
  package var earliestStart: Instant

  /// Adds up victims, the most important one first; there is at least one.
  package init(
    of victims: some Collection<(priority: Int32, start: Instant?)>, violations: Int64
  ) {
    self.violations = violations
    highestPriority = Int32.min
    prioritySum = 0
    count = 0
    earliestStart = Instant.distantFuture
    for (priority, start) in victims {
      count += 1
      prioritySum += Int64(priority) + (1 << 31)
      if priority > highestPriority {
        highestPriority = priority
        earliestStart = start ?? .distantFuture
      } else if priority == highestPriority {
        earliestStart = min(earliestStart, start ?? .distantFuture)
      }
    }
  }

  /// Whether one is taken before the other.
  package static func < (one: PreemptionCost, other: PreemptionCost) -> Bool {
    if one.violations != other.violations { return one.violations < other.violations }
    if one.highestPriority != other.highestPriority {
      return one.highestPriority < other.highestPriority
    }
    if one.prioritySum != other.prioritySum { return one.prioritySum < other.prioritySum }
    if one.count != other.count { return one.count < other.count }
    return one.earliestStart > other.earliestStart
  }
}
