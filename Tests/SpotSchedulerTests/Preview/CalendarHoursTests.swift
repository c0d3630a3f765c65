import SpotScheduler
import TestSupport
import Testing
import Units

/// Hours of local days against evaluation, against the weekly schedule, and against arithmetic.
@Suite struct CalendarHoursTests {
  private static let zones = [
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo",
    "America/Havana", "Pacific/Chatham", "UTC", "Africa/Casablanca", "Asia/Beirut",
  ]

  private func schedule(_ generator: inout SeededGenerator) -> ScheduleSpec {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let day = "\(names[Int(generator.below(7))])-\(names[Int(generator.below(7))])"
    let hour = "\(generator.below(24))-\(generator.below(24))"
    return ScheduleSpec(
      daysOfWeek: [day], hoursOfDay: [hour],
      timezone: Self.zones[Int(generator.below(UInt64(Self.zones.count)))])
  }

  private func start(_ generator: inout SeededGenerator) -> Instant {
    Instant(seconds: 1_767_225_600 + generator.below(365 * 86_400))
  }

  @Test func `windows and time are those of the weekly schedule`() throws {
    let seed: UInt64 = 1
    var generator = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let spec = schedule(&generator)
      let start = start(&generator)
      let end = start + .days(1 + generator.below(40))
      let weekly = try spec.resolved(in: .pinned)
      let preview = SchedulePreview(
        of: .hours(try CalendarHours(spec, in: .pinned)), from: start, to: end)
      #expect(preview.activeTime == weekly.activeTime(from: start, to: end), "\(seed) \(round)")
      let expected = weekly.edges(from: start, to: end).filter { $0.instant > start }
      let found = preview.windows.flatMap { window -> [ScheduleEdge] in
        [
          window.opens.map { ScheduleEdge(instant: $0, isActive: true) },
          window.closes.map { ScheduleEdge(instant: $0, isActive: false) },
        ].compactMap { $0 }
      }.filter { $0.instant > start && $0.instant < end }
      #expect(found == Array(expected), "\(seed) \(round) \(spec)")
      var instant = start
      while let edge = weekly.nextEdge(after: instant), !edge.isActive { instant = edge.instant }
      #expect(
        preview.nextActivation == weekly.nextEdge(after: instant)?.instant, "\(seed) \(round)")
    }
  }

  @Test func `a market is open exactly when 5-Spot's provider says so`() throws {
    let seed: UInt64 = 2
    var generator = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let zone = Self.zones[Int(generator.below(UInt64(Self.zones.count)))]
      let start = start(&generator)
      let first = try #require(ZoneRulesSet.pinned[zone]).civil(at: start).date
      func date() -> String { first.adding(days: Int(generator.below(20))).iso }
      let market = Upstream.CapitalMarketsSchedule(
        timezone: zone,
        sessions: (0..<1 + generator.below(3)).map { _ in
          let spec = schedule(&generator)
          return .init(daysOfWeek: spec.daysOfWeek, hoursOfDay: spec.hoursOfDay)
        },
        holidays: [date(), date(), "2026-7-3", "bogus"],
        earlyCloses: (0..<3).map { _ in
          .init(date: date(), closeHour: UInt8(generator.below(24)))
        })
      let hours = try CalendarHours(market, in: .pinned)
      let preview = SchedulePreview(of: .hours(hours), from: start, to: start + .days(21))
      for _ in 0..<200 {
        let instant = start + .seconds(generator.below(21 * 86_400))
        let isOpen = try market.isActive(at: instant, in: .pinned)
        #expect(hours.isActive(at: instant) == isOpen, "\(seed) \(round) \(instant)")
        let isInWindow = preview.windows.contains {
          ($0.opens ?? .distantPast) <= instant && instant < ($0.closes ?? .distantFuture)
        }
        #expect(isInWindow == isOpen, "\(seed) \(round) \(instant) \(market)")
      }
    }
  }

  @Test func `changes of the clock explain every difference from the clock's own count`() throws {
    let seed: UInt64 = 3
    var generator = SeededGenerator(seed: seed)
    var effects = 0
    for round in 0..<300 {
      let spec = schedule(&generator)
      let hours = try CalendarHours(spec, in: .pinned)
      guard hours.hoursPerWeek < 168 else { continue }
      // From noon to noon, where no clock changes.
      let first = try #require(
        CivilDate(year: 2026, month: 1 + Int(generator.below(12)), day: 1))
      let weeks = 1 + generator.below(50)
      guard
        case .unique(let start) = hours.zone.instants(of: first, secondsOfDay: 43_200),
        case .unique(let end) = hours.zone.instants(
          of: first.adding(days: Int(weeks) * 7), secondsOfDay: 43_200)
      else { continue }
      let preview = SchedulePreview(of: .hours(hours), from: start, to: end)
      effects += preview.clockEffects.count
      let difference = preview.clockEffects.reduce(TimeSpan.zero) { $0 + ($1.actual - $1.nominal) }
      #expect(
        preview.activeTime == .hours(weeks * Int64(hours.hoursPerWeek)) + difference,
        "\(seed) \(round) \(spec) \(first)")
    }
    #expect(effects > 30)
  }

  @Test(arguments: [
    ("sun", "2", "America/New_York", "2026-03-08", SchedulePreview.ClockEffect.Kind.skipped, 60, 0),
    ("sun", "1-3", "America/New_York", "2026-03-08", .shortened, 180, 120),
    ("sun", "1", "America/New_York", "2026-11-01", .lengthened, 60, 120),
    ("mon-sun", "18-6", "America/New_York", "2026-10-31", .lengthened, 780, 840),
    ("sun", "1", "Australia/Lord_Howe", "2026-04-05", .lengthened, 60, 90),
    ("sun", "2", "Australia/Lord_Howe", "2026-10-04", .shortened, 60, 30),
  ])
  func `a changed window is named by its date`(
    days: String, hours: String, zone: String, date: String,
    kind: SchedulePreview.ClockEffect.Kind, nominal: Int64, actual: Int64
  ) throws {
    let spec = ScheduleSpec(daysOfWeek: [days], hoursOfDay: [hours], timezone: zone)
    let day = try #require(try CivilDate(iso: date).startInUTC)
    let preview = SchedulePreview(
      of: .hours(try CalendarHours(spec, in: .pinned)), from: day - .days(2), to: day + .days(3))
    #expect(preview.clockEffects.map(\.kind) == [kind])
    #expect(preview.clockEffects.map(\.date.iso) == [date])
    #expect(preview.clockEffects.map(\.nominal) == [.minutes(nominal)])
    #expect(preview.clockEffects.map(\.actual) == [.minutes(actual)])
  }

  @Test func `what never changes has no edges, and a stretch that is none no windows`() throws {
    let always = PreviewSchedule.hours(
      CalendarHours([(.all, .all)], zone: try #require(ZoneRulesSet.pinned["Europe/London"])))
    let never = PreviewSchedule.hours(CalendarHours([], zone: .utc))
    let start = Instant(seconds: 1_780_000_000)
    for (schedule, hours) in [(always, 240), (never, 0)] as [(PreviewSchedule, Int64)] {
      let preview = SchedulePreview(of: schedule, from: start, to: start + .days(10))
      #expect(preview.activeTime == .hours(hours) && preview.clockEffects.isEmpty)
      #expect(preview.nextActivation == nil && preview.nextClosing == nil)
      #expect(preview.windows.map(\.opens) == (hours == 0 ? [] : [nil]))
      let none = SchedulePreview(of: schedule, from: start, to: start - .days(1))
      #expect(none.windows.isEmpty && none.activeTime == .zero)
    }
    let whole = SchedulePreview(of: never, from: .distantPast, to: .distantFuture)
    #expect(whole.windows.isEmpty)
  }
}
