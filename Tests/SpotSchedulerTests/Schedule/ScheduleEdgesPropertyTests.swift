import SpotScheduler
import TestSupport
import Testing
import Units

/// Edges, evaluation and active time against the plain reading of the rule, on random schedules in
/// zones with odd clocks. Each case is remade from the seed in its failure message.
@Suite struct ScheduleEdgesPropertyTests {
  static let zones = [
    "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
    "Asia/Kathmandu", "Africa/Casablanca", "America/Nuuk", "Antarctica/Troll",
    "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata", "Africa/Monrovia", "Europe/Dublin",
    "Europe/Amsterdam", "Pacific/Kiritimati", "Pacific/Kwajalein", "America/Caracas",
    "Asia/Pyongyang", "Africa/El_Aaiun", "Asia/Gaza", "Antarctica/Casey", "Asia/Manila",
    "America/Scoresbysund",
  ]

  /// The rule as 5-Spot states it: local weekday and local hour, each looked up in its set.
  static func isActive(_ schedule: WeeklySchedule, at instant: Instant) -> Bool {
    let local = schedule.zone.civil(at: instant)
    return schedule.days.contains(local.date.weekday)
      && schedule.hours.contains(number: local.secondsOfDay / 3_600)
  }

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<200
  #else
    static let seeds: Range<UInt64> = 0..<1_500
  #endif

  @Test(arguments: seeds)
  func `edges agree with evaluation at every minute of a stretch`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let schedule = try Self.randomSchedule(&random)
    let start = Self.randomInstant(in: schedule.zone, &random)
    let end = start + .hours(Int64(random.below(120))) + TimeSpan(nanoseconds: random.below(2) * 7)
    try compare(schedule, from: start, to: end, step: .minutes(1), seed: seed)
  }

  @Test(arguments: seeds)
  func `edges agree with evaluation at every second around a transition`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    let schedule = try Self.randomSchedule(&random)
    let anchor = Self.randomInstant(in: schedule.zone, &random)
    let transition = schedule.zone.nextTransition(after: anchor) ?? anchor
    let start = transition - .seconds(random.below(4_000))
    try compare(
      schedule, from: start, to: start + .seconds(4_500), step: .seconds(1), seed: seed)
  }

  @Test func `edges agree at every minute around each change of a clock in a year`() throws {
    let start = try Instant(rfc3339: "2026-01-01T00:00:00Z")
    let end = start + .days(365)
    #if DEBUG
      let reach = TimeSpan.minutes(75)
    #else
      let reach = TimeSpan.hours(30)
    #endif
    var random = SeededGenerator(seed: 2_026)
    var zones = 0
    for name in ZoneRulesSet.pinned.names {
      let zone = try #require(ZoneRulesSet.pinned[name])
      guard let first = zone.nextTransition(after: start), first < end else { continue }
      zones += 1
      var transition: Instant? = first
      while let change = transition, change < end {
        let schedule = WeeklySchedule(
          days: DaysOfWeek(rawValue: UInt8(truncatingIfNeeded: random.next())),
          hours: HoursOfDay(rawValue: UInt32(truncatingIfNeeded: random.next())), zone: zone)
        try compare(
          schedule, from: change - reach, to: change + reach, step: .minutes(1),
          seed: 2_026)
        transition = zone.nextTransition(after: change)
      }
    }
    // Every zone and link whose clock changes in that year.
    #expect(zones > 150)
  }

  @Test(arguments: seeds)
  func `the next edge is the first change, however far`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 2_000_000)
    let schedule = try Self.randomSchedule(&random, isSparse: true)
    let start = Self.randomInstant(in: schedule.zone, &random)
    let before = Self.isActive(schedule, at: start)
    guard let edge = schedule.nextEdge(after: start) else {
      let isConstant =
        schedule.days.isEmpty || schedule.hours.isEmpty
        || (schedule.days == .all && schedule.hours == .all)
      #expect(isConstant, "seed \(seed)")
      return
    }
    #expect(edge.isActive != before, "seed \(seed)")
    #expect(Self.isActive(schedule, at: edge.instant) == edge.isActive, "seed \(seed)")
    let previous = edge.instant - TimeSpan(nanoseconds: 1)
    #expect(previous < start || Self.isActive(schedule, at: previous) == before, "seed \(seed)")
    var sample = start
    while sample < edge.instant {
      #expect(Self.isActive(schedule, at: sample) == before, "seed \(seed) at \(sample.rfc3339)")
      sample = sample + .minutes(15)
    }
  }

  private func compare(
    _ schedule: WeeklySchedule, from start: Instant, to end: Instant, step: TimeSpan, seed: UInt64
  ) throws {
    let context = "seed \(seed), \(schedule.zone.name), \(start.rfc3339) to \(end.rfc3339)"
    let edges = schedule.edges(from: start, to: end)
    var remaining = Array(edges)
    #expect(remaining.allSatisfy { $0.instant > start && $0.instant < end }, "\(context)")
    var state = Self.isActive(schedule, at: start)
    #expect(edges.initial == state, "\(context)")
    for edge in remaining {
      let before = edge.instant - TimeSpan(nanoseconds: 1)
      #expect(Self.isActive(schedule, at: before) != edge.isActive, "\(context)")
      #expect(Self.isActive(schedule, at: edge.instant) == edge.isActive, "\(context)")
    }
    var active = TimeSpan.zero
    var since = start
    remaining.reverse()
    var sample = start
    while sample < end {
      while let edge = remaining.last, edge.instant <= sample {
        if state { active = active + (edge.instant - since) }
        since = edge.instant
        state = edge.isActive
        remaining.removeLast()
      }
      let plain = Self.isActive(schedule, at: sample)
      let isRight = plain == state && schedule.isActive(at: sample) == plain
      #expect(isRight, "\(context), at \(sample.rfc3339)")
      guard isRight else { return }
      sample = sample + step
    }
    for edge in remaining.reversed() {
      if state { active = active + (edge.instant - since) }
      since = edge.instant
      state = edge.isActive
    }
    if state && since < end { active = active + (end - since) }
    #expect(edges.activeTime == active, "\(context)")
  }

  private static func randomSchedule(
    _ random: inout SeededGenerator, isSparse: Bool = false
  ) throws -> WeeklySchedule {
    let names = random.below(3) == 0 ? ZoneRulesSet.pinned.names : zones
    let name = names[Int(random.below(UInt64(names.count)))]
    let zone = try #require(ZoneRulesSet.pinned[name])
    if isSparse && random.below(2) == 0 {
      return WeeklySchedule(
        days: .day(Weekday.allCases[Int(random.below(7))]), hours: .hour(Int(random.below(24))),
        zone: zone)
    }
    return WeeklySchedule(
      days: DaysOfWeek(rawValue: UInt8(truncatingIfNeeded: random.next())),
      hours: HoursOfDay(rawValue: UInt32(truncatingIfNeeded: random.next() & random.next())),
      zone: zone)
  }

  /// An instant from 1850 to 2250; half the time shortly before a transition of the zone.
  private static func randomInstant(
    in zone: ZoneRules, _ random: inout SeededGenerator
  ) -> Instant {
    let span: UInt64 = 400 * 365 * 86_400
    let anywhere = Instant(seconds: -3_786_825_600 + random.below(span))
    guard random.below(2) == 0, let transition = zone.nextTransition(after: anywhere) else {
      return anywhere
    }
    return transition - .seconds(random.below(2 * 86_400)) + TimeSpan(nanoseconds: random.below(3))
  }
}
