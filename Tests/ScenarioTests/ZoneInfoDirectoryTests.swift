import Foundation
import Scenario
import Testing
import Units

@Suite("Time zone rules of a folder")
struct ZoneInfoDirectoryTests {
  private static let machine = "/usr/share/zoneinfo"

  @Test(
    "the machine's own are read with their release",
    .enabled(if: FileManager.default.fileExists(atPath: machine + "/America/New_York")))
  func readsTheMachinesRules() throws {
    let zones = try ZoneInfoDirectory.load(Self.machine)
    #expect(zones.contains("America/New_York"))
    #expect(zones.contains("UTC"))
    #expect(!zones.names.contains { $0.hasPrefix("posix/") || $0.hasPrefix("right/") })
    #expect(!zones.version.isEmpty)
    let rules = try #require(zones["America/New_York"])
    let pinned = try #require(ZoneRulesSet.pinned["America/New_York"])
    let instant = try Instant(rfc3339: "2026-07-01T12:00:00Z")
    #expect(rules.offset(at: instant) == pinned.offset(at: instant))
  }

  @Test("a scenario is checked against the rules that it is given")
  func scenarioUsesTheRulesGiven() throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let path = try bench.write(smallScenario + "\ntimezone: America/New_York\n", to: "s.yaml")
    let none = try ZoneRulesSet(files: [], version: "1999z")
    let error = #expect(throws: ScenarioError.self) {
      try ScenarioFile.load(path: path, zones: none)
    }
    #expect(error?.description.contains("in the rules (1999z)") == true)
    let resolved = try ScenarioFile.load(path: path).resolve(variant: "calm")
    #expect(resolved.zoneRulesVersion == ZoneRulesSet.pinned.version)
  }

  @Test("a folder that is missing, empty or damaged is refused")
  func refusesUnusableFolders() throws {
    let bench = try Bench()
    #expect(throws: ZoneInfoDirectory.Failure.self) {
      try ZoneInfoDirectory.load(bench.folder + "/none")
    }
    try bench.write("# version 2030a\n", to: "tzdata.zi")
    let empty = #expect(throws: ZoneInfoDirectory.Failure.self) {
      try ZoneInfoDirectory.load(bench.folder)
    }
    #expect(empty?.description.contains("holds no TZif file") == true)
    try bench.write("TZif2 and then nothing", to: "Europe/Nowhere")
    let damaged = #expect(throws: ZoneInfoDirectory.Failure.self) {
      try ZoneInfoDirectory.load(bench.folder)
    }
    #expect(damaged?.description.contains("Europe/Nowhere") == true)
  }
}
