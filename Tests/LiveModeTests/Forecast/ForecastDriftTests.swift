import FleetTestSupport
import Foundation
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("How well yesterday was forecast")
struct ForecastDriftTests {
  private static let start = SampleFleet.noon - .hours(12)

  /// The same wave every day, a sample every quarter of an hour; the last day is `factor` times as high.
  private func recording(days: Int64, factor: Int64 = 1) -> FleetRecording {
    var recording = FleetRecording(head: .init())
    for index in 0...days * 96 {
      var batch = FleetRecording.Cluster("batch")
      let x = index % 96 - 48
      let wave = 50_000 - 15 * x * x
      batch.running = MilliCPU(index >= (days - 1) * 96 ? wave * factor : wave)
      recording.samples.append(
        FleetRecording.Sample(at: Self.start + .minutes(15 * index), clusters: [batch]))
    }
    return recording
  }

  @Test func `what repeats itself does not drift`() throws {
    let drift = try #require(ForecastDrift(of: recording(days: 5), zones: .pinned))
    #expect(
      drift.items == [
        .init(cluster: "batch", quantity: .requested, wape: 0, coverage: 1)
      ])
  }

  @Test func `a day that is twice as high as the one before is half missed`() throws {
    let drift = try #require(ForecastDrift(of: recording(days: 5, factor: 2), zones: .pinned))
    let item = try #require(drift.items.first)
    #expect(item.wape == 0.5)
    #expect(item.coverage == 0)
  }

  @Test func `without a day before the last one nothing is said`() {
    #expect(ForecastDrift(of: FleetRecording(head: .init()), zones: .pinned) == nil)
    #expect(ForecastDrift(of: recording(days: 1), zones: .pinned) == nil)
    #expect(ForecastDrift(of: recording(days: 2), zones: .pinned) != nil)
    var elsewhere = recording(days: 5)
    elsewhere.head.timezone = "Mars"
    #expect(ForecastDrift(of: elsewhere, zones: .pinned) == nil)
  }

  @Test func `a diary goes on where its file ended, and forgets what no forecast reads`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-diary-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var bytes = try FleetRecording.Head(timezone: "Europe/London").line()
    for sample in recording(days: 40).samples { bytes += try sample.line() }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var diary = try FleetDiary(path)
    let last = try #require(diary.last)
    #expect(diary.recording?.head.timezone == "Europe/London")
    #expect(diary.recording?.span == FleetDiary.kept)
    let objects = try SampleFleet.objects()
    for minutes: Int64 in [5, 10] {
      try diary.add(objects.fleet(FleetTerms()), objects: objects, at: last + .minutes(minutes))
    }
    #expect(diary.recording?.samples.last?.at == last + .minutes(10))
    #expect(throws: RecordingFile.Failure.self) { try FleetDiary(path) }
    diary.close()
    let read = try FleetRecording.read(
      [UInt8](Data(contentsOf: URL(fileURLWithPath: path))), path: path)
    #expect(read.samples.count == 40 * 96 + 1 + 2)
    #expect(read.samples.suffix(2) == diary.recording?.samples.suffix(2))
  }
}
