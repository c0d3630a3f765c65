import Foundation
import Testing

/// The shipped week gives the same digests whatever the machine and the call are like.
@Suite struct DeterminismTests {
  /// A machine or a call that must not show.
  struct Condition: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var environment: [String: String?] = [:]
    var options: [String] = []
  }

  private static let scenario = Repository.path("scenarios/surf-week.yaml")

  private static let golden: [String] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("surf-week.digests")
    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }()

  /// Processor-specific variants of the C library off, by the names of glibc since 2.33 and before.
  private static let plainProcessor =
    "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL,-ERMS,-BMI2,-SSE4_2"
    + ",-AVX_Usable,-AVX2_Usable,-FMA_Usable,-FMA4_Usable,-AVX512F_Usable"

  @Test(arguments: [
    Condition(testDescription: "as it is"),
    Condition(
      testDescription: "hashing without its seed",
      environment: ["SWIFT_DETERMINISTIC_HASHING": "1"]),
    Condition(
      testDescription: "hashing with a seed", environment: ["SWIFT_DETERMINISTIC_HASHING": nil]),
    Condition(
      testDescription: "no processor-specific C library",
      environment: ["GLIBC_TUNABLES": plainProcessor]),
    Condition(testDescription: "one worker", options: ["--workers", "1"]),
    Condition(testDescription: "two workers", options: ["--workers", "2"]),
    Condition(testDescription: "many workers", options: ["--workers", "16"]),
    Condition(testDescription: "another time zone", environment: ["TZ": "Asia/Tokyo"]),
    Condition(
      testDescription: "no zone rules on the machine",
      environment: ["TZ": "Europe/Amsterdam", "TZDIR": "/nonexistent"]),
    Condition(
      testDescription: "another language",
      environment: ["LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"]),
    Condition(
      testDescription: "no environment to speak of",
      environment: ["HOME": nil, "PATH": nil, "USER": nil, "TERM": nil, "TMPDIR": nil]),
    Condition(testDescription: "all journals kept", options: ["--keep-journal", "all"]),
    Condition(testDescription: "no journal kept", options: ["--keep-journal", "none"]),
  ])
  func `digests and figures are the same`(_ condition: Condition) throws {
    let folder = try Scratch()
    let result = try BuiltProduct.start(
      "fivespot", ["run", Self.scenario, "--quiet"] + condition.options,
      .init(folder: folder.url, environment: condition.environment)
    ).wait()
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(Array(result.lines.suffix(Self.golden.count)) == Self.golden)
    #expect(result.lines.first?.hasPrefix("run \(try Self.runID()) complete") == true)
    #expect(try Self.figures(result) == Self.reference.get())
  }

  @Test func `a copy in another folder gives the same digests, run id and page`() throws {
    let folder = try Scratch()
    for name in ["scenarios", "traces"] {
      for file in try FileManager.default.subpathsOfDirectory(atPath: Repository.path(name)) {
        let original = Repository.folder.appendingPathComponent("\(name)/\(file)")
        guard let bytes = try? Data(contentsOf: original) else { continue }
        try folder.write("\(name)/\(file)", bytes: bytes)
      }
    }
    let scenarios = folder.url.appendingPathComponent("scenarios")
    let result = try BuiltProduct.run(
      "fivespot", ["run", "surf-week.yaml", "--quiet"], in: scenarios)
    #expect(Array(result.lines.suffix(Self.golden.count)) == Self.golden)
    #expect(result.lines.first?.hasPrefix("run \(try Self.runID()) complete") == true)
    let verified = try BuiltProduct.run("fivespot", ["verify", "--quiet"], in: scenarios)
    #expect(verified.status == 0)
  }

  @Test func `the zone rules of the machine change no digest, and are recorded`() throws {
    let zones = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo"].first {
      FileManager.default.fileExists(atPath: $0 + "/Europe/Amsterdam")
    }
    guard let zones else {
      withKnownIssue("no zone rules on this machine to read") { Issue.record() }
      return
    }
    let folder = try Scratch()
    let result = try BuiltProduct.run(
      "fivespot", ["run", Self.scenario, "--quiet", "--zoneinfo", zones], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(Array(result.lines.suffix(Self.golden.count)) == Self.golden)
    let wrong = try BuiltProduct.run(
      "fivespot", ["run", Self.scenario, "--quiet", "--zoneinfo", folder.path("none")],
      in: folder.url)
    #expect(wrong.status == 66 && wrong.output.isEmpty)
  }

  /// The table of figures of an ordinary run, which every condition has to repeat.
  private static let reference = Result<[String], any Error> {
    let folder = try Scratch()
    return try figures(
      BuiltProduct.run("fivespot", ["run", scenario, "--quiet"], in: folder.url))
  }

  private static func figures(_ result: BuiltProduct.Result) throws -> [String] {
    try #require(result.status == 0, "\(result.errors)")
    return result.lines
  }

  private static func runID() throws -> String {
    let words = try reference.get().first?.split(separator: " ") ?? []
    return String(try #require(words.dropFirst().first))
  }
}
