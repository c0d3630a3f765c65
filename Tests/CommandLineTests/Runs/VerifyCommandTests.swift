import Foundation
import Testing
import Units

/// `fivespot verify`: 0 for what is as it was, 99 for what differs, 66 for what is missing.
@Suite struct VerifyCommandTests {
  @Test(arguments: ["all", "first", "none"])
  func `an untouched run is equal, member by member`(choice: String) throws {
    let bench = try Bench()
    let digests = try bench.simulate("--seeds", "1..2", "--keep-journal", choice).digests
    let result = try bench.run("verify", "latest", "--quiet")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.lines == digests.map { "equal \($0.variant) \($0.seed) \($0.hex)" })
    let one = try bench.run("verify", "latest/rough/2", "--quiet")
    #expect(one.status == 0 && one.lines == [result.lines.last])
  }

  @Test(arguments: ["all", "none"])
  func `a digest that was changed is found, with both`(choice: String) throws {
    let bench = try Bench()
    let digests = try bench.simulate("--keep-journal", choice).digests
    let wrong = String(repeating: "0", count: 64)
    try bench.tamper("UPDATE member SET digest = '\(wrong)' WHERE variant = 'rough'")
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 99)
    #expect(result.errors == "fivespot: 1 of 2 members differ from the stored run\n")
    #expect(result.lines.first == "equal calm 7 \(digests[0].hex)")
    #expect(
      result.lines[1...3] == [
        "different rough 7", "  stored: \(wrong)", "  rerun:  \(digests[1].hex)",
      ])
    #expect(try bench.run("verify", "latest/calm", "--quiet").status == 0)
  }

  @Test func `a journal of another run is told by its first diverging event`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "rough", "--seeds", "1,2", "--keep-journal", "all")
    // Seed 2's journal and digest under seed 1: a journal that is sound, and of another run.
    try bench.tamper(
      """
      DELETE FROM journal_chunk WHERE member_id = (SELECT id FROM member WHERE seed = 1);
      INSERT INTO journal_chunk SELECT (SELECT id FROM member WHERE seed = 1), sequence, rows, bytes
        FROM journal_chunk WHERE member_id = (SELECT id FROM member WHERE seed = 2);
      UPDATE member SET digest = (SELECT digest FROM member WHERE seed = 2) WHERE seed = 1;
      """)
    let result = try bench.run("verify", "latest/rough/1", "--quiet")
    #expect(result.status == 99)
    #expect(result.lines.first == "different rough 1")
    let fact = /.*2026-01-01T\d\d:\d\d:\d\d(\.\d+)?Z (node|job)\w+ .*/
    #expect(
      try result.lines.dropFirst(3).contains { try fact.wholeMatch(in: $0) != nil },
      "\(result.output)")
    #expect(result.output.contains("stored") && result.output.contains("rerun"))
  }

  @Test(arguments: [
    "UPDATE journal_chunk SET bytes = zeroblob(length(bytes))",
    "UPDATE journal_chunk SET bytes = substr(bytes, 1, 40)",
    "UPDATE journal_chunk SET bytes = x''",
    "UPDATE journal_chunk SET rows = rows + 1",
    "UPDATE journal_chunk SET sequence = sequence + 1",
    "DELETE FROM journal_chunk",
    "DELETE FROM entity_name",
  ])
  func `a damaged journal is a difference, not a crash`(damage: String) throws {
    let bench = try Bench()
    try bench.simulate("--variant", "rough")
    try bench.tamper(damage)
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 99, "\(result.errors)")
    #expect(result.lines.first == "different rough 7", "\(result.output)")
  }

  @Test func `a stored scenario that was changed is a difference`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    // A name decides nothing of the journal: only the scenario's own hash can tell.
    try bench.tamper(
      "UPDATE resolved_scenario SET canonical_json = "
        + "replace(canonical_json, '\"name\":\"small\"', '\"name\":\"other\"')")
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 99, "\(result.output)")
    #expect(result.errors.contains("the stored scenario of calm/7 was changed"))
  }

  @Test func `a changed input is named with both hashes`() throws {
    let bench = try Bench()
    try bench.simulate()
    let changed = Bench.jobs.replacingOccurrences(of: "600000", with: "660000")
    try bench.scratch.write("jobs.csv", changed)
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 99 && result.output.isEmpty)
    for word in [
      "jobs.csv", SHA256.digest(Array(Bench.jobs.utf8)).hex, SHA256.digest(Array(changed.utf8)).hex,
    ] { #expect(result.errors.contains(word)) }
  }

  @Test func `a missing input exits 66, and may lie in another folder`() throws {
    let bench = try Bench()
    try bench.simulate()
    try bench.scratch.write("elsewhere/jobs.csv", Bench.jobs)
    try FileManager.default.removeItem(atPath: bench.scratch.path("jobs.csv"))
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 66 && result.output.isEmpty)
    #expect(
      result.errors.contains("jobs.csv is missing")
        && result.errors.contains(SHA256.digest(Array(Bench.jobs.utf8)).hex))
    #expect(try bench.run("verify", "--quiet", "--folder", "elsewhere").status == 0)
    #expect(try bench.run("verify", "--quiet", "--folder", "nowhere").status == 66)
  }

  @Test func `the scenario file itself is not needed, nor the folder of the call`() throws {
    let bench = try Bench()
    try bench.simulate()
    try bench.scratch.write("small.yaml", "changed: since\n")
    let elsewhere = try Scratch()
    let result = try BuiltProduct.run(
      "fivespot", ["verify", "-q", "--store", bench.scratch.path(Bench.store)], in: elsewhere.url)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `a stored scenario that was changed is found`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "rough")
    try bench.tamper(
      "UPDATE resolved_scenario SET canonical_json = replace(canonical_json, '\"30s\"', '\"40s\"')")
    #expect(try bench.run("verify", "--quiet").status == 99)
    try bench.tamper("UPDATE resolved_scenario SET canonical_json = '{\"name\": 1}'")
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 65 && result.errors.contains("stored scenario"), "\(result.errors)")
  }

  @Test func `a run of which no member ended cannot be verified`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    try bench.tamper(
      """
      UPDATE member SET status = 'incomplete', digest = NULL, header_id = NULL;
      UPDATE run SET status = 'incomplete';
      """)
    let result = try bench.run("verify", "--quiet")
    #expect(result.status == 66 && result.output.isEmpty)
    #expect(result.errors.contains("no member"), "\(result.errors)")
  }
}
