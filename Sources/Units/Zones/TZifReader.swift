/// Reads TZif files, versions 1 to 4 (RFC 9636, which obsoletes RFC 8536), strictly.
///
/// Hostile bytes end in an error and never trap: every length is checked before it is used, and no
/// memory is reserved beyond what the bytes themselves fill.
struct TZifReader {
  let bytes: ArraySlice<UInt8>
  let zone: String
  var position: Int

  init(_ bytes: ArraySlice<UInt8>, zone: String) {
    self.bytes = bytes
    self.zone = zone
    position = bytes.startIndex
  }

  /// The six counts of a header, and its version.
  struct Header {
    var version: UInt8
    var isUTCount = 0
    var isStandardCount = 0
    var leapCount = 0
    var transitionCount = 0
    var typeCount = 0
    var characterCount = 0

    /// The length of the data block after this header, with times of `timeSize` bytes.
    func blockSize(timeSize: Int) -> Int {
      transitionCount * (timeSize + 1) + typeCount * 6 + characterCount
        + leapCount * (timeSize + 4) + isStandardCount + isUTCount
    }
  }

  /// Reads a whole file.
  mutating func rules(version tzdata: String) throws(ZoneRulesError) -> ZoneRules {
    let first = try header()
    guard first.version != 0 else {
      let rules = try block(first, timeSize: 4, version: tzdata)
      guard position == bytes.endIndex else { throw error(.trailingBytes) }
      return rules
    }
    // Version 1 data is there for old readers only: its times have 32 bits.
    _ = try take(first.blockSize(timeSize: 4), "the version 1 data")
    return try modernPart(of: first.version, version: tzdata)
  }

  /// Reads the second header with its data and the footer, all that versions 2 and later need.
  mutating func modernPart(
    of firstVersion: UInt8?, version tzdata: String
  ) throws(ZoneRulesError) -> ZoneRules {
    let start = position
    let second = try header()
    guard second.version == firstVersion ?? second.version, second.version != 0 else {
      throw error(.versionsDiffer, at: start)
    }
    let table = try block(second, timeSize: 8, version: tzdata)
    let footer = try footer()
    guard position == bytes.endIndex else { throw error(.trailingBytes) }
    return ZoneRules(
      name: zone, version: tzdata, transitions: table.transitions,
      transitionTypes: table.transitionTypes, types: table.types, footer: footer)
  }

  private mutating func header() throws(ZoneRulesError) -> Header {
    let start = position
    guard bytes[position...].starts(with: Array("TZif".utf8)) else { throw error(.notTZif) }
    let raw = try take(44, "the header")
    let version = raw[raw.startIndex + 4]
    guard version == 0 || (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(version) else {
      throw error(.unknownVersion(version), at: start + 4)
    }
    var counts: [Int] = []
    for index in 0..<6 {
      let field = raw.startIndex + 20 + 4 * index
      counts.append(Int(bigEndian(raw[field..<(field + 4)])) & 0xffff_ffff)
    }
    let header = Header(
      version: version, isUTCount: counts[0], isStandardCount: counts[1], leapCount: counts[2],
      transitionCount: counts[3], typeCount: counts[4], characterCount: counts[5])
    let typeCounts = [0, header.typeCount]
    guard (1...256).contains(header.typeCount), header.characterCount >= 1,
      typeCounts.contains(header.isUTCount), typeCounts.contains(header.isStandardCount)
    else {
      throw error(
        .badCount("the counts of types, characters or indicators do not fit together"),
        at: start + 20)
    }
    return header
  }

  private mutating func block(
    _ header: Header, timeSize: Int, version tzdata: String
  ) throws(ZoneRulesError) -> ZoneRules {
    let times = try take(header.transitionCount * timeSize, "the transition times")
    let indexes = try take(header.transitionCount, "the transition types")
    let types = try take(header.typeCount * 6, "the local time types")
    let characters = try take(header.characterCount, "the abbreviations")
    _ = try take(header.leapCount * (timeSize + 4), "the leap seconds")
    let standard = try take(header.isStandardCount, "the standard/wall indicators")
    let universal = try take(header.isUTCount, "the UT/local indicators")
    guard header.leapCount == 0 else { throw error(.leapSeconds, at: characters.endIndex) }
    for flags in [standard, universal] {
      if let index = flags.firstIndex(where: { $0 > 1 }) {
        throw error(.badFlag(flags[index]), at: index)
      }
    }
    return ZoneRules(
      name: zone, version: tzdata, transitions: try transitions(times, timeSize: timeSize),
      transitionTypes: try checked(indexes, typeCount: header.typeCount),
      types: try localTimeTypes(types, characters), footer: nil)
  }

  private func transitions(
    _ raw: ArraySlice<UInt8>, timeSize: Int
  ) throws(ZoneRulesError) -> [Int64] {
    var times: [Int64] = []
    times.reserveCapacity(raw.count / timeSize)
    for start in stride(from: raw.startIndex, to: raw.endIndex, by: timeSize) {
      let time = bigEndian(raw[start..<(start + timeSize)])
      guard time > times.last ?? .min || times.isEmpty else {
        throw error(.unorderedTransitions, at: start)
      }
      times.append(time)
    }
    return times
  }

  private func checked(
    _ indexes: ArraySlice<UInt8>, typeCount: Int
  ) throws(ZoneRulesError) -> [UInt8] {
    if let wrong = indexes.firstIndex(where: { $0 >= typeCount }) {
      throw error(.unknownLocalTimeType(Int(indexes[wrong])), at: wrong)
    }
    return Array(indexes)
  }

  private func localTimeTypes(
    _ raw: ArraySlice<UInt8>, _ characters: ArraySlice<UInt8>
  ) throws(ZoneRulesError) -> [LocalTimeType] {
    var types: [LocalTimeType] = []
    for start in stride(from: raw.startIndex, to: raw.endIndex, by: 6) {
      let offset = Int(bigEndian(raw[start..<(start + 4)]))
      guard offset > -25 * 3_600 && offset < 26 * 3_600 else {
        throw error(.offsetOutOfRange(offset), at: start)
      }
      guard raw[start + 4] <= 1 else { throw error(.badFlag(raw[start + 4]), at: start + 4) }
      let from = characters.startIndex + Int(raw[start + 5])
      guard from < characters.endIndex,
        let end = characters[from...].firstIndex(of: 0),
        characters[from..<end].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
      else { throw error(.badAbbreviation, at: start + 5) }
      types.append(
        LocalTimeType(
          offsetSeconds: offset, isDaylight: raw[start + 4] == 1,
          abbreviation: String(decoding: characters[from..<end], as: UTF8.self)))
    }
    return types
  }

  private mutating func footer() throws(ZoneRulesError) -> FooterRule? {
    let newline = UInt8(ascii: "\n")
    guard try take(1, "the footer").first == newline else {
      throw error(.badFooter("no newline before it"), at: position - 1)
    }
    guard let end = bytes[position...].firstIndex(of: newline) else {
      throw error(.truncated(part: "the footer"), at: bytes.endIndex)
    }
    let text = bytes[position..<end]
    let start = position
    position = end + 1
    guard !text.isEmpty else { return nil }
    do {
      return try FooterRule(text)
    } catch {
      throw self.error(.badFooter(error.reason), at: start + error.offset)
    }
  }

  private mutating func take(
    _ count: Int, _ part: String
  ) throws(ZoneRulesError) -> ArraySlice<UInt8> {
    guard count <= bytes.endIndex - position else {
      throw error(.truncated(part: part), at: bytes.endIndex)
    }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  private func bigEndian(_ raw: ArraySlice<UInt8>) -> Int64 {
    var value: Int64 = raw.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0
    for byte in raw { value = value << 8 | Int64(byte) }
    return value
  }

  private func error(_ problem: ZoneRulesError.Problem, at index: Int? = nil) -> ZoneRulesError {
    ZoneRulesError(zone: zone, problem, at: (index ?? position) - bytes.startIndex)
  }
}

extension ZoneRules {
  /// Reads a TZif file of version 1 to 4, as `zic` compiles them (RFC 9636).
  ///
  /// Strict: nothing may be missing, out of range, or follow the end. Files with leap seconds
  /// (`right/…`) are refused, as the instant scale has none.
  ///
  /// - Parameters:
  ///   - tzif: The bytes of the file.
  ///   - name: What to call the rules; the IANA name.
  ///   - version: The release the file belongs to, such as `2025b`, when known.
  /// - Returns: The rules under that name.
  /// - Throws: What is wrong and at which byte. No input traps.
  public static func parse(
    tzif: [UInt8], name: String, version: String = ""
  ) throws(ZoneRulesError) -> ZoneRules {
    var reader = TZifReader(tzif[...], zone: name)
    return try reader.rules(version: version)
  }
}
