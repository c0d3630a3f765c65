/// How a MachineDeployment whose `spec.paused` is set shares out a change of its size: the rollout
/// stands, the sets keep their proportions.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinedeployment/machinedeployment_sync.go`, `scale`,
/// and `mdutil/util.go`, `GetProportion`.
package struct PausedScaling: Hashable, Sendable {
  /// `spec.replicas` of the deployment.
  package var desired: Int
  /// `spec.rollout.strategy`.
  package var strategy: RolloutStrategy
  /// The sets, the oldest first.
  package var sets: [MachineSetCounts]
  /// The set with the deployment's template; nil while there is none, since a paused deployment
  /// makes none.
  package var current: Int?
  /// For each set the size that the deployment and its surge had when the set was last scaled
  /// (annotation `max-replicas`); nil where that is not known.
  package var sizeThen: [Int?]
  /// For each set what the deployment wanted then (annotation `desired-replicas`).
  package var desiredThen: [Int?]

  /// Makes the input; the sets were scaled for a deployment that wanted the same.
  package init(
    desired: Int, strategy: RolloutStrategy, sets: [MachineSetCounts], current: Int?,
    sizeThen: [Int?]? = nil, desiredThen: [Int?]? = nil
  ) {
    self.desired = desired
    self.strategy = strategy
    self.sets = sets
    self.current = current
    self.sizeThen = sizeThen ?? Array(repeating: nil, count: sets.count)
    self.desiredThen = desiredThen ?? Array(repeating: nil, count: sets.count)
  }

  /// How many Machines each set should have.
  ///
  /// A set that is the only one with Machines, or the current or newest where none has any, takes
  /// them all. Where the current one has them all already the others go to nothing. Otherwise the
  /// change goes by size, the largest set first, and that one gets what rounding leaves over.
  package func plan() -> [Int] {
    var plan = sets.map(\.desired)
    let active = sets.indices.filter { sets[$0].desired > 0 }
    if active.count <= 1 {
      let only = active.first ?? current ?? sets.indices.last
      if let only { plan[only] = desired }
      return plan
    }
    if let current, isSaturated(current) {
      for set in active where set != current { plan[set] = 0 }
      return plan
    }
    guard case .rollingUpdate = strategy else { return plan }
    let size = desired > 0 ? desired + RolloutLimits(strategy, replicas: desired).surge : 0
    let change = size - active.reduce(0) { $0 + sets[$1].desired }
    guard change != 0 else { return plan }
    let largestFirst = active.sorted { left, right in
      if sets[left].desired != sets[right].desired {
        return sets[left].desired > sets[right].desired
      }
      return change > 0 ? left > right : left < right
    }
    var done = 0
    for set in largestFirst {
      let share = self.share(of: set, size: size, change: change, done: done)
      plan[set] += share
      done += share
    }
    plan[largestFirst[0]] = max(plan[largestFirst[0]] + change - done, 0)
    return plan
  }

  private func isSaturated(_ set: Int) -> Bool {
    sets[set].desired == desired && desiredThen[set] == desired && sets[set].available == desired
  }

  /// What a set grows by, or shrinks by when it is less than nothing.
  private func share(of set: Int, size: Int, change: Int, done: Int) -> Int {
    let replicas = sets[set].desired
    let left = change - done
    guard left != 0 else { return 0 }
    // To nothing goes all of a set; with nothing to measure by a set stays as it is.
    let then = sizeThen[set] ?? sets.reduce(0) { $0 + $1.present }
    guard desired > 0 else { return max(-replicas, left) }
    guard then > 0 else { return 0 }
    let fraction = PausedScaling.rounded(replicas * size, over: then) - replicas
    return change > 0 ? min(fraction, left) : max(fraction, left)
  }

  /// A quotient of numbers that are not negative to the nearest whole number, halves up.
  private static func rounded(_ numerator: Int, over denominator: Int) -> Int {
    (2 * numerator + denominator) / (2 * denominator)
  }
}
