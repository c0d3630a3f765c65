package import Units

/// What a MachineSet does about the Machines that it lacks or has too many of.
///
/// It does all of it in one reconcile: a set does not start slowly, and a Machine being deleted is
/// one of those that it has.
///
/// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_controller.go`, `syncReplicas`.
package struct MachineSetScaling: Hashable, Sendable {
  /// `spec.replicas`.
  package var desired: Int
  /// `spec.deletion.order`.
  package var order: DeletionOrder
  /// Whether the annotation `cluster.x-k8s.io/disable-machine-create` is there and true, as on old
  /// sets under `OnDelete`.
  package var creationIsDisabled: Bool
  /// Whether the set takes Machines from other sets (annotation `receive-machines-from-machinesets`).
  package var receivesMachines: Bool
  /// Whether the set hands its Machines over (annotation `move-machines-to-machineset`).
  package var handsMachinesOver: Bool

  /// Makes the input of a set that makes and deletes Machines.
  package init(
    desired: Int, order: DeletionOrder = .random, creationIsDisabled: Bool = false,
    receivesMachines: Bool = false, handsMachinesOver: Bool = false
  ) {
    self.desired = desired
    self.order = order
    self.creationIsDisabled = creationIsDisabled
    self.receivesMachines = receivesMachines
    self.handsMachinesOver = handsMachinesOver
  }

  /// What the set does.
  package enum Step: Hashable, Sendable {
    /// It has what it should have, as far as it is counted.
    case nothing
    /// It makes so many Machines, one after another: an object for the bootstrap, one for the
    /// machine, and the Machine, three writes each. Preflight checks come first.
    case create(Int)
    /// It lacks so many and may not make them.
    case leaveMissing(Int)
    /// It deletes these, in this order. Of the Machines that have to go those already being deleted
    /// are taken off.
    case delete([Int])
    /// It hands the first list over to the current set and deletes the second.
    case handOver([Int], delete: [Int])
  }

  /// What the set does at `now` with `members`, all the Machines that it owns.
  package func step(_ members: [MachineSetMember], at now: Instant) -> Step {
    let missing = desired - members.count
    if missing > 0 { return creationIsDisabled ? .leaveMissing(missing) : .create(missing) }
    guard missing < 0 else { return .nothing }
    let surplus = members.count - awaiting(members).count - desired
    guard surplus > 0 else { return .nothing }
    if handsMachinesOver { return handOver(surplus, of: members, at: now) }
    let victims = order.first(surplus, of: members, at: now)
    return .delete(victims.filter { !members[$0].isDeleting })
  }

  /// What a set that takes no Machines from others and hands none over does, as far as their numbers
  /// say it: `deleting` of the `present` Machines are being deleted. Nil where Machines have to be
  /// chosen, which is `step(_:at:)`.
  package func step(present: Int, deleting: Int) -> Step? {
    precondition(
      !receivesMachines && !handsMachinesOver, "Machines that move are counted one by one")
    let missing = desired - present
    if missing > 0 { return creationIsDisabled ? .leaveMissing(missing) : .create(missing) }
    // Those being deleted come first in every order.
    return -missing <= deleting ? .nothing : nil
  }

  /// The Machines that were moved here and do not count yet, where the set takes any.
  package func awaiting(_ members: [MachineSetMember]) -> [Int] {
    receivesMachines ? members.indices.filter { members[$0].awaitsAcknowledgement } : []
  }

  /// A Machine that should be replaced is deleted; one being deleted counts as gone; one being
  /// updated, or without a Node yet, stays for now, so fewer may move than should.
  private func handOver(_ count: Int, of members: [MachineSetMember], at now: Instant) -> Step {
    var left = count
    var moved: [Int] = []
    var deleted: [Int] = []
    for place in order.sorted(members, at: now) where left > 0 {
      let member = members[place]
      if member.isDeleting {
        left -= 1
      } else if member.wantsRemediation {
        deleted.append(place)
        left -= 1
      } else if !member.isUpdatingInPlace && member.hasNode {
        moved.append(place)
        left -= 1
      }
    }
    return .handOver(moved, delete: deleted)
  }
}

extension MachineSetScaling {
  /// Whether the update of a Machine that was moved here can begin: it is counted, or the set no
  /// longer takes any, so that it is a Machine like any other.
  ///
  /// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_controller.go`,
  /// `triggerInPlaceUpdate`.
  package func mayStartUpdate(of member: MachineSetMember, isAcknowledged: Bool) -> Bool {
    !(member.awaitsAcknowledgement && receivesMachines && !isAcknowledged)
  }
}
