import ClusterAPI
import Facts
import SpotScheduler
import Units

/// Lent machines in the journal, told as those of a fleet without Cluster API are: each is one node,
/// whose Machine in one cluster or another is in some stage.
extension ControlPlaneJournalWriter {
  /// Writes a fact that speaks of lent machines; false for all others.
  mutating func writeLent(_ fact: ControlPlaneFact) -> Bool {
    let subject = Int(fact.subject)
    switch fact.kind {
    case .lentMachineIsMade:
      lent.note(machine: subject, of: Int(fact.object))
      change(Int(fact.object), to: .waitingForHost, fact.at)
    case .hostIsTaken:
      guard subject < lent.fleet.hosts.count else { return false }
      change(Int(fact.object), to: .provisioning, fact.at)
    case .hostStepFails:
      guard subject < lent.fleet.hosts.count else { return false }
      add(
        .hostStepFailed, UInt32(subject), fleet.nodes[subject].pool.index, fact.value, at: fact.at)
    case .machineIsCreated, .machineIsAvailable, .machineIsDeleted, .drainBegins,
      .infrastructureIsDeleted, .machineIsGone, .machineIsUnhealthy, .nodeIsReady, .nodeDies,
      .nodeIsCordoned, .nodeIsUncordoned:
      guard lent.isLent(subject) else { return false }
      if let object = lent.object(of: subject) { writeMachine(fact, of: object) }
    case .drainIsAnnounced: tell(.preemptionAnnounced, ofObject: subject, fact.value, fact.at)
    case .lentMachineIsReclaimed: tell(.machineReclaimed, ofObject: subject, 0, fact.at)
    case .hostIsReclaimed: tell(.reclaimOrdered, ofObject: Int(fact.object), fact.value, fact.at)
    case .hostIsRecalled:
      add(.recallOrdered, UInt32(subject), lent.owner(ofHost: subject), fact.value, at: fact.at)
    case .hostIsSanitised: add(.hostSanitised, UInt32(subject), UInt32(fact.object), at: fact.at)
    case .hostIsAttested:
      add(
        .hostAttested, UInt32(subject), lent.owner(ofHost: subject), Int64(fact.object), at: fact.at
      )
    case .podIsEvicted, .evictionIsRefused, .lentPodIsDeleted, .podIsFinished, .podIsGone:
      return writePod(fact)
    case .podIsPlaced: bind(subject, to: Int(fact.object), fact.at)
    default: return false
    }
    // That a pod has its place is told of all alike.
    return fact.kind != .podIsPlaced
  }

  /// No machine is at home until its owner's Machine is Ready.
  mutating func writeStart() {
    for host in lent.fleet.hosts.indices {
      add(
        .machineStageChanged, UInt32(host), lent.owner(ofHost: host),
        MachineStage.absent.rawValue, at: named.plan.start)
    }
  }

  /// A window opens or closes.
  mutating func write(_ edge: LentJournal.Edge) {
    let host = lent.fleet.hosts[edge.host]
    if let length = edge.length, let borrower = host.borrowers.first {
      add(
        .lendingWindowOpened, UInt32(edge.host), lent.cluster(of: Int(borrower.index)),
        length.nanoseconds, at: edge.at)
    } else {
      add(.lendingWindowClosed, UInt32(edge.host), lent.owner(ofHost: edge.host), at: edge.at)
    }
  }

  private mutating func tell(
    _ kind: FactKind, ofObject object: Int, _ value: Int64, _ at: Instant
  ) {
    add(kind, lent.host(of: object), lent.cluster(of: object), value, at: at)
  }

  private mutating func change(_ object: Int, to stage: MachineStage, _ at: Instant) {
    guard lent.stages[object] != stage else { return }
    lent.stages[object] = stage
    tell(.machineStageChanged, ofObject: object, stage.rawValue, at)
  }

  private mutating func writeMachine(_ fact: ControlPlaneFact, of object: Int) {
    let stage = lent.stages[object]
    switch fact.kind {
    case .nodeIsReady:
      if stage == .provisioning { change(object, to: .ready, fact.at) }
    case .nodeIsCordoned, .drainBegins:
      if stage == .ready { change(object, to: .draining, fact.at) }
      if fact.kind == .nodeIsCordoned { tell(.nodeCordoned, ofObject: object, 0, fact.at) }
    case .nodeIsUncordoned:
      if stage == .draining { change(object, to: .ready, fact.at) }
      tell(.nodeUncordoned, ofObject: object, 0, fact.at)
    case .infrastructureIsDeleted:
      endPods(of: object, areKilled: true, fact.at)
      change(object, to: .deleting, fact.at)
    case .machineIsGone: change(object, to: .absent, fact.at)
    case .nodeDies:
      endPods(of: object, areKilled: false, fact.at)
      // It is no Ready node any more, though nobody knows that yet; one that is on its way out stays so.
      if stage == .ready || stage == .draining { change(object, to: .provisioning, fact.at) }
    default: break
    }
  }

  // MARK: - Pods

  /// A borrower's pod comes to a lent machine. Pods of DaemonSets belong to the Node.
  private mutating func bind(_ pod: Int, to machine: Int, _ at: Instant) {
    guard let object = lent.object(of: machine), lent.isBorrower(object),
      named.plan.workloads[pods[pod].workload].kind.tag != .daemonSet
    else { return }
    lent.pods[object].append(LentJournal.BoundPod(number: pod))
    add(
      .podBound, UInt32(pod), lent.host(of: object), Int64(pods[pod].workload), at: at)
  }

  /// Writes what happens to a pod that is or was on a lent machine; false for all others.
  private mutating func writePod(_ fact: ControlPlaneFact) -> Bool {
    let number = Int(fact.subject)
    guard number < pods.count, !pods[number].isPending,
      lent.isLent(pods[number].node)
    else { return false }
    guard let object = lent.object(of: pods[number].node) else { return true }
    let service = UInt32(pods[number].workload)
    let host = lent.host(of: object)
    switch fact.kind {
    case .podIsEvicted:
      add(.podEvictionGranted, service, host, Int64(number), at: fact.at)
      ask(number, of: object, fact)
    case .evictionIsRefused:
      add(refusal(fact), service, host, Int64(number), at: fact.at)
    case .lentPodIsDeleted:
      if fact.object > 0 {
        add(.serviceBudgetBroken, service, host, Int64(fact.object), at: fact.at)
      }
      ask(number, of: object, fact)
    default: release(number, of: object, fact.at)
    }
    return true
  }

  /// A pod is asked to leave; one of the owner's own is told of alone.
  private mutating func ask(_ number: Int, of object: Int, _ fact: ControlPlaneFact) {
    guard lent.isBorrower(object) else {
      add(
        .servicePodEvicted, UInt32(pods[number].workload), lent.host(of: object), fact.value,
        at: fact.at)
      return
    }
    guard let place = lent.pods[object].firstIndex(where: { $0.number == number }) else { return }
    lent.pods[object][place].askedAt = lent.pods[object][place].askedAt ?? fact.at
    lent.pods[object][place].endsBy = fact.at + TimeSpan(nanoseconds: fact.value)
    add(.podAskedToLeave, UInt32(number), lent.host(of: object), fact.value, at: fact.at)
  }

  private mutating func release(_ number: Int, of object: Int, _ at: Instant) {
    guard let place = lent.pods[object].firstIndex(where: { $0.number == number })
    else { return }
    let pod = lent.pods[object][place]
    lent.pods[object].remove(at: place)
    add(
      .podReleased, UInt32(number), lent.host(of: object), pod.askedAt == nil ? 0 : 1, at: at)
  }

  /// A machine stops with the pods that are on it.
  private mutating func endPods(of object: Int, areKilled: Bool, _ at: Instant) {
    let host = lent.host(of: object)
    for pod in lent.pods[object] {
      if areKilled {
        let grace = named.plan.workloads[pods[pod.number].workload].terminationGrace
        let missing = pod.askedAt == nil ? grace : max(pod.endsBy - at, .zero)
        add(.podCutShort, UInt32(pod.number), host, missing.nanoseconds, at: at)
      }
      add(.podReleased, UInt32(pod.number), host, 2, at: at)
    }
    lent.pods[object].removeAll()
  }
}
