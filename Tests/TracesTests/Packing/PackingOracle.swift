import Documents
import Foundation
import Placement
import Testing
import Traces

/// The published results of "Beware of Fragmentation" on openb's default list, and the orders of
/// submission that they were made with.
struct PackingOracle {
  /// What is measured; the raw values are parts of file names.
  enum Measure: String, CaseIterable {
    case allocation = "allo"
    case fragment = "frag"
    case ratio = "frag_ratio"
  }

  static let seeds = 42...51
  static let deterministic = PackingPolicy.allCases.filter { $0 != .random }

  /// Percent of load by policy, seed and measure, as the columns 0 to 130.
  private let columns: [String: [Double]]

  init() throws {
    var columns: [String: [Double]] = [:]
    for measure in Measure.allCases {
      let lines = try Self.text("analysis_\(measure.rawValue)_discrete.csv").split(separator: "\n")
      let header = lines[0].split(separator: ",")
      let first = try #require(header.firstIndex(of: "0"))
      for line in lines.dropFirst() {
        let fields = line.split(separator: ",")
        let key = "\(fields[1]) \(fields[3]) \(measure.rawValue)"
        columns[key] = try fields[first...].map { try #require(Double($0)) }
      }
    }
    self.columns = columns
  }

  func columns(_ policy: PackingPolicy, seed: Int, _ measure: Measure) throws -> [Double] {
    try #require(columns["\(policy.publishedName) \(seed) \(measure.rawValue)"])
  }

  /// The mean and the sample standard deviation over the seeds in a column.
  func moments(
    _ policy: PackingPolicy, _ measure: Measure, column: Int
  ) throws -> (mean: Double, deviation: Double) {
    PackingOracle.moments(
      try PackingOracle.seeds.map { try columns(policy, seed: $0, measure)[column] })
  }

  static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return Array(
      try Data(contentsOf: tests.appendingPathComponent("Vectors/fgd-oracle/" + path)))
  }

  static func text(_ path: String) throws -> String {
    var bytes = try bytes(path)
    if path.hasSuffix(".gz") { bytes = try Gzip.decompress(bytes, file: path) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func sequence(seed: Int) throws -> PackingSequence {
    let file = "sequences/seed-\(seed).txt.gz"
    return try PackingRecords.sequence(try bytes(file), file: file, podCount: 8_152)
  }

  /// The cluster and the workload of the published results.
  static func experiment() throws -> PackingExperiment {
    let nodes = "openb-gpu-2023/openb_node_list_gpu_node.csv"
    let pods = "openb-gpu-2023/openb_pod_list_default.csv"
    return PackingExperiment(
      nodes: try PackingRecords.nodes(try RecordedFiles.bytes(nodes), file: nodes),
      pods: try PackingRecords.pods(try RecordedFiles.bytes(pods), file: pods))
  }
}

extension PackingMeasures.Column {
  /// The measure in percent.
  func percent(_ measure: PackingOracle.Measure) -> Double {
    switch measure {
    case .allocation: Double(allocationHundredths) / 100
    case .fragment: Double(fragmentHundredths) / 100
    case .ratio: ratioPercent
    }
  }
}

extension PackingRun {
  /// The measure at a percent of load.
  func percent(_ measure: PackingOracle.Measure, at load: Int) throws -> Double {
    try #require(columns[load]).percent(measure)
  }
}
