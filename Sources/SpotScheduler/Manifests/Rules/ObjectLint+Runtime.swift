import Documents
import Units

/// What the controller refuses, value by value.
extension ObjectLint {
  mutating func checkRuntime() {
    let spec = object.spec
    switch object.kind {
    case .scheduledMachine(let version):
      checkMachine(spec, version)
      checkStatus(object.root["status"])
    case .timeBasedSpotSchedule:
      checkZone(spec["timezone"])
      checkDays(spec["daysOfWeek"])
      checkHours(spec["hoursOfDay"])
    case .capitalMarketsSchedule:
      checkZone(spec["timezone"])
      for session in spec["sessions"].elements {
        checkDays(session["daysOfWeek"])
        checkHours(session["hoursOfDay"])
      }
    }
  }

  private mutating func checkMachine(
    _ spec: ManifestField, _ version: ScheduledMachineSpec.Version
  ) {
    check(spec["clusterName"]) { text throws(RuntimeRefusal) in
      try RuntimeChecks.checkClusterName(text)
    }
    let commands = spec["killIfCommands"]
    if commands.elements.count > RuntimeChecks.mostKillCommands {
      add(
        .runtime(.tooManyEntries), commands,
        "there are \(commands.elements.count) entries, and at most "
          + "\(RuntimeChecks.mostKillCommands) are allowed")
    }
    for command in commands.elements {
      check(command) { text throws(RuntimeRefusal) in try RuntimeChecks.checkKillCommand(text) }
    }
    for side in RuntimeChecks.EmbeddedSide.allCases {
      let embedded = spec[side.fieldName]
      check(embedded["apiVersion"]) { text throws(RuntimeRefusal) in
        try RuntimeChecks.checkGroup(of: text, side)
      }
      checkKeys(embedded["metadata"])
    }
    checkKeys(spec["machineTemplate"])
    checkTaints(spec["nodeTaints"])
    for timeout in ["gracefulShutdownTimeout", "nodeDrainTimeout"] { checkTimeout(spec[timeout]) }
    switch version {
    case .v1alpha1:
      let schedule = spec["schedule"]
      checkZone(schedule["timezone"])
      checkDays(schedule["daysOfWeek"])
      checkHours(schedule["hoursOfDay"])
    case .v1beta1:
      check(spec["schedule"]["apiVersion"]) { text throws(RuntimeRefusal) in
        try RuntimeChecks.checkScheduleGroup(of: text)
      }
    }
  }

  private mutating func checkKeys(_ metadata: ManifestField) {
    for map in ["labels", "annotations"] {
      for member in metadata[map].members {
        guard
          let prefix = RuntimeChecks.reservedPrefixes.first(where: {
            member.key.utf8.starts(with: $0.utf8)
          })
        else { continue }
        add(
          .runtime(.reservedPrefix), member,
          "\(ManifestText.quoted(member.key)) begins with the reserved \(prefix), so the machine "
            + "is never created and stays in phase Error",
          remedy: "remove it, or use a prefix of your own", atKey: true)
      }
    }
  }

  private mutating func checkTaints(_ taints: ManifestField) {
    var seen: Set<TaintChecks.Identity> = []
    for field in taints.elements {
      check(field["key"]) { text throws(RuntimeRefusal) in try TaintChecks.checkKey(text) }
      check(field["value"]) { text throws(RuntimeRefusal) in try TaintChecks.checkValue(text) }
      guard let node = field.node, let taint = try? Upstream.NodeTaint(node) else { continue }
      if !seen.insert(TaintChecks.Identity(taint)).inserted {
        add(.runtime(.duplicate), field, "\(ManifestText.quoted(taint.key)) is there before")
      }
    }
  }

  private mutating func checkStatus(_ status: ManifestField) {
    guard let node = status.value else { return }
    do throws(RuntimeRefusal) { _ = try ScheduledMachineStatusDocument(node) } catch {
      add(.runtime(error), status, "the controller cannot decode the status")
    }
  }

  // MARK: Schedules and timeouts

  private mutating func checkZone(_ field: ManifestField) {
    guard let name = field.text, !zones.contains(name) else { return }
    let nearest =
      zoneAnswers.nearest[name] ?? NearestWord.nearest(to: name, among: zones.names) ?? ""
    zoneAnswers.nearest[name] = nearest
    add(
      .runtime(.invalidTimezone), field,
      "\(ManifestText.quoted(name)) is no time zone of the rules \(zones.version)",
      remedy: nearest.isEmpty ? nil : "did you mean \"\(nearest)\"?")
  }

  private mutating func checkDays(_ list: ManifestField) {
    for item in list.elements {
      guard let text = item.text else { continue }
      do throws(ScheduleError) { _ = try DaysOfWeek(parsing: [text]) } catch {
        addSchedule(error, item)
      }
    }
  }

  private mutating func checkHours(_ list: ManifestField) {
    for item in list.elements {
      guard let text = item.text else { continue }
      do throws(ScheduleError) { _ = try HoursOfDay(parsing: [text]) } catch {
        addSchedule(error, item)
      }
    }
  }

  private mutating func addSchedule(_ error: ScheduleError, _ field: ManifestField) {
    let refusal = RuntimeRefusal(error)
    // The error's own text is what and what to do; here they are apart.
    add(
      .runtime(refusal), field,
      "\(ManifestText.quoted(error.item)) \(refusal.predicate), so the schedule cannot be read "
        + "and the machine keeps its phase")
  }

  private mutating func checkTimeout(_ field: ManifestField) {
    guard let text = field.text else { return }
    do throws(TimeoutError) { _ = try TimeoutText.parse(text) } catch {
      let refusal = RuntimeRefusal(error)
      add(
        .runtime(refusal), field,
        "\(ManifestText.quoted(text)) \(refusal.predicate), which shows only when it is needed, "
          + "and the machine then stays in its phase")
    }
  }

  /// Runs a check on a text that is there.
  private mutating func check(
    _ field: ManifestField, _ check: (String) throws(RuntimeRefusal) -> Void
  ) {
    guard let text = field.text else { return }
    do throws(RuntimeRefusal) { try check(text) } catch {
      add(.runtime(error), field, "\(ManifestText.quoted(text)) \(error.predicate)")
    }
  }
}

extension RuntimeRefusal {
  /// What is said of the value.
  var predicate: String {
    switch self {
    case .empty, .emptyKey, .emptyEntry, .emptyDuration: "is empty"
    case .tooLong: "is longer than 63 bytes"
    case .entryTooLong: "is longer than 256 bytes"
    case .invalidCharacter: "has a character that is not allowed"
    case .noGroup: "has no group"
    case .groupNotAllowed: "is of a group that the controller does not allow"
    case .prefixLength: "has a prefix that is empty or too long"
    case .prefixNotDnsSubdomain: "has a prefix that is no DNS name"
    case .nameLength: "has a name that is empty or longer than 63 bytes"
    case .namePattern, .valuePattern: "has a character that 5-Spot's library refuses"
    case .valueLength: "is longer than 63 bytes"
    case .invalidDay: "is no day of the week"
    case .invalidDayRange: "is no range of days"
    case .invalidHour: "is no hour"
    case .invalidHourRange: "is no range of hours"
    case .hourOutOfRange: "is beyond the hours of a day"
    case .nonASCII: "has characters outside ASCII"
    case .invalidValue: "does not begin with one whole number"
    case .invalidUnit: "does not end in s, m or h"
    case .overflow, .exceedsMaximum: "is more than the longest timeout, 24h"
    default: "is refused"
    }
  }
}
