import Units

extension Explanation.Window {
  /// A schedule as a status remembers it.
  init(_ schedule: LendingSchedule, remembered status: ScheduledMachineStatus) {
    self.init(
      isOpen: status.isScheduleActive, edge: status.nextEdgeAt,
      zone: (schedule.windows.first ?? schedule.exceptions.first)?.zone)
  }
}

extension LendingWindow {
  /// The zone on whose clock the window opens and closes.
  var zone: ZoneRules {
    switch self {
    case .daysAndHours(let schedule): schedule.zone
    case .weekly(let window): window.zone
    case .civil(let window): window.zone
    case .holidays(let calendar): calendar.zone
    case .earlyCloses(let calendar, _): calendar.zone
    }
  }
}
