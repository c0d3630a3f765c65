import Foundation
import GRDB
import RunStore
import Testing

/// A folder with a small scenario, in which `fivespot` runs as its user's current directory.
///
/// Two machines, six jobs, the variants `calm` and `rough`: a member takes some milliseconds.
final class Bench {
  let scratch: Scratch
  /// The store that calls without `--store` use.
  static let store = "runs/fivespot.sqlite"

  static let scenario = """
    apiVersion: fivespot/v0
    name: small
    description: Two machines and six jobs.
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    seed: 7
    nodes:
      spot: {machine: {cpu: 4, memory: 8Gi}, count: 2}
    workload:
      batch: {trace: {format: opendc-tasks, file: jobs.csv}}
    interruptions:
      spot:
        lifetime: {distribution: exponential, mean: 40m}
        notice: 30s
        replacement: 3m
    variants:
      calm:
        description: Machines <that> stay & stay.
        set: {interruptions: null}
      rough:
        description: Machines that go.

    """

  static let jobs = """
    id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity
    1,1767225600000,600000,2,4200,1000
    2,1767225660000,1200000,4,8400,1000
    3,1767225720000,300000,1,2100,500
    4,1767226000000,3600000,2,4200,1000
    5,1767227000000,1800000,4,8400,2000
    6,1767236000000,600000,1,2100,500

    """

  init() throws {
    scratch = try Scratch()
    try scratch.write("small.yaml", Self.scenario)
    try scratch.write("jobs.csv", Self.jobs)
  }

  /// Runs `fivespot` in the folder; a method, so that the folder outlives the process.
  @discardableResult
  func run(_ arguments: String..., call: BuiltProduct.Call = .init()) throws -> BuiltProduct.Result
  {
    try start(arguments, call: call).wait()
  }

  /// Starts `fivespot` in the folder.
  func start(
    _ arguments: [String], call: BuiltProduct.Call = .init()
  ) throws -> RunningProduct {
    var call = call
    call.folder = call.folder ?? scratch.url
    return try BuiltProduct.start("fivespot", arguments, call)
  }

  /// Runs the small scenario quietly and requires that it went well.
  @discardableResult
  func simulate(_ options: String...) throws -> BuiltProduct.Result {
    let result = try start(["run", "small.yaml", "--quiet"] + options).wait()
    try #require(result.status == 0, "\(result.errors)")
    return result
  }

  /// The rows of a query on the store, the way others read it.
  func rows(
    _ sql: String, _ parameters: [String: SQLValue] = [:], store: String = Bench.store
  ) throws -> [[SQLValue]] {
    try RunStore.query(sql, at: scratch.path(store), parameters: parameters).rows
  }

  /// The whole number that a query gives; nil while there is no store, or it says nothing.
  func count(_ sql: String, store: String = Bench.store) -> Int64? {
    guard case .integer(let count)? = try? rows(sql, store: store).first?.first else { return nil }
    return count
  }

  /// Changes the store behind the tool's back.
  func tamper(_ sql: String, store: String = Bench.store) throws {
    let queue = try DatabaseQueue(path: scratch.path(store))
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Starts thousands of members, one at a time, and waits until some of them are in the store.
  func startLongRun(output: FileHandle? = nil) throws -> RunningProduct {
    let running = try start(
      ["run", "small.yaml", "--seeds", "1..10000", "--workers", "1", "--keep-journal", "none"],
      call: .init(output: output))
    let hasBegun = running.wait { (count("SELECT max(members_complete) FROM runs") ?? 0) >= 3 }
    try #require(hasBegun && running.isRunning, "\(running.errorsSoFar)")
    return running
  }
}

/// Documents that the tool prints, as far as the tests look into them.
extension BuiltProduct.Result {
  /// A line `digest VARIANT SEED 64-HEX`.
  struct Digest: Hashable {
    var variant: String
    var seed: String
    var hex: String
  }

  /// The digests at the end of the output.
  var digests: [Digest] {
    var digests: [Digest] = []
    for line in lines.reversed() {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard words.count == 4, words[0] == "digest", words[3].utf8.count == 64,
        words[3].allSatisfy({ "0123456789abcdef".contains($0) })
      else { break }
      digests.append(Digest(variant: words[1], seed: words[2], hex: words[3]))
    }
    return digests.reversed()
  }

  /// The output as a JSON document.
  func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
