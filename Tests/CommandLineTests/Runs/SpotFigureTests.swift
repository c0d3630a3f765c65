import RunStore
import Testing

/// What a dry market costs, and what queues were given, as a user reads it.
@Suite struct SpotFigureTests {
  /// A day of a market that is dry for its first two hours and from the fourth to the fifth, in variants
  /// with and without it, and with a wait before the fallback.
  private static let dry = """
    apiVersion: fivespot/v0
    name: dry
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    seed: 7
    nodes:
      spot: {capacityType: spot, machine: {cpu: 4, memory: 8Gi}, count: 6, rank: 1}
      demand: {capacityType: on-demand, machine: {cpu: 4, memory: 8Gi}, count: 2, rank: 2}
    workload:
      batch: {trace: {format: opendc-tasks, file: jobs.csv}}
    autoscaling:
      pools: {spot: {launchTime: 1m}, demand: {launchTime: 1m}}
      pendingDelay: 0s
      idleDelay: 5m
    prices:
      currency: USD
      pools:
        spot: {kind: rented, perHour: 1}
        demand: {kind: rented, perHour: 4}
    variants:
      always: {}
      dry:
        set:
          interruptions:
            spot:
              market:
                availability: recorded
                trace: {format: spot-availability, file: probes.csv, zone: a, available: 1}
      patient:
        set:
          interruptions:
            spot:
              market:
                availability: recorded
                trace: {format: spot-availability, file: probes.csv, zone: a, available: 1}
          autoscaling: {waitBeforeFallback: 3h}

    """

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.scratch.write("small.yaml", Self.dry)
    let probes = [0, 0, 1, 1, 0, 1, 1].enumerated().map {
      "2020-01-01T0\($0.offset):00:00Z,\($0.element)"
    }
    try bench.scratch.write("probes.csv", (["utc,a"] + probes).joined(separator: "\n") + "\n")
    return bench
  }

  @Test func `a market that was dry explains what it cost`() throws {
    let bench = try bench()
    try bench.simulate("--keep-journal", "all")
    func real(_ sql: String) throws -> Double {
      switch try bench.rows(sql).first?.first {
      case .real(let real)?: return real
      case .integer(let integer)?: return Double(integer)
      default:
        Issue.record("nothing from \(sql)")
        return -1
      }
    }
    func metric(_ name: String, _ variant: String) throws -> Double {
      try real("SELECT value FROM summary WHERE metric = '\(name)' AND variant = '\(variant)'")
    }
    #expect(try metric("spot.dry.hours", "always") == 0)
    #expect(try metric("spot.dry.hours", "dry") == 3)
    #expect(try metric("spot.fallback.launches", "always") == 0)
    #expect(try metric("spot.fallback.launches", "dry") >= 1)
    #expect(try metric("spot.launches.dry", "dry") >= 1)
    #expect(try metric("spot.fallback.dry.hours", "dry") > 0.3)
    #expect(
      try metric("spot.fallback.dry.hours", "dry") == metric("spot.fallback.hours", "dry"))
    #expect(try metric("spot.fallback.share", "dry") > 0.05)
    // Who waits for three hours sees the market come back.
    #expect(try metric("spot.fallback.launches", "patient") == 0)
    #expect(try metric("job.wait.p95", "patient") > metric("job.wait.p95", "dry"))
    #expect(
      try real(
        """
        SELECT fallback_dry_hours FROM cloud_pools WHERE variant = 'dry' AND pool = 'demand'
        """) == metric("spot.fallback.dry.hours", "dry"))
    #expect(
      try real("SELECT dry_spells FROM cloud_pools WHERE variant = 'dry' AND pool = 'spot'") == 2)

    let compared = try bench.run("compare", "latest/always", "latest/dry")
    #expect(compared.lines.first?.hasPrefix("In one seed total cost rises by") == true)
    #expect(
      compared.output.contains("For want of spot, on-demand machines were bought for")
        && compared.output.contains("markets were dry for 3.0 h, against 0.0 h."),
      "\(compared.output)")
    let report = try bench.run("report", "latest", "--format", "markdown")
    #expect(
      report.output.contains("## Machines from the cloud")
        && report.output.contains("h in dry, where a market was dry for 3.0 h."), "\(report.output)"
    )
    try bench.run("report", "latest", "--html", "page.html")
    #expect(bench.scratch.text("page.html").contains("Machines from the cloud"))
    let metrics = try bench.run("metrics")
    #expect(metrics.output.contains("spot.fallback.dry.hours"))
    #expect(try bench.run("verify", "--quiet").status == 0)
  }

  @Test func `queues and gangs show in the jobs, in a view and in the report`() throws {
    let bench = try Bench()
    let text = Bench.scenario.replacing(
      "nodes:",
      with: "placement: {queues: {risk: {weight: 3}, research: {}}}\nnodes:"
    ).replacing(
      "batch: {trace: {format: opendc-tasks, file: jobs.csv}}",
      with: """
        batch: {queue: risk, trace: {format: opendc-tasks, file: jobs.csv}}
          pairs: {queue: research, gang: {pods: 2}, trace: {format: opendc-tasks, file: jobs.csv}}
        """)
    try bench.scratch.write("small.yaml", text)
    try bench.simulate()
    #expect(
      try bench.rows(
        """
        SELECT source, queue, count(*), count(gang) FROM jobs WHERE variant = 'calm'
        GROUP BY source, queue ORDER BY source
        """) == [
          [.text("batch"), .text("risk"), .integer(6), .integer(0)],
          [.text("pairs"), .text("research"), .integer(12), .integer(12)],
        ])
    // The gang is the number of its first job, which both have.
    #expect(
      bench.count(
        """
        SELECT count(*) FROM jobs AS one JOIN jobs AS first USING (run_id, variant, seed)
        WHERE one.gang = first.job_number AND first.gang = first.job_number
        """) == 24)
    #expect(
      bench.count("SELECT count(*) FROM jobs WHERE total_wait_seconds < wait_seconds") == 0)
    let rows = try bench.rows(
      """
      SELECT queue, submitted, share FROM queues WHERE variant = 'rough' ORDER BY queue
      """)
    #expect(rows.map { $0[0] } == [.text("research"), .text("risk")])
    #expect(rows.map { $0[1] } == [.integer(12), .integer(6)])
    let shares = rows.compactMap { if case .real(let share) = $0[2] { share } else { nil } }
    #expect(shares.count == 2 && abs(shares.reduce(0, +) - 1) < 1e-9, "\(shares)")
    // Restarts of machines that go make a job wait again.
    let waits = try bench.rows(
      """
      SELECT sum(total_wait_seconds) > sum(wait_seconds) FROM jobs
      WHERE variant = 'rough' AND attempts > 1
      """)
    #expect(waits == [[.integer(1)]])
    let report = try bench.run("report", "latest", "--format", "markdown")
    #expect(report.output.contains("## Queues of jobs"), "\(report.output)")
    let json = try bench.run("report", "latest", "--format", "json")
    #expect(json.output.contains("\"queues\"") && json.output.contains("\"shareWhenShort\""))
  }
}
