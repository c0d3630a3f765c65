import Testing

import Units

/// Builds TZif files part by part, valid unless told otherwise.
struct TZifFile {
  var version = UInt8(ascii: "2")
  var transitions: [(time: Int64, type: UInt8)] = [(0, 1)]
  var types: [(offset: Int32, isDaylight: UInt8, abbreviation: UInt8)] = [(3_600, 0, 0), (0, 0, 0)]
  var abbreviations = Array("XYZ\0".utf8)
  var leapCount: UInt32 = 0
  var footer = "\nXYZ0\n"

  var bytes: [UInt8] {
    let first =
      header(transitions: 0, types: 1, characters: 1) + [0, 0, 0, 0, 0, 0] + [0]
    return first + second
  }

  var second: [UInt8] {
    var data = header(
      transitions: UInt32(transitions.count), types: UInt32(types.count),
      characters: UInt32(abbreviations.count))
    for transition in transitions { data += bigEndian(transition.time) }
    data += transitions.map(\.type)
    for type in types { data += bigEndian(type.offset) + [type.isDaylight, type.abbreviation] }
    data += abbreviations
    data += [UInt8](repeating: 0, count: Int(leapCount) * 12)
    return data + footer.utf8
  }

  private func header(transitions: UInt32, types: UInt32, characters: UInt32) -> [UInt8] {
    let leap = characters == 1 ? 0 : leapCount
    return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
      + [0, 0, leap, transitions, types, characters].flatMap { bigEndian($0) }
  }

  private func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
}

@Suite struct TZifTests {
  private func problem(of bytes: [UInt8]) -> ZoneRulesError.Problem? {
    do throws(ZoneRulesError) {
      _ = try ZoneRules.parse(tzif: bytes, name: "Test/Zone")
      return nil
    } catch {
      return error.problem
    }
  }

  @Test("a small file of each version is read")
  func versions() throws {
    for version in "234".utf8 {
      let rules = try ZoneRules.parse(tzif: TZifFile(version: version).bytes, name: "Test/Zone")
      #expect(rules.offset(at: Instant(seconds: -1)) == .hours(1))
      #expect(rules.offset(at: .epoch) == .zero)
      #expect(rules.abbreviation(at: .epoch) == "XYZ")
    }
    // A version 1 file: one block with 32-bit times and no footer.
    let first: [UInt8] =
      Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
      + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4]
      + [0x80, 0, 0, 0] + [1] + [0, 0, 14, 16, 0, 0] + [0, 0, 0, 0, 0, 0] + Array("XYZ\0".utf8)
    let rules = try ZoneRules.parse(tzif: first, name: "Old/Zone")
    #expect(rules.offset(at: Instant(seconds: -2_147_483_649)) == .hours(1))
    #expect(rules.offset(at: Instant(seconds: -2_147_483_648)) == .zero)
    #expect(rules.nextTransition(after: .epoch) == nil)
  }

  @Test("what the standard forbids is refused by name")
  func refusals() {
    #expect(problem(of: TZifFile().bytes) == nil)
    #expect(problem(of: []) == .notTZif)
    #expect(problem(of: Array("TZfi".utf8)) == .notTZif)
    #expect(problem(of: TZifFile(version: UInt8(ascii: "5")).bytes) == .unknownVersion(0x35))
    #expect(
      problem(of: TZifFile(transitions: [(5, 1), (5, 0)]).bytes) == .unorderedTransitions)
    #expect(problem(of: TZifFile(transitions: [(0, 2)]).bytes) == .unknownLocalTimeType(2))
    #expect(
      problem(of: TZifFile(types: [(93_600, 0, 0), (0, 0, 0)]).bytes) == .offsetOutOfRange(93_600))
    #expect(problem(of: TZifFile(types: [(0, 2, 0), (0, 0, 0)]).bytes) == .badFlag(2))
    #expect(problem(of: TZifFile(types: [(0, 0, 4), (0, 0, 0)]).bytes) == .badAbbreviation)
    #expect(problem(of: TZifFile(abbreviations: Array("XYZ".utf8)).bytes) == .badAbbreviation)
    #expect(problem(of: TZifFile(leapCount: 1).bytes) == .leapSeconds)
    #expect(problem(of: TZifFile().bytes + [0]) == .trailingBytes)
    #expect(problem(of: TZifFile(footer: "XYZ0\n").bytes) == .badFooter("no newline before it"))
    #expect(problem(of: TZifFile(footer: "\nXYZ0").bytes) == .truncated(part: "the footer"))
    #expect(problem(of: TZifFile(footer: "\n\n").bytes) == nil)
  }

  @Test(
    "a footer that is no POSIX rule is refused",
    arguments: [
      "XY0", "XYZ", "XYZ25", "XYZ0ABC", "XYZ0ABC,M3.2.0", "XYZ0ABC,M13.2.0,M11.1.0",
      "XYZ0ABC,M3.6.0,M11.1.0", "XYZ0ABC,M3.2.7,M11.1.0", "XYZ0ABC,J0,J365", "XYZ0ABC,J1,366",
      "XYZ0ABC,M3.2.0/168,M11.1.0", "XYZ0ABC,M3.2.0/2:60,M11.1.0", "<XYZ0", "<+0>0", "XYZ0 ",
      "XYZ0ABC,M3.2.0,M11.1.0,", "é0", "XYZ9999999999999999999999", "XYZ0ABC,J1/167:00:01,J2",
    ])
  func badFooters(footer: String) {
    guard case .badFooter? = problem(of: TZifFile(footer: "\n\(footer)\n").bytes) else {
      Issue.record("\(footer) was accepted")
      return
    }
  }

  @Test(
    "footer rules hold in each of their forms",
    arguments: [
      // Rule, an instant, the abbreviation then in use.
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", "EST"),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", "EDT"),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", "EDT"),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", "EST"),
      // Always on daylight time (RFC 9636 section 3.3.1).
      ("XXX3EDT4,0/0,J365/23", "2026-01-01T00:00:00Z", "EDT"),
      ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", "EDT"),
      ("XXX3EDT4,0/0,J365/23", "2028-12-31T12:00:00Z", "EDT"),
      // South of the equator: the year begins in daylight time.
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", "AEDT"),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", "AEST"),
      // Jn never counts 29 February, n does.
      ("AAA0BBB,J60/0,J300/0", "2024-02-29T23:59:59Z", "AAA"),
      ("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", "BBB"),
      ("AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z", "BBB"),
      ("AAA0BBB,59/0,300/0", "2023-02-28T23:59:59Z", "AAA"),
      // Negative and long times reach into the days around (Nuuk, Gaza).
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", "-02"),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", "-01"),
      ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", "EEST"),
      ("AAA0BBB,J1/-167,J180/0", "2025-12-25T01:00:00Z", "BBB"),
      ("AAA0BBB,J1/-167,J180/0", "2025-12-25T00:59:59Z", "AAA"),
      ("AAA0BBB,J100/0,J365/167", "2026-01-06T21:59:59Z", "BBB"),
      ("AAA0BBB,J100/0,J365/167", "2026-01-06T22:00:00Z", "AAA"),
      // A summer that is standard time (Dublin).
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", "IST"),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-12-01T00:00:00Z", "GMT"),
      ("EST5EDT,M3.2.0,M11.1.0", "2262-04-11T23:47:16Z", "EDT"),
    ])
  func footerRules(rule: String, time: String, abbreviation: String) throws {
    let file = TZifFile(transitions: [], footer: "\n\(rule)\n")
    let rules = try ZoneRules.parse(tzif: file.bytes, name: "Test/Zone")
    let instant = try Instant(rfc3339: time)
    #expect(rules.abbreviation(at: instant) == abbreviation)
    let period = rules.period(at: instant)
    #expect(period.contains(instant) && period.localTime.abbreviation == abbreviation)
  }

  @Test("a zone that is always on daylight time has no transitions")
  func permanentDaylightTime() throws {
    let file = TZifFile(transitions: [], footer: "\nXXX3EDT4,0/0,J365/23\n")
    let rules = try ZoneRules.parse(tzif: file.bytes, name: "Test/Zone")
    let instant = try Instant(rfc3339: "2026-06-01T00:00:00Z")
    #expect(rules.nextTransition(after: instant) == nil)
    #expect(rules.previousTransition(before: instant) == nil)
    #expect(rules.isDaylight(at: instant) && rules.offset(at: instant) == .hours(-4))
  }

  @Test("truncated files end in an error at any length")
  func truncation() {
    let bytes = TZifFile().bytes
    for count in 0..<bytes.count {
      #expect(problem(of: Array(bytes.prefix(count))) != nil, "\(count) bytes")
    }
  }

  @Test("no bytes trap, neither read nor used", arguments: 1...6)
  func hostileBytes(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let names = ["America/Nuuk", "Europe/Dublin", "Asia/Gaza", "Africa/Casablanca"]
    var accepted = 0
    for round in 0..<400 {
      var file = TZifFile()
      if round % 2 == 0 {
        // Times at the ends of 64 bits, where sums could overflow.
        file.transitions = [(.min, 0), (Int64(random.next() >> 2), 1), (.max, 0)]
        file.footer = "\nEST5EDT,M3.2.0/-167,M11.1.0/167\n"
      }
      var bytes = file.bytes
      if round % 3 == 0, let rules = ZoneRulesSet.pinned[names[random.below(4)]] {
        bytes += rules.name.utf8
      }
      for _ in 0..<random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      guard let rules = try? ZoneRules.parse(tzif: bytes, name: "Test/Zone") else { continue }
      accepted += 1
      for instant in [.distantPast, .epoch, Instant(seconds: 4_000_000_000), .distantFuture] {
        let period = rules.period(at: instant)
        #expect(period.contains(instant), "seed \(seed), round \(round)")
        let civil = rules.civil(at: instant)
        _ = rules.instants(of: civil.date, secondsOfDay: civil.secondsOfDay)
        _ = rules.previousTransition(before: instant)
      }
    }
    #expect(accepted > 20)
  }

  @Test("a set of files is checked, sorted and looked up by name")
  func sets() throws {
    let good = TZifFile().bytes
    let set = try ZoneRulesSet(
      files: [("Z/Last", good), ("A/First", good)], version: "2030z")
    #expect(set.names == ["A/First", "Z/Last"])
    #expect(set["Z/Last"]?.version == "2030z" && set["z/last"] == nil)
    #expect(throws: ZoneRulesError(zone: "A", .duplicateName, at: 0)) {
      try ZoneRulesSet(files: [("A", good), ("A", good)], version: "")
    }
    #expect(throws: ZoneRulesError(zone: "B", .notTZif, at: 0)) {
      try ZoneRulesSet(files: [("A", good), ("B", Array("text".utf8))], version: "")
    }
    #expect(throws: ZoneRulesError(zone: "", .emptyName, at: 0)) {
      try ZoneRulesSet(files: [("", good)], version: "")
    }
    #expect(ZoneRules.isTZif(good) && !ZoneRules.isTZif([1, 2, 3]))
  }

  @Test(
    "the release is read from the database's own texts",
    arguments: [
      ("# version 2025b\n# This zic input file", "2025b"), ("2025b\n", "2025b"),
      ("2025b", "2025b"), ("# tzdb data for Africa", nil), ("", nil), ("# version ", nil),
    ] as [(String, String?)])
  func releases(text: String, version: String?) {
    #expect(ZoneRulesSet.version(ofDatabaseText: text) == version)
  }
}
