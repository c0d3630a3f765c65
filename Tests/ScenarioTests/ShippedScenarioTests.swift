import Documents
import Foundation
import Scenario
import Testing

@Suite("The scenarios that are shipped")
struct ShippedScenarioTests {
  static let names = [
    "autoscaled", "bare-metal", "churn", "lent-machines", "surf-week", "openb-gpu", "market-hours",
  ]

  /// What is doubtful on purpose: churn.yaml shows what two budgets over one workload do.
  private static func isMeant(_ warning: Diagnostic, in name: String) -> Bool {
    name == "churn" && warning.message.hasPrefix("2 budgets cover the pods of ledger")
  }

  @Test("are free of errors and warnings", arguments: names)
  func areFreeOfProblems(name: String) throws {
    let file = try ScenarioFile.load(path: "\(repository)/scenarios/\(name).yaml")
    let warnings = file.warnings.filter { !Self.isMeant($0, in: name) }
    #expect(warnings.map(\.description) == [])
    #expect(file.warnings.count - warnings.count == (name == "churn" ? 1 : 0))
    #expect(file.name == name)
    for variant in file.variantNames {
      let resolved = try file.resolve(variant: variant)
      #expect(file.about(variant: variant) != nil)
      let found = try resolved.inspect().filter { !Self.isMeant($0, in: name) }
      #expect(found.map(\.description) == [], "variant \(variant)")
    }
  }

  @Test("are the whole folder")
  func areTheWholeFolder() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(repository)/scenarios")
    let scenarios = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    // Suites of the bench command lie beside the scenarios that they run.
    let suites = ["bench", "bench-control-plane", "bench-market-hours"]
    #expect(Set(scenarios).subtracting(suites) == Set(Self.names))
  }

  @Test("start with the line that editors look for", arguments: names)
  func nameTheirSchema(name: String) throws {
    let text = try String(contentsOfFile: "\(repository)/scenarios/\(name).yaml", encoding: .utf8)
    #expect(text.hasPrefix("# yaml-language-server: $schema=scenario.schema.json\n"))
  }
}
