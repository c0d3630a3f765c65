import Documents
import Facts
import Testing
import Units

@testable import Traces

@Suite("OpenDC traces")
struct OpenDCTests {
  private static let tasks = """
    id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity
    7,1665093600000,27930000,16,33600.0,100000
    3,1665093600000,30000,8,16800,50000.5
    5,1665090000000,60000,16,33600.0,0

    """

  @Test("jobs are sorted by submission, equal instants keep the file's order, units are exact")
  func units() throws {
    let format = try #require(TraceFormats.named("opendc-tasks"))
    guard case .jobs(let jobs) = try format.read(Array(Self.tasks.utf8), file: "f") else {
      Issue.record("no jobs")
      return
    }
    #expect(jobs.workload.jobNames == ["5", "7", "3"])
    #expect(jobs.origin == Instant(seconds: 1_665_090_000))
    #expect(jobs.workload.jobs[2].work == .seconds(30))
    #expect(
      jobs.workload.jobs[2].request
        == ResourceVector(cpu: MilliCPU(8_000), memory: Bytes(50_000_500_000)))
    let later = try jobs.workload(
      Replay(timeScale: try #require(TimeScale(1, over: 2)), start: Instant(seconds: 10)))
    #expect(
      later.jobs.map(\.submittedAt.nanoseconds) == [10, 1_810, 1_810].map { $0 * 1_000_000_000 })
    let atOnce = try jobs.workload(Replay(timing: .allAtStart))
    #expect(atOnce.jobs.allSatisfy { $0.submittedAt == jobs.origin })
  }

  @Test("header, cut files and duplicates")
  func skeleton() throws { try checkSkeleton(Self.tasks, as: "opendc-tasks") }

  @Test(
    "a wrong unit or value is an error on its line",
    arguments: [
      Spoilt(2, 1, "1665093600", "not between"),  // seconds
      Spoilt(2, 1, "1665093600000000", "not between"),  // microseconds
      Spoilt(2, 1, "1665093600001", "whole number of seconds"),
      Spoilt(2, 1, "-1", "negative"),
      Spoilt(2, 1, "2022-10-07", "not an integer"),
      Spoilt(1, 2, "27930", "whole number of seconds"),  // seconds
      Spoilt(1, 2, "27930000000", "not between"),  // microseconds
      Spoilt(1, 2, "-27930000", "negative"),
      Spoilt(1, 2, "", "empty"),
      Spoilt(1, 3, "16000", "not between"),  // thousandths
      Spoilt(1, 3, "0", "not between"),
      Spoilt(1, 4, "2100", "no plausible speed"),  // one core's
      Spoilt(1, 4, "33.6", "no plausible speed"),  // GHz
      Spoilt(1, 4, "33600000000", "no plausible speed"),  // Hz
      Spoilt(1, 5, "100000000000", "more than any machine has"),  // bytes
      Spoilt(1, 5, "100000000", "more than any machine has"),  // kB
      Spoilt(1, 5, "100", "too little"),  // GB
      Spoilt(1, 5, "-1", "negative"),
      Spoilt(3, 0, "7", "already"),
      Spoilt(3, 0, "", "empty"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.tasks, as: "opendc-tasks") }

  @Test("the longer traces' deferral columns are checked and left out")
  func deferral() throws {
    let header = "id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity"
    let row = "7,1665093600000,30000,16,33600.0,100000"
    func text(_ tail: String) -> String { "\(header),deferrable,deadline\n\(row),\(tail)\n" }
    #expect(try error(reading: text("True,1665180000000"), as: "opendc-tasks") == nil)
    for tail in ["yes,1665180000000", "True,1665180000", "True,1665007200000"] {
      #expect(try error(reading: text(tail), as: "opendc-tasks")?.position.line == 2, "\(tail)")
    }
    #expect(
      try error(reading: "\(header),deadline\n\(row),1\n", as: "opendc-tasks")?.position.line == 1)
  }

  @Test("the SURF week and its topology, whole")
  func surf() throws {
    guard
      case .jobs(let jobs) = try RecordedFiles.read(
        "opendc-surf/surf_week_tasks.csv.gz", as: "opendc-tasks"),
      case .nodes(let nodes) = try RecordedFiles.read(
        "opendc-surf/topology_surf.json", as: "opendc-topology"),
      case .nodes(let borg) = try RecordedFiles.read(
        "opendc-surf/topology_borg.json", as: "opendc-topology")
    else {
      Issue.record("wrong kinds of content")
      return
    }
    #expect(jobs.workload.jobs.count == 6_295)
    #expect(jobs.clock == .calendar)
    #expect(jobs.origin == Instant(seconds: 1_665_093_600))
    #expect(jobs.workload.jobs.last?.submittedAt == Instant(seconds: 1_665_698_347))
    let whole = ResourceVector(cpu: MilliCPU(16_000), memory: .megabytes(100_000))
    #expect(jobs.workload.jobs.allSatisfy { $0.request == whole })
    #expect(jobs.workload.jobs.map(\.work).max() == .seconds(432_030))
    #expect(nodes.nodes.count == 277)
    #expect(nodes.nodes.allSatisfy { $0.allocatable == whole })
    #expect(nodes.nodes.last?.name == "C01-H01-277")
    #expect(
      nodes.kinds.map(\.power) == [PowerModel(curve: .squareRoot, wattsIdle: 32, wattsMax: 180)])
    #expect(borg.nodes.count == 1_534)
    #expect(nodes.fleet(pool: "surf").nodeNames.first == "C01-H01-001")
  }

  @Test("the compressed week, cut anywhere, is an error", arguments: [20, 5_000, 38_950])
  func cut(length: Int) throws {
    let bytes = try RecordedFiles.bytes("opendc-surf/surf_week_tasks.csv.gz")
    let format = try #require(TraceFormats.named("opendc-tasks"))
    #expect(throws: DocumentError.self) {
      try format.read(Array(bytes.prefix(length)), file: "f")
    }
  }

  @Test(
    "a wrong member, unit or order in a topology is an error on its line",
    arguments: [
      ("\"coreSpeed\": 2100", "\"coreSpeed\": 2.1", "coreSpeed"),
      ("\"memorySize\": 100000", "\"memorySize\": 100000000000", "not plausible"),
      ("\"memorySize\": 100000", "\"memorySize\": 100", "not plausible"),
      ("\"coreCount\"", "\"corecount\"", "unexpected member"),
      ("\"maxPower\": 180.0", "\"maxPower\": 18.0", "more than maxPower"),
      ("\"sqrt\"", "\"sqr\"", "not known"),
      ("\"count\": 277", "\"count\": 0", "count"),
      ("\"count\": 277", "\"count\": 1000001", "count"),
      ("\"name\": \"H01\",", "", "missing"),
      ("\"hosts\": [", "\"hosts\": 1, \"x\": [", "unexpected member"),
    ])
  func spoiltTopology(from: String, to: String, says: String) throws {
    let good = String(
      decoding: try RecordedFiles.bytes("opendc-surf/topology_surf.json"), as: UTF8.self)
    #expect(try error(reading: good, as: "opendc-topology") == nil)
    let text = good.replacing(from, with: to)
    let found = try #require(try error(reading: text, as: "opendc-topology"), "accepted \(to)")
    #expect(found.message.contains(says), "\(found)")
    #expect(found.position.line > 1 && found.position.line < 26, "\(found)")
  }
}
