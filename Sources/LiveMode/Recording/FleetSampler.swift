package import SpotScheduler
package import Units

/// Makes samples of a fleet that is read again and again, each with what changed since the one before.
package struct FleetSampler: Sendable {
  /// What was there in the sample before.
  private struct Before {
    /// Pods whose end was not asked for, by uid.
    var steady: Set<String>
    /// Machines lent to each cluster that were there, by the uid of the Machine.
    var lent: [String: Set<String>]
  }

  private var before: Before?
  /// What prices are known; nil for none.
  package var prices: PriceTable?

  /// Begins, with nothing known of before: the first sample counts no evictions and interruptions.
  package init(prices: PriceTable? = nil) { self.prices = prices }

  /// A sample of a fleet that was read at `now`.
  package mutating func sample(
    _ fleet: ObservedFleet, objects: ClusterObjects, at now: Instant
  ) -> FleetRecording.Sample {
    var after = Before(steady: [], lent: [:])
    var clusters = fleet.snapshot.clusters.map { FleetRecording.Cluster($0.name) }
    for index in fleet.snapshot.scheduledMachines.indices {
      let machine = fleet.snapshot.scheduledMachines[index]
      let cluster = Int(machine.cluster.index)
      count(fleet, index, &clusters[cluster])
      let uid = fleet.objects[index].machine?.version.uid
      if machine.role == .borrower, let uid {
        after.lent[clusters[cluster].name, default: []].insert(uid)
      }
      for pod in fleet.snapshot.pods[index] where !pod.isExemptFromDrain {
        let uid = fleet.pods[Int(pod.id.index)].seen.version.uid
        if pod.terminatingSince == nil {
          after.steady.insert(uid)
        } else if let before, before.steady.contains(uid) {
          clusters[cluster].evictions = (clusters[cluster].evictions ?? 0) + 1
        }
      }
    }
    for index in clusters.indices {
      clusters[index].waiting = fleet.snapshot.clusters[index].pending
      clusters[index].podsWaiting = Int64(waitingPods(of: index, fleet, objects))
      clusters[index].perHour = perHour(of: index, fleet)
      guard let before else { continue }
      clusters[index].evictions = clusters[index].evictions ?? 0
      let name = clusters[index].name
      let gone = (before.lent[name] ?? []).subtracting(after.lent[name] ?? [])
      clusters[index].interruptions = Int64(gone.count)
    }
    before = after
    clusters.sort { $0.name < $1.name }
    return FleetRecording.Sample(at: now, clusters: clusters, budgets: budgets(of: fleet))
  }

  private func count(
    _ fleet: ObservedFleet, _ index: Int, _ cluster: inout FleetRecording.Cluster
  ) {
    let isBorrower = fleet.snapshot.scheduledMachines[index].role == .borrower
    switch fleet.snapshot.observations[index].stage {
    case .ready where isBorrower: cluster.lentReady += 1
    case .ready: cluster.ownReady += 1
    case .provisioning where isBorrower, .deleting where isBorrower,
      .waitingForHost where isBorrower:
      cluster.lentMoving += 1
    default: break
    }
    for pod in fleet.snapshot.pods[index] {
      let known = fleet.pods[Int(pod.id.index)].pod
      guard !known.isOfDaemonSet else { continue }
      cluster.running = MilliCPU(cluster.running.value + known.cpu.value)
      cluster.podsRunning += 1
    }
  }

  /// How many pods wait, where the snapshot says how much CPU they ask for.
  private func waitingPods(
    of index: Int, _ fleet: ObservedFleet, _ objects: ClusterObjects
  ) -> Int {
    guard fleet.snapshot.clusters[index].pending.value > 0 else { return 0 }
    let parts = fleet.objects.indices.filter {
      Int(fleet.snapshot.scheduledMachines[$0].cluster.index) == index
    }
    // The source of the cluster's nodes, or that of the cluster itself while it has none.
    var source = parts.compactMap { fleet.objects[$0].node?.reference.source }.first
    if source == nil, let cluster = parts.compactMap({ fleet.objects[$0].cluster }).first {
      source = .workload(namespace: cluster.reference.namespace, name: cluster.reference.name)
    }
    guard let source else { return 0 }
    let nowhere = ObjectReference(.node, "", "", in: source)
    return (objects.podsOfNode[nowhere] ?? []).count { reference in
      guard let pod = objects.pods[reference] else { return false }
      return !pod.hasSchedulingGates && pod.terminatingSince == nil
    }
  }

  /// What the Machines of a cluster cost; nil without a price for one of them.
  private func perHour(of cluster: Int, _ fleet: ObservedFleet) -> Money? {
    guard let prices else { return nil }
    var sum = Money.zero
    for index in fleet.snapshot.scheduledMachines.indices
    where Int(fleet.snapshot.scheduledMachines[index].cluster.index) == cluster
      && fleet.snapshot.observations[index].stage != .absent
    {
      guard let price = prices.perHour(ScheduledMachineID(UInt32(index)), in: fleet.snapshot) else {
        return nil
      }
      sum += price
    }
    return sum
  }

  /// The budgets of pods on lent machines, by name.
  private func budgets(of fleet: ObservedFleet) -> [FleetRecording.Budget] {
    var pods = [Int64](repeating: 0, count: fleet.budgets.count)
    for index in fleet.snapshot.scheduledMachines.indices
    where fleet.snapshot.scheduledMachines[index].role == .borrower {
      for pod in fleet.snapshot.pods[index] where !pod.isExemptFromDrain {
        for budget in fleet.pods[Int(pod.id.index)].budgets { pods[budget] += 1 }
      }
    }
    return fleet.budgets.indices.filter { pods[$0] > 0 }.map { place in
      let budget = fleet.budgets[place]
      return FleetRecording.Budget(
        name: budget.seen.reference.text, allowed: Int64(max(budget.budget.disruptionsAllowed, 0)),
        lentPods: pods[place])
    }
    .sorted { $0.name < $1.name }
  }
}

extension FleetRecording.Head {
  /// What a recording of a fleet says first: the zone and the holidays of its first schedule that has any.
  package init(of snapshot: FleetSnapshot, currency: Currency?) {
    self.init(currency: currency)
    let schedules = snapshot.scheduledMachines.map(\.schedule)
    let windows = schedules.flatMap(\.windows)
    for window in windows {
      switch window {
      case .daysAndHours(let weekly): timezone = weekly.zone.name
      case .weekly(let weekly): timezone = weekly.zone.name
      case .civil(let civil): timezone = civil.zone.name
      case .holidays(let calendar), .earlyCloses(let calendar, _): timezone = calendar.zone.name
      }
      break
    }
    var days: Set<CivilDate> = []
    for case .holidays(let calendar) in windows { days.formUnion(calendar.holidays) }
    holidays = days.sorted()
  }
}
