import SpotScheduler
import TestSupport
import Testing
import Units

/// Rules of released 5-Spot beyond what its vectors ask.
@Suite struct UpstreamRuleTests {
  // MARK: The agent's configuration

  @Test(arguments: [
    [], ["java"], ["a\"b", "c\\d"], ["tab\t", "line\nbreak", "\u{7}\u{7F}"], ["café", "日本", ""],
    ["# no comment", "[x]", "'"],
  ])
  func `a configuration reads back as written`(commands: [String]) throws {
    let written = Upstream.ReclaimAgentConfiguration(
      commands: commands, argvSubstrings: commands.reversed(), pollMilliseconds: 1_000)
    #expect(try Upstream.ReclaimAgentConfiguration(text: written.text) == written)
  }

  @Test func `configurations as people write them are read`() throws {
    let read = try Upstream.ReclaimAgentConfiguration(
      text: """
        # by hand
        match_commands = [ 'C:\\x', # a literal
          "idea\\u0041", ]
        poll_interval_ms=1_000   # a second
        """)
    #expect(read.commands == ["C:\\x", "ideaA"])
    #expect(read.argvSubstrings.isEmpty && read.pollMilliseconds == 1_000)
    #expect(
      try Upstream.ReclaimAgentConfiguration(text: "") == Upstream.ReclaimAgentConfiguration())
  }

  @Test(arguments: [
    ("poll_interval_ms = 0", Upstream.ReclaimAgentConfiguration.Failure.zeroPollInterval),
    ("interval = 1", .unknownKey("interval")),
    ("match_commands = []\nmatch_commands = []", .repeatedKey("match_commands")),
    ("match_commands = [\"a]", .malformed(at: 21)), ("match_commands", .malformed(at: 14)),
    ("poll_interval_ms = 007", .malformed(at: 19)), ("poll_interval_ms = -1", .malformed(at: 19)),
    ("poll_interval_ms = 1 2", .malformed(at: 21)), ("match_commands = [1]", .malformed(at: 18)),
    ("match_commands = [\"\\q\"]", .malformed(at: 21)),
  ])
  func `others are refused`(text: String, failure: Upstream.ReclaimAgentConfiguration.Failure) {
    #expect(throws: failure) { try Upstream.ReclaimAgentConfiguration(text: text) }
  }

  // MARK: Processes

  @Test func `names of the process table are numbers of 32 bits as Rust reads them`() {
    let configuration = Upstream.ReclaimAgentConfiguration(commands: ["java"])
    func match(_ name: String) -> UInt32? {
      let entry = Upstream.ProcessEntry(name: name, comm: Array("java\n\n".utf8))
      return Upstream.ProcessScan.firstMatch(in: [entry], configuration: configuration)?.processID
    }
    #expect(match("42") == 42 && match("+7") == 7 && match("0007") == 7)
    #expect(match("4294967295") == .max && match("4294967296") == nil)
    #expect(match("-1") == nil && match("") == nil && match("1 ") == nil && match("self") == nil)
    let broken = Upstream.ProcessEntry(name: "1", comm: [0xFF, 0x0A])
    #expect(
      Upstream.ProcessScan.firstMatch(
        in: [broken], configuration: Upstream.ReclaimAgentConfiguration(commands: ["\u{FFFD}"]))
        == nil)
  }

  // MARK: Grace

  @Test(arguments: [
    ("0001-01-01T00:00:00Z", true), ("9999-12-31T00:00:00Z", true),
    ("2026-06-10T12:00:00.999Z", false), ("2026-06-10T12:00:01Z", true),
    ("2026-06-10T11:55:00Z", true), ("2026-06-10T11:55:00.000000001Z", false),
  ])
  func `elapsed seconds are whole, and negative ones are over`(start: String, isOver: Bool) throws {
    let condition = Upstream.GracePeriod.Condition(
      reason: "GracePeriodActive", lastTransitionTime: start)
    #expect(
      try Upstream.GracePeriod.isOver(
        conditions: [condition], timeout: "5m", at: Instant(rfc3339: "2026-06-10T12:00:00Z"))
        == isOver)
  }

  // MARK: Capacity

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<2_000
  #else
    static let seeds: Range<UInt64> = 0..<200_000
  #endif

  @Test func `a capacity writes zero or its value, and never what stands there`() {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed)
      func flag() -> Bool { random.below(2) == 0 }
      func maybe(_ values: [Int64]) -> Int64? {
        let index = Int(random.below(UInt64(values.count + 1)))
        return index < values.count ? values[index] : nil
      }
      let now = Instant(seconds: 1_000_000)
      let verdicts: [Bool?] = [true, false, nil]
      var seen = ScheduledCapacity.Observation(
        isEnabled: flag(), isKilled: random.below(5) == 0, activeValue: 10,
        verdict: verdicts[Int(random.below(3))], lastKnown: verdicts[Int(random.below(3))],
        lastWritten: maybe([0, 10, 4]), isTargetResolved: random.below(5) > 0,
        hasDrainSignal: flag(), observedDrained: maybe([0, 3, -1]),
        handbackTimeout: .seconds(random.below(900)),
        handbackDeadline: maybe([999_000, 1_000_000, 1_001_000]).map { Instant(seconds: $0) },
        isAlsoGovernedByMachine: random.below(5) == 0)
      let decision = ScheduledCapacity.decide(seen, at: now)
      let context = "seed \(seed)"
      if let write = decision.write {
        #expect(write == 0 || write == 10 && decision.isReady, "\(context)")
        #expect(write != seen.lastWritten, "\(context)")
      }
      if seen.isAlsoGovernedByMachine || !decision.isReady && seen.isTargetResolved {
        #expect(decision.write == (seen.lastWritten == 0 ? nil : 0), "\(context)")
      }
      #expect(
        (decision.handbackDeadline != nil) == (decision.recheck != nil), "\(context)")
      if decision.isHandbackComplete { #expect(decision.handbackDeadline == nil, "\(context)") }
      // Carried out and seen again at the same instant, it wants nothing more.
      seen.lastWritten = decision.write ?? seen.lastWritten
      seen.handbackDeadline = decision.handbackDeadline
      let again = ScheduledCapacity.decide(seen, at: now)
      #expect(again.write == nil && again.phase == decision.phase, "\(context)")
      #expect(again.handbackDeadline == decision.handbackDeadline, "\(context)")
    }
  }

  // MARK: Providers

  #if DEBUG
    static let samples: Range<UInt64> = 0..<30
  #else
    static let samples: Range<UInt64> = 0..<2_000
  #endif

  @Test func `what a provider samples in whole-hour zones is the exact edge`() throws {
    for seed in Self.samples {
      var random = SeededGenerator(seed: seed)
      let zone = ["UTC", "America/New_York", "Etc/GMT+5"][Int(random.below(3))]
      let first = Int(random.below(24))
      let last = Int(random.below(24))
      let spec = ScheduleSpec(
        daysOfWeek: [["mon-fri", "sat-sun", "mon-sun", "wed"][Int(random.below(4))]],
        hoursOfDay: ["\(first)-\(last)"], timezone: zone)
      let start = Instant(seconds: 1_781_000_000 + random.below(30_000_000))
      let sampled = try Upstream.TimeBasedProvider.nextTransition(
        of: spec, after: start, in: .pinned)
      let exact = try spec.resolved(in: .pinned).nextEdge(after: start)?.instant
      let horizon = start + .hours(192)
      #expect(sampled == exact || sampled == nil && (exact ?? horizon) >= horizon, "seed \(seed)")
    }
  }
}
