import SpotScheduler
import Testing
import Units

/// What the grammars owe to the Rust library that 5-Spot reads them with, beyond the vectors.
@Suite struct GrammarRuleTests {
  /// Every character of the Unicode property White_Space.
  private static let whiteSpace: [Unicode.Scalar] =
    (0x09...0x0D).map { Unicode.Scalar($0) }
    + [
      "\u{20}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}",
      "\u{3000}",
    ]
    + (0x2000...0x200A).compactMap { Unicode.Scalar(UInt32($0)) }

  @Test func `all white space of Unicode is trimmed, and nothing else`() {
    for scalar in Self.whiteSpace {
      #expect(parsedDays(["\(scalar)mon\(scalar)-\(scalar)tue\(scalar)"]) == .ok([0, 1]))
      #expect(parsedHours(["\(scalar)9\(scalar)-\(scalar)10\(scalar)"]) == .ok([9, 10]))
      #expect(parsedTimeout("\(scalar)5m\(scalar)\(scalar)") == .ok(300))
    }
    for scalar: Unicode.Scalar in [
      "\u{200B}", "\u{FEFF}", "\u{180E}", "\u{1C}", "\u{0}", "\u{2060}",
    ] {
      #expect(parsedDays(["mon\(scalar)"]) == .error("InvalidDay"))
      #expect(parsedHours(["\(scalar)9"]) == .error("InvalidHour"))
    }
    #expect(parsedTimeout("\u{200B}5m") == .error("NonAscii"))
    #expect(parsedTimeout("\u{1C}5m") == .error("InvalidValue"))
  }

  @Test func `bytes decide, not grapheme clusters or canonical equivalence`() {
    #expect(parsedDays(["mon\r\n,\r\ntue"]) == .ok([0, 1]))
    #expect(parsedDays(["mon,\u{301}tue"]) == .error("InvalidDay"))
    #expect(parsedHours(["9-\u{301}17"]) == .error("InvalidHour"))
    #expect(parsedHours(["9,\u{308}17"]) == .error("InvalidHour"))
    #expect(parsedTimeout("5\r\n") == .error("InvalidValue"))
    #expect(parsedTimeout("50\r\n") == .error("InvalidUnit"))
    #expect(parsedTimeout("5m\u{301}") == .error("NonAscii"))
  }

  @Test(arguments: [
    (["24-bad"], "InvalidHour"), (["bad-24"], "InvalidHour"), (["24-256"], "InvalidHour"),
    (["24-25"], "HourOutOfRange"), (["9-17-x"], "InvalidHourRange"), (["--"], "InvalidHour"),
    (["-1-2-3"], "InvalidHour"), (["9 - -17"], "InvalidHourRange"), (["++9"], "InvalidHour"),
    (["+-9"], "InvalidHour"), (["9-+"], "InvalidHour"), ([""], "InvalidHour"),
    (["9", "24", "bad"], "HourOutOfRange"), (["\u{661}"], "InvalidHour"), (["0b1"], "InvalidHour"),
    (["1_0"], "InvalidHour"), (["9\u{2212}17"], "InvalidHour"), (["1000000000000"], "InvalidHour"),
  ])
  func `bad hours have the class of the first fault`(items: [String], name: String) {
    #expect(parsedHours(items) == .error(name))
  }

  @Test func `numbers may be longer than their value needs`() {
    let zeros = String(repeating: "0", count: 400)
    #expect(parsedHours([zeros + "23"]) == .ok([23]))
    #expect(parsedHours([zeros + "256"]) == .error("InvalidHour"))
    #expect(parsedTimeout("+" + zeros + "5h") == .ok(18_000))
  }

  @Test(arguments: [
    (["a-b-c", "mon"], "InvalidDayRange"), (["-mon-"], "InvalidDayRange"), ([""], "InvalidDay"),
    (["mon", ""], "InvalidDay"), (["mon-", "a-b-c"], "InvalidDay"), (["sön"], "InvalidDay"),
    (["mon-fri,a-b-c"], "InvalidDayRange"), (["mon\u{2011}fri"], "InvalidDay"),
  ])
  func `bad days have the class of the first fault`(items: [String], name: String) {
    #expect(parsedDays(items) == .error(name))
  }

  @Test func `an error carries the smallest offending text`() {
    #expect(throws: ScheduleError.invalidDay("tuesday")) {
      try DaysOfWeek(parsing: ["sat", "mon - tuesday "])
    }
    #expect(throws: ScheduleError.invalidDayRange("a-b-c")) {
      try DaysOfWeek(parsing: ["sat, a-b-c "])
    }
    #expect(throws: ScheduleError.hourOutOfRange("030")) { try HoursOfDay(parsing: ["9-030"]) }
    #expect(throws: ScheduleError.invalidHour("-5-9")) { try HoursOfDay(parsing: [" -5-9"]) }
    #expect(throws: ScheduleError.invalidHourRange("1-2-3")) { try HoursOfDay(parsing: ["1-2-3"]) }
    #expect(throws: TimeoutError.exceedsMaximum("25h")) { try TimeoutText.parse(" 25h") }
  }

  @Test func `error texts name the value and what to write instead`() {
    #expect(
      ScheduleError.invalidDay("Mon").description
        == "\"Mon\" is not a day of the week; use mon, tue, wed, thu, fri, sat or sun in lower case"
    )
    #expect(
      TimeoutError.invalidUnit("5d").description
        == "\"5d\" does not end in a unit; use s, m or h in lower case")
  }

  @Test func `every range of days and hours is the walk from its start to its end`() {
    for first in Weekday.allCases {
      for last in Weekday.allCases {
        var walk = [first]
        while let day = walk.last, day != last { walk.append(day.next) }
        #expect(DaysOfWeek.range(from: first, through: last).weekdays == walk.sorted())
        #expect(
          parsedDays(["\(first.abbreviation)-\(last.abbreviation)"])
            == .ok(walk.sorted().map { Int($0.rawValue) }))
      }
    }
    for first in 0..<24 {
      for last in 0..<24 {
        var walk: [Int] = [first]
        while walk.last != last { walk.append(((walk.last ?? 0) + 1) % 24) }
        #expect(HoursOfDay.range(from: first, through: last).numbers == walk.sorted())
        #expect(parsedHours(["\(first)-\(last)"]) == .ok(walk.sorted()))
      }
    }
  }

  @Test func `sets keep no bits beyond the week or the day`() {
    #expect(DaysOfWeek(rawValue: 0xFF) == .all)
    #expect(HoursOfDay(rawValue: .max) == .all)
    #expect(DaysOfWeek.all.weekdays == Weekday.allCases)
    #expect(HoursOfDay.all.numbers == Array(0...23))
    #expect(!HoursOfDay.all.contains(number: 24) && !HoursOfDay.all.contains(number: -1))
  }
}
