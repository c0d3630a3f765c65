import Units

/// The hours of a local week in which a schedule is on, if no clock changes and no day is special.
struct HoursOfWeek {
  /// From Monday 00:00 on, 168 of them.
  private(set) var isOn = Array(repeating: false, count: 168)

  /// The union of days by hours.
  init(_ windows: [(days: DaysOfWeek, hours: HoursOfDay)]) {
    for window in windows {
      for day in window.days.weekdays {
        for hour in window.hours.numbers { isOn[Int(day.rawValue) * 24 + hour] = true }
      }
    }
  }

  /// How many hours it is on.
  var count: Int { isOn.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// The hours of the shortest stretch between two windows; nil when it is never or always on.
  var shortestGap: Int? {
    guard let start = isOn.indices.first(where: { isOn[$0] && !isOn[($0 + 1) % 168] }) else {
      return nil
    }
    var shortest: Int?
    var length = 0
    for step in 1...168 {
      if isOn[(start + step) % 168] {
        if length > 0 { shortest = min(shortest ?? length, length) }
        length = 0
      } else {
        length += 1
      }
    }
    return shortest
  }
}
