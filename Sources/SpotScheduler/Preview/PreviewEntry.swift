public import Units

/// Something whose schedule is previewed.
public struct PreviewEntry: Sendable {
  /// What it is: `ScheduledMachine`, `TimeBasedSpotSchedule`, `offer`.
  public var kind: String
  /// Its name, with its namespace.
  public var name: String
  /// The object that its schedule stands in, when that is another one.
  public var scheduleName: String?
  /// Its schedule.
  public var schedule: PreviewSchedule
  /// Why it is off whatever the schedule says; nil when it is not.
  public var remark: String?
  /// How many machines it stands for; 0 for a schedule that no machine refers to.
  public var machines: Int
  /// How long after the close its machine stays.
  public var grace: TimeSpan

  /// Makes an entry.
  public init(
    kind: String, name: String, scheduleName: String? = nil, schedule: PreviewSchedule,
    remark: String? = nil, machines: Int = 1, grace: TimeSpan = .zero
  ) {
    self.kind = kind
    self.name = name
    self.scheduleName = scheduleName
    self.schedule = schedule
    self.remark = remark
    self.machines = machines
    self.grace = grace
  }

  /// What it will do from `start` up to `end`.
  public func preview(from start: Instant, to end: Instant) -> PreviewedEntry {
    PreviewedEntry(
      entry: self, preview: SchedulePreview(of: schedule, from: start, to: end))
  }

  /// What all of them will do; machines that follow one schedule are looked at once.
  public static func preview(
    _ entries: [PreviewEntry], from start: Instant, to end: Instant
  ) -> [PreviewedEntry] {
    var known: [String: SchedulePreview] = [:]
    return entries.map { entry in
      guard let name = entry.scheduleName, entry.remark == nil else {
        return entry.preview(from: start, to: end)
      }
      let preview = known[name] ?? SchedulePreview(of: entry.schedule, from: start, to: end)
      known[name] = preview
      return PreviewedEntry(entry: entry, preview: preview)
    }
  }
}

/// An entry with what it will do.
public struct PreviewedEntry: Sendable {
  /// The entry.
  public let entry: PreviewEntry
  /// What it will do.
  public let preview: SchedulePreview

  /// How long its machines are on together within the stretch.
  public var machineTime: TimeSpan { preview.activeTime.times(entry.machines) }

  /// When the machine of the window that closes next goes: at the end of its grace. Nil when no
  /// window closes within some years, or there is no machine.
  public var nextCleanup: Instant? {
    entry.machines > 0 ? preview.nextClosing?.later(by: entry.grace) : nil
  }
}
