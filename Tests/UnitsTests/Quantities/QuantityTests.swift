import Testing
import Units

@Suite struct QuantityTests {
  /// Text, what is printed, and the format.
  @Test(
    "quantities are read and printed as apimachinery does",
    arguments: [
      ("0", "0", .decimalSI), ("0Ki", "0", .binarySI), ("1", "1", .decimalSI),
      ("1000", "1k", .decimalSI), ("1500", "1500", .decimalSI), ("1024", "1024", .decimalSI),
      ("500m", "500m", .decimalSI), ("0.5", "500m", .decimalSI), (".5", "500m", .decimalSI),
      ("1.", "1.", .decimalSI), ("1.G", "1.G", .decimalSI), ("1000M", "1G", .decimalSI),
      ("0.001T", "1G", .decimalSI), ("1.08", "1080m", .decimalSI), ("5000m", "5", .decimalSI),
      ("1080000000n", "1080m", .decimalSI), ("1000u", "1m", .decimalSI),
      ("100.035k", "100.035k", .decimalSI), ("300.2T", "300200G", .decimalSI),
      ("12E", "12E", .decimalSI), ("1000E", "1e21", .decimalSI), ("1E", "1E", .decimalSI),
      ("1Gi", "1Gi", .binarySI), ("1024Mi", "1Gi", .binarySI), ("307200Ki", "300Mi", .binarySI),
      ("1536Mi", "1536Mi", .binarySI), ("1.5Gi", "1536Mi", .binarySI),
      ("0.5Mi", "512Ki", .binarySI), ("100.035Ki", "102435840m", .binarySI),
      (".001Ki", "1024m", .binarySI), (".000001Ki", "1024u", .decimalSI),
      (".000000000001Ki", "2n", .decimalSI), ("9Ei", "9223372036854775807", .binarySI),
      ("9223372036854775807Ki", "9223372036854775807", .binarySI),
      ("-9Ei", "-9223372036854775807", .binarySI), ("3Ei", "3Ei", .binarySI),
      ("1e3", "1e3", .decimalExponent), ("1E3", "1E3", .decimalExponent),
      ("1.2e3", "1200", .decimalExponent), ("1.3E+6", "1300e3", .decimalExponent),
      (".001e12", "1e9", .decimalExponent), ("1000e-12", "1e-9", .decimalExponent),
      ("1E-3", "1E-3", .decimalExponent), ("1e14", "100e12", .decimalExponent),
      ("3.001n", "4n", .decimalSI), ("0.0000000001", "1n", .decimalSI),
      ("-0.9n", "-1n", .decimalSI), ("1.1E-9", "2e-9", .decimalExponent),
      ("1.123456789123", "1123456790n", .decimalSI), ("1.123", "1.123", .decimalSI),
      (".", "0", .decimalSI), ("-.", "0", .decimalSI), ("+", "0", .decimalSI),
      ("+1", "+1", .decimalSI), ("01", "01", .decimalSI), ("-1.5Gi", "-1536Mi", .binarySI),
      ("999999999999999999.1", "999999999999999999100m", .decimalSI),
      ("-1.0000000000000000001E", "-1000000000000000000100m", .decimalSI),
      ("1000000000000000000", "1E", .decimalSI),
      ("9223372036854775808000m", "9223372036854775808", .decimalSI),
      (
        "9999999999999999999999999999999999999G", "9999999999999999999999999999999999999G",
        .decimalSI
      ),
    ] as [(String, String, Quantity.Format)])
  func parsing(text: String, printed: String, format: Quantity.Format) throws {
    let quantity = try Quantity(text: text)
    #expect(quantity.text == printed)
    #expect(quantity.format == format)
    let again = try Quantity(text: quantity.canonicalText)
    #expect(again == quantity)
    #expect(again.canonicalText == quantity.canonicalText)
    #expect(again.hashValue == quantity.hashValue)
  }

  @Test(
    "what is no quantity is refused in apimachinery's words",
    arguments: [
      ("", .format), (" 1", .format), ("1 ", .format), ("1 Gi", .format), ("1GiB", .format),
      ("10Mo", .format), ("aoeu", .format), ("1.1.M", .format), ("1+1.0M", .format),
      ("10Mm", .suffix), ("0.1mi", .suffix), ("0.1am", .format), (".5i", .suffix),
      ("1i", .suffix), ("-3.01e-", .suffix), ("1e", .suffix), ("1Ee5", .suffix), ("1+5", .suffix),
      ("1ki", .suffix), ("1K", .suffix), ("1g", .format), (".Ei", .number), ("-.Ei", .number),
      ("1e10000", .exponentTooLarge), ("1e99999999999999999999", .suffix), ("é", .format),
    ] as [(String, QuantityError)])
  func refusing(text: String, error: QuantityError) {
    #expect(throws: error) { try Quantity(text: text) }
  }

  @Test(
    "an integer is what apimachinery holds as one",
    arguments: [
      ("50k", 50_000), ("1536Mi", 1_610_612_736), ("1.5Gi", nil), ("1000m", nil), ("1.0", nil),
      ("1E", 1_000_000_000_000_000_000), ("1000000000000000000", nil), ("12E", nil),
      ("999999999999999999", 999_999_999_999_999_999), ("1e3", 1_000), ("-3", -3), ("1.0k", 1_000),
      ("9999999999999999999999999999999999999G", nil),
    ] as [(String, Int64?)])
  func integers(text: String, expected: Int64?) throws {
    #expect(try Quantity(text: text).exactInteger == expected)
  }

  @Test(
    "values are rounded away from zero and stop at 64 bits",
    arguments: [
      ("1", 1, 1_000), ("1m", 1, 1), ("1n", 1, 1), ("1001m", 2, 1_001), ("-1001m", -2, -1_001),
      ("100u", 1, 1), ("2.0001", 3, 2_001), ("1.5Gi", 1_610_612_736, 1_610_612_736_000),
      ("-1.0000000001", -2, -1_001), ("12E", Int64.max, Int64.max),
      ("-12E", Int64.min, Int64.min), ("1e9000", Int64.max, Int64.max), ("0e9000", 0, 0),
      ("9223372036854775807", Int64.max, Int64.max),
    ] as [(String, Int64, Int64)])
  func values(text: String, value: Int64, milliValue: Int64) throws {
    let quantity = try Quantity(text: text)
    #expect(quantity.value == value)
    #expect(quantity.milliValue == milliValue)
  }

  @Test(
    "quantities compare by amount",
    arguments: [
      ("200M", "0.2G", 0), ("50M", "50Mi", -1), ("10000T", "100Gi", 1), ("1Ki", "1024", 0),
      ("-1", "1", -1), ("-2", "-1", -1), ("0", "-0", 0), ("1e3", "1k", 0), ("1n", "0", 1),
      ("9999999999999999999999999999999999999", "9999999999999999999999999999999999998", 1),
      ("1e9000", "1e9001", -1),
    ])
  func comparing(left: String, right: String, order: Int) throws {
    let (a, b) = (try Quantity(text: left), try Quantity(text: right))
    #expect(a.compared(to: b) == order)
    #expect(b.compared(to: a) == -order)
    #expect((a < b) == (order < 0))
  }

  @Test("sums keep the format of the amount that is not zero")
  func sums() throws {
    let zero = try Quantity(text: "0")
    let gibibyte = try Quantity(text: "1Gi")
    #expect((zero + gibibyte).text == "1Gi")
    #expect((gibibyte + zero).text == "1Gi")
    #expect((zero - gibibyte).text == "-1Gi")
    #expect((gibibyte + Quantity(1 << 30)).text == "2Gi")
    #expect((try Quantity(text: "50k") + Quantity(20)).text == "50020")
    #expect((try Quantity(text: "50k") - Quantity(20)).exactInteger == 49_980)
    let huge = try Quantity(text: "9999999999999999999999999999999999999")
    #expect((huge + Quantity(1)).text == "10e36")
    #expect((Quantity(.max) + Quantity(1)).text == "9223372036854775808")
    #expect((-Quantity(.min)).text == "9223372036854775808")
    #expect((Quantity(milli: 1_500) + Quantity(2)).text == "3500m")
    #expect(huge - huge == zero)
  }

  @Test(
    "the approximate double is the stored integer times a power of ten",
    arguments: [
      ("50.703k", 50_703), ("2Ki", 2_048), ("1.1Ki", 1_126.4), ("1Mi", 1_048_576), ("1m", 0.001),
      ("1e308", 1e308), ("1e309", .infinity), ("-1e309", -.infinity), ("1n", 1e-9),
      ("9999999999999999999999999999999999999G", 1e55 * 1e-9),
    ] as [(String, Double)])
  func approximateDoubles(text: String, expected: Double) throws {
    #expect(try Quantity(text: text).approximateDouble == expected)
  }

  @Test(
    "sums, orders and roundings agree with 128-bit arithmetic", arguments: [1, 2, 3] as [UInt64])
  func arithmetic(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    func quantity() throws -> (Quantity, Int128) {
      let magnitude = Int64(bitPattern: random.next()) >> Int64(random.below(60))
      let index = random.below(4)
      let quantity = try Quantity(text: "\(magnitude)" + ["n", "u", "m", ""][index])
      return (quantity, Int128(magnitude) * [1, 1_000, 1_000_000, 1_000_000_000][index])
    }
    for _ in 0..<500 {
      let (a, exactA) = try quantity()
      let (b, exactB) = try quantity()
      #expect(try (a + b) == Quantity(text: "\(exactA + exactB)n"), "seed \(seed): \(a) + \(b)")
      #expect(try (a - b) == Quantity(text: "\(exactA - exactB)n"), "seed \(seed): \(a) - \(b)")
      #expect((a < b) == (exactA < exactB), "seed \(seed): \(a) < \(b)")
      let (quotient, remainder) = exactA.quotientAndRemainder(dividingBy: 1_000_000)
      let milli = quotient + remainder.signum()
      #expect(a.milliValue == Int64(clamping: milli), "seed \(seed): \(a)")
      #expect(try Quantity(text: a.text) == a, "seed \(seed): \(a)")
    }
  }
}
