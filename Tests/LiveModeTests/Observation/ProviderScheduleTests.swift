import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Schedules of providers")
struct ProviderScheduleTests {
  /// Exchanges whose days end early, are off, and are written in ways that never match.
  private static let markets: [Upstream.CapitalMarketsSchedule] = [
    Upstream.CapitalMarketsSchedule(
      timezone: "America/New_York",
      sessions: [.init(daysOfWeek: ["mon-fri"], hoursOfDay: ["9-16"])],
      holidays: ["2026-07-03", "2026-7-6"],
      earlyCloses: [
        .init(date: "2026-07-02", closeHour: 12), .init(date: "2026-07-02", closeHour: 15),
        .init(date: "2026-07-08", closeHour: 23),
      ]),
    Upstream.CapitalMarketsSchedule(
      timezone: "Europe/London",
      sessions: [
        .init(daysOfWeek: ["sun"], hoursOfDay: ["20-23"]),
        .init(daysOfWeek: ["mon-thu"], hoursOfDay: ["0-23"]),
        .init(daysOfWeek: ["fri"], hoursOfDay: ["0-19"]),
      ], holidays: ["2026-07-07"], earlyCloses: [.init(date: "2026-07-01", closeHour: 0)]),
  ]

  @Test(arguments: markets)
  func `a calendar is on exactly when 5-Spot's hours are`(
    market: Upstream.CapitalMarketsSchedule
  ) throws {
    let provider: DocumentValue = [
      "apiVersion": "spotschedules.5spot.finos.org/v1alpha1", "kind": "CapitalMarketsSchedule",
      "metadata": SampleFleet.metadata("always", version: "1"),
      "spec": [
        "timezone": .string(market.timezone),
        "sessions": .sequence(
          market.sessions.map {
            [
              "daysOfWeek": .sequence($0.daysOfWeek.map { .string($0) }),
              "hoursOfDay": .sequence($0.hoursOfDay.map { .string($0) }),
            ]
          }), "holidays": .sequence(market.holidays.map { .string($0) }),
        "earlyCloses": .sequence(
          market.earlyCloses.map {
            ["date": .string($0.date), "closeHour": .integer(Int64($0.closeHour))]
          }),
      ],
    ]
    let object = SampleFleet.scheduledMachine(
      "m", cluster: "batch", provider: "always", providerKind: "CapitalMarketsSchedule")
    let fleet = try SampleFleet.fleet([(.management, object), (.management, provider)])
    #expect(fleet.findings.filter { $0.name == .unresolvedSchedule }.isEmpty)
    let schedule = fleet.snapshot.scheduledMachines[0].schedule
    let hours = try CalendarHours(market, in: .pinned)
    // From the end of June on, every ten minutes for three weeks.
    let start = Instant(seconds: 1_782_518_400)
    for step in 0..<(21 * 144) {
      let instant = start + .minutes(Int64(step) * 10)
      #expect(schedule.isActive(at: instant) == hours.isActive(at: instant), "\(instant)")
    }
  }
}
