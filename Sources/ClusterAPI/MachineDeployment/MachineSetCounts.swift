/// What a MachineSet should have and what it reports to have.
package struct MachineSetCounts: Hashable, Sendable, BitwiseCopyable {
  /// `spec.replicas`: how many Machines it should have.
  package var desired: Int
  /// `status.replicas`: how many it had when it last looked, those being deleted among them.
  package var present: Int
  /// `status.availableReplicas`.
  package var available: Int
  /// `status.upToDateReplicas`.
  package var upToDate: Int

  /// Makes counts; a set that is new has none.
  package init(desired: Int = 0, present: Int = 0, available: Int = 0, upToDate: Int = 0) {
    self.desired = desired
    self.present = present
    self.available = available
    self.upToDate = upToDate
  }

  /// How many Machines the set stands for: those it should have, or those that are not gone yet,
  /// whichever are more.
  package var standing: Int { max(desired, present) }
}

/// The sums over the sets of a MachineDeployment.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinedeployment/mdutil/util.go`.
package struct MachineSetTotals: Hashable, Sendable, BitwiseCopyable {
  /// How many Machines the sets should have.
  package var desired = 0
  /// How many they report.
  package var present = 0
  /// How many of these are available.
  package var available = 0
  /// How many of these are of the deployment's template.
  package var upToDate = 0
  /// How many the sets stand for: a Machine being deleted still counts, and so does one that is
  /// only wanted.
  package var standing = 0

  /// Sums up `sets`.
  package init(_ sets: some Sequence<MachineSetCounts>) {
    for set in sets {
      desired += set.desired
      present += set.present
      available += set.available
      upToDate += set.upToDate
      standing += set.standing
    }
  }

  /// Whether a deployment that wants `desired` Machines is rolled out: it has as many, all of its
  /// template and all available.
  package func isComplete(wanting desired: Int) -> Bool {
    present == desired && upToDate == desired && available == desired
  }
}
