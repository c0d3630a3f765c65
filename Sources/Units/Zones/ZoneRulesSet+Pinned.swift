extension ZoneRulesSet {
  /// The release that the project ships: 2025b, the one its vectors were computed with.
  ///
  /// Embedded in the library, so it is the same on every machine and opens no file. The database is
  /// in the public domain; `scripts/make-zoneinfo` writes the embedded form from compiled files.
  /// Decoded once a process, on first use, in about two milliseconds.
  public static let pinned = ZoneRulesSet(
    version: PinnedZoneInfo.version, index: PinnedZoneInfo.index, archive: PinnedZoneInfo.archive)

  private init(version: String, index: StaticString, archive: StaticString) {
    typealias Entry = (name: String, range: Range<Int>)
    var entries: [Entry] = []
    var start = 0
    for line in index.description.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let length = words.first.flatMap({ Int($0) }) else {
        preconditionFailure("the pinned index holds no length in '\(line)'")
      }
      let range = start..<(start + length)
      for name in words.dropFirst() { entries.append((String(name), range)) }
      start = range.upperBound
    }
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let bytes = archive.withUTF8Buffer { ZoneRulesSet.decodeBase64($0, count: start) }
    precondition(bytes.count == start, "the pinned archive does not fit its index")
    self.init(
      version: version, names: entries.map(\.name), bytes: bytes, ranges: entries.map(\.range),
      hasModernPartsOnly: true)
  }

  /// Decodes base64 without padding, passing over line ends.
  private static func decodeBase64(_ text: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var bits: UInt32 = 0
    var bitCount = 0
    for character in text where character != UInt8(ascii: "\n") {
      bits = bits << 6 | base64Value(character)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    return bytes
  }

  private static func base64Value(_ character: UInt8) -> UInt32 {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: preconditionFailure("the pinned archive holds byte \(character), no base64")
    }
  }
}
