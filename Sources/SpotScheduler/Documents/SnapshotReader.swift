import Documents
import Units

/// Makes a snapshot of a checked document: names become ids, texts become schedules.
struct SnapshotReader {
  let zones: ZoneRulesSet
  var diagnostics: [Diagnostic] = []

  private(set) var clusters: [String: ClusterReference] = [:]
  private var hosts: [String: HostID] = [:]
  private var schedules: [String: LendingSchedule] = [:]
  private var podTraits: [PodTraits: PodTraitsID] = [:]

  init(zones: ZoneRulesSet) { self.zones = zones }

  /// The snapshot; nil when there is something wrong with it.
  mutating func snapshot(_ root: CheckedNode) -> FleetSnapshot? {
    if let rules = root["zoneRules"], let version = rules.text, version != zones.version {
      report(
        .invalidValue, rules,
        "the snapshot was made with time zone rules \(version), and these "
          + "are \(zones.version)", remedy: "use --zoneinfo with a folder of that release")
    }
    var clusterList: [ClusterSnapshot] = []
    for node in root.member("clusters").elements {
      let reference = ClusterReference(UInt32(clusterList.count))
      let known = clusters.updateValue(reference, forKey: node.text("name"))
      if known != nil { reportTwice(node, "cluster") }
      clusterList.append(cluster(node))
    }
    for member in root.member("schedules").members {
      schedules[member.key] = schedule(member.value)
    }
    var hostList: [HostSnapshot] = []
    for node in root.member("hosts").elements {
      let known = hosts.updateValue(HostID(UInt32(hostList.count)), forKey: node.text("name"))
      if known != nil { reportTwice(node, "host") }
      hostList.append(host(node))
    }
    let objects = root.member("scheduledMachines").elements
    var machines: [ScheduledMachine] = []
    var names: Set<String> = []
    for (index, node) in objects.enumerated() {
      let id = ScheduledMachineID(UInt32(index))
      if !names.insert(node.text("name")).inserted { reportTwice(node, "object") }
      let machine = machine(node)
      machines.append(machine)
      claim(id, machine, node, &hostList, machines)
    }
    var snapshot = FleetSnapshot(
      clusters: clusterList, hosts: hostList, scheduledMachines: machines)
    for (index, node) in objects.enumerated() {
      snapshot.observations[index] = MachineObservation(node.member("machine"))
      snapshot.pods[index] = pods(node.member("pods"), &snapshot.podTraits)
      let id = ScheduledMachineID(UInt32(index))
      if let failed = node["failedCall"], let call = FailedCall.Call(rawValue: failed.text("call"))
      {
        snapshot.failedCalls.append(FailedCall(call, of: id, at: failed.instant("at")))
      }
      if let status = node["status"] {
        snapshot.statuses[index] = ScheduledMachineStatus(status)
      }
    }
    snapshot.recalls = root.member("recalls").elements.map { node in
      if node.instant("until") <= node.instant("at") {
        report(
          .invalidValue, node.member("until"), "it is not after the order at \(node.instant("at"))",
          remedy: "give the instant at which machines may be lent again")
      }
      return Recall(
        cluster: reference(to: node.member("cluster"), in: clusters, "cluster")
          ?? ClusterReference(0),
        at: node.instant("at"), within: node.span("within"), until: node.instant("until"),
        count: node["count"]?.integer.map { Int($0) })
    }
    return diagnostics.isEmpty ? snapshot : nil
  }

  private mutating func reportTwice(_ node: CheckedNode, _ noun: String) {
    report(
      .conflict, node.member("name"), "there are two \(noun)s of the name \"\(node.text("name"))\"",
      remedy: "give each a name of its own")
  }

  private mutating func pods(
    _ node: CheckedNode, _ traits: inout [PodTraits]
  ) -> [PodObservation] {
    let pods = node.elements.map { PodObservation($0, traits: traitsID(of: $0, in: &traits)) }
    var seen: Set<PodID> = []
    for (pod, node) in zip(pods, node.elements) where !seen.insert(pod.id).inserted {
      report(.conflict, node.member("id"), "there are two pods of the number \(pod.id.index)")
    }
    return pods
  }

  /// The number of what a pod shares with others; nil when nothing is said.
  private mutating func traitsID(
    of node: CheckedNode, in traits: inout [PodTraits]
  ) -> PodTraitsID? {
    let pod = PodTraits(node)
    guard pod != PodTraits() else { return nil }
    if let known = podTraits[pod] { return known }
    let id = PodTraitsID(UInt32(traits.count))
    traits.append(pod)
    podTraits[pod] = id
    return id
  }

  private mutating func machine(_ node: CheckedNode) -> ScheduledMachine {
    let host = node["host"].map { reference(to: $0, in: hosts, "host") ?? HostID(.max) }
    return ScheduledMachine(
      name: node.text("name"),
      cluster: reference(to: node.member("cluster"), in: clusters, "cluster")
        ?? ClusterReference(0),
      host: host ?? HostID(.max),
      role: ScheduledMachine.Role(rawValue: node.text("role")) ?? .owner,
      schedule: reference(to: node.member("schedule"), in: schedules, "schedule") ?? .never,
      isEnabled: node.boolean("enabled"), killSwitch: node.boolean("killSwitch"),
      gracefulShutdownTimeout: node.span("gracefulShutdownTimeout"),
      nodeDrainTimeout: node.span("nodeDrainTimeout"),
      priority: UInt8(clamping: node.integer("priority")), generation: node.integer("generation"))
  }

  /// Puts an object on its host, which has one owner and borrowers of different clusters.
  private mutating func claim(
    _ id: ScheduledMachineID, _ machine: ScheduledMachine, _ node: CheckedNode,
    _ hostList: inout [HostSnapshot], _ machines: [ScheduledMachine]
  ) {
    let index = Int(machine.host.index)
    guard index < hostList.count else { return }
    switch machine.role {
    case .owner:
      guard hostList[index].owner == ScheduledMachineID(.max) else {
        report(
          .conflict, node.member("host"),
          "\(hostList[index].name) has another object of role owner",
          remedy: "a host has one owner")
        return
      }
      hostList[index].owner = id
    case .borrower:
      let others = hostList[index].borrowers.map { machines[Int($0.index)].cluster }
      guard !others.contains(machine.cluster) else {
        report(
          .conflict, node.member("cluster"),
          "\(hostList[index].name) has another object of role borrower in "
            + "\(node.text("cluster"))", remedy: "a host has one object in each cluster")
        return
      }
      hostList[index].borrowers.append(id)
    }
  }

  mutating func reference<Value>(
    to node: CheckedNode, in table: [String: Value], _ noun: String
  ) -> Value? {
    let name = node.text ?? ""
    if let value = table[name] { return value }
    report(
      .unknownName, node, "there is no \(noun) \"\(name)\"",
      remedy: NearestWord.advice(for: name, among: table.keys.sorted(), noun: "\(noun)s"))
    return nil
  }

  mutating func report(
    _ kind: Diagnostic.Kind, _ node: CheckedNode, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, kind, at: node.position, path: node.path, message, remedy: remedy))
  }

  // MARK: Schedules

  private mutating func schedule(_ node: CheckedNode) -> LendingSchedule {
    var windows: [LendingWindow] = []
    for element in node.member("windows").elements {
      if let window = window(element) { windows.append(window) }
    }
    var exceptions: [LendingWindow] = []
    for element in node.member("exceptions").elements {
      if let window = window(element) { exceptions.append(window) }
    }
    var within: [LendingSchedule] = []
    for element in node.member("within").elements { within.append(self.schedule(element)) }
    let schedule = LendingSchedule(windows, except: exceptions, within: within)
    return node.boolean("complement") ? schedule.complement : schedule
  }

  private mutating func window(_ node: CheckedNode) -> LendingWindow? {
    let zoneNode = node.member("timezone")
    guard let zone = zones[node.text("timezone")] else {
      report(
        .unknownName, zoneNode, "there is no time zone \"\(node.text("timezone"))\"",
        remedy: "write an IANA name such as Europe/London, spelt exactly")
      return nil
    }
    func texts(_ key: String) -> [String] { node.member(key).elements.compactMap(\.text) }
    switch node.text("kind") {
    case "days-and-hours":
      guard let days = try? DaysOfWeek(parsing: texts("daysOfWeek")),
        let hours = try? HoursOfDay(parsing: texts("hoursOfDay"))
      else { return nil }
      return .daysAndHours(
        WeeklySchedule(
          days: days, hours: hours, zone: zone, isEnabled: node.boolean("enabled")))
    case "weekly":
      guard let opens = WeekTime(text: node.text("from")),
        let closes = WeekTime(text: node.text("to"))
      else { return nil }
      return .weekly(WeeklyWindow(from: opens, to: closes, in: zone))
    case "civil":
      guard let opens = CivilTime(text: node.text("from")),
        let closes = CivilTime(text: node.text("to"))
      else { return nil }
      if closes <= opens {
        report(
          .invalidValue, node.member("to"), "it is not after \(opens)",
          remedy: "a window that never opens is better left out")
      }
      return .civil(CivilWindow(from: opens, to: closes, in: zone))
    case "holidays":
      return .holidays(
        ExchangeCalendar(
          zone: zone, holidays: texts("dates").compactMap { try? CivilDate(iso: $0) }))
    default:
      let closes = texts("closes").compactMap { CivilTime(text: $0) }.map {
        ExchangeCalendar.EarlyClose(date: $0.date, minuteOfDay: $0.minuteOfDay)
      }
      return .earlyCloses(
        ExchangeCalendar(zone: zone, earlyCloses: closes), margin: node.span("margin"))
    }
  }
}
