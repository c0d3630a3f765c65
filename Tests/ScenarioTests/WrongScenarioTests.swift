import Documents
import Foundation
import Scenario
import Testing

/// A scenario with one thing wrong: what is replaced in `smallScenario`, and all that is reported.
struct WrongScenario: Sendable, CustomTestStringConvertible {
  var old: String
  var new: String
  var reports: [String]

  init(_ old: String, _ new: String, _ reports: String...) {
    self.old = old
    self.new = new
    self.reports = reports
  }

  var testDescription: String { new }
}

@Suite("Wrong scenarios are told what, where and what instead")
struct WrongScenarioTests {
  @Test("each with its one problem", arguments: WrongScenario.all)
  func reportsTheProblem(_ wrong: WrongScenario) throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    #expect(smallScenario.contains(wrong.old), "the table is out of date")
    let text = smallScenario.replacingOccurrences(of: wrong.old, with: wrong.new)
    let path = bench.folder + "/s.yaml"
    let found = problems(of: text, path: path)
      .map { $0.replacingOccurrences(of: bench.folder, with: "FOLDER") }
    #expect(found == wrong.reports)
  }

  @Test("the scenario that the table changes is right")
  func smallScenarioIsRight() throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    #expect(problems(of: smallScenario, path: bench.folder + "/s.yaml") == [])
  }

  @Test("five mistakes are five reports, in the order of the file")
  func reportsFiveMistakesAtOnce() throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let text =
      smallScenario
      .replacingOccurrences(of: "duration: 1d", with: "duration: 1 day")
      .replacingOccurrences(of: "count: 2", with: "cuont: 2")
      .replacingOccurrences(of: "opendc-tasks", with: "opendc-task")
      .replacingOccurrences(of: "\n  spot:\n    lifetime", with: "\n  spto:\n    lifetime")
      .replacingOccurrences(of: "{mean: 30m}", with: "{mean: -30m}")
    let found = problems(of: text, path: bench.folder + "/s.yaml")
    #expect(
      found == [
        "3:50: error: horizon.duration: \"1 day\" is not a duration such as 8d or 12h: unknown unit "
          + "' day' (known: d, h, m, s, ms, us, ns) at byte 1",
        "7:5: error: nodes.own.cuont: unknown key \"cuont\"; did you mean \"count\"?",
        "13:21: error: workload.batch.trace.format: \"opendc-task\" is not one of opendc-tasks, "
          + "openb-pods; did you mean \"opendc-tasks\"?",
        "15:3: error: interruptions.spto: there is no pool \"spto\" in nodes; did you mean \"spot\"?",
        "27:28: error: interruptions.spot.lifetime.mean: \"-30m\" is not a duration such as 30s or "
          + "90m: it has to be longer than 0s (in variant rough)",
      ])
  }
}

extension WrongScenario {
  static let all: [WrongScenario] = [
    WrongScenario(
      "apiVersion: fivespot/v0",
      "apiVersion: fivespot/v1",
      "1:13: error: apiVersion: \"fivespot/v1\" is not \"fivespot/v0\"; did you mean "
        + "\"fivespot/v0\"?"),
    WrongScenario(
      "apiVersion: fivespot/v0\n",
      "",
      "1:1: error: apiVersion: the key \"apiVersion\" is missing; give \"fivespot/v0\""),
    WrongScenario(
      "name: small",
      "name: Small Fleet",
      "2:7: error: name: \"Small Fleet\" is not a name for a scenario (lower-case letters, "
        + "digits and -): it holds \"S\"; write small-fleet"),
    WrongScenario(
      "name: small",
      "name: 7",
      "2:7: error: name: 7 is not a name for a scenario (lower-case letters, digits and -); "
        + "put it in quotes: \"7\""),
    WrongScenario(
      "name: small",
      "name:",
      "2:1: error: name: \"name\" has no value; give a name for a scenario (lower-case "
        + "letters, digits and -)"),
    WrongScenario(
      "name: small",
      "name: small\nseeds: 3",
      "3:1: error: seeds: unknown key \"seeds\"; did you mean \"seed\"?"),
    WrongScenario(
      "name: small",
      "name: small\nseed: -3",
      "3:7: error: seed: -3 is not a whole number of at least 0"),
    WrongScenario(
      "name: small",
      "name: small\nseed: \"3\"",
      "3:7: error: seed: \"3\" is not a whole number of at least 0: it is text; leave out "
        + "the quotes"),
    WrongScenario(
      "name: small",
      "name: small\nseed: 99999999999999999999",
      "3:7: error: seed: 99999999999999999999 is not a whole number of at least 0: it does "
        + "not fit 64 bits"),
    WrongScenario(
      "name: small",
      "name: small\ndescription:",
      "3:1: warning: description: the key has no value; give it one or leave it out"),
    WrongScenario(
      "name: small",
      "name: small\nname: large",
      "3:1: error: duplicate key \"name\"; first given at 2:1; remove one of the two"),
    WrongScenario(
      "name: small",
      "name: small\ntimezone: America/NewYork",
      "3:11: error: timezone: there is no time zone \"America/NewYork\" in the rules "
        + "(2025b); did you mean \"America/New_York\"?"),
    WrongScenario(
      "name: small",
      "name: small\nplacement: {policy: firstfit}",
      "3:21: error: placement.policy: \"firstfit\" is not one of first-fit, best-fit, "
        + "least-allocated, kube, kube-1.35, most-allocated, requested-to-capacity-ratio, "
        + "fgd, gpu-best-fit, gpu-packing, gpu-clustering, gpu-dot-product, "
        + "gpu-random; did you mean \"first-fit\"?"),
    WrongScenario(
      "name: small",
      "name: small\nplacement: first-fit",
      "3:12: error: placement: expected a mapping with policy, scoringStrategy, "
        + "percentageOfNodesToScore and queues, found \"first-fit\""),
    WrongScenario(
      "name: small",
      "name: small\nrecovery: {mode: checkpoint}",
      "3:1: error: recovery.interval: the key \"interval\" is missing; give a duration such "
        + "as 30s or 90m"),
    WrongScenario(
      "name: small",
      "name: small\nrecovery: {mode: restart, interval: 5m}",
      "3:27: error: recovery.interval: unknown key \"interval\" of \"restart\"; known keys: "
        + "cost; it is a key of \"checkpoint\""),
    WrongScenario(
      "name: small",
      "name: small\nrecovery: {interval: 5m}",
      "3:1: error: recovery: the key \"mode\" is missing; give one of restart, checkpoint"),
    WrongScenario(
      "duration: 1d",
      "duration: 30",
      "3:50: error: horizon.duration: 30 is not a duration such as 8d or 12h: it has no "
        + "unit; write 30s, 30m, 30h or 30d"),
    WrongScenario(
      "duration: 1d",
      "duration: 0s",
      "3:50: error: horizon.duration: \"0s\" is not a duration such as 8d or 12h: it has to "
        + "be longer than 0s"),
    WrongScenario(
      "duration: 1d",
      "end: 2025-12-31T00:00:00Z",
      "3:45: error: horizon.end: the end, 2025-12-31T00:00:00Z, is not after the start, "
        + "2026-01-01T00:00:00Z; give a later end, or a duration"),
    WrongScenario(
      "duration: 1d",
      "end: 2026-02-30T00:00:00Z",
      "3:45: error: horizon.end: \"2026-02-30T00:00:00Z\" is not an instant such as "
        + "2026-06-08T09:00:00Z: day 30 is not in 1...28 of that month, at byte 8"),
    WrongScenario(
      "duration: 1d",
      "duration: 1d, end: 2026-02-03T00:00:00Z",
      "3:40: error: horizon.duration: end (line 3) and duration exclude each other; keep one "
        + "of them"),
    WrongScenario(
      ", duration: 1d",
      "",
      "3:1: error: horizon: one of end, duration is missing"),
    WrongScenario(
      "duration: 1d",
      "duration: 100000d",
      "3:50: error: horizon.duration: the horizon ends after the last instant there is, in "
        + "the year 2262"),
    WrongScenario(
      "{cpu: 16, memory: 100G}\n    count: 2",
      "{cpu: 16 cores, memory: 100G}",
      "6:20: error: nodes.own.machine.cpu: \"16 cores\" is not a number of cores such as 16 "
        + "or 500m; write a number, and if need be one of m, k, M, G, T, Ki, Mi, Gi, Ti"),
    WrongScenario(
      "{cpu: 16, memory: 100G}\n    count: 2",
      "{cpu: 16, memory: 100GB}",
      "6:32: error: nodes.own.machine.memory: \"100GB\" is not an amount of memory such as "
        + "64Gi; write a number, and if need be one of m, k, M, G, T, Ki, Mi, Gi, Ti"),
    WrongScenario(
      "{cpu: 16, memory: 100G}\n    count: 2",
      "{cpu: 0, memory: 100G, gpu: 1}",
      "6:20: error: nodes.own.machine.cpu: 0 is not a number of cores such as 16 or 500m: it "
        + "has to be above 0",
      "6:37: error: nodes.own.machine.gpu: unknown key \"gpu\"; did you mean \"gpus\"?"),
    WrongScenario(
      "    count: 2\n",
      "    count: 2.5\n",
      "7:12: error: nodes.own.count: 2.5 is not a whole number from 1 to 1000000"),
    WrongScenario(
      "    count: 2\n",
      "    count: 0\n",
      "7:12: error: nodes.own.count: 0 is not a whole number from 1 to 1000000"),
    WrongScenario(
      "    count: 2\n",
      "    trace: {format: opendc-topology, file: jobs.csv}\n",
      "6:5: error: nodes.own.machine: trace (line 7) and machine exclude each other; keep "
        + "one of them"),
    WrongScenario(
      "  own:\n    machine: {cpu: 16, memory: 100G}\n    count: 2\n",
      "  own: {}\n",
      "5:3: error: nodes.own: one of trace, machine is missing"),
    WrongScenario(
      "  own:\n    machine: {cpu: 16, memory: 100G}\n    count: 2\n",
      "  own:\n",
      "5:3: error: nodes.own: \"own\" has no value; give a mapping with trace, machine, "
        + "count and rank…, or remove the name"),
    WrongScenario(
      "  own:\n",
      "  Own_Machines:\n",
      "5:3: error: nodes.Own_Machines: \"Own_Machines\" is not a name for a pool (lower-case "
        + "letters, digits and -): it holds \"O\"; write own-machines"),
    WrongScenario(
      "workload:\n  batch:",
      "workload:\n - batch:",
      "12:2: error: workload: expected a mapping from names to sources, found a list"),
    WrongScenario(
      "format: opendc-tasks",
      "format: openb",
      "13:21: error: workload.batch.trace.format: \"openb\" is not one of opendc-tasks, "
        + "openb-pods; did you mean \"openb-pods\"?"),
    WrongScenario(
      "format: opendc-tasks",
      "format: opendc-topology",
      "13:21: error: workload.batch.trace.format: \"opendc-topology\" is not one of "
        + "opendc-tasks, openb-pods"),
    WrongScenario(
      "file: jobs.csv",
      "file: job.csv",
      "13:41: error: workload.batch.trace.file: the file \"job.csv\" cannot be read: No such "
        + "file or directory; paths start from the folder of the scenario; this one is "
        + "FOLDER/job.csv"),
    WrongScenario(
      "file: jobs.csv",
      "file: .",
      "13:41: error: workload.batch.trace.file: the file \".\" cannot be read: it is a "
        + "folder; paths start from the folder of the scenario; this one is FOLDER"),
    WrongScenario(
      "format: opendc-tasks, ",
      "",
      "13:5: error: workload.batch.trace: the key \"format\" is missing; give one of "
        + "opendc-tasks, openb-pods"),
    WrongScenario(
      "trace: {format: opendc-tasks, file: jobs.csv}",
      "usage: 90%",
      "12:3: error: workload.batch: one of trace, jobs is missing"),
    WrongScenario(
      "trace: {format: opendc-tasks, file: jobs.csv}",
      "jobs: {cpu: 1, memory: 1Gi, work: 1h, count: 1000, every: 1m}",
      "13:11: error: workload.batch.jobs: 1440000 jobs would be submitted in the horizon; at most "
        + "1000000 are made; give a longer every, or a lower count"),
    WrongScenario(
      "file: jobs.csv}",
      "file: jobs.csv}\n    timeScale: 0",
      "14:16: error: workload.batch.timeScale: 0 is not a ratio above 0 such as 0.02 or 1/50"),
    WrongScenario(
      "file: jobs.csv}",
      "file: jobs.csv}\n    start: 2026-03-01T00:00:00Z",
      "14:12: error: workload.batch.start: 2026-03-01T00:00:00Z is after the horizon ends; "
        + "the horizon is 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z"),
    WrongScenario(
      "file: jobs.csv}",
      "file: jobs.csv}\n    start: 2025-03-01T00:00:00Z",
      "14:12: warning: workload.batch.start: 2025-03-01T00:00:00Z is before the horizon "
        + "starts; the horizon is 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z"),
    WrongScenario(
      "file: jobs.csv}",
      "file: jobs.csv}\n    timing: all-at-start\n    timeScale: 1/2",
      "15:16: warning: workload.batch.timeScale: a time scale changes nothing when all jobs "
        + "are submitted at once"),
    WrongScenario(
      "  batch:\n    trace: {format: opendc-tasks, file: jobs.csv}\n",
      "  {}\n",
      "11:1: error: workload: at least 1 source is needed, found 0"),
    WrongScenario(
      "interruptions:\n  spot:",
      "interruptions:\n  spots:",
      "15:3: error: interruptions.spots: there is no pool \"spots\" in nodes; did you mean "
        + "\"spot\"?"),
    WrongScenario(
      "distribution: exponential, mean: 4h",
      "distribution: exponentail, mean: 4h",
      "16:30: error: interruptions.spot.lifetime.distribution: \"exponentail\" is not one of "
        + "constant, uniform, exponential, weibull, lognormal, gamma, bounded-pareto, empirical, "
        + "recorded, aws-advisor, hyper-exponential, mixture, truncated; did you mean \"exponential\"?"
    ),
    WrongScenario(
      "distribution: exponential, mean: 4h",
      "distribution: exponential, scale: 4h",
      "16:5: error: interruptions.spot.lifetime.mean: the key \"mean\" is missing; give a "
        + "duration such as 30s or 90m",
      "16:43: error: interruptions.spot.lifetime.scale: unknown key \"scale\" of "
        + "\"exponential\"; known keys: mean; it is a key of \"weibull\" and \"gamma\""),
    WrongScenario(
      "replacement: 3m",
      "replacement: 3 minutes",
      "18:18: error: interruptions.spot.replacement: \"3 minutes\" is not a duration such as "
        + "30s or 90m, or a mapping with distribution: unknown unit ' minutes' (known: d, h, m, "
        + "s, ms, us, ns) at byte 1"),
    WrongScenario(
      "replacement: 3m",
      "replacement: [3m]",
      "18:18: error: interruptions.spot.replacement: expected a duration such as 30s or 90m, "
        + "or a mapping with distribution, found a list"),
    WrongScenario(
      "replacement: 3m",
      "replacement: {distribution: uniform, low: 3m, high: 2m}",
      "18:57: error: interruptions.spot.replacement.high: high (2m) is not above low (3m)"),
    WrongScenario(
      "replacement: 3m",
      "replacement: {distribution: weibull, shape: 0, scale: 2m}",
      "18:49: error: interruptions.spot.replacement.shape: 0 is not a number above 0 and of "
        + "at most 1000000"),
    WrongScenario(
      "replacement: 3m",
      "replacement: {distribution: hyper-exponential, branches: []}",
      "18:62: error: interruptions.spot.replacement.branches: a list of 0, and at least 1 "
        + "branch is needed"),
    WrongScenario(
      "replacement: 3m",
      "replacement: {distribution: empirical, points: [{value: 3m, probability: 0.5}]}",
      "18:78: error: interruptions.spot.replacement.points[0].probability: the last "
        + "probability is 0.5, not 1"),
    WrongScenario(
      "replacement: 3m",
      "replacement: {distribution: truncated, law: 3m, low: 5m}",
      "18:18: error: interruptions.spot.replacement: the probability of 300.0 … inf is 0.0; "
        + "truncation needs at least 1e-9 (spans in seconds)"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {interruptions: {}}",
      "21:26: warning: interruptions: {} is laid over what is there already and changes "
        + "nothing (in variant calm); write null to remove it"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {interruption: null}",
      "21:11: error: interruption: unknown key \"interruption\" (in variant calm); did "
        + "you mean \"interruptions\"?"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {variants: null}",
      "21:11: error: variants: unknown key \"variants\" (in variant calm); known keys: "
        + "apiVersion, name, description, horizon, seed, timezone, clusters, nodes, workload, "
        + "curves, services, interruptions and 7 more"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: [interruptions]",
      "21:10: error: variants.calm.set: expected a mapping with the entries to change, found "
        + "a list"),
    WrongScenario(
      "set: {interruptions: null}",
      "sets: {interruptions: null}",
      "21:5: error: variants.calm.sets: unknown key \"sets\"; did you mean \"set\"?"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {horizon: {start: null}}",
      "21:21: error: horizon.start: \"start\" has no value (in variant calm); give an "
        + "instant such as 2026-06-08T09:00:00Z"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {nodes: {sopt: null}}",
      "21:19: error: nodes.sopt: there is no pool \"sopt\" to remove (in variant calm); did "
        + "you mean \"spot\"?"),
    WrongScenario(
      "set: {interruptions: null}",
      "set: {nodes: {spot: null}}",
      "15:3: error: interruptions.spot: there is no pool \"spot\" in nodes (in variant "
        + "calm); there are: own"),
    WrongScenario(
      "name: small",
      "name: small\n---\nname: other",
      "4:1: error: the file holds 2 documents; put one scenario in it"),
    WrongScenario(
      "name: small",
      "name: [small",
      "3:8: error: did not find expected ',' or ']' while parsing a flow sequence; close the "
        + "list with ] and separate its elements with commas"),
    WrongScenario(
      "name: small",
      "name: small\n\tseed: 3",
      "3:1: error: found a tab character that violates indentation while scanning a plain "
        + "scalar; indent with spaces"),
  ]
}
