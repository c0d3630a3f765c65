package import Documents
package import SpotScheduler
package import Units

/// A running 5-Spot beside the profile of its release: where the two differ.
///
/// The profile decides on what 5-Spot wrote into its statuses. A controller that follows its release has
/// nothing left to do, so whatever is decided is a difference: one that is about to happen, or one that
/// should have happened by now.
package struct ShadowReport: Hashable, Sendable {
  /// When the two were compared.
  package var at: Instant
  /// The release's profile.
  package var profile: SchedulerProfile
  /// How long a change may take before it counts as missing.
  package var tolerance: TimeSpan
  /// How many objects were compared.
  package var compared: Int
  /// The differences, sorted.
  package var differences: [ShadowDifference]

  /// Whether 5-Spot does what its release does.
  package var agrees: Bool { !differences.contains { $0.name.isFault } }

  /// Compares.
  ///
  /// - Parameters:
  ///   - fleet: What was seen.
  ///   - profile: The release's profile: upstream-0.3, or upstream-0.1.
  ///   - now: When.
  ///   - tolerance: How long a change may take; 5-Spot looks at an object every 60 s at least.
  package init(
    of fleet: ObservedFleet, profile: SchedulerProfile = .upstream03, at now: Instant,
    tolerance: TimeSpan = .minutes(2)
  ) {
    at = now
    self.profile = profile
    self.tolerance = tolerance
    compared = fleet.objects.count
    let comparison = ShadowComparison(fleet, profile: profile, at: now, tolerance: tolerance)
    differences = fleet.objects.indices.flatMap { comparison.differences(of: $0) }.sorted()
  }

  /// The report as a document: equal reports give equal bytes.
  package var document: DocumentValue {
    [
      "apiVersion": .string(SnapshotFormat.version), "kind": "ShadowReport",
      "at": .string(at.rfc3339), "profile": .string(profile.name),
      "tolerance": .string(tolerance.text), "compared": .integer(Int64(compared)),
      "differences": .sequence(
        differences.map {
          [
            "object": .string($0.object), "difference": .string($0.name.rawValue),
            "fault": .boolean($0.name.isFault), "said": .string($0.said),
            "expected": .string($0.expected),
          ]
        }),
    ]
  }

  /// The report for people.
  package func page() -> [PageSection] {
    let faults = differences.count { $0.name.isFault }
    let verdict =
      "\(compared) objects, \(faults) differences, \(differences.count - faults) changes due"
    guard !differences.isEmpty else {
      return [PageSection("5-Spot beside \(profile.name)", [[verdict]])]
    }
    return [
      PageSection("5-Spot beside \(profile.name)", [[verdict]]),
      PageSection(
        "Differences",
        [["object", "difference", "5-Spot says", "expected"]]
          + differences.map { [$0.object, $0.name.rawValue, $0.said, $0.expected] }),
    ]
  }
}

/// What the profile decides now, and what it would have decided a tolerance ago.
private struct ShadowComparison {
  let fleet: ObservedFleet
  let now: Instant
  let before: Instant
  private let due: [PhaseAfter?]
  private let overdue: [PhaseAfter?]

  /// The phase that a decision leads to.
  private struct PhaseAfter: Equatable {
    var phase: ScheduledMachineStatus.Phase
    var reason: Reason
  }

  init(
    _ fleet: ObservedFleet, profile: SchedulerProfile, at now: Instant, tolerance: TimeSpan
  ) {
    self.fleet = fleet
    self.now = now
    let (start, isTooEarly) = now.nanoseconds.subtractingReportingOverflow(
      max(tolerance, .zero).nanoseconds)
    before = isTooEarly ? .distantPast : Instant(nanoseconds: start)
    var snapshot = fleet.snapshot
    for (index, parts) in fleet.objects.enumerated() {
      var status = ScheduledMachineStatus(upstream: parts.status)
      // It is no edited object, and its schedule is to be read as its provider reads it.
      if parts.status.phase != nil {
        status.observedGeneration = snapshot.scheduledMachines[index].generation
        status.nextEdgeAt = .distantPast
      }
      snapshot.statuses[index] = status
    }
    func phases(at instant: Instant) -> [PhaseAfter?] {
      var phases: [PhaseAfter?] = Array(repeating: nil, count: snapshot.scheduledMachines.count)
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: instant, profile: profile)
      for change in decision.statusChanges {
        let index = Int(change.machine.index)
        guard change.status.phase != snapshot.statuses[index].phase else { continue }
        phases[index] = PhaseAfter(phase: change.status.phase, reason: change.status.reason)
      }
      return phases
    }
    due = phases(at: now)
    overdue = phases(at: before)
  }

  func differences(of index: Int) -> [ShadowDifference] {
    let object = fleet.snapshot.scheduledMachines[index].name
    let status = fleet.objects[index].status
    var found: [ShadowDifference] = []
    func add(_ name: ShadowDifference.Name, said: String, expected: String) {
      found.append(ShadowDifference(name, of: object, said: said, expected: expected))
    }
    if let after = due[index] {
      let isLate = overdue[index]?.phase == after.phase && (status.since ?? .distantPast) <= before
      add(
        isLate ? .phaseBehind : .phaseDue,
        said: status.phase.map { "\($0.rawValue)\(since(status))" } ?? "nothing yet",
        expected: "\(after.phase.rawValue), \(after.reason.rule.rawValue)")
    }
    if let phase = status.phase {
      let known = phase.upstreamReasons
      if !(status.reason.map { known.contains($0) } ?? false) {
        add(
          .reasonUnknown, said: status.reason?.rawValue ?? "no known reason",
          expected: known.map(\.rawValue).sorted().joined(separator: " or "))
      }
    }
    compareMachine(index, status, add)
    let generation = fleet.snapshot.scheduledMachines[index].generation
    if let observed = status.observedGeneration, observed < generation {
      add(
        .generationBehind, said: "generation \(observed)", expected: "generation \(generation)")
    }
    compareProvider(index, add)
    return found
  }

  private func compareMachine(
    _ index: Int, _ status: UpstreamStatus,
    _ add: (ShadowDifference.Name, _ said: String, _ expected: String) -> Void
  ) {
    let parts = fleet.objects[index]
    let seen = fleet.snapshot.observations[index]
    let isOld = (status.since ?? .distantPast) <= before
    switch status.phase {
    case .active where parts.machine == nil && isOld:
      add(.machineLost, "Active", "there is no Machine")
    case .inactive, .disabled, .terminated:
      if let machine = parts.machine, seen.stage != .deleting, isOld {
        add(.machineLeft, status.phase?.rawValue ?? "", "\(machine.reference.text) is there")
      }
    default: break
    }
    guard let node = parts.node, status.phase == .active else { return }
    if let said = status.nodeName {
      if said != node.reference.name { add(.nodeStale, said, node.reference.name) }
    } else if isOld, seen.stage == .ready, seen.since <= before {
      add(.nodeUnknown, "no nodeRef", node.reference.name)
    }
  }

  private func compareProvider(
    _ index: Int, _ add: (ShadowDifference.Name, _ said: String, _ expected: String) -> Void
  ) {
    guard let provider = fleet.objects[index].schedule, let said = fleet.objects[index].isActive
    else { return }
    let schedule = fleet.snapshot.scheduledMachines[index].schedule
    let hours = [now, before].map { Upstream.ScheduleProvider.wholeHour(of: $0) }
    let states = Set(hours.map { schedule.isActive(at: $0) })
    // Within the tolerance of an edge either state is right.
    guard !states.contains(said), let expected = states.first else { return }
    add(
      .providerDisagrees, "\(provider.reference.text) is \(said ? "on" : "off")",
      expected ? "on" : "off")
  }

  private func since(_ status: UpstreamStatus) -> String {
    status.since.map { " since \($0.rfc3339)" } ?? ""
  }
}
