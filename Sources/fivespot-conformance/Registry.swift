/// What can be checked: the suites, and for each file of a suite the functions behind it.
///
/// A new file of vectors is a file under `Suites/` and a line here.
enum Registry {
  /// In the order in which a folder of suites is checked.
  static let suites: [Suite] = [
    Suite(name: "5spot", layout: .list(member: "vectors")),
    Suite(name: "capi", layout: .list(member: "vectors")),
    Suite(name: "capi-rollout", layout: .wholeText, fileExtension: "log"),
    Suite(name: "cel", layout: .list(member: "tests"), expectation: "expect"),
    Suite(name: "cel-k8s", layout: .list(member: "tests"), expectation: "expect"),
    Suite(name: "deadline-policies", layout: .list(member: "cases")),
    Suite(name: PackingSuite.name, layout: .experiment),
    Suite(name: "kube-scheduler", layout: .wholeDocument),
  ]

  /// Folders beside the suites that hold no vectors: recorded exchanges.
  static let passedOver: Set<String> = ["kube-api"]

  /// The checks by `suite/file`; a file without a line is unsupported.
  private static let checks: [String: FileCheck] = [
    "5spot/parse_day_ranges": FileCheck(functions: ["parse_day_ranges": ScheduleSuite.dayRanges]),
    "5spot/parse_duration": FileCheck(functions: ["parse_duration": ScheduleSuite.duration]),
    "5spot/parse_hour_ranges": FileCheck(functions: ["parse_hour_ranges": ScheduleSuite.hourRanges]
    ),
    "5spot/schedule_edges": FileCheck(functions: ["schedule_edges": ScheduleSuite.edges]),
    "5spot/schedule_eval": FileCheck(functions: ["schedule_eval": ScheduleSuite.evaluation]),
  ]

  /// The checks of suites all files of which are of one kind.
  private static let checksOfWholeSuites: [String: FileCheck] = [
    RolloutLogSuite.name: RolloutLogSuite.check,
    SchedulerOutcomeSuite.name: SchedulerOutcomeSuite.check,
  ]

  static func suite(named name: String) -> Suite? { suites.first { $0.name == name } }

  static func check(suite: String, file: String) -> FileCheck? {
    let name = "\(suite)/\(file)"
    return checks[name] ?? ClusterAPISuites.checks[name] ?? UpstreamSuites.checks[name]
      ?? ManifestSuites.checks[name]
      ?? checksOfWholeSuites[suite]
  }
}
