import Documents
import Units

/// A recording of a fleet as `fivespot-live record` writes it: a line of JSON about the file, then one for each
/// sample (`docs/forecast.md`). Of each cluster its requested CPU is read, running and waiting.
enum FleetRecordingLines {
  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedDemand {
    var clusters: [String: [RecordedDemand.Reading]] = [:]
    var last: Instant?
    var notes: [String] = []
    var number = 0
    var start = 0
    while start < bytes.count {
      number += 1
      guard let end = bytes[start...].firstIndex(of: 0x0A) else {
        notes.append("line \(number) does not end, and is left out")
        break
      }
      let line = Array(bytes[start..<end])
      start = end + 1
      do throws(DocumentError) {
        let root = try Document.parseJSON(line, file: file).root
        guard number > 1 else {
          try checkHead(root)
          continue
        }
        let at = try instant(root)
        if let last, at <= last {
          throw root.error("the line is not after the one before", remedy: "take it out")
        }
        last = at
        for cluster in try root.required("clusters", .sequence).elements {
          let name = try cluster.required("name", .string).lexeme ?? ""
          let range: ClosedRange<Int64> = 0...1_000_000_000
          let cpu = MilliCPU(
            try cluster.integer("running", in: range, otherwise: 0)
              + cluster.integer("waiting", in: range, otherwise: 0))
          clusters[name, default: []].append(RecordedDemand.Reading(at: at, cpu: cpu))
        }
      } catch {
        throw DocumentError(
          position: SourcePosition(file: file, line: number, column: error.position.column),
          message: error.message, remedy: error.remedy)
      }
    }
    guard !clusters.isEmpty else {
      throw DocumentError(
        position: SourcePosition(file: file, line: 1, column: 1),
        message: "the recording has no sample", remedy: "fivespot-live record writes one")
    }
    return RecordedDemand(
      clusters: clusters.sorted { $0.key < $1.key }.map {
        RecordedDemand.Cluster(name: $0.key, readings: $0.value)
      }, notes: notes)
  }

  private static func checkHead(_ root: DocumentNode) throws(DocumentError) {
    guard root["kind"]?.lexeme == "FleetRecording", root["apiVersion"]?.lexeme == "fivespot/v0"
    else {
      throw root.error(
        "the first line is not that of a recording",
        remedy: "it has apiVersion fivespot/v0 and kind FleetRecording")
    }
  }

  private static func instant(_ root: DocumentNode) throws(DocumentError) -> Instant {
    let node = try root.required("at", .string)
    do { return try Instant(rfc3339: node.lexeme ?? "") } catch {
      throw node.error("at \(node.lexeme ?? ""): \(error)", remedy: "write an RFC 3339 instant")
    }
  }
}
