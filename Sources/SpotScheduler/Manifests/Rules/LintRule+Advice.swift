/// Advice: what 5-Spot accepts and its users do not expect.
extension LintRule {
  private static func advice(
    _ name: String, _ severity: Severity, _ title: String, remedy: String, source: String
  ) -> LintRule {
    LintRule(.lint, name, severity, title, remedy: remedy, source: source)
  }

  // MARK: Schedules

  static let closingHour = advice(
    "closing-hour", .note, "The last hour of a range is on to its end",
    remedy: "write the hour before as the last one if it is to close then",
    source: "evaluation of the schedule; upstream's documents say 9-17 ends at 17:00")
  static let overnight = advice(
    "overnight-cut", .warning, "A window over midnight is cut by the days",
    remedy: "list the next day too, or write the evening and the morning as schedules of their own",
    source: "evaluation of the schedule: days and hours are those of the current local day")
  static let neverActive = advice(
    "never-active", .warning, "The schedule is never on",
    remedy: "list days and hours: an empty list means never, not always",
    source: "evaluation of the schedule; a comment upstream says always")
  static let alwaysActive = advice(
    "always-active", .note, "The schedule is always on",
    remedy: "nothing, if the machine is never to be given back",
    source: "evaluation of the schedule")
  static let disabled = advice(
    "disabled", .note, "The schedule or the machine is switched off",
    remedy: "set enabled: true when it is to run",
    source: "evaluation of the schedule: enabled is asked before anything else")
  static let hoursPerWeek = advice(
    "hours-per-week", .note, "How long the schedule is on in a week",
    remedy: "see fivespot preview for the windows", source: "evaluation of the schedule")
  static let timeoutsExceedGap = advice(
    "timeouts-exceed-gap", .warning, "Shutting down takes longer than the schedule is off",
    remedy: "shorten the timeouts, or join the windows",
    source: "phase machine: a window that reopens meets objects that are still being deleted")
  static let offsetMinutes = advice(
    "offset-minutes", .note, "The zone's hours do not begin with UTC's",
    remedy: "expect edges up to 45 minutes late from 5-Spot's own providers",
    source: "provider controllers sample whole hours of UTC (v0.3)")

  // MARK: Market calendars

  static let noSuchDate = advice(
    "no-such-date", .warning, "A date does not exist",
    remedy: "correct it: dates are compared as texts, so it never matches",
    source: "capital markets provider (v0.3)")
  static let earlyCloseHour = advice(
    "early-close-hour", .note, "closeHour is the last hour that is on",
    remedy: "write the hour before if it is to close then",
    source: "capital markets provider (v0.3)")
  static let earlyCloseWithoutEffect = advice(
    "early-close-without-effect", .warning, "An early close has no effect",
    remedy: "remove it", source: "capital markets provider (v0.3)")

  // MARK: References

  static let missingProvider = advice(
    "missing-provider", .warning, "The schedule that a machine refers to is not in the input",
    remedy: "name its file too, or correct the reference",
    source: "provider contract (v0.3): unresolved means the last known state, at first off")
  static let duplicateObject = advice(
    "duplicate-object", .warning, "Two objects have the same kind, namespace and name",
    remedy: "rename one of them: the later one replaces the earlier one",
    source: "Kubernetes object names")
  static let otherGroup = advice(
    "other-group", .warning, "A kind of 5-Spot's is of another group",
    remedy: "write 5spot.finos.org or spotschedules.5spot.finos.org",
    source: "older pages of 5-Spot use the group 5spot.io")
  static let retiredVersion = advice(
    "retired-version", .note, "5-Spot 0.3 does not serve v1alpha1 any more",
    remedy: "move the schedule into a TimeBasedSpotSchedule, and refer to it from v1beta1",
    source: "resource definition of 0.3")

  // MARK: Machines

  static let commandTooLong = advice(
    "command-never-matches", .warning, "An entry of killIfCommands never matches",
    remedy: "write the first 15 bytes of the program's name",
    source: "reclaim agent: the kernel cuts names of processes at 15 bytes")
  static let emptyTaintValue = advice(
    "empty-taint-value", .warning, "An empty value makes a taint conflict with itself",
    remedy: "leave value out",
    source: "taint diff: the API server drops an empty value, 5-Spot tells it from none")
  static let zeroDrain = advice(
    "zero-drain-timeout", .warning, "A drain of no time fails before its first pod",
    remedy: "give the drain some minutes", source: "drain: the deadline is tested before each pod")
  static let killSwitchOn = advice(
    "kill-switch", .warning, "The kill switch is on, and there is no way back",
    remedy: "set killSwitch: false; a machine that it has terminated has to be made anew",
    source: "phase machine: Terminated is final")
  static let priority = advice(
    "priority-without-effect", .note, "priority does not order machines",
    remedy: "leave it out", source: "sharding: it only moves the object to another controller")
  static let pluralGuess = advice(
    "plural-guess", .warning, "5-Spot guesses the plural of a kind wrong",
    remedy: "use a kind whose plural is its name in lower case and s",
    source: "resource_plural: lower case and an s")
  static let kubeadmVersion = advice(
    "kubeadm-version", .warning, "A kubeadm join needs a version that 5-Spot does not set",
    remedy: "set Machine.spec.version by a mutating policy",
    source: "Machine objects: spec.version is never set")
  static let labelValue = advice(
    "label-value", .warning, "A name is no label value, so the machine cannot be created",
    remedy: "use at most 63 characters, with a letter or digit at both ends",
    source: "labels of the created objects; syntax of label values")
  static let yamlWord = advice(
    "yaml-word", .warning, "YAML 1.1 reads a word as something else",
    remedy: "quote it, or write true or false",
    source: "kubectl reads YAML 1.1")

  static let adviceRules = [
    closingHour, overnight, neverActive, alwaysActive, disabled, hoursPerWeek, timeoutsExceedGap,
    offsetMinutes, noSuchDate, earlyCloseHour, earlyCloseWithoutEffect, missingProvider,
    duplicateObject, otherGroup, retiredVersion, commandTooLong, emptyTaintValue, zeroDrain,
    killSwitchOn, priority, pluralGuess, kubeadmVersion, labelValue, yamlWord,
  ]
}
