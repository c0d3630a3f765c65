import KubernetesClient
import Testing
import Units

/// Every recorded exchange with a real API server, against the table of what its caller is to be told.
@Suite struct RecordedOutcomeTests {
  @Test func theTableNamesTheRecordings() throws {
    #expect(try ExpectedOutcome.all().count > 300)
  }

  @Test(arguments: try ExpectedOutcome.all())
  func outcome(_ expected: ExpectedOutcome) throws {
    let recording = try Recording(expected.name)
    if let frames = recording.frames {
      try expectStream(frames, expected)
      return
    }
    #expect(recording.answer.warnings.count == expected.warnings ?? 0)
    let error =
      recording.isBroken
      ? AnswerRule.error(
        ofConnection: "closed", wasSent: true, request: recording.kind,
        description: recording.path)
      : AnswerRule.error(
        of: recording.answer, to: recording.kind, description: recording.path)
    expect(error, expected)
  }

  private func expect(_ error: APIError?, _ expected: ExpectedOutcome) {
    #expect(error?.kind.rawValue == expected.error)
    switch error?.advice {
    case nil: #expect(expected.outcome == "value")
    case .decide: #expect(expected.outcome == "typedError")
    case .giveUp: #expect(expected.outcome == "giveUp")
    case .retry(let after):
      #expect(expected.outcome == "retry")
      #expect(after == expected.afterSeconds.map { .seconds($0) })
    case .relist(let continuation):
      #expect(expected.outcome == "relist")
      #expect((continuation != nil) == (expected.continues ?? false))
    }
  }

  /// Chunks of 1, 2, 3, … bytes: they end anywhere, also inside a character.
  private func expectStream(_ frames: [[UInt8]], _ expected: ExpectedOutcome) throws {
    let bytes: [UInt8] = Array(frames.map { $0 + [0x0A] }.joined())
    var parser = WatchStreamParser(description: expected.name)
    var events: [WatchEvent] = []
    var isGarbage = false
    var start = 0
    var length = 1
    while start < bytes.count {
      let end = min(bytes.count, start + length)
      do {
        try parser.receive(bytes[start..<end]) { events.append($0) }
      } catch {
        isGarbage = true
        break
      }
      start = end
      length = length % 97 + 1
    }
    parser.finish { events.append($0) }
    #expect(isGarbage == (expected.error == "malformed"))
    #expect(events.count == expected.events)
    let ends = events.contains {
      if case .bookmark(_, endsInitialEvents: true) = $0 { true } else { false }
    }
    #expect(ends == expected.initialEventsEnd ?? false)
    guard !isGarbage else { return }
    if case .error(let status) = events.last {
      expect(AnswerRule.error(ofEvent: status, description: expected.name), expected)
    } else {
      #expect(expected.outcome == "value")
    }
  }
}
