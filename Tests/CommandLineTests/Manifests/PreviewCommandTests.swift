import Foundation
import Testing

/// `fivespot preview` as a process.
@Suite struct PreviewCommandTests {
  struct Preview: Decodable {
    struct Schedule: Decodable {
      struct Window: Decodable, Equatable {
        var opens: String?
        var closes: String?
        var opensLocal: String?
        var closesLocal: String?
        var hours: Double?
      }
      struct Effect: Decodable, Equatable {
        var kind: String
        var date: String
        var nominalHours: Double
        var hours: Double
      }
      struct ClosedDay: Decodable, Equatable {
        var date: String
        var closesAt: String?
      }
      var kind: String
      var name: String
      var schedule: String?
      var zone: String?
      var off: String?
      var machines: Int
      var hoursPerWeek: Int?
      var hours: Double
      var machineHours: Double
      var nextActivation: String?
      var nextClosing: String?
      var nextCleanup: String?
      var windows: [Window]
      var closedDays: [ClosedDay]
      var clockEffects: [Effect]
    }
    var from: String
    var to: String
    var zoneRules: String
    var machines: Int
    var machineHours: Double
    var schedules: [Schedule]
  }

  private static let market = """
    apiVersion: 5spot.finos.org/v1beta1
    kind: ScheduledMachine
    metadata: {name: rack-7, namespace: markets}
    spec:
      clusterName: trading
      gracefulShutdownTimeout: 10m
      schedule:
        apiVersion: spotschedules.5spot.finos.org/v1alpha1
        kind: CapitalMarketsSchedule
        name: nyse
      bootstrapSpec: {apiVersion: bootstrap.cluster.x-k8s.io/v1beta1, kind: K0sWorkerConfig, spec: {}}
      infrastructureSpec: {apiVersion: k0smotron.io/v1beta1, kind: RemoteMachine, spec: {}}
    ---
    apiVersion: spotschedules.5spot.finos.org/v1alpha1
    kind: CapitalMarketsSchedule
    metadata: {name: nyse, namespace: markets}
    spec:
      timezone: America/New_York
      sessions: [{daysOfWeek: [mon-fri], hoursOfDay: ["9-15"]}]
      holidays: ["2026-11-26"]
      earlyCloses: [{date: "2026-11-27", closeHour: 12}]
    ---
    apiVersion: spotschedules.5spot.finos.org/v1alpha1
    kind: TimeBasedSpotSchedule
    metadata: {name: spare, namespace: markets}
    spec: {daysOfWeek: [sun], hoursOfDay: ["1"], timezone: America/New_York}

    """

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.scratch.write("market.yaml", Self.market)
    return bench
  }

  @Test func `a week of market hours with a holiday and an early close`() throws {
    let result = try bench().run(
      "preview", "market.yaml", "--from", "2026-11-23", "--to", "2026-11-30", "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let preview = try result.json(Preview.self)
    // A date is meant on the clock that all schedules share.
    #expect(preview.from == "2026-11-23T05:00:00Z" && preview.to == "2026-11-30T05:00:00Z")
    #expect(preview.machines == 1 && preview.machineHours == 25)
    let machine = preview.schedules[0]
    #expect(machine.name == "markets/rack-7")
    #expect(machine.schedule == "CapitalMarketsSchedule markets/nyse")
    #expect(machine.hoursPerWeek == 35 && machine.hours == 25)
    #expect(machine.windows.map(\.hours) == [7, 7, 7, 4])
    #expect(
      machine.windows[3]
        == .init(
          opens: "2026-11-27T14:00:00Z", closes: "2026-11-27T18:00:00Z",
          opensLocal: "2026-11-27T09:00:00-05:00", closesLocal: "2026-11-27T13:00:00-05:00",
          hours: 4))
    #expect(
      machine.closedDays == [
        .init(date: "2026-11-26", closesAt: nil), .init(date: "2026-11-27", closesAt: "13:00"),
      ])
    #expect(machine.nextActivation == "2026-11-23T14:00:00Z")
    #expect(machine.nextClosing == "2026-11-23T21:00:00Z")
    #expect(machine.nextCleanup == "2026-11-23T21:10:00Z")
    let spare = preview.schedules[1]
    #expect(spare.name == "markets/spare" && spare.machines == 0 && spare.nextCleanup == nil)
  }

  @Test func `changes of the clock are named, and times shown in a zone`() throws {
    let bench = try bench()
    let json = try bench.run(
      "preview", "market.yaml", "--from", "2026-10-31T00:00:00Z", "--to", "2026-11-08T00:00:00Z",
      "--zone", "Asia/Tokyo", "--format", "json")
    let spare = try json.json(Preview.self).schedules[1]
    #expect(
      spare.clockEffects == [
        .init(kind: "lengthened", date: "2026-11-01", nominalHours: 1, hours: 2)
      ])
    #expect(spare.windows.map(\.opensLocal) == ["2026-11-01T14:00:00+09:00"])
    let table = try bench.run(
      "preview", "market.yaml", "--from", "2026-11-01", "--to", "2026-11-08")
    #expect(table.status == 0)
    #expect(
      table.lines.contains(
        "TimeBasedSpotSchedule markets/spare, America/New_York"))
    #expect(
      table.lines.contains(
        "  sun 2026-11-01: a window of 2h instead of 1h, the clock changes at "
          + "sun 2026-11-01 01:00 EST"))
    #expect(table.lines.contains("  sun 2026-11-01 01:00 EDT  sun 2026-11-01 02:00 EST    2h"))
  }

  @Test func `a calendar file is the same for the same call, and its events in any`() throws {
    let bench = try bench()
    func calendar(_ from: String) throws -> String {
      let result = try bench.run(
        "preview", "market.yaml", "--from", from, "--to", "2026-11-30", "--format", "ics")
      #expect(result.status == 0)
      return result.output
    }
    let first = try calendar("2026-11-23")
    #expect(first == (try calendar("2026-11-23")))
    let identities = Set(first.components(separatedBy: "\r\n").filter { $0.hasPrefix("UID:") })
    let later = Set(
      try calendar("2026-11-25").components(separatedBy: "\r\n").filter { $0.hasPrefix("UID:") })
    #expect(identities.count == 5 && later.count == 3 && later.isSubset(of: identities))
  }

  @Test func `snapshots and scenarios have schedules too`() throws {
    let snapshot = try BuiltProduct.run(
      "fivespot",
      ["preview", "scenarios/night.snapshot.json", "--from", "2026-06-08", "--format", "json"],
      in: Repository.folder)
    #expect(snapshot.status == 0)
    let machines = try snapshot.json(Preview.self).schedules
    #expect(machines.count == 6 && machines.allSatisfy { $0.machines == 1 })
    #expect(machines[1].windows.map(\.hours).prefix(2) == [61, 13])
    let scenario = try BuiltProduct.run(
      "fivespot",
      ["preview", "scenarios/market-hours.yaml", "--from", "2026-11-23", "--format", "json"],
      in: Repository.folder)
    #expect(scenario.status == 0, "\(scenario.errors)")
    let offers = try scenario.json(Preview.self).schedules
    #expect(!offers.isEmpty && offers.allSatisfy { $0.kind == "offer" && $0.machines > 1 })
    #expect(offers.contains { $0.name.hasPrefix("regulated/") })
  }

  @Test func `what is off is said to be, and what never runs is noted`() throws {
    let bench = try bench()
    try bench.scratch.write(
      "off.yaml",
      Self.market.replacingOccurrences(
        of: "  clusterName:", with: "  enabled: false\n  clusterName:"))
    let off = try bench.run(
      "preview", "off.yaml", "--from", "2026-11-23", "--format", "json")
    let machine = try off.json(Preview.self).schedules[0]
    #expect(machine.off == "it is switched off" && machine.windows.isEmpty)
    #expect(machine.nextActivation == nil)
    let result = try BuiltProduct.run(
      "fivespot",
      [
        "preview", "scenarios/manifests/5-spot-0.1/examples/scheduledmachine-basic.yaml", "--from",
        "2026-11-23",
      ], in: Repository.folder)
    #expect(result.status == 0)
    #expect(
      result.errors == "fivespot: lint finds 1 error; what it refuses never runs\n")
  }

  @Test(arguments: [
    (["--zone", "Europe/Lodnon"], "did you mean Europe/London?"),
    (["--from", "yesterday"], "--from yesterday: neither an instant"),
    (["--from", "2026-06-08", "--to", "2026-06-08"], "is empty"),
    (["--from", "2026-06-08", "--to", "2046-06-08"], "longer than ten years"),
    (["--format", "yaml"], "yaml"),
  ])
  func `wrong calls exit with 64`(arguments: [String], words: String) throws {
    let result = try bench().start(["preview", "market.yaml"] + arguments).wait()
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func `schedules that cannot be read are errors, and the rest is shown`() throws {
    let bench = try bench()
    try bench.scratch.write(
      "bad.yaml",
      Self.market.replacingOccurrences(of: "hoursOfDay: [\"1\"]", with: "hoursOfDay: [\"99\"]")
        .replacingOccurrences(of: "name: nyse, namespace: markets", with: "name: xnys"))
    let result = try bench.run("preview", "bad.yaml", "--from", "2026-11-23", "--format", "json")
    #expect(result.status == 65)
    #expect(try result.json(Preview.self).schedules.map(\.name) == ["default/xnys"])
    #expect(result.errors.contains("bad.yaml:10:11: warning lint/missing-provider: "))
    #expect(result.errors.contains(" error runtime/HourOutOfRange: "))
    #expect(result.errors.hasSuffix("fivespot: 2 problems\n"))
    try bench.scratch.write("empty.yaml", "")
    #expect(try bench.run("preview", "empty.yaml").status == 65)
    try bench.scratch.write("pod.yaml", "apiVersion: v1\nkind: Pod\n")
    #expect(try bench.run("preview", "pod.yaml").status == 65)
    #expect(try bench.run("preview", ".").status == 66)
    #expect(try bench.run("preview", "nowhere.yaml", "market.yaml").status == 66)
    #expect(try bench.run("preview").status == 64)
    let wrapper = ["sh", "-c", "exec \"$@\" < market.yaml", "sh"]
    #expect(try bench.start(["preview", "-"], call: .init(wrapper: wrapper)).wait().status == 0)
  }
}
