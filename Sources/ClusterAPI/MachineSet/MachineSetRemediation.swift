package import KubernetesModel
import Units

/// Which unhealthy Machines a MachineSet replaces, and which have to wait.
///
/// It deletes them; others take their place once they are gone, since a Machine being deleted still
/// counts. Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_controller.go`,
/// `reconcileUnhealthyMachines`, `sortMachinesToRemediate`.
package struct MachineSetRemediation: Hashable, Sendable {
  /// Whether the set is the deployment's current one, or has none. The Machines of an old set are
  /// left to the rollout.
  package var isCurrentRevision: Bool
  /// How many Machines may be under replacement at a time, `spec.remediation.maxInFlight` of the
  /// deployment; nil for any number.
  package var mostInFlight: Int?
  /// Whether the preflight checks pass.
  package var passesPreflight: Bool

  /// Makes the input of a set.
  package init(isCurrentRevision: Bool = true, mostInFlight: Int? = nil, passesPreflight: Bool) {
    self.isCurrentRevision = isCurrentRevision
    self.mostInFlight = mostInFlight
    self.passesPreflight = passesPreflight
  }

  /// How many Machines of a deployment that wants `replicas` may be under replacement at a time;
  /// shares round up.
  package static func mostInFlight(_ limit: IntOrPercent, replicas: Int) -> Int {
    limit.scaled(to: replicas, rounding: .up)
  }

  /// What becomes of the unhealthy Machines.
  package struct Plan: Hashable, Sendable {
    /// These are deleted, in this order.
    package var delete: [Int] = []
    /// These wait until others are gone.
    package var deferred: [Int] = []
    /// These wait for the preflight checks, which are tried again after
    /// `ControllerConstants.preflightRetry`.
    package var onHold: [Int] = []
    /// These are of an old set and go with the rollout.
    package var leftToRollout: [Int] = []
  }

  /// What becomes of the unhealthy Machines among `members`.
  package func plan(_ members: [MachineSetMember]) -> Plan {
    var plan = Plan()
    let unhealthy = members.indices.filter {
      members[$0].wantsRemediation && !members[$0].isDeleting
    }
    guard !unhealthy.isEmpty else { return plan }
    guard isCurrentRevision else {
      plan.leftToRollout = unhealthy
      return plan
    }
    let ordered = MachineSetRemediation.sorted(unhealthy, of: members)
    var allowed = ordered.count
    if let mostInFlight {
      let inFlight = members.count { $0.isDeleting && $0.remediation == .deleting }
      allowed = min(max(mostInFlight - inFlight, 0), ordered.count)
    }
    plan.deferred = Array(ordered[allowed...])
    if passesPreflight {
      plan.delete = Array(ordered[..<allowed])
    } else {
      plan.onHold = Array(ordered[..<allowed])
    }
    return plan
  }

  /// The order in which unhealthy Machines are replaced: those that somebody picked, then the
  /// newest, which may not have work yet, then by name.
  package static func sorted(_ places: [Int], of members: [MachineSetMember]) -> [Int] {
    places.sorted { left, right in
      let (one, other) = (members[left], members[right])
      if one.hasRemediateAnnotation != other.hasRemediateAnnotation {
        return one.hasRemediateAnnotation
      }
      if one.createdAt != other.createdAt {
        return (one.createdAt ?? .distantPast) > (other.createdAt ?? .distantPast)
      }
      return one.nameOrder != other.nameOrder ? one.nameOrder < other.nameOrder : left < right
    }
  }
}
