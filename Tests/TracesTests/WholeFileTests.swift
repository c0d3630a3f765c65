import Documents
import Testing

@testable import Traces

/// The recorded files, spoilt from top to bottom: what a wrong export of the whole file looks like.
@Suite("Recorded files in another unit, order or polarity")
struct WholeFileTests {
  /// Reads a recorded file with each row's fields changed, and returns the error.
  private func error(
    of path: String, as name: String, changing change: (inout [String]) -> Void
  ) throws -> DocumentError? {
    var bytes = try RecordedFiles.bytes(path)
    if path.hasSuffix(".gz") { bytes = try Gzip.decompress(bytes, file: path) }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    for index in lines.indices.dropFirst() {
      var fields = lines[index].split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
      change(&fields)
      lines[index] = fields.joined(separator: ",")
    }
    return try TracesTests.error(reading: lines.joined(separator: "\n") + "\n", as: name)
  }

  private func scale(_ field: inout String, by factor: Double) {
    if let value = Double(field) {
      let scaled = value * factor
      field = Int64(exactly: scaled).map(String.init) ?? "\(scaled)"
    }
  }

  private static let week = "opendc-surf/surf_week_tasks.csv.gz"
  private static let pods = "openb-gpu-2023/openb_pod_list_default.csv"
  private static let nodes = "openb-gpu-2023/openb_node_list_all_node.csv"
  private static let lives = "gcp-preemption-2019/gcp_preemptions.csv"

  @Test(
    "each column of numbers in another unit",
    arguments: [
      (Self.week, "opendc-tasks", 1, 0.001), (Self.week, "opendc-tasks", 1, 1_000),
      (Self.week, "opendc-tasks", 2, 0.001), (Self.week, "opendc-tasks", 2, 1_000),
      (Self.week, "opendc-tasks", 3, 1_000), (Self.week, "opendc-tasks", 4, 0.001),
      (Self.week, "opendc-tasks", 4, 1.0 / 16), (Self.week, "opendc-tasks", 5, 1_000),
      (Self.week, "opendc-tasks", 5, 0.001), (Self.week, "opendc-tasks", 5, 1_000_000),
      (Self.nodes, "openb-nodes", 1, 0.001), (Self.nodes, "openb-nodes", 2, 1_048_576),
      (Self.nodes, "openb-nodes", 2, 1_024), (Self.nodes, "openb-nodes", 2, 1.0 / 1_024),
      (Self.nodes, "openb-nodes", 3, 1_000),
      (Self.pods, "openb-pods", 1, 0.001), (Self.pods, "openb-pods", 2, 1_048_576),
      (Self.pods, "openb-pods", 2, 1_024), (Self.pods, "openb-pods", 2, 1.0 / 1_024),
      (Self.pods, "openb-pods", 3, 1_000), (Self.pods, "openb-pods", 4, 1_000),
      (Self.pods, "openb-pods", 9, 1_000),
      (Self.lives, "gcp-preemption", 6, 1_000), (Self.lives, "gcp-preemption", 6, 0.001),
      (Self.lives, "gcp-preemption", 6, 1.0 / 60), (Self.lives, "gcp-preemption", 6, 1.0 / 3_600),
    ] as [(String, String, Int, Double)])
  func units(
    path: String, format: String, column: Int, factor: Double
  ) throws {
    let found = try error(of: path, as: format) { scale(&$0[column], by: factor) }
    #expect(found != nil, "\(format) accepts column \(column) times \(factor)")
  }

  @Test("two columns with each other's values")
  func order() throws {
    for (path, format, left, right) in [
      (Self.week, "opendc-tasks", 1, 2), (Self.week, "opendc-tasks", 3, 4),
      (Self.week, "opendc-tasks", 4, 5),
      (Self.nodes, "openb-nodes", 1, 2), (Self.nodes, "openb-nodes", 2, 3),
      (Self.pods, "openb-pods", 3, 4),
      (Self.pods, "openb-pods", 8, 9), (Self.pods, "openb-pods", 9, 10),
      (Self.pods, "openb-pods", 6, 7),
      (Self.lives, "gcp-preemption", 1, 2), (Self.lives, "gcp-preemption", 3, 4),
      (Self.lives, "gcp-preemption", 5, 7),
    ] {
      let found = try error(of: path, as: format) { $0.swapAt(left, right) }
      #expect(found != nil, "\(format) accepts columns \(left) and \(right) swapped")
    }
  }

  @Test("preempted and stop swapped")
  func polarity() throws {
    let found = try error(of: Self.lives, as: "gcp-preemption") {
      $0[5] = $0[5] == "stop" ? "preempted" : "stop"
    }
    #expect(found?.message.contains("24-hour cap") == true)
  }
}
