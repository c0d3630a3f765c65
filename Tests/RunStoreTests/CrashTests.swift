import Facts
import Foundation
import RunStore
import Testing
import Units

@Suite("A store whose writer came to a bad end")
struct CrashTests {
  @Test("holds the members that were whole, of an incomplete run", arguments: [1, 5, 20, 60])
  func killed(milliseconds: Int) async throws {
    let fixture = try StoreFixture()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = fixture.path as String, milliseconds] in
      let store = try RunStore.open(at: path, mode: .readWrite)
      let writer = try store.begin(StoreFixture.description(seeds: [1, 2, 3]))
      for seed: UInt64 in [1, 2] {
        try writer.add(
          try StoreFixture.result(seed: seed), variant: "base", seed: seed, startedAt: .epoch)
      }
      let large = try StoreFixture.largeResult(jobs: 400_000)
      Thread.detachNewThread {
        usleep(UInt32(milliseconds) * 1_000)
        kill(getpid(), SIGKILL)
      }
      try writer.add(large, variant: "base", seed: 3, startedAt: .epoch)
      try writer.finish()
    }
    for mode in [RunStore.Mode.readOnly, .readWrite] {
      let store = try fixture.open(mode)
      let selection = try store.find("latest")
      #expect(selection.run.status == .incomplete)
      #expect(selection.members.map(\.status) == [.complete, .complete, .incomplete])
      for member in selection.members.prefix(2) {
        #expect(try store.journal(of: member).digest.hex == member.digest)
      }
    }
    // Nothing of the third member is left behind, and the file is whole.
    let rows = try RunStore.query(
      "SELECT count(DISTINCT member_id), count(*) FROM job_outcome", at: fixture.path
    ).rows
    #expect(rows == [[.integer(2), .integer(4)]])
    try StoreFixture.store(StoreFixture.description(scenario: "next"), in: try fixture.open())
    #expect(try fixture.integrity() == "ok")
  }

  @Test("on a full disk says so and keeps what was stored")
  func full() throws {
    let fixture = try StoreFixture()
    let first = try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    do {
      let store = try RunStore.open(at: fixture.path, mode: .readWrite, pagesMax: 120)
      let writer = try store.begin(StoreFixture.description(scenario: "large"))
      let large = try StoreFixture.largeResult(jobs: 50_000)
      #expect {
        try writer.add(large, variant: "base", seed: 1, startedAt: .epoch)
      } throws: { error in
        let error = error as? RunStoreError
        return error?.code == .diskFull && error?.remedy?.contains("--keep-journal") == true
      }
      // The same connection goes on.
      #expect(try writer.finish() == .incomplete)
      #expect(try store.runs().map(\.status) == [.complete, .incomplete])
      try writer.add(
        try StoreFixture.result(seed: 1), variant: "base", seed: 1, startedAt: .epoch)
      #expect(try writer.finish() == .complete)
    }
    let store = try fixture.open(.readOnly)
    let member = try store.find(first).members[0]
    #expect(try store.journal(of: member).digest.hex == member.digest)
    #expect(try fixture.integrity() == "ok")
  }

  @Test("tells a damaged journal from a whole one")
  func damagedJournal() throws {
    let fixture = try StoreFixture()
    let expected = try StoreFixture.result(seed: 1)
    let damages = [
      "UPDATE journal_chunk SET bytes = x'0102' WHERE sequence = 1",
      "DELETE FROM journal_chunk WHERE sequence = 1",
      "DELETE FROM journal_chunk WHERE sequence = 2",
      "UPDATE journal_chunk SET rows = 2 WHERE sequence = 0",
      "UPDATE entity_name SET name = 'other' WHERE namespace = 2",
      "UPDATE member SET digest = '\(StoreFixture.hash)'",
    ]
    for damage in damages {
      try? FileManager.default.removeItem(atPath: fixture.folder + "/runs")
      try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
      try fixture.change(damage)
      let store = try fixture.open(.readOnly)
      let member = try store.find("latest").members[0]
      #expect(code { _ = try store.journal(of: member) } == .corrupt, "\(damage)")
      #expect(try store.summary(of: member) == expected.summary.metrics)
    }
  }

  @Test("takes results from many threads")
  func threads() async throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let seeds = Array(1...24 as ClosedRange<UInt64>)
    let writer = try store.begin(StoreFixture.description(seeds: seeds))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in seeds {
        group.addTask {
          try writer.add(
            try StoreFixture.result(seed: seed), variant: "base", seed: seed, startedAt: .epoch)
        }
      }
      try await group.waitForAll()
    }
    #expect(try writer.finish() == .complete)
    #expect(try store.find("latest").members.map(\.seed) == seeds)
  }
}

extension StoreFixture {
  /// A result with many rows, none of which means anything.
  static func largeResult(jobs: Int) throws -> MemberResult {
    var result = try result(seed: 3)
    let submitted = result.header.start
    result.jobs = (0..<jobs).map { job in
      JobOutcome(
        job: UInt32(job), status: .finished, attempts: 1, submittedAt: submitted,
        firstStartedAt: submitted + .seconds(Int64(job)),
        finishedAt: submitted + .seconds(Int64(job + 60)), lost: .zero)
    }
    return result
  }
}
