/// Why bytes are not a usable TZif file, or a set of them not a usable set.
public struct ZoneRulesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the bytes.
  public enum Problem: Hashable, Sendable {
    /// The bytes do not start with `TZif`.
    case notTZif
    /// A version other than 1 to 4 (RFC 9636 section 3.1).
    case unknownVersion(UInt8)
    /// The bytes end before the named part is complete.
    case truncated(part: String)
    /// The second header repeats another version than the first.
    case versionsDiffer
    /// A count in the header that the standard forbids.
    case badCount(String)
    /// The file counts leap seconds, which the instant scale does not have.
    case leapSeconds
    /// A transition that is not later than the one before it.
    case unorderedTransitions
    /// A transition to a local time type that the file does not have.
    case unknownLocalTimeType(Int)
    /// An offset from UTC outside -25 h to 26 h, exclusive.
    case offsetOutOfRange(Int)
    /// A flag or an indicator that is neither 0 nor 1.
    case badFlag(UInt8)
    /// An abbreviation that is not printable ASCII ended by a zero byte.
    case badAbbreviation
    /// The footer is no POSIX TZ rule; says why.
    case badFooter(String)
    /// Bytes after the end of the data.
    case trailingBytes
    /// Two files of a set have one name.
    case duplicateName
    /// A file of a set has an empty name.
    case emptyName
  }

  /// The zone, as the caller named it.
  public var zone: String
  /// What is wrong.
  public var problem: Problem
  /// Where: the offset of the offending byte from the start of the file, from 0.
  public var offset: Int

  /// Makes an error of its parts.
  public init(zone: String, _ problem: Problem, at offset: Int) {
    self.zone = zone
    self.problem = problem
    self.offset = offset
  }

  /// One sentence with the zone, the place and the offending value.
  public var description: String { "zone rules of '\(zone)': \(reason) at byte \(offset)" }

  private var reason: String {
    switch problem {
    case .notTZif: "no TZif file (its first bytes are not 'TZif'),"
    case .unknownVersion(let version): "\(describeByte(version)) is no known TZif version"
    case .truncated(let part): "the file ends inside \(part)"
    case .versionsDiffer: "the second header has another version than the first"
    case .badCount(let why): why
    case .leapSeconds:
      "the file counts leap seconds ('right' zones), which this scale does not have,"
    case .unorderedTransitions: "a transition is not later than the one before it"
    case .unknownLocalTimeType(let index): "a transition to missing local time type \(index)"
    case .offsetOutOfRange(let seconds):
      "an offset of \(seconds) s is not between -25 h and 26 h"
    case .badFlag(let value): "flag \(value) is neither 0 nor 1"
    case .badAbbreviation: "an abbreviation is no zero-terminated printable ASCII"
    case .badFooter(let why): "the footer is no POSIX TZ rule: \(why)"
    case .trailingBytes: "bytes follow the end of the data"
    case .duplicateName: "the set holds the name twice,"
    case .emptyName: "the name is empty,"
    }
  }
}
