import Documents
import Foundation
import LiveMode
import TestSupport
import Testing
import Units

/// The file that a fleet is recorded in.
@Suite struct FleetRecordingTests {
  private static let start = SyntheticSeries.monday

  private static func sample(_ minute: Int64, running: Int64 = 12_500) -> FleetRecording.Sample {
    var batch = FleetRecording.Cluster("batch")
    batch.running = MilliCPU(running)
    batch.podsWaiting = 3
    batch.lentReady = 2
    batch.evictions = 1
    batch.perHour = try? Money(text: "1.25")
    return FleetRecording.Sample(
      at: start + .minutes(minute), clusters: [batch, FleetRecording.Cluster("trading")],
      budgets: [FleetRecording.Budget(name: "batch/work/web", allowed: 1, lentPods: 4)])
  }

  private static let head = FleetRecording.Head(
    timezone: "America/New_York", holidays: [CivilDate(daysSinceEpoch: 20_623)],
    currency: Currency(code: "USD"))

  private func bytes(_ samples: [FleetRecording.Sample]) throws -> [UInt8] {
    try Self.head.line() + samples.flatMap { try $0.line() }
  }

  @Test func `what is written is read, and a sample has the form of the manual`() throws {
    let samples = [Self.sample(0), Self.sample(5)]
    let made = try FleetRecording.read(try bytes(samples), path: "r.jsonl")
    #expect(made.head == Self.head && made.samples == samples && made.cutLine == nil)
    #expect(
      String(decoding: try Self.sample(0).line(), as: UTF8.self) == """
        {"at":"2026-06-01T00:00:00Z","budgets":[{"allowed":1,"lentPods":4,"name":"batch/work/web"}],\
        "clusters":[{"evictions":1,"lentMoving":0,"lentReady":2,"name":"batch","ownReady":0,\
        "perHour":"1.25","podsRunning":0,"podsWaiting":3,"running":12500,"waiting":0},\
        {"lentMoving":0,"lentReady":0,"name":"trading","ownReady":0,"podsRunning":0,"podsWaiting":0,\
        "running":0,"waiting":0}]}

        """)
  }

  @Test func `cut anywhere, the whole lines before are read`() throws {
    let samples = [Self.sample(0), Self.sample(5), Self.sample(10)]
    let whole = try bytes(samples)
    let first = try Self.head.line().count
    for length in first..<whole.count {
      let made = try FleetRecording.read(Array(whole.prefix(length)), path: "r.jsonl")
      let lines = whole.prefix(length).count { $0 == 0x0A }
      #expect(made.samples == Array(samples.prefix(lines - 1)), "cut at \(length)")
      #expect(made.cutLine == (whole[length - 1] == 0x0A ? nil : lines + 1), "cut at \(length)")
    }
  }

  @Test func `what is wrong has its line, its column and a remedy`() throws {
    func problems(_ text: String) -> [String] {
      do throws(RecordingError) {
        _ = try FleetRecording.read(Array(text.utf8), path: "r.jsonl")
        return []
      } catch {
        return error.diagnostics.map(\.description)
      }
    }
    let head = String(decoding: try Self.head.line(), as: UTF8.self)
    let one = String(decoding: try Self.sample(0).line(), as: UTF8.self)
    #expect(
      problems("") == [
        "r.jsonl:1:1: error: the recording has no whole line; fivespot-live record writes one"
      ])
    #expect(
      problems(head + one + one) == [
        "r.jsonl:3:1: error: at: it is not after the line before, 2026-06-01T00:00:00Z; one "
          + "recording has one writer; take this line out, or begin another file"
      ])
    let wrong = one.replacing("\"podsWaiting\":3", with: "\"podsWaiting\":-3")
    let found = problems(head + wrong + "{\n")
    #expect(found.count == 2)
    #expect(
      found.first?.hasPrefix("r.jsonl:2:224: error: clusters[0].podsWaiting: -3 is not") ?? false,
      "\(found)")
    #expect(found.last?.hasPrefix("r.jsonl:3:") ?? false, "\(found)")
    #expect(
      problems(one).first?.hasPrefix("r.jsonl:1:1: error: apiVersion: the key") ?? false,
      "\(problems(one))")
  }

  @Test func `a file goes on behind its last whole line, for one writer at a time`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "fivespot-recording-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/r.jsonl"
    do {
      var file = try RecordingFile(path)
      #expect(file.head == nil && file.last == nil)
      try file.begin(Self.head)
      try file.append(Self.sample(0))
      #expect(throws: RecordingFile.Failure.self) { try RecordingFile(path) }
      file.close()
    }
    // As kill -9 leaves it in the middle of a write.
    let half = try Self.sample(5).line().prefix(40)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    try (before + half).write(to: URL(fileURLWithPath: path))
    var file = try RecordingFile(path)
    #expect(file.cut == 40 && file.head == Self.head && file.last == Self.start)
    try file.append(Self.sample(10))
    file.close()
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(bytes == (try self.bytes([Self.sample(0), Self.sample(10)])))
    try Data("no recording\n".utf8).write(to: URL(fileURLWithPath: path))
    let failure = #expect(throws: RecordingFile.Failure.self) { try RecordingFile(path) }
    #expect(failure?.kind == .broken)
  }
}
