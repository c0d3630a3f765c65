import Foundation
import Testing
import Units

/// `fivespot export`: the journal of a member in its three forms.
@Suite struct ExportCommandTests {
  private struct Line: Decodable { var index, value: Int; var at, kind, subject, object: String }

  @Test func `the canonical journal has the digest of its member`() throws {
    let bench = try Bench()
    let digests = try bench.simulate("--seeds", "1..3", "--keep-journal", "all").digests
    #expect(digests.count == 6)
    for digest in digests {
      let reference = "latest/\(digest.variant)/\(digest.seed)"
      let export = try bench.run("export", reference, "--journal", "canonical")
      #expect(export.status == 0 && export.errors.isEmpty)
      #expect(SHA256.digest(export.bytes).hex == digest.hex)
      let file = try bench.run("export", reference, "--journal", "canonical", "-o", "a/b/journal")
      #expect(file.status == 0 && file.bytes.isEmpty && file.errors.isEmpty)
      #expect(try bench.scratch.bytes("a/b/journal") == export.bytes)
      #expect(try bench.scratch.names(in: "a/b") == ["journal"])
    }
  }

  @Test func `the forms for people hold every fact in order`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "rough")
    let facts = try #require(bench.count("SELECT facts FROM members"))
    let text = try bench.run("export", "latest/rough/7", "--journal", "jsonl")
    let lines = try text.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    #expect(lines.count == facts && lines.map(\.index) == Array(0..<Int(facts)))
    #expect(lines.map(\.at) == lines.map(\.at).sorted())
    #expect(lines.first?.kind == "nodeJoined" && lines.first?.subject == "spot/0")
    // The names in all forms are those of the trace.
    let jobs = lines.filter { $0.kind == "jobSubmitted" }.map(\.subject)
    #expect(jobs.count == 6)
    let table = try bench.run("export", "latest", "--journal", "csv")
    #expect(table.lines.first == "index,at,kind,subject,object,value")
    #expect(
      Array(table.lines.dropFirst())
        == lines.map { "\($0.index),\($0.at),\($0.kind),\($0.subject),\($0.object),\($0.value)" })
  }

  @Test func `several members are refused by name`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    for reference in ["latest", "latest/rough"] {
      let result = try bench.run("export", reference, "--journal", "canonical")
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("rough/1, rough/2"), "\(result.errors)")
    }
  }

  @Test func `a damaged journal is not handed on`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "rough")
    try bench.tamper("UPDATE journal_chunk SET bytes = substr(bytes, 1, length(bytes) - 3)")
    let result = try bench.run("export", "latest", "--journal", "canonical", "-o", "journal")
    #expect(result.status == 1 && result.errors.contains("is damaged"))
    #expect(!bench.scratch.has("journal"))
  }
}
