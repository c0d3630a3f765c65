import Documents
import SpotScheduler
import Units

/// Who lends what to whom, when, and on which terms.
extension SnapshotDraft {
  mutating func writeLending() {
    lines.blank()
    guard !offers.isEmpty else {
      lines.comment(
        "Nothing is lent: no host has a borrower's object, or an hour that its owner leaves free. "
          + "FILL IN: lending (docs/lending.md).")
      return
    }
    lines.entry("lending:")
    lines.entry("owner: \(ownerName)", depth: 1)
    lines.entry("borrowers: [\(borrowerNames.joined(separator: ", "))]", depth: 1)
    writeTerms()
    lines.comment(
      "The way back that the terms plan with, as spans that never vary. FILL IN: kind, and laws of what "
        + "was measured (distribution: uniform, low: 30s, high: 3m).", depth: 1)
    let taken = TimeSpan.seconds(policy.returnSession.nanoseconds / 1_000_000_000 / 4)
    let provider: DocumentValue = [
      "kind": "remote-machine", "provision": .string((policy.returnSession - taken).text),
      "join": .string(max(policy.returnTime - policy.returnSession, .zero).text),
      "deprovision": .string(taken.text),
      "concurrency": .integer(Int64(policy.providerConcurrency)),
    ]
    lines.entry("provider: \(DraftLines.flow(provider))", depth: 1)
    lines.entry("offers:", depth: 1)
    for pool in fleet.pools {
      guard let offer = pool.offer else {
        for note in pool.notes { lines.comment("\(pool.name) \(note).", depth: 2) }
        continue
      }
      for note in pool.notes + [offer.schedule.note].compactMap({ $0 }) {
        lines.comment("\(pool.name): \(note).", depth: 2)
      }
      lines.entry("\(pool.name):", depth: 2)
      writeSchedule("schedule", offer.schedule, depth: 3)
    }
    writeRecalls()
  }

  private mutating func writeSchedule(_ key: String, _ schedule: DraftSchedule, depth: Int) {
    guard case .windows(let windows) = schedule.form, windows.count > 1 else {
      let members = schedule.members.compactMap { key, value in value.map { (key: key, value: $0) }
      }
      lines.entry("\(key): \(DraftLines.flow(.mapping(members)))", depth: depth)
      return
    }
    lines.entry("\(key):", depth: depth)
    lines.entry("timezone: \(DraftLines.scalar(schedule.zone))", depth: depth + 1)
    lines.entry("windows:", depth: depth + 1)
    for window in windows {
      lines.entry(
        "- {from: \(DraftLines.scalar(window.from)), to: \(DraftLines.scalar(window.to))}",
        depth: depth + 2)
    }
  }

  private mutating func writeTerms() {
    func whole(_ count: Int) -> DocumentValue? {
      count == .max ? .none : .some(.integer(Int64(count)))
    }
    let usage: DocumentValue? = policy.usage.map {
      [
        "lendBelow": .string(Share.text(Int64($0.lendBelowPermille))),
        "recallAbove": .string(Share.text(Int64($0.recallAbovePermille))),
      ]
    }
    lines.comment(
      "The terms that fivespot decide goes by; docs/lending.md says what each does.", depth: 1)
    lines.mapping(
      "scheduler",
      [
        ("profile", "regulated"), ("notice", .string(policy.notice.text)),
        ("tenure", .string(policy.tenure.text)),
        ("drainDeadline", .string(policy.drainDeadline.text)),
        ("evictionRetry", .string(policy.evictionRetry.text)),
        ("spareHosts", .integer(Int64(policy.spareHosts))),
        ("simultaneousStarts", whole(policy.simultaneousStarts)),
        ("simultaneousDrains", whole(policy.simultaneousDrains)),
        ("idleDelay", policy.idleDelay.map { .string($0.text) }),
        ("evenOutDelay", policy.evenOutDelay.map { .string($0.text) }), ("usage", usage),
        ("emergencyDeadline", .string(policy.emergencyDeadline.text)),
        ("reclaimHold", .string(policy.reclaimHold.text)),
      ], depth: 1)
    guard !policy.drainClasses.isEmpty else { return }
    lines.comment(
      "FILL IN: namespace, labels and priority of jobs, by which classes match.", depth: 2)
    lines.entry("drainClasses:", depth: 2)
    for drainClass in policy.drainClasses {
      lines.entry("- \(DraftLines.flow(drainClass.value))", depth: 3)
    }
  }

  private mutating func writeRecalls() {
    let recalls = snapshot.recalls.filter {
      Int($0.cluster.index) == fleet.owner && $0.until > start && $0.at < start + Self.span
    }
    guard !recalls.isEmpty else { return }
    lines.entry("recalls:", depth: 1)
    for recall in recalls {
      let at = max(recall.at, start)
      if at > recall.at {
        lines.comment(
          "Given at \(recall.at.rfc3339); what is left of it from the start on.", depth: 2)
      }
      let within = max(recall.at + recall.within - at, .seconds(1))
      let machines = recall.count.map { ", machines: \($0)" } ?? ""
      lines.entry(
        "- {at: \(at.rfc3339), within: \(within.text), until: \(recall.until.rfc3339)\(machines)}",
        depth: 2)
    }
  }

  /// The terms of the policy are what every variant is held against.
  mutating func writePromises() {
    guard !offers.isEmpty else { return }
    lines.blank()
    lines.comment("What every variant is held against, whatever its scheduler promises.")
    lines.mapping(
      "promises",
      [("notice", .string(policy.notice.text)), ("tenure", .string(policy.tenure.text))],
      depth: 0)
  }

  mutating func writePrices() {
    lines.blank()
    lines.comment("FILL IN: what machines cost, which no snapshot holds; then take the marks away.")
    lines.literal("prices:")
    lines.literal("  currency: USD")
    lines.literal("  energyPerKilowattHour: 0.13")
    lines.literal("  pools:")
    for pool in fleet.pools {
      lines.literal(
        "    \(pool.name): {kind: owned, purchase: 10000, lifeYears: 5, "
          + "watts: {idle: 100, full: 400, off: 8}}")
    }
  }

  mutating func writeVariants() {
    guard !offers.isEmpty else { return }
    lines.blank()
    lines.comment("The same fleet under several schedulers.")
    lines.entry("variants:")
    lines.entry("dedicated:", depth: 1)
    let owners = Set(fleet.pools.map(\.cluster))
    if fleet.borrowers.contains(where: { !owners.contains($0) }) || fleet.borrowers.isEmpty {
      lines.comment(
        "Jobs of a borrower that has no machine are rejected. FILL IN: a pool of its own, or of a cloud "
          + "(autoscaling).", depth: 2)
    }
    lines.entry("description: No machine is lent.", depth: 2)
    lines.entry("set: {lending: {scheduler: none}}", depth: 2)
    if offers.allSatisfy({ $0.offer?.ownerSchedule != nil }) {
      writeUpstream()
    } else {
      lines.comment(
        "5-Spot v0.3 could be held against this if both objects of every host had days and hours.",
        depth: 1)
    }
    lines.entry("regulated:", depth: 1)
    lines.entry("description: The regulated scheduler lends, on the terms above.", depth: 2)
  }

  private mutating func writeUpstream() {
    let machines = snapshot.scheduledMachines.filter { Int($0.host.index) < snapshot.hosts.count }
    let timeouts = Set(machines.map { [$0.gracefulShutdownTimeout, $0.nodeDrainTimeout] })
    if timeouts.count > 1 {
      lines.comment(
        "The objects' timeouts differ; a scenario has one of each, and the first object's are taken.",
        depth: 1)
    }
    lines.entry("five-spot:", depth: 1)
    lines.entry("description: 5-Spot v0.3 lends, by its days and hours.", depth: 2)
    lines.entry("set:", depth: 2)
    lines.entry("lending:", depth: 3)
    let scheduler: DocumentValue = [
      "profile": "upstream-0.3",
      "gracefulShutdownTimeout": .string(machines.first?.gracefulShutdownTimeout.text ?? "5m"),
      "nodeDrainTimeout": .string(machines.first?.nodeDrainTimeout.text ?? "5m"),
    ]
    lines.entry("scheduler: \(DraftLines.flow(scheduler))", depth: 4)
    lines.entry("offers:", depth: 4)
    for pool in offers {
      guard let own = pool.offer?.ownerSchedule else { continue }
      lines.entry("\(pool.name):", depth: 5)
      writeSchedule("ownerSchedule", own, depth: 6)
    }
  }
}
