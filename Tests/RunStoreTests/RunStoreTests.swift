import Facts
import Foundation
import RunStore
import Testing
import Units

@Suite("A run in the store")
struct RunStoreTests {
  @Test("comes back as it was stored")
  func roundTrip() throws {
    let fixture = try StoreFixture()
    let description = StoreFixture.description(variants: ["base", "dense"], seeds: [1, 2])
    let runID = try StoreFixture.store(description, in: try fixture.open())
    let store = try fixture.open(.readOnly)
    let run = try #require(try store.runs().first)
    #expect(run.runID == runID && runID.count == 26)
    #expect(run.status == .complete)
    #expect(run.createdAt == "2026-09-21T14:13:20Z")
    #expect(run.commandLine == description.commandLine)
    #expect(run.memberCount == 4 && run.completeMemberCount == 4)
    #expect(try store.inputs(of: run) == description.inputs)
    #expect(try store.scenarioText(of: run) == "name: small\n")
    let members = try store.members(of: run)
    #expect(
      members.map { "\($0.variant)/\($0.seed)" } == ["base/1", "base/2", "dense/1", "dense/2"])
    for member in members {
      let expected = try StoreFixture.result(seed: member.seed)
      #expect(member.digest == expected.digest)
      #expect(member.events == 9)
      #expect(try store.summary(of: member) == expected.summary.metrics)
      #expect(try store.series(of: member) == expected.series)
      #expect(try store.jobs(of: member) == expected.jobs)
      #expect(try store.journal(of: member).digest.hex == expected.digest)
      #expect(try store.resolvedScenario(of: member) == "{\"variant\":\"\(member.variant)\"}")
    }
  }

  @Test("is incomplete from its beginning until every member is stored")
  func incomplete() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let writer = try store.begin(StoreFixture.description(seeds: [1, 2]))
    #expect(try store.find("latest").run.status == .incomplete)
    try writer.add(
      try StoreFixture.result(seed: 2), variant: "base", seed: 2, startedAt: .epoch)
    #expect(try writer.finish() == .incomplete)
    let selection = try store.find("latest")
    #expect(selection.members.map(\.status) == [.incomplete, .complete])
    #expect(throws: RunStoreError.self) { try store.summary(of: selection.members[0]) }
    try writer.add(
      try StoreFixture.result(seed: 1), variant: "base", seed: 1, startedAt: .epoch)
    #expect(try writer.finish() == .complete)
  }

  @Test("is failed when a member is, with the reason")
  func failed() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let writer = try store.begin(StoreFixture.description())
    try writer.fail(variant: "base", seed: 1, message: "the plan is empty")
    #expect(try writer.finish() == .failed)
    let member = try store.find("latest").members[0]
    #expect(member.failure == "the plan is empty")
    #expect { try store.journal(of: member) } throws: { "\($0)".contains("the plan is empty") }
  }

  @Test("keeps the journals it was told to keep", arguments: KeepJournal.allCases)
  func keepJournal(keep: KeepJournal) throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let description = StoreFixture.description(
      variants: ["a", "b"], seeds: [7, 3], keep: keep)
    try StoreFixture.store(description, in: store)
    let kept = try store.find("latest").members.filter { member in
      (try? store.journal(of: member)) != nil
    }
    let expected: [String] =
      switch keep {
      case .all: ["a/7", "a/3", "b/7", "b/3"]
      case .first: ["a/7", "b/7"]
      case .none: []
      }
    #expect(kept.map { "\($0.variant)/\($0.seed)" } == expected)
    let member = try store.find("latest/b/3").members[0]
    #expect(member.digest == (try StoreFixture.result(seed: 3)).digest)
    guard keep != .all else { return }
    #expect { try store.journal(of: member) } throws: {
      ($0 as? RunStoreError)?.code == .journalNotKept
    }
  }

  @Test("refuses what contradicts itself")
  func invalid() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    func code(_ work: () throws -> Void) -> RunStoreError.Code? {
      do { try work() } catch { return (error as? RunStoreError)?.code }
      return nil
    }
    #expect(code { _ = try store.begin(StoreFixture.description(seeds: [1, 1])) } == .invalid)
    #expect(code { _ = try store.begin(StoreFixture.description(seeds: [])) } == .invalid)
    #expect(code { _ = try store.begin(StoreFixture.description(seeds: [.max])) } == .invalid)
    let writer = try store.begin(StoreFixture.description())
    let result = try StoreFixture.result(seed: 1)
    #expect(code { try writer.add(result, variant: "x", seed: 1, startedAt: .epoch) } == .invalid)
    #expect(code { try writer.add(result, variant: "base", seed: 1, startedAt: .epoch) } == nil)
    #expect(
      code { try writer.add(result, variant: "base", seed: 1, startedAt: .epoch) } == .invalid)
    #expect(try store.runs().count == 1)
  }
}
