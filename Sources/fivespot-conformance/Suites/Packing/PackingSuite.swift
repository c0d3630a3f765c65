import CommandSupport
import Dispatch
import Documents
import Foundation
import Placement
import Synchronization
import Traces
import Units

/// The published results of GPU packing on openb: tables of the whole experiment, which is run once for
/// all of them.
///
/// A vector is a value of a table, an end state, or a file of placements. Policies that do not draw have
/// to meet each value; what the one that draws comes to has the published spread.
struct PackingSuite {
  static let name = "fgd-oracle"

  /// How a file of the suite came out.
  struct Outcome {
    var file: String
    var passed: Int
    /// A paragraph each.
    var failures: [String]
  }

  /// A run of the experiment.
  struct Case: Hashable, Sendable {
    var policy: PackingPolicy
    var seed: Int
  }

  static let seeds = 42...51

  private let folder: String
  private let runs: [Case: PackingRun]

  /// Runs the experiment with each policy and seed.
  ///
  /// - Parameter folder: The suite's folder. The lists of nodes and pods are in
  ///   `traces/openb-gpu-2023` of a folder above it, above the present one or above this program.
  init(folder: String) throws(CommandError) {
    self.folder = folder
    let lists = try Self.lists(above: folder)
    let experiment: PackingExperiment
    var sequences: [Int: PackingSequence] = [:]
    do throws(DocumentError) {
      let nodes = lists + "/openb_node_list_gpu_node.csv"
      let pods = lists + "/openb_pod_list_default.csv"
      experiment = PackingExperiment(
        nodes: try PackingRecords.nodes(try Self.bytes(nodes), file: nodes),
        pods: try PackingRecords.pods(try Self.bytes(pods), file: pods))
      for seed in Self.seeds {
        let file = "\(folder)/sequences/seed-\(seed).txt.gz"
        sequences[seed] = try PackingRecords.sequence(
          try Self.bytes(file), file: file, podCount: experiment.pods.count)
      }
    } catch {
      throw CommandError(.invalidInput, "\(error)")
    }
    let cases = PackingPolicy.allCases.flatMap { policy in
      Self.seeds.map { Case(policy: policy, seed: $0) }
    }
    let found = Mutex<[Case: PackingRun]>([:])
    let known = sequences
    DispatchQueue.concurrentPerform(iterations: cases.count) { index in
      let one = cases[index]
      guard let sequence = known[one.seed] else { return }
      let run = experiment.run(sequence, policy: one.policy, seed: UInt64(one.seed))
      found.withLock { $0[one] = run }
    }
    runs = found.withLock { $0 }
  }

  /// The outcomes by file, in the order of their names.
  func outcomes() throws(CommandError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for measure in PackingTable.Measure.allCases {
      outcomes.append(try table(measure))
    }
    outcomes.append(try endStates())
    for policy in PackingPolicy.allCases where policy != .random {
      outcomes.append(try placements(policy))
    }
    return outcomes
  }

  // MARK: Files

  private func table(_ measure: PackingTable.Measure) throws(CommandError) -> Outcome {
    let file = "analysis_\(measure.rawValue)_discrete"
    let table = try PackingTable(
      Self.text("\(folder)/\(file).csv"), path: "\(folder)/\(file).csv")
    var outcome = Outcome(file: file, passed: 0, failures: [])
    for policy in PackingPolicy.allCases {
      let actual = Self.seeds.map { columns(Case(policy: policy, seed: $0), measure) }
      let spreads = policy == .random ? table.spreads(of: policy, against: actual) : nil
      for (place, seed) in Self.seeds.enumerated() {
        guard let row = table.row(policy, seed: seed) else {
          outcome.failures.append("  \(policy.publishedName) seed \(seed): no row\n")
          continue
        }
        for (load, published) in row.values.enumerated() {
          let own = load < actual[place].count ? actual[place][load] : nil
          let (wanted, tolerance) = spreads?[load] ?? (own, PackingTable.tolerance)
          if let wanted, abs(wanted - published) < tolerance {
            outcome.passed += 1
          } else {
            outcome.failures.append(
              "  \(policy.publishedName) seed \(seed) at \(load) % of load, line \(row.line)\n"
                + "    expected: \(published)\n    actual:   \(wanted.map { "\($0)" } ?? "none")"
                + " within \(tolerance)\n")
          }
        }
      }
    }
    return outcome
  }

  private func columns(_ one: Case, _ measure: PackingTable.Measure) -> [Double?] {
    runs[one]?.columns.map { $0.map { measure.percent(of: $0) } } ?? []
  }

  private func endStates() throws(CommandError) -> Outcome {
    let path = "\(folder)/end-state.json"
    let root: DocumentNode
    do throws(DocumentError) {
      root = try Document.parseJSON(try Self.bytes(path), file: path).root
    } catch {
      throw CommandError(.invalidInput, "\(error)")
    }
    var outcome = Outcome(file: "end-state", passed: 0, failures: [])
    for entry in root.elements {
      guard let name = entry["policy"]?.string, let seed = entry["seed"]?.integer,
        let policy = PackingPolicy.allCases.first(where: { Self.recordedName($0) == name }),
        let run = runs[Case(policy: policy, seed: Int(seed))]
      else { continue }
      let lines = run.placements.map { Self.line($0) + "\n" }.joined()
      let actual: [(String, DocumentValue)] = [
        ("pods", .integer(Int64(run.placements.count))), ("failed", .integer(Int64(run.failed))),
        ("cpu_milli", .integer(run.used.cpu.value)),
        ("memory_mib", .integer(run.used.memory.value >> 20)),
        ("gpus_touched", .integer(Int64(run.devicesTouched))),
        ("gpu_milli", .integer(run.used.gpu.value)),
        ("placements_sha256", .string(SHA256.digest(Array(lines.utf8)).hex)),
      ]
      let wrong = actual.filter { entry[$0.0]?.value != $0.1 }
      if wrong.isEmpty {
        outcome.passed += 1
      } else {
        outcome.failures.append(
          "  \(name) seed \(seed) at \(entry.position)\n"
            + wrong.map { name, value in
              "    \(name): expected \(entry[name]?.value.line ?? "nothing"), actual \(value.line)\n"
            }.joined())
      }
    }
    return outcome
  }

  private func placements(_ policy: PackingPolicy) throws(CommandError) -> Outcome {
    let file = "placements/seed-42-\(Self.recordedName(policy))"
    let lines = try Self.text("\(folder)/\(file).csv.gz").split(separator: "\n").dropFirst()
    var outcome = Outcome(file: file, passed: 0, failures: [])
    let placements = runs[Case(policy: policy, seed: 42)]?.placements ?? []
    let actual = placements.map { Self.line($0) }
    guard lines.count == actual.count else {
      outcome.failures.append("  \(lines.count) pods, and \(actual.count) were placed or failed\n")
      return outcome
    }
    for (pod, (wanted, found)) in zip(lines, actual).enumerated() where wanted != found {
      outcome.failures.append("  pod \(pod)\n    expected: \(wanted)\n    actual:   \(found)\n")
    }
    outcome.passed = lines.count - outcome.failures.count
    return outcome
  }

  private static func line(_ placement: DevicePlacement?) -> String {
    guard let placement else { return "-1," }
    return "\(placement.node),"
      + placement.devices.devices.map(String.init).joined(separator: "-")
  }

  /// The name of recorded placements: those in whole numbers where there are two.
  private static func recordedName(_ policy: PackingPolicy) -> String {
    policy == .fragmentationGradient ? "06-FGD-integer" : policy.publishedName
  }

  // MARK: Reading

  private static func lists(above folder: String) throws(CommandError) -> String {
    for start in [folder, ".", "/proc/self/exe"] {
      var place = URL(fileURLWithPath: start).resolvingSymlinksInPath().standardizedFileURL
      while true {
        let lists = place.appendingPathComponent("traces/openb-gpu-2023").path
        if FileManager.default.fileExists(atPath: lists) { return lists }
        guard place.path != "/" else { break }
        place.deleteLastPathComponent()
      }
    }
    throw CommandError(
      .missingInput,
      "\(folder): the lists of nodes and pods, traces/openb-gpu-2023, are in no folder above it nor "
        + "above the present one; run this in the folder of the project")
  }

  private static func bytes(_ path: String) throws(DocumentError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DocumentError(
        position: SourcePosition(file: path, line: 1, column: 1),
        message: "the file cannot be read")
    }
    return [UInt8](data)
  }

  private static func text(_ path: String) throws(CommandError) -> String {
    do throws(DocumentError) {
      let bytes = try bytes(path)
      return String(
        decoding: path.hasSuffix(".gz") ? try Gzip.decompress(bytes, file: path) : bytes,
        as: UTF8.self)
    } catch {
      throw CommandError(.invalidInput, "\(error)")
    }
  }
}
