/// What 5-Spot's controller refuses, by the classes of its errors.
extension LintRule {
  /// The rule of a refusal.
  static func runtime(_ refusal: RuntimeRefusal) -> LintRule {
    let (title, remedy) = refusal.words
    return LintRule(
      .runtime, refusal.rawValue, refusal.severity, title, remedy: remedy, source: refusal.source)
  }

  static let runtimeRules = RuntimeRefusal.allCases.map { runtime($0) }
}

extension RuntimeRefusal {
  /// The library's check of taints is called by its tests alone, so what it refuses runs.
  fileprivate var severity: LintRule.Severity { isTaintLibraryOnly ? .warning : .error }

  private var isTaintLibraryOnly: Bool {
    switch self {
    case .emptyKey, .prefixLength, .prefixNotDnsSubdomain, .nameLength, .namePattern,
      .valueLength, .valuePattern, .duplicate:
      true
    default: false
    }
  }

  fileprivate var source: String {
    switch self {
    case .empty, .tooLong, .invalidCharacter: "validate_cluster_name, at each reconcile"
    case .tooManyEntries, .emptyEntry, .entryTooLong:
      "validate_kill_if_commands, at each reconcile"
    case .noGroup, .groupNotAllowed: "validate_api_group, when the machine is created"
    case .reservedPrefix: "validate_labels, when the machine is created"
    case _ where isTaintLibraryOnly: "validate_node_taints, which the controller does not call"
    case .foreignGroup: "validate_schedule_ref (v1beta1)"
    case .namespaceNotPermitted, .nameNotPermitted: "validate_embedded_metadata (v1beta1)"
    case .invalidTimezone, .invalidDay, .invalidDayRange, .invalidHour, .invalidHourRange,
      .hourOutOfRange:
      "evaluation of the schedule"
    case .emptyDuration, .nonASCII, .invalidValue, .invalidUnit, .overflow, .exceedsMaximum:
      "parse_duration, when the timeout is first needed"
    default: "decoding of the object"
    }
  }

  /// What is wrong, and what to do.
  fileprivate var words: (title: String, remedy: String) {
    switch self {
    case .empty: ("clusterName is empty", "name the cluster that the machine joins")
    case .tooLong: ("clusterName is longer than 63 bytes", "use the cluster's own name")
    case .invalidCharacter:
      (
        "clusterName has a character that is not allowed",
        "use letters, digits, dots, underscores and dashes of ASCII"
      )
    case .tooManyEntries:
      ("killIfCommands has more than 100 entries", "leave the less important ones out")
    case .emptyEntry: ("An entry of killIfCommands is empty", "remove it")
    case .entryTooLong:
      ("An entry of killIfCommands is longer than 256 bytes", "write at most 15 characters")
    case .noGroup: ("An embedded object's apiVersion has no group", "write group/version")
    case .groupNotAllowed:
      (
        "An embedded object is of a group that is not allowed",
        "write exactly one of the allowed groups, a slash and a version"
      )
    case .reservedPrefix:
      ("A label, annotation or taint begins with a reserved prefix", "use a prefix of your own")
    case .emptyKey: ("The key of a taint is empty", "name the taint")
    case .prefixLength: ("The prefix of a taint's key is empty or too long", "shorten it")
    case .prefixNotDnsSubdomain:
      ("The prefix of a taint's key is no DNS name", "use labels of 1 to 63 letters and digits")
    case .nameLength:
      ("The name in a taint's key is empty or longer than 63 bytes", "write 1 to 63 characters")
    case .namePattern:
      (
        "The name in a taint's key has a character that 5-Spot's library refuses",
        "use letters, digits, dots and dashes, with a letter or digit at both ends"
      )
    case .valueLength: ("The value of a taint is longer than 63 bytes", "shorten it")
    case .valuePattern:
      (
        "The value of a taint has a character that 5-Spot's library refuses",
        "use letters, digits, dots and dashes, with a letter or digit at both ends"
      )
    case .duplicate: ("Two taints have the same key and effect", "keep one of them")
    case .foreignGroup:
      (
        "The schedule is of another group",
        "refer to an object of spotschedules.5spot.finos.org"
      )
    case .namespaceNotPermitted:
      ("An embedded object has a namespace", "remove it: the controller gives it")
    case .nameNotPermitted:
      ("An embedded object has a name", "remove it: the controller gives it")
    case .unknownField: ("A field that decoding does not know", "remove it")
    case .missingField: ("A field that decoding needs is missing", "add it")
    case .missingName: ("name is missing", "add it")
    case .missingKind: ("kind is missing", "add it")
    case .missingApiVersion: ("apiVersion is missing", "add it")
    case .invalidKind: ("kind is neither ConfigMap nor Secret", "write ConfigMap or Secret")
    case .invalidType: ("A value is of a type that decoding does not take", "write it as expected")
    case .unknownEffect:
      ("A taint's effect is unknown", "write NoSchedule, PreferNoSchedule or NoExecute")
    default: scheduleWords
    }
  }

  private var scheduleWords: (title: String, remedy: String) {
    switch self {
    case .invalidTimezone:
      ("There is no such time zone", "use an IANA name such as Europe/London, spelt exactly")
    case .invalidDay:
      ("A day is none of the week", "use mon, tue, wed, thu, fri, sat or sun in lower case")
    case .invalidDayRange: ("A range of days has several dashes", "write it as in mon-fri")
    case .invalidHour: ("An hour is no number", "use whole numbers from 0 to 23")
    case .invalidHourRange: ("A range of hours has several dashes", "write it as in 9-17")
    case .hourOutOfRange: ("An hour is beyond 23", "use whole numbers from 0 to 23")
    case .emptyDuration: ("A timeout is empty", "write a whole number and s, m or h, as in 5m")
    case .nonASCII:
      ("A timeout has characters outside ASCII", "write a whole number and s, m or h, as in 5m")
    case .invalidValue:
      ("A timeout does not begin with one whole number", "write it as 5m, without parts")
    case .invalidUnit: ("A timeout does not end in a unit", "use s, m or h in lower case")
    case .overflow: ("A timeout does not fit a number of 64 bits", "write at most 24h")
    default: ("A timeout is longer than 24 hours", "write at most 24h")
    }
  }
}
