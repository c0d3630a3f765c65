package import Units

/// Which set of a MachineDeployment has its template, and which number its revision gets.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinedeployment/mdutil/util.go`,
/// `FindNewAndOldMachineSets`, `ComputeRevisionAnnotations`.
package struct CurrentMachineSet: Hashable, Sendable {
  /// The set, by its place; nil when one has to be made.
  package var set: Int?
  /// For each set whether its Machines may be updated in place: those of another template, unless a
  /// rollout was asked for by the time and the set is older. The extensions have their say besides.
  package var mayUpdateInPlace: [Bool]

  /// A set that may be the current one.
  package struct Candidate: Hashable, Sendable, BitwiseCopyable {
    /// The template, as a number that two templates share when a change from one to the other needs
    /// no rollout: labels, annotations, timeouts, `minReadySeconds`, readiness gates, taints and the
    /// order of deletion are carried over in place.
    package var template: Int
    /// When the set was made.
    package var createdAt: Instant
    /// How many Machines it should have.
    package var desired: Int

    /// Makes a candidate.
    package init(template: Int, createdAt: Instant, desired: Int) {
      self.template = template
      self.createdAt = createdAt
      self.desired = desired
    }
  }

  /// Finds the current set at `now` among `sets`, the oldest first and by name within a moment.
  ///
  /// Of several with the template that with the most Machines is it, then the oldest. From
  /// `rolloutAfter` on, `spec.rollout.after`, only a set made since counts.
  package init(
    among sets: [Candidate], template: Int, rolloutAfter: Instant? = nil, at now: Instant
  ) {
    let due = rolloutAfter.flatMap { $0 <= now ? $0 : nil }
    var best: Int?
    for (set, candidate) in sets.enumerated() where candidate.template == template {
      if let due, candidate.createdAt < due { continue }
      if let known = best, sets[known].desired >= candidate.desired { continue }
      best = set
    }
    self.set = best
    mayUpdateInPlace = sets.map { candidate in
      guard candidate.template != template else { return false }
      // A rollout that is due in this very moment is not yet past.
      guard let rolloutAfter, rolloutAfter < now else { return true }
      return candidate.createdAt >= rolloutAfter
    }
  }

  /// The revision of the current set: one more than the highest of the old sets, and never less
  /// than its own; nil stands for a set that has none yet.
  package static func revision(own: Int?, oldSets: some Sequence<Int?>) -> Int {
    let highest = oldSets.reduce(0) { max($0, $1 ?? 0) }
    return max(highest + 1, own ?? 0)
  }

  /// The old sets that are deleted once the rollout is complete: those that want nothing and have
  /// nothing.
  package static func removable(_ sets: [MachineSetCounts], current: Int) -> [Int] {
    sets.indices.filter { $0 != current && sets[$0].desired == 0 && sets[$0].present == 0 }
  }
}
