import Foundation
import RunStore
import Testing

/// `fivespot run`: what it prints, what it keeps, which members there are.
@Suite struct RunCommandTests {
  @Test func `standard output is the result, and ends with the digests`() throws {
    let bench = try Bench()
    let result = try bench.run("run", "small.yaml", "--seeds", "1..3")
    #expect(result.status == 0)
    let digests = result.digests
    #expect(
      digests.map { "\($0.variant) \($0.seed)" }
        == ["calm 1", "calm 2", "calm 3", "rough 1", "rough 2", "rough 3"])
    // Nothing is drawn where nothing is interrupted; every seed draws something else.
    #expect(Set(digests.map(\.hex)).count == 4)
    let start = try #require(result.lines.first)
    #expect(try /run [0-9a-f]{26} complete in runs\/fivespot\.sqlite/.wholeMatch(in: start) != nil)
    // The run, a heading, a row a variant, what the figures are, the digests: no progress among them.
    #expect(result.lines.count == 5 + digests.count)
    #expect(result.output.hasSuffix("\n") && !result.output.contains("\u{1B}"))
    #expect(try bench.scratch.names(in: "runs") == ["fivespot.sqlite"])
  }

  @Test(arguments: [
    ([], ["calm 7", "rough 7"]),
    (["--variant", "rough"], ["rough 7"]),
    (["--variant", "rough", "--variant", "calm", "--variant", "rough"], ["rough 7", "calm 7"]),
    (["--variant", "calm", "--seeds", "1,5"], ["calm 1", "calm 5"]),
    (["--variant", "calm", "--seeds", "5..6,1,6"], ["calm 5", "calm 6", "calm 1"]),
    (["--variant", "calm", "--seeds", "9223372036854775807"], ["calm 9223372036854775807"]),
    (["--variant", "calm", "--set", "seed=12"], ["calm 12"]),
    (["--variant", "calm", "--seeds", "0", "--set", "seed=12"], ["calm 0"]),
  ])
  func `members are what variants and seeds ask for, in their order`(
    options: [String], members: [String]
  ) throws {
    let bench = try Bench()
    let result = try bench.start(["run", "small.yaml", "--quiet"] + options).wait()
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.digests.map { "\($0.variant) \($0.seed)" } == members)
    let stored = try bench.rows(
      "SELECT variant || ' ' || seed FROM members WHERE status = 'complete' ORDER BY rowid")
    #expect(stored == members.map { [.text($0)] })
  }

  @Test func `an unknown variant exits 65 with the nearest word`() throws {
    let bench = try Bench()
    let result = try bench.run("run", "small.yaml", "--variant", "rugh")
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(
      result.errors
        == "fivespot: small.yaml: there is no variant \"rugh\"; did you mean \"rough\"?\n")
    #expect(!bench.scratch.has("runs"))
  }

  @Test func `a scenario without variants has one, called default`() throws {
    let bench = try Bench()
    let text = try #require(Bench.scenario.components(separatedBy: "variants:").first)
    try bench.scratch.write("plain.yaml", text)
    let result = try bench.run("run", "plain.yaml", "--quiet")
    #expect(result.digests.map { "\($0.variant) \($0.seed)" } == ["default 7"])
    #expect(try bench.run("run", "plain.yaml", "--variant", "default", "--quiet").status == 0)
  }

  @Test func `checkers and the number of workers change no digest`() throws {
    let bench = try Bench()
    let plain = try bench.simulate("--seeds", "1..12", "--workers", "1")
    let others = [
      ["--check"], ["--workers", "2"], ["--workers", "9"], ["--keep-journal", "none"],
    ]
    for options in others {
      let result = try bench.start(["run", "small.yaml", "-q", "--seeds", "1..12"] + options).wait()
      #expect(result.status == 0 && result.digests == plain.digests, "\(options)")
      // The first line names the run; all figures are the same.
      #expect(result.lines.dropFirst() == plain.lines.dropFirst(), "\(options)")
    }
  }

  @Test func `a repeated run has an id of its own, and a fresh store the same id`() throws {
    let bench = try Bench()
    let first = try bench.simulate()
    let second = try bench.simulate()
    let fresh = try bench.simulate("--store", "new/folder/other.sqlite")
    #expect(first.digests == second.digests)
    #expect(first.lines.first != second.lines.first)
    #expect(
      fresh.lines.first
        == first.lines.first?.replacingOccurrences(
          of: Bench.store, with: "new/folder/other.sqlite"))
  }

  @Test(arguments: [
    ("all", [0, 0, 0, 0]), ("first", [0, 66, 0, 66]), ("none", [66, 66, 66, 66]),
  ])
  func `journals are kept as asked for`(choice: String, statuses: [Int32]) throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "3,4", "--keep-journal", choice)
    for (member, status) in zip(["calm/3", "calm/4", "rough/3", "rough/4"], statuses) {
      let export = try bench.run("export", "latest/\(member)", "--journal", "canonical")
      #expect(export.status == status, "\(member)")
      if status != 0 {
        #expect(export.output.isEmpty && export.errors.contains("--keep-journal all"))
      }
      let jobs = try bench.rows(
        "SELECT count(*) FROM jobs WHERE variant || '/' || seed = :member",
        [":member": .text(member)])
      #expect(jobs == [[.integer(status == 0 ? 6 : 0)]])
    }
    // Figures and series are kept always, and a verification needs no journal.
    #expect(bench.count("SELECT count(DISTINCT variant || seed) FROM summary") == 4)
    #expect(bench.count("SELECT count(*) FROM series WHERE series = 'running_jobs'") == 24)
    #expect(try bench.run("verify", "-q").status == 0)
  }

  // MARK: Progress

  @Test func `progress without a terminal is a plain line each tenth, on standard error`() throws {
    let bench = try Bench()
    let result = try bench.run("run", "small.yaml", "--variant", "calm", "--seeds", "1..40")
    #expect(result.errorLines.count == 10, "\(result.errors)")
    for (index, line) in result.errorLines.enumerated() {
      let done = (index + 1) * 4
      #expect(line.hasPrefix("\(done)/40 members (\(done * 100 / 40) %), "), "\(line)")
    }
    #expect(!result.errors.contains("\r") && !result.errors.contains("\u{1B}"))
    let verify = try bench.run("verify")
    #expect(verify.status == 0 && verify.errorLines.count == 10)
  }

  @Test func `a quiet run says nothing on standard error`() throws {
    let bench = try Bench()
    for flag in ["--quiet", "-q"] {
      #expect(try bench.run("run", "small.yaml", "--seeds", "1..5", flag).errors.isEmpty)
      #expect(try bench.run("verify", flag).errors.isEmpty)
    }
  }
}
