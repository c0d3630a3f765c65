import Documents
package import Units

extension ManifestSet {
  /// The machines with their schedules, and the schedules that no machine of the input refers to.
  ///
  /// - Parameter zones: The time zone rules.
  /// - Returns: The entries in the order of the input, and what keeps the others from being one.
  package func previewEntries(
    zones: ZoneRulesSet
  ) -> (entries: [PreviewEntry], problems: [ManifestProblem]) {
    var resolver = ScheduleResolver(set: self, zones: zones)
    var entries: [PreviewEntry] = []
    var used: Set<Int> = []
    for object in objects {
      guard case .scheduledMachine = object.kind else { continue }
      if let provider = resolver.provider(of: object) { used.insert(provider) }
      if let entry = resolver.machine(object) { entries.append(entry) }
    }
    for (index, object) in objects.enumerated() where !used.contains(index) {
      if case .scheduledMachine = object.kind { continue }
      guard let schedule = resolver.schedule(at: index) else { continue }
      entries.append(
        PreviewEntry(
          kind: object.kind.name, name: "\(object.namespace)/\(object.name)",
          schedule: .hours(schedule), machines: 0))
    }
    let blocking = problems.filter { $0.rule.severity == .error }
    return (entries, ManifestProblem.sorted(blocking + resolver.problems))
  }
}

/// Finds the schedules of machines, each once.
private struct ScheduleResolver {
  let set: ManifestSet
  let zones: ZoneRulesSet
  var problems: [ManifestProblem] = []
  /// The schedules of providers by their place; nil for one that cannot be read.
  private var schedules: [Int: CalendarHours?] = [:]

  init(set: ManifestSet, zones: ZoneRulesSet) {
    self.set = set
    self.zones = zones
  }

  /// The place of the provider that a machine refers to.
  func provider(of object: ManifestObject) -> Int? {
    guard case .scheduledMachine(.v1beta1) = object.kind,
      let node = object.spec["schedule"].value, let reference = try? SpotScheduleReference(node)
    else { return nil }
    return set.providers(reference.kind, named: reference.name)
      .first { $0.namespace == object.namespace }?.index
  }

  mutating func machine(_ object: ManifestObject) -> PreviewEntry? {
    guard case .scheduledMachine(let version) = object.kind, let node = object.spec.value,
      let spec = try? ScheduledMachineSpec(node, version: version)
    else {
      blame(object)
      return nil
    }
    var scheduleName: String?
    let schedule: CalendarHours
    switch spec.schedule {
    case .inline(let inline):
      guard let hours = try? CalendarHours(inline, in: zones) else {
        blame(object)
        return nil
      }
      schedule = hours
    case .reference(let reference):
      guard let index = provider(of: object) else {
        problems.append(
          ManifestProblem(
            .missingProvider, object.spec["schedule"]["name"],
            "there is no \(reference.kind) \(object.namespace)/\(reference.name) in the input"))
        return nil
      }
      guard let hours = self.schedule(at: index) else { return nil }
      scheduleName = "\(reference.kind) \(object.namespace)/\(reference.name)"
      schedule = hours
    }
    let remark = remark(on: spec)
    let off = remark != nil && schedule.hoursPerWeek > 0
    return PreviewEntry(
      kind: object.kind.name, name: "\(object.namespace)/\(object.name)",
      scheduleName: scheduleName,
      schedule: .hours(off ? CalendarHours([], zone: schedule.zone) : schedule), remark: remark,
      grace: (try? TimeoutText.parse(spec.gracefulShutdownTimeout)) ?? .minutes(5))
  }

  private func remark(on spec: ScheduledMachineSpec) -> String? {
    if spec.killSwitch { return "its kill switch is on" }
    if !spec.enabled { return "it is switched off" }
    if case .inline(let schedule) = spec.schedule, !schedule.enabled {
      return "its schedule is switched off"
    }
    return nil
  }

  /// The schedule of a provider; nil when it cannot be read, which is said once.
  mutating func schedule(at index: Int) -> CalendarHours? {
    if let known = schedules[index] { return known }
    let object = set.objects[index]
    let hours = hours(of: object)
    schedules[index] = .some(hours)
    if hours == nil { blame(object) }
    return hours
  }

  private func hours(of object: ManifestObject) -> CalendarHours? {
    guard let node = object.spec.value else { return nil }
    if case .timeBasedSpotSchedule = object.kind {
      guard let spec = try? ScheduleSpec(node) else { return nil }
      return try? CalendarHours(spec, in: zones)
    }
    guard let market = try? Upstream.CapitalMarketsSchedule(node) else { return nil }
    return try? CalendarHours(market, in: zones)
  }

  /// Adds what lint refuses of an object.
  private mutating func blame(_ object: ManifestObject) {
    var lint = ObjectLint(object, in: set, zones: zones)
    lint.check()
    problems += lint.problems.filter { $0.rule.severity == .error }
  }
}
