import KubernetesModel
import SpotScheduler
import Units

extension FleetAssembly {
  /// Takes over what is seen of an object's Machine, Node and pods, and what is remembered of it.
  mutating func observe(_ index: Int, _ hosts: inout HostAssembly) {
    let reference = fleet.objects[index].scheduledMachine.reference
    guard let object = objects.scheduledMachines[reference] else { return }
    let name = fleet.snapshot.scheduledMachines[index].name
    let status = terms.memory[name] ?? ScheduledMachineStatus(upstream: object.status)
    fleet.snapshot.statuses[index] = status
    guard let machine = machine(of: reference), let seen = objects.machines[machine] else {
      return
    }
    fleet.objects[index].machine = SeenObject(machine, seen.version)
    if let controller = seen.controller, controller.kind != ObjectKind.scheduledMachine.rawValue {
      find(
        .foreignMachine, machine,
        "\(controller.kind) \(controller.name) makes it anew when it is deleted",
        remedy: "take it out of that set, or lend another machine")
    }
    var observation = MachineObservation(stage: .provisioning, since: seen.createdAt)
    if let nodeName = seen.nodeName {
      let node = self.node(nodeName, of: reference, object)
      if let node, let known = objects.nodes[node] {
        fleet.objects[index].node = SeenObject(node, known.version)
        hosts.learn(
          fleet.snapshot.scheduledMachines[index].host, known,
          isOwner: fleet.snapshot.scheduledMachines[index].role == .owner)
        take(known, node, status, seen, into: &observation)
      } else if let since = seen.nodeHealthySince, node == nil {
        observation.stage = .ready
        observation.since = since
      }
    }
    if seen.hasFailed { observation.stage = .failed }
    if let deletedAt = seen.deletedAt {
      observation.stage = .deleting
      observation.since = deletedAt
    }
    fleet.snapshot.observations[index] = observation
  }

  /// The Machine of an object: the one of its name, else the first one that is stamped with it.
  private mutating func machine(of reference: ObjectReference) -> ObjectReference? {
    guard let found = machinesOfObject[reference], let first = found.first else { return nil }
    let own = found.first { $0.name == reference.name } ?? first
    if found.count > 1 {
      find(
        .severalMachines, reference,
        "\(found.count) Machines are stamped with it, and \(own.name) counts",
        remedy: "delete the others")
    }
    return own
  }

  /// Where an object's Node is looked for: in the workload cluster, else in the management cluster,
  /// as 5-Spot does without a kubeconfig. Nil when neither can know of it.
  private mutating func node(
    _ name: String, of reference: ObjectReference, _ object: ObservedScheduledMachine
  ) -> ObjectReference? {
    let workload = ObjectSource.workload(
      namespace: reference.namespace, name: object.clusterName)
    if objects.sources.contains(workload) {
      let node = ObjectReference(.node, "", name, in: workload)
      if objects.nodes[node] == nil {
        find(
          .nodeMissing, reference, "its Machine names the Node \(name), which is not there",
          remedy: "the Machine is taken to be on its way")
      }
      return node
    }
    let node = ObjectReference(.node, "", name, in: .management)
    if objects.nodes[node] != nil { return node }
    find(
      .clusterNotRead,
      ObjectReference(.cluster, reference.namespace, object.clusterName, in: .management),
      "its nodes, pods and budgets were not read", remedy: "name its kubeconfig secret")
    return nil
  }

  private mutating func take(
    _ known: ObservedNode, _ node: ObjectReference, _ status: ScheduledMachineStatus,
    _ machine: ObservedMachine, into observation: inout MachineObservation
  ) {
    if let since = known.readySince {
      observation.stage = .ready
      observation.since = since
    }
    observation.isCordoned = known.isUnschedulable
    observation.isCordonedByOthers =
      known.isUnschedulable && !status.hasCordoned && machine.deletedAt == nil
    observation.reclaimRequestedAt = known.reclaimRequestedAt
    if known.hasReclaimWithoutTime {
      find(
        .reclaimWithoutTime, node, "it asks for its machine back and does not say since when",
        remedy: "write \(ObservedNode.reclaimRequestedTime) as an RFC 3339 time")
    }
  }

  /// Numbers the pods on the fleet's nodes by cluster, namespace and name.
  mutating func numberPods() {
    var bound: [(pod: ObjectReference, machine: Int)] = []
    for (index, parts) in fleet.objects.enumerated() {
      guard let node = parts.node else { continue }
      for pod in objects.podsOfNode[node.reference] ?? [] { bound.append((pod, index)) }
    }
    bound.sort { $0.pod == $1.pod ? $0.machine < $1.machine : $0.pod < $1.pod }
    var traits: [PodTraits: PodTraitsID] = [:]
    for (reference, machine) in bound {
      guard let pod = objects.pods[reference] else { continue }
      let id = PodID(UInt64(fleet.pods.count))
      fleet.pods.append(
        ObservedBoundPod(
          seen: SeenObject(reference, pod.version), pod: pod, budgets: budgets(of: reference, pod))
      )
      let traitsID = traits[pod.traits] ?? PodTraitsID(UInt32(fleet.snapshot.podTraits.count))
      if traits[pod.traits] == nil {
        traits[pod.traits] = traitsID
        fleet.snapshot.podTraits.append(pod.traits)
      }
      fleet.snapshot.pods[machine].append(
        PodObservation(
          id: id, boundAt: pod.boundAt, terminationGrace: pod.terminationGrace,
          terminatingSince: pod.terminatingSince, isExemptFromDrain: pod.isExemptFromDrain,
          traits: traitsID))
    }
  }

  /// The places of the budgets that cover a pod.
  private mutating func budgets(of reference: ObjectReference, _ pod: ObservedPod) -> [Int] {
    let key = ObjectReference(
      .podDisruptionBudget, reference.namespace, "", in: reference.source)
    var places: [Int] = []
    for name in budgetsOfNamespace[key] ?? [] {
      guard let budget = objects.budgets[name], budget.spec.covers(pod.traits.labels) else {
        continue
      }
      let place = placeOfBudget[name] ?? fleet.budgets.count
      if place == fleet.budgets.count {
        fleet.budgets.append(
          ObservedBudgetOfPods(seen: SeenObject(name, budget.version), budget: budget))
        placeOfBudget[name] = place
      }
      places.append(place)
    }
    if places.count > 1 {
      find(
        .severalBudgets, reference, "\(places.count) budgets cover it, so its eviction is an error",
        remedy: "let one budget cover it")
    }
    return places
  }

  /// What the broker reads of each cluster: the CPU of Ready machines that may be lent, what the pods
  /// on them and those that wait ask for, and what waits. A DaemonSet's pods ask for nothing of their
  /// own, as they come and go with nodes.
  mutating func measureLoad() {
    var waiting: [ObjectSource: Int64] = [:]
    for source in fleet.sources {
      let nowhere = ObjectReference(.node, "", "", in: source)
      for reference in objects.podsOfNode[nowhere] ?? [] {
        guard let pod = objects.pods[reference], !pod.hasSchedulingGates,
          pod.terminatingSince == nil
        else { continue }
        waiting[source, default: 0] += pod.cpu.value
      }
    }
    for (index, cluster) in names.all.enumerated() {
      let own = ObjectSource.workload(namespace: cluster.key.namespace, name: cluster.key.name)
      // What waits in the management cluster is of those clusters only whose Nodes are there.
      let isOfManagement = fleet.objects.indices.contains {
        Int(fleet.snapshot.scheduledMachines[$0].cluster.index) == index
          && fleet.objects[$0].node?.reference.source == .management
      }
      let source = objects.sources.contains(own) ? own : isOfManagement ? .management : nil
      let pending = source.flatMap { waiting[$0] } ?? 0
      var lendable: Int64 = 0
      var requested = pending
      for host in fleet.snapshot.hosts where host.owner != ScheduledMachineID(.max) {
        let owner = Int(host.owner.index)
        guard Int(fleet.snapshot.scheduledMachines[owner].cluster.index) == index,
          fleet.snapshot.observations[owner].stage == .ready,
          fleet.objects[owner].node != nil
        else { continue }
        lendable += host.cpu.value
        for pod in fleet.snapshot.pods[owner] {
          let known = fleet.pods[Int(pod.id.index)].pod
          if !known.isOfDaemonSet { requested += known.cpu.value }
        }
      }
      fleet.snapshot.clusters[index].lendableAllocatable = MilliCPU(lendable)
      fleet.snapshot.clusters[index].requested = MilliCPU(requested)
      fleet.snapshot.clusters[index].pending = MilliCPU(pending)
      // Without a measurement of use, what is requested counts as used.
      fleet.snapshot.clusters[index].used = MilliCPU(requested)
      fleet.snapshot.clusters[index].usedPeak = MilliCPU(requested)
    }
  }
}

extension ScheduledMachineStatus {
  /// What the scheduler remembers of an object on which only 5-Spot has decided so far.
  init(upstream status: UpstreamStatus) {
    self.init()
    guard let phase = status.phase else { return }
    self.phase = phase
    since = status.since ?? .epoch
    reason = Reason(status.reason ?? .neverLookedAt, at: status.since)
    isScheduleActive = status.inSchedule
  }

  /// Whether the scheduler, or 5-Spot on its way out, has cordoned the node.
  fileprivate var hasCordoned: Bool {
    switch phase {
    case .shuttingDown, .emergencyRemove: return true
    default: return announcedAt != nil || drainStartedAt != nil || attempt == .cordon
    }
  }
}
