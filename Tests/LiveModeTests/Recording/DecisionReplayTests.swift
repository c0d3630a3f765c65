import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("A recorded run, decided anew")
struct DecisionReplayTests {
  private static let policy = RegulatedPolicy(
    notice: .minutes(10), simultaneousDrains: 2, idleDelay: .minutes(20),
    drainClasses: [DrainClass(name: "batch", namespaces: ["work"], graceCap: .seconds(10))])

  private static let profiles: [SchedulerProfile] = [
    .regulated(policy), .regulated(RegulatedPolicy()), .upstream01, .upstream03,
  ]

  /// The fleet, decided on every forty minutes.
  private func recording(_ profile: SchedulerProfile, steps: Int) throws -> [UInt8] {
    var reconciler = LiveReconciler(try SampleFleet.objects(), profile: profile)
    var bytes: [UInt8] = []
    for step in 0..<steps {
      let now = SampleFleet.noon + .minutes(Int64(step) * 40)
      bytes += try DecisionRecording.line(of: reconciler.reconcile(at: now), zones: .pinned)
    }
    return bytes
  }

  @Test(arguments: profiles)
  func `the same decisions come of it, to the last byte`(profile: SchedulerProfile) throws {
    let bytes = try recording(profile, steps: 36)
    let replay = DecisionReplay(of: bytes, zones: .pinned)
    #expect(replay.firstDifference == nil)
    #expect(replay.same == 36)
    // There was something to decide.
    #expect(
      bytes.split(separator: 0x0A).contains { line in
        String(decoding: line, as: UTF8.self).contains("\"verb\"")
      })
  }

  /// What somebody does to the second line, and where it shows.
  @Test(arguments: [
    ("\"actions\":[{", "\"actions\":[{\"x\":1},{", "actions[0]"),
    ("\"profile\":\"upstream-0.3\"", "\"profile\":\"upstream-0.1\"", "actions[1]"),
    ("\"profile\":\"upstream-0.3\"", "\"profile\":\"upstream-9\"", "there is no profile"),
    ("\"killSwitch\":false", "\"killSwitch\":true", "actions[0]"),
    ("\"decision\":", "\"decisions\":", "the line has no snapshot"),
    ("{\"decision\"", "{{\"decision\"", "expected"),
  ])
  func `another decision, snapshot or profile shows`(
    old: String, new: String, what: String
  ) throws {
    var lines = try recording(.upstream03, steps: 2).split(separator: 0x0A)
      .map { String(decoding: $0, as: UTF8.self) }
    let range = try #require(lines[1].firstRange(of: old))
    lines[1].replaceSubrange(range, with: new)
    let replay = DecisionReplay(
      of: Array(lines.joined(separator: "\n").utf8), zones: .pinned)
    #expect(replay.same == 1)
    #expect(replay.firstDifference?.line == 2)
    #expect(replay.firstDifference?.what.hasPrefix(what) ?? false, "\(replay)")
  }
}
