import CommandSupport
import Placement

/// A published table: a measure in percent by policy, seed and percent of submitted load.
struct PackingTable {
  /// What is measured; the raw values are parts of file names.
  enum Measure: String, CaseIterable {
    case allocation = "allo"
    case fragment = "frag"
    case ratio = "frag_ratio"

    func percent(of column: PackingMeasures.Column) -> Double {
      switch self {
      case .allocation: Double(column.allocationHundredths) / 100
      case .fragment: Double(column.fragmentHundredths) / 100
      case .ratio: column.ratioPercent
      }
    }
  }

  /// The values of one policy and seed.
  struct Row {
    var values: [Double]
    /// Where it stands, from 1.
    var line: Int
  }

  /// How far a value may be off: 0.01, and a little for the doubles that hold hundredths.
  static let tolerance = 0.010_001

  private var rows: [String: Row] = [:]

  init(_ text: String, path: String) throws(CommandError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines.first?.split(separator: ",") ?? []
    guard let first = header.firstIndex(of: "0"), first >= 4 else {
      throw CommandError(
        .invalidInput,
        "\(path):1:1: no columns of load; the header is workload,sc_policy,tune,seed…")
    }
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let values = fields.dropFirst(first).map { Double($0) }
      guard fields.count == header.count, values.allSatisfy({ $0 != nil }) else {
        throw CommandError(
          .invalidInput,
          "\(path):\(index + 1):1: a row has \(header.count) fields, numbers from 0 on")
      }
      rows["\(fields[1]) \(fields[3])"] = Row(values: values.compactMap(\.self), line: index + 1)
    }
  }

  func row(_ policy: PackingPolicy, seed: Int) -> Row? {
    rows["\(policy.publishedName) \(seed)"]
  }

  /// For each percent of load where the published values of a policy that draws should lie: around the
  /// mean of its own runs, within five times the spread of both.
  func spreads(
    of policy: PackingPolicy, against actual: [[Double?]]
  ) -> [(mean: Double?, tolerance: Double)] {
    let published = PackingSuite.seeds.compactMap { row(policy, seed: $0)?.values }
    return (0..<(published.first?.count ?? 0)).map { load in
      let own = actual.compactMap { load < $0.count ? $0[load] : nil }
      guard own.count > 1 else { return (nil, 0) }
      let others = published.compactMap { load < $0.count ? $0[load] : nil }
      let variance = (Self.variance(own) + Self.variance(others)) / 2
      let deviation = (variance * (1 + 1 / Double(own.count))).squareRoot()
      return (Self.mean(own), 5 * deviation + Self.tolerance)
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(values.count, 1))
  }

  private static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count - 1, 1))
  }
}
