import Documents
import Testing
import Traces
import Units

/// Recordings of real fleets, as `fivespot-live record` writes them.
@Suite struct FleetRecordingLinesTests {
  private static let head =
    #"{"apiVersion":"fivespot/v0","holidays":[],"kind":"FleetRecording","timezone":"UTC"}"#
  private static let first =
    #"{"at":"2026-06-01T00:00:00Z","clusters":[{"evictions":1,"name":"batch","running":12500,"waiting":500},{"name":"trading","running":0}]}"#
  private static let second =
    #"{"at":"2026-06-01T00:07:00Z","clusters":[{"name":"batch","running":20000,"waiting":0}]}"#

  private func read(_ lines: String...) throws -> RecordedDemand {
    let format = try #require(TraceFormats.named("fleet-recording"))
    let content = try format.read(Array(lines.joined(separator: "\n").utf8), file: "r.jsonl")
    guard case .demand(let demand) = content else {
      Issue.record("no demand")
      return RecordedDemand(clusters: [])
    }
    return demand
  }

  @Test func `each cluster has what its pods requested, running and waiting`() throws {
    let demand = try read(Self.head, Self.first, Self.second, "")
    #expect(demand.clusters.map(\.name) == ["batch", "trading"] && demand.notes.isEmpty)
    let batch = demand.clusters[0]
    #expect(batch.readings.map(\.cpu.value) == [13_000, 20_000])
    let start = try Instant(rfc3339: "2026-05-31T23:55:00Z")
    #expect(
      batch.values(from: start, to: start + .minutes(20), step: .minutes(5))
        == [13_000, 13_000, 13_000, 20_000])
    #expect(
      batch.values(from: start, to: start + .minutes(10), step: .minutes(5), offset: .minutes(-10))
        == [13_000, 20_000])
  }

  @Test func `a line that was cut off is left out, and said so`() throws {
    let demand = try read(Self.head, Self.first, #"{"at":"2026-06"#)
    #expect(demand.clusters[0].readings.count == 1)
    #expect(demand.notes == ["line 3 does not end, and is left out"])
  }

  @Test func `what is wrong has its line`() throws {
    func problem(_ lines: String...) -> String {
      let format = TraceFormats.named("fleet-recording")
      do throws(DocumentError) {
        _ = try format?.read(Array(lines.joined(separator: "\n").utf8), file: "r.jsonl")
        return ""
      } catch {
        return Diagnostic(error).description
      }
    }
    #expect(problem(Self.first, "").hasPrefix("r.jsonl:1:1: error: the first line is not that"))
    #expect(problem(Self.head, "").hasPrefix("r.jsonl:1:1: error: the recording has no sample"))
    #expect(
      problem(Self.head, Self.first, Self.first, "").hasPrefix(
        "r.jsonl:3:1: error: the line is not after the one before"))
    #expect(
      problem(Self.head, Self.first.replacing("12500", with: "-1"), "").hasPrefix("r.jsonl:2:"))
  }
}
