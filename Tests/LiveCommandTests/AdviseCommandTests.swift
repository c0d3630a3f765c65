#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import LiveMode
  import Testing

  @Suite("advise", .timeLimit(.minutes(60))) struct AdviseCommandTests {
    private let noon = ["--now", "2026-06-10T12:00:00Z"]

    @Test(arguments: ServedFleet.Era.allCases)
    func `it exits with 2 when there is something to do, and prints the plan`(
      era: ServedFleet.Era
    ) async throws {
      let fleet = try await ServedFleet(era, isSecure: era == .beta)
      let folder = try Folder()
      let prices = try folder.write(
        "prices.yaml",
        "{apiVersion: fivespot/v0, currency: USD, machines: [{hosts: [10.0.0.2], perHour: \"0.30\"}]}"
      )
      let call =
        try ["advise", "--profile", "upstream-0.3", "--prices", prices] + noon
        + fleet.flags(in: folder)
      let page = try await LiveProcess.run(call)
      #expect(page.status == 2, "\(page.errors)")
      for words in [
        "What would be done", "delete the Machine", "fleet/night-2", "batch refuses it now (429)",
      ] {
        #expect(page.output.contains(words), "\(page.output)")
      }
      let json = try await LiveProcess.run(call + ["--format", "json"])
      #expect(json.status == 2)
      let plan = try Document.parseJSON(json.bytes, file: "plan").root
      #expect(plan["kind"]?.string == "AdvicePlan")
      #expect(try AdvicePlan.digest(of: plan.value) == plan["digest"]?.string)
      #expect(plan["cost"]?["currency"]?.string == "USD")
      // Equal objects give equal bytes.
      #expect(
        try await LiveProcess.run(call + ["--format", "json", "--quiet"]).bytes == json.bytes)
      await fleet.stop()
    }

    @Test func `it exits with 0 when there is nothing to do`() async throws {
      let fleet = try await ServedFleet(.beta)
      let folder = try Folder()
      for name in ["night-1", "night-2"] {
        fleet.management.delete("fleet/\(name)", of: "scheduledmachines")
        fleet.management.delete("fleet/\(name)", of: "machines")
      }
      let call =
        try ["advise", "--profile", "upstream-0.3", "--now", "2026-06-10T03:30:00Z"]
        + fleet.flags(in: folder)
      let result = try await LiveProcess.run(call)
      #expect(result.status == 0 && result.output.contains("nothing"), "\(result.output)")
      await fleet.stop()
    }

    @Test func `it says where a running 5-Spot differs`() async throws {
      let fleet = try await ServedFleet(.beta)
      let folder = try Folder()
      let call = try ["advise", "--shadow", "--format", "json"] + noon + fleet.flags(in: folder)
      let result = try await LiveProcess.run(call)
      #expect(result.status == 2, "\(result.errors)")
      let root = try Document.parseJSON(result.bytes, file: "advice").root
      #expect(root["plan"]?["kind"]?.string == "AdvicePlan")
      #expect(root["shadow"]?["kind"]?.string == "ShadowReport")
      #expect(root["shadow"]?["profile"]?.string == "upstream-0.3")
      await fleet.stop()
    }
  }
#endif
