import SpotScheduler
import Units

/// Weekly schedules: what a controller asks of them all day long.
let scheduleBenchmarks: [Benchmark] = [
  Benchmark(name: "schedule.edges.10-years", unit: "CPU-s") {
    let schedule = try officeHours()
    let end = benchmarkStart + .days(3_652)
    return try secondsEach(repeating: 200) {
      var edges = 0
      for edge in schedule.edges(from: benchmarkStart, to: end) { edges += edge.isActive ? 1 : 0 }
      guard edges == 2_608 else {
        throw BenchmarkError(description: "\(edges) openings, not 2,608")
      }
    }
  },
  Benchmark(name: "schedule.is-active", unit: "evaluations/CPU-s") {
    let schedule = try officeHours()
    var instant = benchmarkStart
    var active = 0
    return rate(of: 1_000_000) {
      for _ in 0..<1_000_000 {
        if schedule.isActive(at: instant) { active += 1 }
        instant = instant + .seconds(311)
      }
      keep(active)
    }
  },
  Benchmark(name: "schedule.next-edge", unit: "searches/CPU-s") {
    let schedule = try officeHours()
    var instant = benchmarkStart
    return rate(of: 200_000) {
      for _ in 0..<200_000 {
        keep(schedule.nextEdge(after: instant))
        instant = instant + .seconds(1_511)
      }
    }
  },
]

/// 2026-01-01T00:00:00Z.
private let benchmarkStart = Instant(seconds: 1_767_225_600)

private func officeHours() throws -> WeeklySchedule {
  try ScheduleSpec(
    daysOfWeek: ["mon-fri"], hoursOfDay: ["9-17"], timezone: "America/New_York"
  ).resolved(in: .pinned)
}

/// CPU-seconds of one run of the work, over many.
private func secondsEach(repeating count: Int, _ work: () throws -> Void) rethrows -> Double {
  let rate = try rate(of: count) { for _ in 0..<count { try work() } }
  return 1 / rate
}
