package import Documents
import Units

extension SnapshotDocument {
  /// A snapshot as a document that reads back as the same snapshot.
  ///
  /// - Parameter zoneRules: The release of the time zone rules that its schedules use.
  package static func document(
    of snapshot: FleetSnapshot, zoneRules: String? = nil
  ) throws(DocumentWriteError) -> DocumentValue {
    var schedules = NamedSchedules()
    var machines: [DocumentValue] = []
    for (index, machine) in snapshot.scheduledMachines.enumerated() {
      let id = ScheduledMachineID(UInt32(index))
      let schedule = try schedules.name(of: machine.schedule)
      machines.append(object(id, machine, schedule: schedule, in: snapshot))
    }
    return SnapshotText.mapping([
      ("apiVersion", .string(SnapshotFormat.version)),
      ("zoneRules", zoneRules.map { .string($0) }),
      ("clusters", .sequence(snapshot.clusters.map(\.value))),
      ("schedules", .mapping(schedules.values)),
      (
        "hosts",
        .sequence(
          snapshot.hosts.map { $0.value(in: snapshot) })
      ),
      ("scheduledMachines", .sequence(machines)),
      ("recalls", .sequence(snapshot.recalls.map { recall($0, in: snapshot) })),
    ])
  }

  private static func object(
    _ id: ScheduledMachineID, _ machine: ScheduledMachine, schedule: String,
    in snapshot: FleetSnapshot
  ) -> DocumentValue {
    let index = Int(id.index)
    let host = Int(machine.host.index)
    let pods = index < snapshot.pods.count ? snapshot.pods[index] : []
    let failed = snapshot.failedCalls.last { $0.machine == id }
    return SnapshotText.mapping([
      ("name", .string(machine.name)),
      ("cluster", .string(snapshot.clusters[Int(machine.cluster.index)].name)),
      ("host", host < snapshot.hosts.count ? .string(snapshot.hosts[host].name) : nil),
      ("role", .string(machine.role.rawValue)),
      ("schedule", .string(schedule)),
      ("enabled", .boolean(machine.isEnabled)),
      ("killSwitch", .boolean(machine.killSwitch)),
      ("gracefulShutdownTimeout", SnapshotText.span(machine.gracefulShutdownTimeout)),
      ("nodeDrainTimeout", SnapshotText.span(machine.nodeDrainTimeout)),
      ("priority", .integer(Int64(machine.priority))),
      ("generation", .integer(machine.generation)),
      ("machine", snapshot.observation(of: id).value),
      ("pods", .sequence(pods.sorted { $0.id < $1.id }.map { $0.value(in: snapshot) })),
      (
        "failedCall",
        failed.map {
          .mapping([("call", .string($0.call.rawValue)), ("at", SnapshotText.instant($0.at))])
        }
      ),
      ("status", snapshot.status(of: id).value),
    ])
  }

  private static func recall(_ recall: Recall, in snapshot: FleetSnapshot) -> DocumentValue {
    SnapshotText.mapping([
      ("cluster", .string(snapshot.clusters[Int(recall.cluster.index)].name)),
      ("at", SnapshotText.instant(recall.at)), ("within", SnapshotText.span(recall.within)),
      ("until", SnapshotText.instant(recall.until)),
      ("count", recall.count.map { .integer(Int64($0)) }),
    ])
  }
}

/// The different schedules of a snapshot, each under a name.
private struct NamedSchedules {
  var values: [(key: String, value: DocumentValue)] = []
  /// Looked up by canonical text, never iterated.
  private var names: [[UInt8]: String] = [:]

  mutating func name(of schedule: LendingSchedule) throws(DocumentWriteError) -> String {
    let value = schedule.value
    let text = try value.canonicalJSON()
    if let name = names[text] { return name }
    let name = "schedule-\(values.count + 1)"
    names[text] = name
    values.append((name, value))
    return name
  }
}

extension MachineObservation {
  fileprivate var value: DocumentValue {
    SnapshotText.mapping([
      ("stage", .string(stage.rawValue)), ("since", SnapshotText.instant(since)),
      ("cordoned", .boolean(isCordoned)), ("cordonedByOthers", .boolean(isCordonedByOthers)),
      ("reclaimRequestedAt", reclaimRequestedAt.map { SnapshotText.instant($0) }),
    ])
  }
}

extension PodObservation {
  fileprivate func value(in snapshot: FleetSnapshot) -> DocumentValue {
    let traits = traits.flatMap {
      Int($0.index) < snapshot.podTraits.count ? snapshot.podTraits[Int($0.index)] : nil
    }
    let namespace = traits?.namespace ?? ""
    let priority = traits?.priority ?? 0
    return SnapshotText.mapping([
      ("id", .lexeme(String(id.index))), ("boundAt", SnapshotText.instant(boundAt)),
      ("terminationGrace", SnapshotText.span(terminationGrace)),
      ("terminatingSince", terminatingSince.map { SnapshotText.instant($0) }),
      ("exempt", .boolean(isExemptFromDrain)),
      ("drainOrder", drainOrder == 0 ? nil : .integer(Int64(drainOrder))),
      ("namespace", namespace.isEmpty ? nil : .string(namespace)),
      ("labels", traits?.labels.value),
      ("priority", priority == 0 ? nil : .integer(Int64(priority))),
    ])
  }
}

extension LendingSchedule {
  /// The schedule as a document writes it.
  var value: DocumentValue {
    SnapshotText.mapping([
      ("windows", .sequence(windows.map(\.value))),
      ("exceptions", .sequence(exceptions.map(\.value))),
      ("within", within.isEmpty ? nil : .sequence(within.map(\.value))),
      ("complement", .boolean(isComplement)),
    ])
  }
}

extension LendingWindow {
  fileprivate var value: DocumentValue {
    func window(
      _ kind: String, _ zone: ZoneRules, _ members: [(key: String, value: DocumentValue)]
    ) -> DocumentValue {
      .mapping([("kind", .string(kind)), ("timezone", .string(zone.name))] + members)
    }
    switch self {
    case .daysAndHours(let weekly):
      return window(
        "days-and-hours", weekly.zone,
        [
          ("daysOfWeek", .sequence(weekly.days.weekdays.map { .string($0.abbreviation) })),
          ("hoursOfDay", .sequence(weekly.hours.numbers.map { .string(String($0)) })),
          ("enabled", .boolean(weekly.isEnabled)),
        ])
    case .weekly(let weekly):
      return window(
        "weekly", weekly.zone,
        [
          ("from", .string(weekly.opens.description)), ("to", .string(weekly.closes.description)),
        ])
    case .civil(let civil):
      return window(
        "civil", civil.zone,
        [("from", .string(civil.opens.description)), ("to", .string(civil.closes.description))])
    case .holidays(let calendar):
      return window(
        "holidays", calendar.zone,
        [("dates", .sequence(calendar.holidays.sorted().map { .string($0.iso) }))])
    case .earlyCloses(let calendar, let margin):
      let closes = calendar.earlyCloses.compactMap {
        CivilTime($0.date, hour: $0.minuteOfDay / 60, minute: $0.minuteOfDay % 60)
      }
      return window(
        "early-closes", calendar.zone,
        [
          ("closes", .sequence(closes.sorted().map { .string($0.description) })),
          ("margin", SnapshotText.span(margin)),
        ])
    }
  }
}
