/// The regular expressions that 5-Spot's resource definitions and its admission policy hold texts
/// against, each with a matcher of its own that takes one pass over the bytes.
///
/// The raw value is the expression as upstream writes it. `$` means the end of the text, as in RE2:
/// a line feed at the end does not match.
public enum TextPattern: String, CaseIterable, Hashable, Sendable {
  /// `spec.clusterName`.
  case clusterName = "^[A-Za-z0-9][A-Za-z0-9._-]*$"
  /// A time zone's name, as far as the schema looks at it.
  case timezone = #"^[A-Za-z][A-Za-z0-9_+\-/]*$"#
  /// The name of an object, by RFC 1123.
  case subdomain = #"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"#
  /// The name of a namespace, by RFC 1123.
  case label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
  /// A key of a ConfigMap's or a Secret's data.
  case dataKey = "^[A-Za-z0-9._-]+$"
  /// A systemd unit of kind service.
  case serviceUnit = #"^[A-Za-z0-9@._-]+\.service$"#
  /// The kind of a schedule provider.
  case providerKind = "^[A-Z][A-Za-z0-9]*$"
  /// The group and version of a schedule provider.
  case providerVersion = #"^spotschedules\.5spot\.finos\.org/[A-Za-z0-9][A-Za-z0-9.-]*$"#
  /// The form of a date, not its sense.
  case date = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
  /// A timeout, at admission.
  case timeout = "^[0-9]+[smh]$"
  /// An item of `daysOfWeek`, at admission.
  case days =
    "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?(,(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)*$"
  /// An item of `hoursOfDay`, at admission; it lets 99 pass.
  case hours = "^[0-9]{1,2}(-[0-9]{1,2})?(,[0-9]{1,2}(-[0-9]{1,2})?)*$"
  /// The key of a taint, at admission.
  case taintKey =
    #"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$"#

  /// Whether the whole text matches.
  public func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)[...]
    return switch self {
    case .clusterName: bytes.begins(.alphanumeric, then: .nameByte)
    case .timezone: bytes.begins(.letter, then: .zoneByte)
    case .subdomain: bytes.isSubdomain
    case .label: bytes.isLabel
    case .dataKey: !bytes.isEmpty && bytes.allSatisfy(ByteClass.nameByte.contains)
    case .serviceUnit: bytes.isServiceUnit
    case .providerKind: bytes.begins(.upperCase, then: .alphanumeric)
    case .providerVersion: bytes.isProviderVersion
    case .date: bytes.isDate
    case .timeout: bytes.isTimeout
    case .days: bytes.isList { $0.isDay }
    case .hours:
      bytes.isList { (1...2).contains($0.count) && $0.allSatisfy(ByteClass.digit.contains) }
    case .taintKey: bytes.isTaintKey
    }
  }
}

/// Sets of ASCII characters.
enum ByteClass {
  case digit, upperCase, lowerCase, letter, alphanumeric
  /// `[a-z0-9]`
  case lowerAlphanumeric
  /// `[A-Za-z0-9._-]`
  case nameByte
  /// `[A-Za-z0-9_+\-/]`
  case zoneByte
  /// `[A-Za-z0-9.-]`
  case versionByte

  func contains(_ byte: UInt8) -> Bool {
    switch self {
    case .digit: byte &- 0x30 < 10
    case .upperCase: byte &- 0x41 < 26
    case .lowerCase: byte &- 0x61 < 26
    case .letter: byte | 0x20 &- 0x61 < 26 && byte >= 0x41
    case .alphanumeric: ByteClass.digit.contains(byte) || ByteClass.letter.contains(byte)
    case .lowerAlphanumeric: ByteClass.digit.contains(byte) || ByteClass.lowerCase.contains(byte)
    case .nameByte: ByteClass.versionByte.contains(byte) || byte == UInt8(ascii: "_")
    case .zoneByte:
      ByteClass.alphanumeric.contains(byte) || "_+-/".utf8.contains(byte)
    case .versionByte: ByteClass.alphanumeric.contains(byte) || "-.".utf8.contains(byte)
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func begins(_ first: ByteClass, then rest: ByteClass) -> Bool {
    guard let byte = self.first else { return false }
    return first.contains(byte) && dropFirst().allSatisfy(rest.contains)
  }

  /// Not empty, of these characters, with others than marks at both ends.
  fileprivate func isFramed(by ends: ByteClass, around middle: (UInt8) -> Bool) -> Bool {
    guard let first, let last else { return false }
    return ends.contains(first) && ends.contains(last) && allSatisfy(middle)
  }

  fileprivate var isLabel: Bool {
    isFramed(by: .lowerAlphanumeric) {
      ByteClass.lowerAlphanumeric.contains($0) || $0 == UInt8(ascii: "-")
    }
  }

  fileprivate var isSubdomain: Bool {
    split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(\.isLabel)
  }

  fileprivate var isServiceUnit: Bool {
    let suffix = Array(".service".utf8)
    return count > suffix.count && suffix == Array(self.suffix(suffix.count))
      && dropLast(suffix.count).allSatisfy {
        ByteClass.nameByte.contains($0) || $0 == UInt8(ascii: "@")
      }
  }

  fileprivate var isProviderVersion: Bool {
    let prefix = Array("spotschedules.5spot.finos.org/".utf8)
    return starts(with: prefix)
      && dropFirst(prefix.count).begins(.alphanumeric, then: .versionByte)
  }

  fileprivate var isDate: Bool {
    count == 10
      && zip(self, 0...).allSatisfy { byte, index in
        index == 4 || index == 7 ? byte == UInt8(ascii: "-") : ByteClass.digit.contains(byte)
      }
  }

  fileprivate var isTimeout: Bool {
    guard let unit = last, "smh".utf8.contains(unit) else { return false }
    return count > 1 && dropLast().allSatisfy(ByteClass.digit.contains)
  }

  fileprivate var isDay: Bool {
    count == 3
      && ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains { $0.utf8.elementsEqual(self) }
  }

  /// Items and ranges of items, joined by commas.
  fileprivate func isList(of isItem: (ArraySlice<UInt8>) -> Bool) -> Bool {
    split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { part in
      let ends = part.split(
        separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
      return ends.count <= 2 && ends.allSatisfy(isItem)
    }
  }

  fileprivate var isTaintKey: Bool {
    let parts = split(
      separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2 else { return false }
    if parts.count == 2, !parts[0].isSubdomain { return false }
    return name.isFramed(by: .alphanumeric, around: ByteClass.nameByte.contains)
  }
}
