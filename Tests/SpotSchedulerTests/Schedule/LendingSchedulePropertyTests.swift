import SpotScheduler
import TestSupport
import Testing
import Units

/// Random unions of windows against a plain reading, minute by minute: each window's ends are
/// looked up on the clock as the rule says, and an instant is held against all of them. Each case
/// is remade from the seed in its failure message.
@Suite struct LendingSchedulePropertyTests {
  static let zones = [
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC",
    "Asia/Kathmandu", "Antarctica/Troll", "Africa/Casablanca", "Pacific/Apia", "America/Nuuk",
  ]

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<12
  #else
    static let seeds: Range<UInt64> = 0..<300
  #endif

  @Test(arguments: seeds)
  func `edges are the changes that each minute shows`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let start = try Self.randomInstant(&random)
    let end = start + .days(7)
    let openings = try Self.randomWindows(&random, near: start, atMost: 5)
    let closures = try Self.randomWindows(&random, near: start, atMost: 2)
    let other = try Self.randomWindows(&random, near: start, atMost: 3)
    var schedule = LendingSchedule(openings, except: closures)
    let isComplement = random.below(2) == 0
    if isComplement { schedule = schedule.complement }
    let isOtherComplement = random.below(2) == 0
    let isNarrowed = random.below(2) == 0
    if isNarrowed {
      let second = LendingSchedule(other)
      schedule = schedule.intersection(isOtherComplement ? second.complement : second)
    }
    let alsoOpen = other.flatMap { Self.stretches(of: $0, from: start, to: end) }
    let open = openings.flatMap { Self.stretches(of: $0, from: start, to: end) }
    let closed = closures.flatMap { Self.stretches(of: $0, from: start, to: end) }
    func plain(_ instant: Instant) -> Bool {
      let isOpen =
        open.contains { $0.contains(instant) } && !closed.contains { $0.contains(instant) }
      let isOtherOpen = alsoOpen.contains { $0.contains(instant) } != isOtherComplement
      return isOpen != isComplement && (isOtherOpen || !isNarrowed)
    }

    var sample = start
    var edge = schedule.nextEdge(after: start)
    var state = plain(start)
    while sample < end {
      while let next = edge, next.instant <= sample {
        #expect(next.isActive != state, "seed \(seed) at \(next.instant.rfc3339)")
        let before = next.instant - TimeSpan(nanoseconds: 1)
        #expect(plain(before) != next.isActive, "seed \(seed) at \(next.instant.rfc3339)")
        #expect(plain(next.instant) == next.isActive, "seed \(seed) at \(next.instant.rfc3339)")
        state = next.isActive
        edge = schedule.nextEdge(after: next.instant)
      }
      let expected = plain(sample)
      let isRight = state == expected && schedule.isActive(at: sample) == expected
      #expect(isRight, "seed \(seed) at \(sample.rfc3339)")
      guard isRight else { return }
      sample = sample + .minutes(1)
    }
  }

  private static func randomInstant(_ random: inout SeededGenerator) throws -> Instant {
    let zone = try #require(ZoneRulesSet.pinned[zones[Int(random.below(UInt64(zones.count)))]])
    // From 1995 to 2055, mostly a few days before a change of some clock.
    let anywhere = Instant(seconds: 788_918_400 + random.below(60 * 365 * 86_400) / 60 * 60)
    guard random.below(4) > 0, let change = zone.nextTransition(after: anywhere) else {
      return anywhere
    }
    let second = change.secondsRoundedDown - random.below(8 * 86_400)
    return Instant(seconds: second - second % 60)
  }

  private static func randomWindows(
    _ random: inout SeededGenerator, near start: Instant, atMost limit: UInt64
  ) throws -> [LendingWindow] {
    try (0..<random.below(limit + 1)).map { _ in
      let zone = try #require(
        ZoneRulesSet.pinned[zones[Int(random.below(UInt64(zones.count)))]])
      let day = zone.civil(at: start).date
      func date() -> CivilDate { day.adding(days: Int(random.below(12)) - 1) }
      // Often in the small hours, where clocks change, and often at the same times.
      func minute() -> Int {
        random.below(2) == 0 ? Int(random.below(48)) * 30 : Int(random.below(300))
      }
      switch random.below(5) {
      case 0:
        return .daysAndHours(
          WeeklySchedule(
            days: DaysOfWeek(rawValue: UInt8(truncatingIfNeeded: random.next())),
            hours: HoursOfDay(rawValue: UInt32(truncatingIfNeeded: random.next())), zone: zone))
      case 1, 2:
        func time() throws -> WeekTime {
          let minute = minute()
          let day = Weekday.allCases[Int(random.below(7))]
          return try #require(WeekTime(day, hour: minute / 60, minute: minute % 60))
        }
        return .weekly(WeeklyWindow(from: try time(), to: try time(), in: zone))
      case 3:
        func time() throws -> CivilTime {
          let minute = minute()
          return try #require(CivilTime(date(), hour: minute / 60, minute: minute % 60))
        }
        return .civil(CivilWindow(from: try time(), to: try time(), in: zone))
      default:
        let calendar = ExchangeCalendar(
          zone: zone, holidays: [date(), date()],
          earlyCloses: [ExchangeCalendar.EarlyClose(date: date(), minuteOfDay: minute())])
        return random.below(2) == 0
          ? .holidays(calendar)
          : .earlyCloses(calendar, margin: .seconds(random.below(20) * 450))
      }
    }
  }

  /// The occurrences of a window that may touch `[start, end)`.
  private static func stretches(
    of window: LendingWindow, from start: Instant, to end: Instant
  ) -> [Stretch] {
    switch window {
    case .daysAndHours(let schedule):
      return [Stretch { ScheduleEdgesPropertyTests.isActive(schedule, at: $0) }]
    case .weekly(let window):
      let first = window.zone.civil(at: start).date
      let monday = first.adding(days: -Int(first.weekday.rawValue) - 7)
      return (0..<4).map { week in
        let (opens, closes) = (window.opens.minuteOfWeek, window.closes.minuteOfWeek)
        return Stretch(
          from: instant(monday.adding(days: 7 * week), opens, window.zone),
          to: instant(
            monday.adding(days: 7 * week), closes > opens ? closes : closes + 10_080, window.zone))
      }
    case .civil(let window):
      return [
        Stretch(
          from: instant(window.opens.date, window.opens.minuteOfDay, window.zone),
          to: instant(window.closes.date, window.closes.minuteOfDay, window.zone))
      ]
    case .holidays(let calendar):
      return calendar.holidays.map {
        Stretch(from: instant($0, 0, calendar.zone), to: instant($0, 1_440, calendar.zone))
      }
    case .earlyCloses(let calendar, let margin):
      let minutes = Int((margin.nanoseconds + 59_999_999_999) / 60_000_000_000)
      return calendar.earlyCloses.map {
        Stretch(
          from: instant($0.date, $0.minuteOfDay + minutes, calendar.zone),
          to: instant($0.date, 1_440, calendar.zone))
      }
    }
  }

  /// The rule as stated: a skipped time is the first instant after the gap, a repeated one its
  /// first occurrence.
  private static func instant(_ date: CivilDate, _ minute: Int, _ zone: ZoneRules) -> Instant {
    switch zone.instants(of: date, secondsOfDay: minute * 60) {
    case .unique(let instant): instant
    case .overlap(let earlier, _): earlier
    case .gap(_, let after): zone.nextTransition(after: after) ?? .distantFuture
    case .outsideScale: .distantFuture
    }
  }

  private struct Stretch {
    var contains: (Instant) -> Bool

    init(_ contains: @escaping (Instant) -> Bool) { self.contains = contains }

    init(from start: Instant, to end: Instant) { contains = { $0 >= start && $0 < end } }
  }
}
