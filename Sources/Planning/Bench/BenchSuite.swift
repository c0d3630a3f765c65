package import Documents
import Facts
import Foundation
package import Scenario

/// A benchmark suite: scenarios to run, and what their figures have to be.
package struct BenchSuite: Sendable {
  /// One scenario with its seeds and its thresholds.
  package struct Benchmark: Sendable {
    /// Its name in the suite.
    package var name: String
    /// The scenario file as the suite names it.
    package var scenario: String
    /// The variants to run; empty for every one.
    package var variants: [String]
    /// The seeds; empty for the scenario's own.
    package var seeds: [UInt64]
    /// Entries of the scenario to set.
    package var settings: [ScenarioOverride]
    /// Whether every member's digest has to be the baseline's.
    package var isExact: Bool
    /// What metrics have to be.
    package var thresholds: [MetricThresholds]
  }

  /// The thresholds of one metric.
  package struct MetricThresholds: Sendable {
    /// The metric's name, which need not exist.
    package var metric: String
    /// Its thresholds, in the suite's order.
    package var thresholds: [Threshold]
  }

  /// The path that it was read from.
  package var path: String
  /// Its name, to which a baseline belongs.
  package var name: String
  /// What it is about, in its writer's words; may be empty.
  package var about: String
  /// The benchmarks, by name.
  package var benchmarks: [Benchmark]
  /// What its writer probably did not mean.
  package var warnings: [Diagnostic]

  /// The path to open for a file that the suite names.
  package func opened(_ file: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return file.hasPrefix("/") || folder.isEmpty
      ? file : (folder as NSString).appendingPathComponent(file)
  }

  /// Reads and checks a suite.
  ///
  /// - Throws: `ScenarioError`, with every problem at once and its place.
  package static func load(path: String) throws(ScenarioError) -> BenchSuite {
    let bytes: [UInt8]
    do throws(InputFile.Failure) {
      bytes = try InputFile.read(path, limit: 1 << 24)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    return try parse(bytes, path: path)
  }

  /// Whether a file says of itself that it is a suite; false also for one that cannot be read, whose
  /// problems whoever reads it will report.
  package static func isSuite(at path: String) -> Bool {
    guard let bytes = try? InputFile.read(path, limit: 1 << 24),
      let document = try? Document.parseYAML(bytes, file: path).first
    else { return false }
    return document.root["apiVersion"]?.string?.hasPrefix("fivespot.bench/") == true
  }

  /// Checks a suite whose text is at hand, as if it had been read from `path`.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) throws(ScenarioError) -> BenchSuite {
    let root: DocumentNode
    do throws(DocumentError) {
      root = try Document.parseOneYAML(bytes, file: path, holding: "suite").root
    } catch {
      throw .invalid([Diagnostic(error)])
    }
    let outcome = ShapeCheck.check([.base(root)], against: BenchSuiteFormat.file)
    guard outcome.isValid else { throw .invalid(outcome.diagnostics) }
    var reader = SuiteReader(diagnostics: outcome.diagnostics)
    let benchmarks = reader.benchmarks(outcome.root.member("benchmarks"))
    guard !reader.diagnostics.contains(where: { $0.severity == .error }) else {
      throw .invalid(Diagnostic.sorted(reader.diagnostics))
    }
    return BenchSuite(
      path: path, name: outcome.root.text("name"),
      about: outcome.root["description"]?.text ?? "", benchmarks: benchmarks,
      warnings: Diagnostic.sorted(reader.diagnostics))
  }
}

/// Makes benchmarks of a suite whose form is right, and finds what the form cannot say.
private struct SuiteReader {
  var diagnostics: [Diagnostic]

  mutating func benchmarks(_ table: CheckedNode) -> [BenchSuite.Benchmark] {
    table.members.map { benchmark($0.key, $0.value) }
  }

  private mutating func benchmark(
    _ name: String, _ node: CheckedNode
  ) -> BenchSuite.Benchmark {
    let thresholds = node.member("thresholds").members.map { member in
      check(metric: member)
      return BenchSuite.MetricThresholds(
        metric: member.key,
        thresholds: member.value.elements.compactMap { element in
          element.text.flatMap { try? Threshold($0) }
        })
    }
    if thresholds.isEmpty, !node.boolean("exact") {
      diagnostics.append(
        Diagnostic(
          .warning, .noEffect, at: node.position, path: node.path,
          "the benchmark is run and nothing is asked of it",
          remedy: "add thresholds, or exact: true"))
    }
    return BenchSuite.Benchmark(
      name: name, scenario: node.text("scenario"),
      variants: unique(node["variants"]),
      seeds: node["seeds"]?.text.flatMap(SeedText.seeds) ?? [],
      settings: settings(node.member("set")), isExact: node.boolean("exact"), thresholds: thresholds
    )
  }

  private mutating func settings(_ list: CheckedNode) -> [ScenarioOverride] {
    list.elements.compactMap { element in
      let setting = element.text.flatMap { ScenarioOverride($0) }
      if setting == nil {
        diagnostics.append(
          Diagnostic(
            .error, .invalidValue, at: element.position, path: element.path,
            "\"\(element.text ?? "")\" is no setting",
            remedy: "write it as path=value, such as nodes.lisa.count=50"))
      }
      return setting
    }
  }

  private mutating func unique(_ list: CheckedNode?) -> [String] {
    var names: [String] = []
    for element in list?.elements ?? [] {
      guard let name = element.text else { continue }
      if names.contains(name) {
        diagnostics.append(
          Diagnostic(
            .error, .invalidValue, at: element.position, path: element.path,
            "the variant \(name) is named twice", remedy: "name it once"))
      } else {
        names.append(name)
      }
    }
    return names
  }

  /// A metric that does not exist is no mistake of form: the threshold cannot be judged.
  private mutating func check(metric member: CheckedNode.Member) {
    guard MetricRegistry.metric(named: member.key) == nil else { return }
    let names = MetricRegistry.all.map(\.name)
    diagnostics.append(
      Diagnostic(
        .warning, .unknownName, at: member.keyPosition, path: member.value.path,
        "there is no metric \"\(member.key)\"",
        remedy: NearestWord.nearest(to: member.key, among: names)
          .map { "did you mean \"\($0)\"?" } ?? "fivespot metrics lists them"))
  }
}
