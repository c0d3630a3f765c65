/// The rules of 5-Spot's ValidatingAdmissionPolicy, by the numbers that its document gives them.
extension LintRule {
  private static func admission(
    _ number: String, _ title: String, remedy: String, version: String = "v1alpha1, v1beta1"
  ) -> LintRule {
    LintRule(
      .admission, number, .error, title, remedy: remedy,
      source: "deploy/admission/validatingadmissionpolicy.yaml, rule \(number) (\(version))")
  }

  static let clusterNameEmpty = admission(
    "1", "clusterName is empty", remedy: "name the cluster that the machine joins")
  static let clusterNameLength = admission(
    "1b", "clusterName is longer than 63 characters", remedy: "use the cluster's own name")
  static let clusterNameCharacters = admission(
    "1c", "clusterName has characters that are not allowed",
    remedy: "begin with a letter or digit, then letters, digits, dots, underscores and dashes")
  static let killIfCommandsCount = admission(
    "1d", "killIfCommands has more than 100 entries", remedy: "leave the less important ones out")
  static let killIfCommandsLength = admission(
    "1e", "An entry of killIfCommands is empty or longer than 256 characters",
    remedy: "write the name of a program, at most 15 characters")
  static let gracefulShutdownTimeout = admission(
    "2", "gracefulShutdownTimeout is no duration",
    remedy: "write a whole number and s, m or h, as in 5m")
  static let nodeDrainTimeout = admission(
    "3", "nodeDrainTimeout is no duration",
    remedy: "write a whole number and s, m or h, as in 5m")
  static let cronExcludesLists = admission(
    "4", "cron stands beside days or hours",
    remedy: "remove cron: there is no such field any more", version: "v1alpha1")
  static let emptySchedule = admission(
    "5", "daysOfWeek or hoursOfDay is empty",
    remedy: "write both lists, as in daysOfWeek: [mon-fri], hoursOfDay: [\"9-17\"]",
    version: "v1alpha1")
  static let dayItem = admission(
    "6", "An item of daysOfWeek is no day or range",
    remedy: "write mon, mon-fri or mon-wed,fri-sun in lower case, without spaces",
    version: "v1alpha1")
  static let hourItem = admission(
    "7", "An item of hoursOfDay is no hour or range",
    remedy: "write 9, 9-17 or 0-9,18-23 without spaces or minutes", version: "v1alpha1")
  static let bootstrapGroup = admission(
    "8", "bootstrapSpec.apiVersion has no group",
    remedy: "write group/version, as in bootstrap.cluster.x-k8s.io/v1beta1")
  static let bootstrapGroupAllowed = admission(
    "9", "bootstrapSpec is of a group that is not allowed",
    remedy: "use bootstrap.cluster.x-k8s.io or k0smotron.io")
  static let bootstrapKind = admission(
    "10", "bootstrapSpec.kind is empty", remedy: "write a kind such as K0sWorkerConfig")
  static let infrastructureGroup = admission(
    "11", "infrastructureSpec.apiVersion has no group",
    remedy: "write group/version, as in infrastructure.cluster.x-k8s.io/v1beta1")
  static let infrastructureGroupAllowed = admission(
    "12", "infrastructureSpec is of a group that is not allowed",
    remedy: "use infrastructure.cluster.x-k8s.io or k0smotron.io")
  static let infrastructureKind = admission(
    "13", "infrastructureSpec.kind is empty", remedy: "write a kind such as RemoteMachine")
  static let bootstrapNamespace = admission(
    "13c", "bootstrapSpec.metadata has a namespace",
    remedy: "remove it: it is created in the ScheduledMachine's namespace", version: "v1beta1")
  static let bootstrapName = admission(
    "13d", "bootstrapSpec.metadata has a name",
    remedy: "remove it: it is named after the ScheduledMachine", version: "v1beta1")
  static let infrastructureNamespace = admission(
    "13e", "infrastructureSpec.metadata has a namespace",
    remedy: "remove it: it is created in the ScheduledMachine's namespace", version: "v1beta1")
  static let infrastructureName = admission(
    "13f", "infrastructureSpec.metadata has a name",
    remedy: "remove it: it is named after the ScheduledMachine", version: "v1beta1")
  static let taintKey = admission(
    "14", "The key of a taint is no qualified name",
    remedy: "write name or prefix/name; the prefix is a lower-case DNS name")
  static let taintKeyLength = admission(
    "15", "The key of a taint is longer than 253 characters", remedy: "shorten it")
  static let taintValueLength = admission(
    "16", "The value of a taint is longer than 63 characters", remedy: "shorten it")
  static let taintOwnPrefix = admission(
    "17", "The key of a taint begins with 5spot.finos.org/",
    remedy: "use a prefix of your own: 5-Spot keeps this one for itself")
  static let taintKubernetesPrefix = admission(
    "18", "The key of a taint begins with a prefix of Kubernetes",
    remedy: "use a prefix of your own, or a label in machineTemplate for a node's role")
  static let taintTwice = admission(
    "19", "Two taints have the same key and effect",
    remedy: "keep one of them: a taint is known by key and effect, its value does not count")

  static let admissionRules = [
    clusterNameEmpty, clusterNameLength, clusterNameCharacters, killIfCommandsCount,
    killIfCommandsLength, gracefulShutdownTimeout, nodeDrainTimeout, cronExcludesLists,
    emptySchedule, dayItem, hourItem, bootstrapGroup, bootstrapGroupAllowed, bootstrapKind,
    infrastructureGroup, infrastructureGroupAllowed, infrastructureKind, bootstrapNamespace,
    bootstrapName, infrastructureNamespace, infrastructureName, taintKey, taintKeyLength,
    taintValueLength, taintOwnPrefix, taintKubernetesPrefix, taintTwice,
  ]
}
