/// A release of the time zone database: every zone and link by its IANA name.
///
/// Names are matched as they are written, in their case. Rules are parsed when asked for, which takes
/// microseconds; keep what is used often.
public struct ZoneRulesSet: Sendable {
  /// The release, such as `2025b`; empty when unknown. Recorded with every run.
  public let version: String
  /// Every name, links included, in ascending order of their bytes.
  public let names: [String]

  /// The TZif files one after another; names that are links share a stretch.
  private let bytes: [UInt8]
  /// For each name, where its file lies.
  private let ranges: [Range<Int>]
  /// Whether the stretches start at the second header of their files, as the pinned ones do.
  private let hasModernPartsOnly: Bool

  /// Makes a set of TZif files, such as those of a machine's `/usr/share/zoneinfo`.
  ///
  /// Every file is parsed once, so a set that exists holds no bad file.
  ///
  /// - Parameters:
  ///   - files: Names with their bytes, in any order. Leave out what is no TZif file
  ///     (``ZoneRules/isTZif(_:)``).
  ///   - version: The release; see ``version(ofDatabaseText:)``.
  /// - Throws: The first bad file in the order of names.
  public init(
    files: [(name: String, bytes: [UInt8])], version: String
  ) throws(ZoneRulesError) {
    let sorted = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var names: [String] = []
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    for (name, content) in sorted {
      guard !name.isEmpty else { throw ZoneRulesError(zone: name, .emptyName, at: 0) }
      guard name != names.last else { throw ZoneRulesError(zone: name, .duplicateName, at: 0) }
      _ = try ZoneRules.parse(tzif: content, name: name)
      names.append(name)
      ranges.append(bytes.count..<(bytes.count + content.count))
      bytes += content
    }
    self.init(
      version: version, names: names, bytes: bytes, ranges: ranges, hasModernPartsOnly: false)
  }

  init(
    version: String, names: [String], bytes: [UInt8], ranges: [Range<Int>],
    hasModernPartsOnly: Bool
  ) {
    self.version = version
    self.names = names
    self.bytes = bytes
    self.ranges = ranges
    self.hasModernPartsOnly = hasModernPartsOnly
  }

  /// The rules under a name, or nothing when the release has no such name.
  public subscript(name: String) -> ZoneRules? {
    guard let index = index(of: name) else { return nil }
    var reader = TZifReader(bytes[ranges[index]], zone: name)
    do {
      return try hasModernPartsOnly
        ? reader.modernPart(of: nil, version: version) : reader.rules(version: version)
    } catch {
      preconditionFailure("the set held a bad file: \(error)")
    }
  }

  /// Whether the release has a zone or link of that name.
  public func contains(_ name: String) -> Bool { index(of: name) != nil }

  /// Finds the release in a text of the database: `tzdata.zi` starts with `# version 2025b`, and a
  /// file `+VERSION` holds the bare word.
  ///
  /// - Parameter text: The first line, or the whole text, of either file.
  /// - Returns: The release, or nothing when the first line has no such form.
  public static func version(ofDatabaseText text: String) -> String? {
    let line = text.prefix { !$0.isNewline }
    let prefix = "# version "
    let word = line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : line
    let isRelease =
      (1...32).contains(word.utf8.count)
      && word.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
      }
    return isRelease ? String(word) : nil
  }

  private func index(of name: String) -> Int? {
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      if names[middle].utf8.lexicographicallyPrecedes(name.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // Compared by bytes: String's own equality would let canonically equivalent spellings through.
    return low < names.count && names[low].utf8.elementsEqual(name.utf8) ? low : nil
  }
}

extension ZoneRules {
  /// Whether bytes start as a TZif file does; a zoneinfo folder holds other files too.
  public static func isTZif(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("TZif".utf8)) }
}
