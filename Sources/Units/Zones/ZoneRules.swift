/// The rules of one time zone: a table of past transitions and a rule for all later ones.
///
/// Rules are data: parsed once at the edge from a TZif file (RFC 9636) or taken from the pinned
/// ``ZoneRulesSet``, then passed around. Nothing here reads the machine's own time zone. Lookups are
/// right from 1677 to 2262, the whole instant scale: a binary search in the table up to its last
/// transition, arithmetic on the footer rule after it.
public struct ZoneRules: Hashable, Sendable {
  /// The IANA name, such as `Europe/Berlin`, or whatever name the rules were parsed under.
  public let name: String
  /// The release of the time zone database the rules come from, such as `2025b`.
  public let version: String

  /// Transition times in seconds since the epoch, ascending.
  let transitions: [Int64]
  /// For each transition, the local time type that it begins.
  let transitionTypes: [UInt8]
  /// The local time types; the first one is in force before the first transition.
  let types: [LocalTimeType]
  /// The rule after the last transition.
  let footer: FooterRule?

  /// Universal time under the name `UTC`, for callers that have no set of rules.
  public static let utc = ZoneRules(
    name: "UTC", version: "", transitions: [], transitionTypes: [],
    types: [LocalTimeType(offsetSeconds: 0, isDaylight: false, abbreviation: "UTC")], footer: nil)

  init(
    name: String, version: String, transitions: [Int64], transitionTypes: [UInt8],
    types: [LocalTimeType], footer: FooterRule?
  ) {
    precondition(!types.isEmpty, "zone \(name) has no local time type")
    precondition(transitions.count == transitionTypes.count, "zone \(name) has a ragged table")
    self.name = name
    self.version = version
    self.transitions = transitions
    self.transitionTypes = transitionTypes
    self.types = types
    self.footer = footer
  }

  /// What clocks of the zone show at an instant: offset, daylight flag and abbreviation.
  ///
  /// - Complexity: O(log n) in the number of tabulated transitions; constant after the last.
  public func localTime(at instant: Instant) -> LocalTimeType {
    localTime(atSecond: instant.secondsRoundedDown)
  }

  /// The offset to add to UTC at an instant.
  public func offset(at instant: Instant) -> TimeSpan {
    .seconds(Int64(offsetSeconds(at: instant)))
  }

  /// The offset to add to UTC at an instant, in seconds.
  ///
  /// - Complexity: As ``localTime(at:)``, without touching the abbreviation.
  public func offsetSeconds(at instant: Instant) -> Int {
    offsetSeconds(atSecond: instant.secondsRoundedDown)
  }

  /// Whether the rules call the time at an instant daylight saving time.
  public func isDaylight(at instant: Instant) -> Bool { localTime(at: instant).isDaylight }

  /// The abbreviation in use at an instant, such as `CEST`.
  public func abbreviation(at instant: Instant) -> String { localTime(at: instant).abbreviation }

  /// What the calendar and the clock of the zone show at an instant.
  ///
  /// - Parameter instant: Any instant of the scale.
  /// - Returns: The local date, and the whole seconds since its local midnight as the clock shows
  ///   them (0 to 86,399), whatever transitions that day has.
  public func civil(at instant: Instant) -> (date: CivilDate, secondsOfDay: Int) {
    let second = instant.secondsRoundedDown
    let local = second + Int64(offsetSeconds(atSecond: second))
    let days = floorDivide(local, 86_400)
    return (CivilDate(daysSinceEpoch: Int(days)), Int(local - days * 86_400))
  }

  // MARK: Lookup by second

  func localTime(atSecond second: Int64) -> LocalTimeType {
    guard let index = indexOfTransition(atOrBefore: second) else {
      return transitions.isEmpty ? footer?.localTime(atSecond: second) ?? types[0] : types[0]
    }
    if index == transitions.count - 1, let footer { return footer.localTime(atSecond: second) }
    return types[Int(transitionTypes[index])]
  }

  func offsetSeconds(atSecond second: Int64) -> Int {
    guard let index = indexOfTransition(atOrBefore: second) else {
      return transitions.isEmpty
        ? footer?.offsetSeconds(atSecond: second) ?? types[0].offsetSeconds
        : types[0].offsetSeconds
    }
    if index == transitions.count - 1, let footer { return footer.offsetSeconds(atSecond: second) }
    return types[Int(transitionTypes[index])].offsetSeconds
  }

  /// The last table entry at or before a second; nothing before the first.
  func indexOfTransition(atOrBefore second: Int64) -> Int? {
    guard let last = transitions.last, let first = transitions.first, second >= first else {
      return nil
    }
    if second >= last { return transitions.count - 1 }
    var (low, high) = (0, transitions.count - 1)
    // Invariant: transitions[low] <= second < transitions[high].
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle } else { high = middle }
    }
    return low
  }
}
