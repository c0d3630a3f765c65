import Foundation
import RunStore
import Testing

/// A control plane as its user meets it: run, verify, query, compare, report.
@Suite struct ControlPlaneCommandTests {
  private static let scenario = """
    apiVersion: fivespot/v0
    name: plane
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    controlPlane:
      providers: {cloud: {}}
      deployments:
        workers:
          {replicas: 12, strategy: {type: RollingUpdate, maxSurge: 2}, drainTimeout: 20m, healthCheck: {}}
      workloads:
        web: {replicas: 24, budgets: {web: {maxUnavailable: 1}}}
        pair: {replicas: 2, budgets: {pair: {maxUnavailable: 1}, both: {minAvailable: 1}}}
      orders:
        - {kind: rollout, at: 2026-01-01T01:00:00Z}
      faults:
        nodeDeaths: {between: 2h}
        failedWrites: {share: 2%}
    variants:
      now: {description: The release of today.}
      before: {set: {controlPlane: {profile: capi-1.12}}}
    """

  private func ran(_ options: String...) throws -> Bench {
    let bench = try Bench()
    try bench.scratch.write("plane.yaml", Self.scenario)
    let result = try bench.start(["run", "plane.yaml", "--quiet"] + options).wait()
    #expect(result.status == 0, "\(result.errors)")
    return bench
  }

  @Test func `one worker and two give the same digests, and verify proves them`() throws {
    let one = try ran("--seeds", "1..2", "--workers", "1")
    let two = try ran("--seeds", "1..2", "--workers", "2")
    let digests = try one.rows("SELECT variant, seed, digest FROM members")
    #expect(digests.count == 4)
    #expect(digests == (try two.rows("SELECT variant, seed, digest FROM members")))
    #expect(Set(digests.map { "\($0[2])" }).count == 4)
    let verified = try one.run("verify", "latest", "--quiet")
    #expect(verified.status == 0 && verified.lines.count == 4, "\(verified.output)")
  }

  @Test func `a journal of another run is told by its first diverging event`() throws {
    // Without faults both seeds make as many Machines, and differ by what happens to them.
    let bench = try ran(
      "--variant", "now", "--seeds", "1,2", "--keep-journal", "all", "--set",
      "controlPlane.faults=null")
    // Seed 2's journal under seed 1.
    try bench.tamper(
      """
      DELETE FROM journal_chunk WHERE member_id = (SELECT id FROM member WHERE seed = 1);
      INSERT INTO journal_chunk SELECT (SELECT id FROM member WHERE seed = 1), sequence, rows, bytes
        FROM journal_chunk WHERE member_id = (SELECT id FROM member WHERE seed = 2);
      UPDATE member SET digest = (SELECT digest FROM member WHERE seed = 2),
        header_id = (SELECT header_id FROM member WHERE seed = 2) WHERE seed = 1;
      """)
    let result = try bench.run("verify", "latest/now/1", "--quiet")
    #expect(result.status == 99 && result.lines.first == "different now 1", "\(result.errors)")
    let told = result.lines.dropFirst(3)
    #expect(told.first?.contains("first difference at event") == true, "\(told)")
    // Both sides are facts of a control plane.
    let fact = /.*: +2026-01-01T0\d:\d\d:\d\d(\.\d+)?Z .*workers.*/
    #expect(try told.count { try fact.wholeMatch(in: $0) != nil } == 2, "\(told)")
  }

  @Test func `checkers change nothing`() throws {
    let plain = try ran("--variant", "now")
    let checked = try ran("--variant", "now", "--check")
    #expect(
      try plain.rows("SELECT digest FROM members") == checked.rows("SELECT digest FROM members"))
  }

  @Test func `the views say what happened, and agree with the metrics`() throws {
    let bench = try ran("--variant", "now")
    #expect(
      bench.count("SELECT count(*) FROM deployment_orders WHERE completed_at IS NOT NULL") == 2)
    #expect(
      bench.count("SELECT count(*) FROM drains WHERE ended_at IS NOT NULL")
        == bench.count("SELECT CAST(value AS INTEGER) FROM summary WHERE metric = 'drain.count'"))
    // Two budgets over one workload hold its pods until the limit of the drain.
    let held = try bench.rows(
      """
      SELECT DISTINCT budgets, cause, overruled FROM eviction_holds WHERE workload = 'pair'
      """)
    #expect(held == [[.text("both, pair"), .text("several-budgets"), .integer(1)]])
    #expect(
      bench.count("SELECT sum(reconciles) FROM controller_activity WHERE controller = 'machine'")
        == bench.count("SELECT sum(reconciles) FROM reconcile_lengths WHERE controller = 'machine'")
    )
    #expect(
      bench.count(
        "SELECT CAST(round(sum(seconds)) AS INTEGER) FROM queue_depths WHERE controller = 'machine'"
      )
        == Int64(21_600))
    #expect(bench.count("SELECT count(*) FROM machine_replacements") ?? 0 > 0)
    #expect(bench.count("SELECT count(*) FROM machine_timeline WHERE stage = 'draining'") ?? 0 > 11)
    #expect(bench.count("SELECT count(*) FROM summary WHERE metric LIKE 'job.%'") == 0)
  }

  /// The host cluster loses Nodes, and with them the only controller of the other; its Job ends all the
  /// same.
  @Test func `hosted control planes and jobs have their views and their place in the report`()
    throws
  {
    let bench = try Bench()
    try bench.scratch.write(
      "hosted.yaml",
      """
      apiVersion: fivespot/v0
      name: hosted
      horizon: {start: 2026-01-01T00:00:00Z, duration: 12h}
      controlPlane:
        providers:
          cloud: {}
          machines: {hosts: {type: remote-machine, count: 6, failedSetUps: 30%, failedCleanUps: 20%}}
        deployments:
          base: {replicas: 3, provider: cloud, healthCheck: {}}
          batch: {replicas: 2, cluster: batch, provider: machines}
        workloads:
          night: {kind: Job, cluster: batch, job: {completions: 4, run: 10m}}
        hostedControlPlanes: {batch: {in: workload, replicas: 1}}
        orders:
          - {kind: rollout, deployments: [base, batch], at: 2026-01-01T03:00:00Z}
      """)
    let result = try bench.run("run", "hosted.yaml", "--quiet", "--check")
    #expect(result.status == 0, "\(result.errors)")
    let outages = try bench.rows(
      "SELECT DISTINCT control_plane FROM api_server_outages WHERE seconds > 0")
    #expect(outages == [[.text("batch-controllers")]])
    #expect(
      bench.count("SELECT count(*) FROM api_server_outages")
        == bench.count(
          "SELECT CAST(value AS INTEGER) FROM summary WHERE metric = 'api_server.outages'"))
    let jobs = try bench.rows("SELECT workload, outcome, seconds >= 600 FROM cluster_jobs")
    #expect(jobs == [[.text("night"), .text("succeeded"), .integer(1)]])
    #expect(
      bench.count("SELECT CAST(value AS INTEGER) FROM summary WHERE metric = 'host.set_ups.failed'")
        ?? 0 > 0)
    #expect(
      bench.count("SELECT max(pending_max) FROM pending_pods")
        == bench.count(
          "SELECT CAST(value AS INTEGER) FROM summary WHERE metric = 'service.pending.peak'"))
    let page = try bench.run("report", "latest", "--format", "markdown")
    #expect(page.output.contains("## Workload clusters"))
    #expect(page.output.contains("their clusters stood still meanwhile"))
  }

  /// Six machines for a day against an autoscaler that keeps one: the bill is billed hours times the price.
  @Test func `machines of clouds have a bill`() throws {
    let bench = try Bench()
    try bench.scratch.write(
      "bill.yaml",
      """
      apiVersion: fivespot/v0
      name: bill
      horizon: {start: 2026-01-01T00:00:00Z, duration: 1d}
      controlPlane:
        providers: {cloud: {}}
        deployments:
          workers: {replicas: 6, nodeGroup: {min: 1, max: 6}}
        workloads: {web: {replicas: 4}}
      prices:
        currency: EUR
        pools: {workers: {kind: rented, perHour: 0.50, billedStep: 1h}}
      variants:
        fixed: {}
        scaled: {set: {controlPlane: {autoscaler: {}}}}
      """)
    let result = try bench.run("run", "bill.yaml", "--quiet", "--check")
    #expect(result.status == 0, "\(result.errors)")
    let bill = try bench.rows(
      "SELECT amount_exact, currency FROM cost_by_variant WHERE variant = 'fixed' AND driver = 'cloud.on-demand'"
    )
    // 24 hours but for the first two minutes, rounded up to hours.
    #expect(bill == [[.text("72"), .text("EUR")]])
    #expect(
      bench.count(
        "SELECT sum(amount) < 36 FROM cost_by_variant WHERE variant = 'scaled'") == 1)
    let verified = try bench.run("verify", "latest", "--quiet")
    #expect(verified.status == 0, "\(verified.output)")
    let page = try bench.run("report", "latest", "--format", "markdown")
    #expect(page.output.contains("scaled saves"), "\(page.errors)")
    #expect(page.output.contains("## Cost by driver"))
    #expect(page.output.contains("## Time to converge"))
    let compared = try bench.run("compare", "latest/fixed", "latest/scaled")
    #expect(compared.output.contains("total cost falls by"), "\(compared.errors)")
  }

  @Test(arguments: [
    (
      "{wrkers: {kind: rented, perHour: 1}}", "no deployment of the control plane is called wrkers",
      "did you mean \"workers\"?"
    ),
    (
      "{workers: {kind: owned, purchase: 1, lifeYears: 5, watts: {idle: 1, full: 2, off: 0}}}",
      "Machines of workers come and go", "give kind: rented or recorded"
    ),
    (
      "{metal: {kind: rented, perHour: 1}}", "the hosts of metal are there at all hours",
      "leave its price out"
    ),
    ("{workers: {kind: rented, perHour: 1}}", "left out of all costs: metal", "give each a price"),
  ])
  func `prices of a control plane are told by place`(
    _ pools: String, _ problem: String, _ remedy: String
  ) throws {
    let bench = try Bench()
    try bench.scratch.write(
      "bill.yaml",
      """
      apiVersion: fivespot/v0
      name: bill
      horizon: {start: 2026-01-01T00:00:00Z, duration: 1h}
      controlPlane:
        providers: {cloud: {}, rack: {hosts: {type: metal3, count: 4}}}
        deployments:
          workers: {replicas: 1, provider: cloud}
          metal: {replicas: 1, provider: rack}
      prices:
        currency: EUR
        pools: \(pools)
      """)
    let result = try bench.run("validate", "bill.yaml")
    #expect(result.errors.contains("bill.yaml:11:") || result.output.contains("bill.yaml:11:"))
    #expect((result.errors + result.output).contains(problem))
    #expect((result.errors + result.output).contains(remedy))
  }

  @Test func `two variants compare, and the report speaks of both`() throws {
    let bench = try ran()
    let compared = try bench.run("compare", "latest/now", "latest/before")
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(compared.output.contains("controller.machine.reconciles"))
    let page = try bench.run("report", "latest", "--html", "plane.html", "--format", "markdown")
    #expect(page.status == 0, "\(page.errors)")
    for heading in [
      "## Machines", "## Time to converge", "## Drains", "## What was stuck on which budget",
      "## Controllers",
    ] {
      #expect(page.output.contains(heading), "\(heading)")
    }
    let html = bench.scratch.text("plane.html")
    #expect(html.contains("both, pair") && html.contains("<svg"))
    #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("src="))
    let json = try bench.run("report", "latest", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let plane = object?["controlPlane"] as? [String: Any]
    #expect((plane?["variants"] as? [Any])?.count == 2)
  }

  @Test func `settings of the command line reach it`() throws {
    let bench = try ran(
      "--variant", "now", "--set", "controlPlane.deployments.workers.replicas=5", "--set",
      "controlPlane.faults=null")
    #expect(
      bench.count("SELECT value FROM deployment_orders WHERE kind = 'create'") == 5)
    #expect(
      bench.count("SELECT CAST(value AS INTEGER) FROM summary WHERE metric = 'api.writes.failed'")
        == 0)
  }
}
