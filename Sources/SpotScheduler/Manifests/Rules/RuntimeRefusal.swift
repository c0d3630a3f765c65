/// Why 5-Spot's controller refuses a value, by the classes of its errors.
public enum RuntimeRefusal: String, Error, Hashable, Sendable, CaseIterable {
  // clusterName
  case empty = "Empty"
  case tooLong = "TooLong"
  case invalidCharacter = "InvalidCharacter"
  // killIfCommands
  case tooManyEntries = "TooManyEntries"
  case emptyEntry = "EmptyEntry"
  case entryTooLong = "EntryTooLong"
  // apiVersion of bootstrapSpec and infrastructureSpec
  case noGroup = "NoGroup"
  case groupNotAllowed = "GroupNotAllowed"
  // labels, annotations, taints
  case reservedPrefix = "ReservedPrefix"
  // nodeTaints
  case emptyKey = "EmptyKey"
  case prefixLength = "PrefixLength"
  case prefixNotDnsSubdomain = "PrefixNotDnsSubdomain"
  case nameLength = "NameLength"
  case namePattern = "NamePattern"
  case valueLength = "ValueLength"
  case valuePattern = "ValuePattern"
  case duplicate = "Duplicate"
  // References and metadata of v1beta1
  case foreignGroup = "ForeignGroup"
  case namespaceNotPermitted = "NamespaceNotPermitted"
  case nameNotPermitted = "NameNotPermitted"
  // Decoding
  case unknownField = "UnknownField"
  case missingField = "MissingField"
  case missingName = "MissingName"
  case missingKind = "MissingKind"
  case missingApiVersion = "MissingApiVersion"
  case invalidKind = "InvalidKind"
  case invalidType = "InvalidType"
  case unknownEffect = "UnknownEffect"
  // Schedules
  case invalidTimezone = "InvalidTimezone"
  case invalidDay = "InvalidDay"
  case invalidDayRange = "InvalidDayRange"
  case invalidHour = "InvalidHour"
  case invalidHourRange = "InvalidHourRange"
  case hourOutOfRange = "HourOutOfRange"
  // Timeouts
  case emptyDuration = "EmptyDuration"
  case nonASCII = "NonAscii"
  case invalidValue = "InvalidValue"
  case invalidUnit = "InvalidUnit"
  case overflow = "Overflow"
  case exceedsMaximum = "ExceedsMaximum"
}

/// The checks of 5-Spot's controller, each value on its own. Lengths are in bytes, as in Rust.
public enum RuntimeChecks {
  /// The longest cluster name, in bytes.
  public static let longestClusterName = 63
  /// The most entries of `killIfCommands`.
  public static let mostKillCommands = 100
  /// The longest entry of `killIfCommands`, in bytes.
  public static let longestKillCommand = 256

  /// What labels and annotations of a machine may not begin with.
  public static let reservedPrefixes = [
    "kubernetes.io/", "k8s.io/", "cluster.x-k8s.io/", "5spot.finos.org/",
  ]

  /// The group that schedule providers are of.
  public static let scheduleGroup = "spotschedules.5spot.finos.org"

  /// Which of the two embedded objects is meant.
  public enum EmbeddedSide: String, Hashable, Sendable, CaseIterable {
    /// `bootstrapSpec`.
    case bootstrap
    /// `infrastructureSpec`.
    case infrastructure

    /// The groups that it may be of.
    public var allowedGroups: [String] {
      ["\(rawValue).cluster.x-k8s.io", "k0smotron.io"]
    }
  }

  /// Checks `clusterName`: emptiness, then length, then characters; any of `[A-Za-z0-9._-]` may
  /// stand first.
  public static func checkClusterName(_ name: String) throws(RuntimeRefusal) {
    if name.isEmpty { throw .empty }
    if name.utf8.count > longestClusterName { throw .tooLong }
    if !name.utf8.allSatisfy(ByteClass.nameByte.contains) { throw .invalidCharacter }
  }

  /// Checks `killIfCommands`: the number of entries, then each entry in its turn.
  public static func checkKillIfCommands(_ commands: [String]) throws(RuntimeRefusal) {
    if commands.count > mostKillCommands { throw .tooManyEntries }
    for command in commands { try checkKillCommand(command) }
  }

  /// Checks one entry of `killIfCommands`.
  public static func checkKillCommand(_ command: String) throws(RuntimeRefusal) {
    if command.isEmpty { throw .emptyEntry }
    if command.utf8.count > longestKillCommand { throw .entryTooLong }
  }

  /// Checks the `apiVersion` of an embedded object: its group is what stands before the last slash.
  public static func checkGroup(
    of apiVersion: String, _ side: EmbeddedSide
  ) throws(RuntimeRefusal) {
    let bytes = Array(apiVersion.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { throw .noGroup }
    let isAllowed = side.allowedGroups.contains { $0.utf8.elementsEqual(bytes[..<slash]) }
    if !isAllowed { throw .groupNotAllowed }
  }

  /// Checks the name of a label or annotation: a plain test of prefixes, so that
  /// `topology.kubernetes.io/zone` passes.
  public static func checkMetadataKey(_ key: String) throws(RuntimeRefusal) {
    if reservedPrefixes.contains(where: { key.utf8.starts(with: $0.utf8) }) {
      throw .reservedPrefix
    }
  }

  /// Checks the reference to a schedule provider: its group is what stands before the first slash,
  /// or the whole text.
  public static func checkScheduleGroup(of apiVersion: String) throws(RuntimeRefusal) {
    let group = apiVersion.utf8.prefix { $0 != UInt8(ascii: "/") }
    if !group.elementsEqual(scheduleGroup.utf8) { throw .foreignGroup }
  }

  /// Checks the metadata of an embedded object: the namespace, then the name, then the names of
  /// labels and annotations.
  public static func checkEmbeddedMetadata(
    _ metadata: EmbeddedMetadata
  ) throws(RuntimeRefusal) {
    if metadata.namespace != nil { throw .namespaceNotPermitted }
    if metadata.name != nil { throw .nameNotPermitted }
    for (key, _) in metadata.labels + metadata.annotations { try checkMetadataKey(key) }
  }
}

extension RuntimeRefusal {
  /// The class of an error of a schedule.
  public init(_ error: ScheduleError) {
    self = RuntimeRefusal(rawValue: error.className) ?? .invalidDay
  }

  /// The class of an error of a timeout.
  public init(_ error: TimeoutError) {
    self = RuntimeRefusal(rawValue: error.className) ?? .invalidValue
  }
}
