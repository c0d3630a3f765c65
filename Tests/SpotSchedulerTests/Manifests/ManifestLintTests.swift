import Documents
import Foundation
import SpotScheduler
import Testing
import Units

/// What lint finds in objects as people write them.
@Suite struct ManifestLintTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("scenarios/manifests/5-spot-0.1/examples")

  private func lint(_ text: String, path: String = "t.yaml") -> [ManifestProblem] {
    var manifests = ManifestSet()
    manifests.read(Array(text.utf8), path: path)
    return manifests.lint(zones: .pinned)
  }

  /// The problems but advice, as `line:column rule path`.
  private func refusals(_ problems: [ManifestProblem]) -> [String] {
    problems.filter { $0.rule.layer != .lint }.map {
      "\($0.position.line):\($0.position.column) \($0.rule.id) \($0.path)"
    }
  }

  // MARK: 5-Spot's own examples

  @Test(arguments: [
    (
      "basic",
      [
        #"52:7 runtime/ReservedPrefix spec.machineTemplate.annotations["5spot.finos.org/scheduled-by"]"#
      ]
    ),
    (
      "tainted",
      [
        #"47:7 runtime/ReservedPrefix spec.machineTemplate.annotations["5spot.finos.org/scheduled-by"]"#
      ]
    ),
    (
      "weekend",
      ["17:3 admission/5 spec.schedule", "18:5 schema/unknown-key spec.schedule.cron"]
    ),
    (
      "bad-taint",
      [
        "47:12 admission/17 spec.nodeTaints[0].key", "51:12 admission/18 spec.nodeTaints[1].key",
        "57:7 admission/19 spec.nodeTaints[3]",
      ]
    ),
  ])
  func `the examples have exactly these faults`(name: String, expected: [String]) throws {
    let file = Self.folder.appendingPathComponent("scheduledmachine-\(name).yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let found = lint(text)
    #expect(refusals(found) == expected)
    #expect(found.allSatisfy { $0.rule.layer == .lint || $0.rule.severity == .error })
  }

  // MARK: One fault each

  private static let machine = """
    apiVersion: 5spot.finos.org/v1beta1
    kind: ScheduledMachine
    metadata: {name: m, namespace: n}
    spec:
      clusterName: c
      schedule: {apiVersion: spotschedules.5spot.finos.org/v1alpha1, kind: TimeBasedSpotSchedule, name: s}
      bootstrapSpec: {apiVersion: bootstrap.cluster.x-k8s.io/v1beta1, kind: K0sWorkerConfig, spec: {}}
      infrastructureSpec: {apiVersion: k0smotron.io/v1beta1, kind: RemoteMachine, spec: {}}

    """
  private static let schedule = """
    ---
    apiVersion: spotschedules.5spot.finos.org/v1alpha1
    kind: TimeBasedSpotSchedule
    metadata: {name: s, namespace: n}
    spec: {daysOfWeek: [mon-fri], hoursOfDay: ["9-16"], timezone: Europe/London}

    """

  @Test func `a sound pair has notes only`() {
    let found = lint(Self.machine + Self.schedule)
    #expect(found.map(\.rule.id) == ["lint/hours-per-week", "lint/closing-hour"])
    #expect(found[0].message == "on 40 of 168 hours a week, 23.8 %")
    #expect(found[1].message == "\"9-16\" closes at 17:00, after 8 hours")
    #expect(
      found[1].description
        == "t.yaml:13:44: note lint/closing-hour: spec.hoursOfDay[0]: \"9-16\" closes at 17:00, "
        + "after 8 hours; write the hour before as the last one if it is to close then")
  }

  /// Lines to add to the machine's spec, or texts to change, and the rules that then hold.
  @Test(arguments: [
    ("  enabled: false", ["lint/disabled"]),
    ("  enabled: \"true\"", ["schema/type"]),
    ("  priority: 256", ["schema/range"]),
    ("  priority: 1.5", ["schema/type"]),
    ("  priority: 75", ["lint/priority-without-effect"]),
    ("  gracefulShutdownTimeout: 25h", ["runtime/ExceedsMaximum"]),
    ("  gracefulShutdownTimeout: 5d", ["admission/2"]),
    ("  gracefulShutdownTimeout: 16h", ["lint/timeouts-exceed-gap"]),
    ("  nodeDrainTimeout: 0s", ["lint/zero-drain-timeout"]),
    ("  nodeDrainTimeout: 999999999999999999999h", ["runtime/InvalidValue"]),
    ("  killSwitch: true", ["lint/kill-switch"]),
    ("  killSwitch: yes", ["lint/yaml-word", "schema/type"]),
    ("  killIfCommands: [java, a-very-long-name]", ["lint/command-never-matches"]),
    ("  killIfCommands: ['']", ["schema/min-length"]),
    ("  nodeTaints: [{key: a_b, effect: NoSchedule}]", ["runtime/NamePattern"]),
    ("  nodeTaints: [{key: k, value: '', effect: NoExecute}]", ["lint/empty-taint-value"]),
    ("  nodeTaints: [{key: k, effect: Evict}]", ["schema/enum"]),
    ("  nodeTaints: [{effect: NoSchedule}]", ["schema/required"]),
    ("  machineTemplate: {labels: {a: true}}", ["schema/type"]),
    ("  machineTemplate: {labels: {k8s.io/x: y}}", ["runtime/ReservedPrefix"]),
    ("  machineTemplate: {label: {a: b}}", ["schema/unknown-key"]),
    ("  kubeconfigSecretRef: {key: v}", ["schema/required"]),
    ("  kubeconfigSecretRef: {name: k, namespace: n}", ["schema/unknown-key"]),
    ("  kata: {kind: configmap, name: k}", ["schema/enum"]),
    ("  kata: {kind: Secret, name: k, restartService: k0s}", ["schema/pattern"]),
  ])
  func `one line more breaks one rule`(line: String, expected: [String]) {
    let found = lint(Self.machine + line + "\n" + Self.schedule)
    let ids = found.map(\.rule.id).filter {
      $0 != "lint/hours-per-week" && $0 != "lint/closing-hour"
    }
    #expect(ids == expected, "\(found)")
  }

  @Test(arguments: [
    ("clusterName: c", "clusterName: c-", ["lint/label-value"]),
    ("clusterName: c", "clusterName: é", ["schema/pattern"]),
    ("clusterName: c", "clusterName: null", ["schema/required"]),
    ("kind: K0sWorkerConfig", "kind: KubeadmConfig", ["lint/kubeadm-version"]),
    ("kind: RemoteMachine", "kind: RemoteProxy", ["lint/plural-guess"]),
    ("kind: RemoteMachine", "kind: RemoteKey", []),
    ("k0smotron.io/v1beta1", "k0smotron.io/x/v1", ["runtime/GroupNotAllowed"]),
    ("k0smotron.io/v1beta1", "v1", ["admission/11", "admission/12"]),
    ("spec: {}}", "metadata: {name: x}, spec: {}}", ["admission/13d", "admission/13f"]),
    ("name: m,", "name: M,", ["schema/object-name"]),
    ("{name: m, namespace: n}", "{namespace: n}", ["schema/object-name"]),
    ("5spot.finos.org/v1beta1", "5spot.finos.org/v1", ["schema/unknown-version"]),
    ("5spot.finos.org/v1beta1", "5spot.io/v1alpha1", ["lint/other-group"]),
    ("kind: ScheduledMachine", "kind: ScheduledMachines", ["schema/unknown-version"]),
    ("namespace: n}\nspec:\n  cl", "namespace: o}\nspec:\n  cl", ["lint/missing-provider"]),
    ("name: s}\n  b", "name: t}\n  b", ["lint/missing-provider"]),
    ("kind: TimeBasedSpotSchedule, n", "kind: PrometheusSchedule, n", ["lint/missing-provider"]),
    ("Europe/London", "Europe/Lodnon", ["runtime/InvalidTimezone"]),
    ("Europe/London", "Asia/Kolkata", ["lint/offset-minutes"]),
    ("[mon-fri]", "[Mon]", ["runtime/InvalidDay"]),
    ("[mon-fri]", "[]", ["lint/never-active"]),
    (#"["9-16"]"#, #"["9-16", "24"]"#, ["runtime/HourOutOfRange"]),
    (#"["9-16"]"#, "[9]", ["schema/type"]),
    (#"["9-16"]"#, #"["22-5"]"#, ["lint/overnight-cut"]),
    (
      #"[mon-fri], hoursOfDay: ["9-16"]"#, #"[mon-sun], hoursOfDay: ["0-23"]"#,
      ["lint/always-active"]
    ),
    ("timezone: Europe/London", "timezone: Europe/London, cron: x", ["schema/unknown-key"]),
    (
      "name: s, namespace: n}\nspec", "name: s, namespace: n}\nstatus: {active: 1}\nspec",
      ["schema/type"]
    ),
  ])
  func `one word changed breaks these rules`(from: String, to: String, expected: [String]) {
    let text = (Self.machine + Self.schedule).replacingOccurrences(of: from, with: to)
    let found = lint(text)
    let ids = found.map(\.rule.id).filter {
      $0 != "lint/hours-per-week" && $0 != "lint/closing-hour"
    }
    #expect(ids == expected, "\(found)")
  }

  @Test func `providers may be of any zone`() {
    var odd = 0
    for name in ZoneRulesSet.pinned.names {
      let found = lint(Self.schedule.replacingOccurrences(of: "Europe/London", with: name))
      let isOdd = found.contains { $0.rule.id == "lint/offset-minutes" }
      if isOdd { odd += 1 }
      #expect(found.count == (isOdd ? 3 : 2), "\(name)")
    }
    #expect(odd > 10 && odd < 60)
  }

  @Test func `remedies name what was probably meant`() {
    let text = (Self.machine + Self.schedule)
      .replacingOccurrences(of: "Europe/London", with: "Europe/Lodnon")
      .replacingOccurrences(of: "clusterName: c", with: "clustername: c")
    let remedies = lint(text).map(\.remedy)
    #expect(remedies.contains("did you mean \"Europe/London\"?"))
    #expect(remedies.contains("did you mean \"clusterName\"?"))
  }

  @Test func `a market's calendar is held against itself`() {
    let found = lint(
      """
      apiVersion: spotschedules.5spot.finos.org/v1alpha1
      kind: CapitalMarketsSchedule
      metadata: {name: nyse}
      spec:
        timezone: America/New_York
        sessions: [{daysOfWeek: [mon-fri], hoursOfDay: ["9-15"]}]
        holidays: ["2026-07-03", "2026-02-30", "2026-7-3"]
        earlyCloses:
          - {date: "2026-11-27", closeHour: 12}
          - {date: "2026-11-28", closeHour: 12}
          - {date: "2026-07-03", closeHour: 12}
          - {date: "2026-12-24", closeHour: 24}
          - {date: "2026-12-24", closeHour: 15}

      """)
    #expect(
      found.map { "\($0.position.line) \($0.rule.id)" } == [
        "6 lint/hours-per-week", "6 lint/closing-hour", "7 lint/no-such-date", "7 schema/pattern",
        "9 lint/early-close-hour", "10 lint/early-close-without-effect",
        "11 lint/early-close-without-effect", "12 schema/range",
        "13 lint/early-close-without-effect",
      ])
  }

  // MARK: Files

  @Test(arguments: [
    ("", ["1:1 schema/empty-file "]), ("# nothing\n---\n---\n", ["1:1 schema/empty-file "]),
    ("a: [", ["1:5 schema/syntax "]), ("{\"a\": }", ["1:7 schema/syntax "]),
    ("- a\n- b\n", ["1:1 schema/object "]), ("kind: Pod\n", ["1:1 schema/object "]),
    ("apiVersion: v1\nkind: Pod\n", []),
  ])
  func `files that are none`(text: String, expected: [String]) {
    #expect(refusals(lint(text)) == expected)
  }

  @Test func `lists are opened, null documents and other kinds passed over`() {
    var manifests = ManifestSet()
    let item = Self.machine.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    manifests.read(
      Array(
        """
        ---
        ---
        apiVersion: v1
        kind: List
        items:
        -\(item.dropFirst())
        - {apiVersion: v1, kind: Pod}

        """.utf8), path: "l.yaml")
    #expect(manifests.objects.map(\.name) == ["m"] && manifests.passedOver == 1)
    #expect(manifests.objects[0].namespace == "n" && manifests.objects[0].position.line == 6)
  }

  @Test func `an object that is there twice is said once`() {
    let found = lint(Self.machine + "---\n" + Self.machine + Self.schedule)
      .filter { $0.rule.id == "lint/duplicate-object" }
    #expect(found.map(\.position.line) == [12])
    #expect(found[0].message == "there is a ScheduledMachine n/m at t.yaml:1:1")
  }

  @Test func `a thousand objects are read and checked`() {
    var text = Self.schedule
    for number in 0..<1_000 {
      text += "---\n" + Self.machine.replacingOccurrences(of: "name: m,", with: "name: m\(number),")
    }
    #expect(lint(text).count == 2)
  }
}
