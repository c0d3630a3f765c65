/// The hours of a local week at which a schedule is on: 168 bits, Monday 00:00 first.
///
/// Everything that a schedule can be asked comes down to this pattern laid over stretches of
/// constant offset from UTC, so its questions are answered with a few word operations and without
/// allocating.
struct WeekPattern: Sendable, BitwiseCopyable {
  static let seconds: Int64 = 604_800

  private var active: Bits
  /// The hours whose state differs from the hour before; hour 0 is compared with hour 167.
  private var changes: Bits
  private var activeHours: Int64

  init(days: DaysOfWeek, hours: HoursOfDay) {
    active = Bits()
    for weekday in 0..<7 where days.rawValue >> UInt8(weekday) & 1 == 1 {
      active.insert(hours.rawValue, at: weekday * 24)
    }
    changes = active.differencesFromHourBefore
    activeHours = Int64(days.rawValue.nonzeroBitCount * hours.rawValue.nonzeroBitCount)
  }

  /// Whether the pattern never changes: always on, or never.
  var isConstant: Bool { changes.isEmpty }

  /// The second of the local week, from Monday 00:00, at so many seconds of local time since
  /// 1970-01-01T00:00, which was a Thursday.
  static func secondOfWeek(atLocal seconds: Int64) -> Int64 {
    let remainder = (seconds + 3 * 86_400) % WeekPattern.seconds
    return remainder < 0 ? remainder + WeekPattern.seconds : remainder
  }

  /// Whether the schedule is on at so many seconds of local time since 1970-01-01T00:00.
  func isActive(atLocal seconds: Int64) -> Bool {
    active.contains(Int(WeekPattern.secondOfWeek(atLocal: seconds) / 3_600))
  }

  /// The first change of the pattern after that local second; nil when it never changes.
  func nextChange(afterLocal seconds: Int64) -> Int64? {
    let second = WeekPattern.secondOfWeek(atLocal: seconds)
    let monday = seconds - second
    let hour = Int(second / 3_600)
    if let change = changes.first(from: hour + 1) { return monday + Int64(change) * 3_600 }
    guard let change = changes.first(from: 0) else { return nil }
    return monday + WeekPattern.seconds + Int64(change) * 3_600
  }

  /// The seconds that are on between two local seconds of one constant offset; `start <= end`.
  func activeSeconds(fromLocal start: Int64, toLocal end: Int64) -> Int64 {
    activeSeconds(beforeLocal: end) - activeSeconds(beforeLocal: start)
  }

  /// The seconds that are on between a fixed Monday and that local second.
  private func activeSeconds(beforeLocal seconds: Int64) -> Int64 {
    let second = WeekPattern.secondOfWeek(atLocal: seconds)
    let weeks = (seconds + 3 * 86_400 - second) / WeekPattern.seconds
    let hour = Int(second / 3_600)
    let started = active.contains(hour) ? second % 3_600 : 0
    return (weeks * activeHours + Int64(active.count(below: hour))) * 3_600 + started
  }
}

extension WeekPattern {
  /// The hours of a week, 0 to 167, as a set in three words.
  struct Bits: Sendable, BitwiseCopyable {
    private var words: (low: UInt64, middle: UInt64, high: UInt64) = (0, 0, 0)

    var isEmpty: Bool { words.low | words.middle | words.high == 0 }

    private func word(_ index: Int) -> UInt64 {
      switch index {
      case 0: words.low
      case 1: words.middle
      case 2: words.high
      default: 0
      }
    }

    func contains(_ number: Int) -> Bool {
      word(number >> 6) >> UInt64(number & 63) & 1 == 1
    }

    /// Adds a day of hours, midnight lowest, from the hour `first` of the week on.
    mutating func insert(_ day: UInt32, at first: Int) {
      let bits = UInt128(day) << UInt128(first & 63)
      let (here, next) = (UInt64(truncatingIfNeeded: bits), UInt64(truncatingIfNeeded: bits >> 64))
      switch first >> 6 {
      case 0:
        words.low |= here
        words.middle |= next
      case 1:
        words.middle |= here
        words.high |= next
      default:
        words.high |= here
      }
    }

    /// The hours of the week that differ from the hour before; Monday's first from Sunday's last.
    var differencesFromHourBefore: Bits {
      var result = Bits()
      let last = words.high >> 39
      result.words.low = words.low ^ (words.low << 1 | last)
      result.words.middle = words.middle ^ (words.middle << 1 | words.low >> 63)
      result.words.high = words.high ^ ((words.high << 1 | words.middle >> 63) & (1 << 40 - 1))
      return result
    }

    /// The smallest member that is at least `number`.
    func first(from number: Int) -> Int? {
      var index = number >> 6
      var rest = word(index) & (~0 << UInt64(number & 63))
      while rest == 0 {
        index += 1
        guard index < 3 else { return nil }
        rest = word(index)
      }
      return index << 6 + rest.trailingZeroBitCount
    }

    /// How many members are below `number`, which is below 192.
    func count(below number: Int) -> Int {
      let index = number >> 6
      var count = (word(index) & ~(~0 << UInt64(number & 63))).nonzeroBitCount
      if index > 0 { count += words.low.nonzeroBitCount }
      if index > 1 { count += words.middle.nonzeroBitCount }
      return count
    }
  }
}
