import Testing
import Units

@Suite struct MoneyTests {
  @Test(
    "amounts are read and printed exactly",
    arguments: [
      ("0", 0, "0"), ("12.345", 12_345_000_000_000, "12.345"), ("-0.000000000001", -1, nil),
      ("+7", 7_000_000_000_000, "7"), ("1.50", 1_500_000_000_000, "1.5"), ("-0", 0, "0"),
      ("00012", 12_000_000_000_000, "12"), ("0.000", 0, "0"),
      (
        "170141183460469231731687303",
        Int128(170_141_183_460_469_231_731_687_303) * 1_000_000_000_000, nil
      ),
    ] as [(String, Int128, String?)])
  func exactText(text: String, picounits: Int128, printed: String?) throws {
    #expect(try Money(text: text) == Money(picounits: picounits))
    #expect(Money(picounits: picounits).text == printed ?? text)
  }

  @Test(
    "what is no amount is refused at the offending byte",
    arguments: [
      ("", .missingDigit, 0), ("-", .missingDigit, 1), ("1.", .missingDigit, 2),
      (".5", .unexpectedByte(0x2e), 0), ("1,000", .unexpectedByte(0x2c), 1),
      ("1e3", .unexpectedByte(0x65), 1), (" 1", .unexpectedByte(0x20), 0),
      ("1.2.3", .unexpectedByte(0x2e), 3), ("0.0000000000001", .fractionTooLong, 14),
      ("170141183460469231731687304", .outOfRange, 0),
      ("99999999999999999999999999999999999999999", .outOfRange, 0),
    ] as [(String, MoneyError.Problem, Int)])
  func refusing(text: String, problem: MoneyError.Problem, offset: Int) {
    #expect(throws: MoneyError(problem, at: offset)) { try Money(text: text) }
  }

  @Test(
    "print rounds halves to even and never prints a negative zero",
    arguments: [
      ("2.345", 2, "2.34"), ("2.355", 2, "2.36"), ("-2.345", 2, "-2.34"), ("0.5", 0, "0"),
      ("1.5", 0, "2"), ("-0.004", 2, "0.00"), ("9.999", 2, "10.00"), ("3", 2, "3.00"),
      ("0.000000000001", 12, "0.000000000001"), ("-0.05", 1, "0.0"), ("-0.051", 1, "-0.1"),
    ])
  func roundedText(text: String, digits: Int, printed: String) throws {
    #expect(try Money(text: text).text(fractionDigits: digits) == printed)
  }

  @Test("a product with a fraction rounds halves to even, from 256 bits")
  func products() {
    func product(_ amount: Int128, _ numerator: Int128, _ denominator: Int128) -> Int128 {
      Money(picounits: amount).multiplied(by: numerator, over: denominator).picounits
    }
    #expect(product(1, 1, 2) == 0 && product(3, 1, 2) == 2 && product(5, 1, 2) == 2)
    #expect(product(-1, 1, 2) == 0 && product(-3, 1, 2) == -2 && product(3, -1, 2) == -2)
    #expect(product(2, 1, 3) == 1 && product(1, 1, 3) == 0)
    #expect(product(.max, .max, .max) == .max)
    #expect(product(.max, 3, 7) == 72_917_650_054_486_813_599_294_558_735_378_902_454)
    #expect(Money(picounits: 6).exactlyMultiplied(by: 2, over: 3) == Money(picounits: 4))
    #expect(Money(picounits: 5).exactlyMultiplied(by: 2, over: 3) == nil)
  }

  @Test("a price per hour is charged by the nanosecond")
  func perHour() throws {
    let price = try Money(text: "0.0416")
    #expect(price.perHour(over: .hours(24 * 365)).text == "364.416")
    #expect(price.perHour(over: .minutes(90)).text == "0.0624")
    #expect(price.perHour(over: .seconds(1)).text == "0.000011555556")
    #expect(price.perHour(over: .zero) == .zero)
    #expect(try Money(text: "36").perHour(over: TimeSpan(nanoseconds: 1)).text == "0.00000000001")
  }

  @Test("parts sum to the whole, and leftovers go to the largest remainders, ties by index")
  func splitting() {
    func parts(_ amount: Int128, _ weights: [Int64]) -> [Int128] {
      Money(picounits: amount).split(by: weights).map(\.picounits)
    }
    #expect(parts(10, [1, 1, 1]) == [4, 3, 3])
    #expect(parts(11, [1, 1, 1]) == [4, 4, 3])
    #expect(parts(-10, [1, 1, 1]) == [-4, -3, -3])
    #expect(parts(100, [0, 3, 0, 1]) == [0, 75, 0, 25])
    #expect(parts(7, [5, 3, 1]) == [4, 2, 1])
    #expect(parts(0, [2, 3]) == [0, 0])
    #expect(parts(.min, [1, 1]) == [.min / 2, .min / 2])
    #expect(parts(.min, [7]) == [.min])
    #expect(Money(picounits: 5).split(into: 3).map(\.picounits) == [2, 2, 1])
  }

  @Test("any split sums exactly and misses proportion by less than a unit", arguments: 1...5)
  func splitProperty(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<300 {
      let high = Int64(bitPattern: random.next()) >> Int64(random.below(64))
      let amount = Money(picounits: Int128(high) << 40 | Int128(random.next() >> 24))
      let weights = (0...random.below(9)).map { _ in
        Int64(random.next() >> UInt64(8 + random.below(56)))
      }
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let parts = amount.split(by: weights)
      #expect(parts.reduce(.zero, +) == amount, "seed \(seed): \(amount) by \(weights)")
      let total = Int128(weights.reduce(0, +))
      for (part, weight) in zip(parts, weights) {
        let share = amount.multiplied(by: Int128(weight), over: total)
        #expect((part - share).picounits.magnitude <= 1, "seed \(seed): \(amount) by \(weights)")
      }
    }
  }

  @Test("a currency is three capital letters")
  func currencies() {
    #expect(Currency(code: "USD")?.code == "USD")
    #expect(Currency(code: "usd") == nil && Currency(code: "US") == nil)
    #expect(Currency(code: "USDX") == nil && Currency(code: "U€") == nil)
  }

  @Test("a denominator of zero is a programmer's error")
  func denominatorOfZero() async {
    await #expect(processExitsWith: .failure) {
      _ = Money(units: 1).multiplied(by: 1, over: 0)
    }
  }
}
