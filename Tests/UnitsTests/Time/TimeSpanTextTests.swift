import Testing
import Units

@Suite struct TimeSpanTextTests {
  @Test(
    "spans are read exactly",
    arguments: [
      ("90s", 90_000_000_000), ("1h30m", 5_400_000_000_000), ("250ms", 250_000_000),
      ("5d", 432_000_000_000_000), ("1.5h", 5_400_000_000_000), ("0s", 0),
      ("-10m", -600_000_000_000),
      ("+3us", 3_000), ("7ns", 7), ("1d2h3m4s5ms6us7ns", 93_784_005_006_007),
      ("0.000000001s", 1), ("0.5us", 500), ("1m0.25s", 60_250_000_000), ("007s", 7_000_000_000),
      ("1.50000000000000000000000000s", 1_500_000_000),
      ("0.0000152587890625d", 1_318_359_375),
      ("9223372036854775807ns", Int64.max), ("-9223372036854775808ns", Int64.min),
    ] as [(String, Int64)])
  func reading(text: String, nanoseconds: Int64) throws {
    #expect(try TimeSpan(text: text).nanoseconds == nanoseconds)
  }

  @Test(
    "a wrong span is refused at the offending byte",
    arguments: [
      ("", .empty, 0), ("-", .empty, 1), ("5", .unknownUnit(""), 1), ("h", .missingNumber, 0),
      ("5 m", .unknownUnit(" m"), 1), ("5w", .unknownUnit("w"), 1), ("5S", .unknownUnit("S"), 1),
      ("5m1h", .unitOutOfOrder("h"), 3), ("1m1m", .unitOutOfOrder("m"), 3),
      ("1.5h3m", .fractionNotLast, 1), ("1.h", .missingNumber, 2), (".5h", .missingNumber, 0),
      ("1--5s", .unknownUnit("--"), 1), ("0.5ns", .finerThanNanosecond, 2),
      ("0.3333333333333333333s", .finerThanNanosecond, 2),
      ("9223372036854775808ns", .outOfRange, 0), ("-9223372036854775809ns", .outOfRange, 1),
      ("106752d", .outOfRange, 0), ("99999999999999999999s", .outOfRange, 0),
      ("106751d24h", .outOfRange, 7),
    ] as [(String, TimeSpanError.Problem, Int)])
  func refusing(text: String, problem: TimeSpanError.Problem, offset: Int) {
    #expect(throws: TimeSpanError(problem, at: offset)) { try TimeSpan(text: text) }
  }

  @Test(
    "a span prints in whole parts from large to small",
    arguments: [
      (0, "0s"), (90_000_000_000, "1m30s"), (-600_000_000_000, "-10m"), (1_500_000, "1ms500us"),
      (172_800_000_000_000, "2d"), (Int64.min, "-106751d23h47m16s854ms775us808ns"),
    ] as [(Int64, String)])
  func printing(nanoseconds: Int64, text: String) {
    #expect(TimeSpan(nanoseconds: nanoseconds).text == text)
  }

  @Test("printing and reading a span give it back", arguments: [1, 2, 3] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<2_000 {
      let value = Int64(bitPattern: random.next()) >> Int64(random.next() % 64)
      let span = TimeSpan(nanoseconds: value)
      #expect(try TimeSpan(text: span.text) == span, "seed \(seed), \(value) ns")
    }
  }
}
