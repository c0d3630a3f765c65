import Testing
import Units

/// A function under test, its golden values, and the error that its documentation allows.
struct MathematicsCase: Sendable, CustomTestStringConvertible {
  var name: String
  var golden: StaticString
  var allowed: Double
  var function: @Sendable ([Double]) -> Double
  var testDescription: String { name }

  static let all = [
    MathematicsCase(name: "log", golden: MathematicsGolden.log, allowed: 0.51) {
      Mathematics.log($0[0])
    },
    MathematicsCase(name: "exp", golden: MathematicsGolden.exp, allowed: 0.52) {
      Mathematics.exp($0[0])
    },
    MathematicsCase(name: "log1p", golden: MathematicsGolden.log1p, allowed: 0.52) {
      Mathematics.log1p($0[0])
    },
    MathematicsCase(name: "expm1", golden: MathematicsGolden.expm1, allowed: 0.8) {
      Mathematics.expm1($0[0])
    },
    MathematicsCase(name: "pow", golden: MathematicsGolden.pow, allowed: 0.6) {
      Mathematics.pow($0[0], $0[1])
    },
  ]
}

@Suite struct MathematicsTests {
  @Test("results are within the stated error of 300-bit values", arguments: MathematicsCase.all)
  func goldenValues(of testCase: MathematicsCase) throws {
    var worst = (normal: 0.0, subnormal: 0.0)
    for line in testCase.golden.description.split(separator: "\n") {
      let words = line.split(separator: " ")
      let bits = try words.dropLast().map { try #require(UInt64($0, radix: 16)) }
      let rest = try #require(words.last.flatMap { Double($0) })
      let arguments = bits.dropLast().map { Double(bitPattern: $0) }
      let expected = try #require(bits.last)
      let actual = testCase.function(arguments)
      // Neighbouring doubles of one sign have neighbouring bit patterns.
      let places = Double(Int64(bitPattern: actual.bitPattern &- expected))
      let isNegative = Double(bitPattern: expected).sign == .minus
      let error = (places - (isNegative ? -rest : rest) / 256).magnitude
      if Double(bitPattern: expected).magnitude < 0x1p-1022 {
        worst.subnormal = max(worst.subnormal, error)
      } else {
        worst.normal = max(worst.normal, error)
      }
      #expect(error < 1, "\(testCase.name)(\(arguments)) = \(actual), off by \(error) ulp")
    }
    Attachment.record(
      "\(testCase.name): largest error \(worst.normal) ulp, subnormal \(worst.subnormal) ulp",
      named: "\(testCase.name)-error.txt")
    #expect(worst.normal <= testCase.allowed, "\(testCase.name)")
    #expect(worst.subnormal <= 0.9, "\(testCase.name)")
  }

  @Test("the logarithm of the gamma function is within its stated error")
  func logGamma() throws {
    var worst = 0.0
    for line in MathematicsGolden.logGamma.description.split(separator: "\n") {
      let words = line.split(separator: " ")
      let bits = try words.dropLast().map { try #require(UInt64($0, radix: 16)) }
      let expected = Double(bitPattern: bits[1])
      let actual = Mathematics.logGamma(Double(bitPattern: bits[0]))
      let error = (actual - expected).magnitude / max(4, expected.magnitude)
      worst = max(worst, error)
      #expect(error < 4e-15, "logGamma(\(Double(bitPattern: bits[0]))) = \(actual)")
    }
    Attachment.record("logGamma: largest error \(worst)", named: "logGamma-error.txt")
  }

  @Test("the edges of the number line give what IEEE 754 asks for")
  func specialValues() {
    let infinity = Double.infinity
    #expect(Mathematics.log(0) == -infinity)
    #expect(Mathematics.log(-0.0) == -infinity)
    #expect(Mathematics.log(-1).isNaN && Mathematics.log(-infinity).isNaN)
    #expect(Mathematics.log(.nan).isNaN && Mathematics.log(infinity) == infinity)
    #expect(Mathematics.log(1) == 0)
    #expect(Mathematics.exp(0) == 1 && Mathematics.exp(-0.0) == 1)
    #expect(Mathematics.exp(infinity) == infinity && Mathematics.exp(-infinity) == 0)
    #expect(Mathematics.exp(709.79) == infinity && Mathematics.exp(-745.14) == 0)
    #expect(Mathematics.exp(0x1p-1074) == 1 && Mathematics.exp(.nan).isNaN)
    #expect(Mathematics.log1p(-1) == -infinity && Mathematics.log1p(-1.5).isNaN)
    #expect(Mathematics.log1p(infinity) == infinity && Mathematics.log1p(.nan).isNaN)
    #expect(Mathematics.log1p(-0.0).sign == .minus && Mathematics.log1p(0x1p-1074) == 0x1p-1074)
    #expect(Mathematics.expm1(infinity) == infinity && Mathematics.expm1(-infinity) == -1)
    #expect(Mathematics.expm1(-0.0).sign == .minus && Mathematics.expm1(.nan).isNaN)
    #expect(Mathematics.expm1(0x1p-1074) == 0x1p-1074 && Mathematics.expm1(-50) == -1)
    #expect(Mathematics.logGamma(0) == infinity && Mathematics.logGamma(-1).isNaN)
    #expect(Mathematics.logGamma(infinity) == infinity && Mathematics.logGamma(.nan).isNaN)
  }

  @Test(
    "powers at the edges are those of IEEE 754-2019 section 9.2.1",
    arguments: [
      (.nan, 0, 1), (1, .nan, 1), (.nan, 1, .nan), (2, .nan, .nan), (-1, .infinity, 1),
      (2, .infinity, .infinity), (0.5, .infinity, 0), (2, -.infinity, 0),
      (0.5, -.infinity, .infinity), (0, 3, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (0, -1, .infinity),
      (-0.0, -1, -.infinity), (-0.0, -2, .infinity), (.infinity, 2, .infinity),
      (.infinity, -2, 0), (-.infinity, 3, -.infinity), (-.infinity, 2, .infinity),
      (-.infinity, -3, -0.0), (-.infinity, 0.5, .infinity), (-8, 1.0 / 3, .nan), (-2, 3, -8),
      (-2, 2, 4), (-2, -1, -0.5), (10, 2, 100), (2, 1_023, 0x1p1023), (2, -1_074, 0x1p-1074),
      (2, -1_075, 0), (2, 1_024, .infinity), (-2, 1_025, -.infinity), (-1, 0x1p53, 1),
      (10, 400, .infinity), (10, -400, 0), (2, 0x1p-1074, 1), (0x1p-1074, 1, 0x1p-1074),
      (9, 0.5, 3),
      (1.7976931348623157e308, 1, 1.7976931348623157e308), (-1, 1e300, 1), (3, 1e300, .infinity),
    ] as [(Double, Double, Double)])
  func powersAtTheEdges(x: Double, y: Double, expected: Double) {
    let actual = Mathematics.pow(x, y)
    #expect(
      actual.bitPattern == expected.bitPattern || actual.isNaN && expected.isNaN,
      "pow(\(x), \(y)) = \(actual)")
  }

  @Test("logarithm and exponential rise with their argument", arguments: [1, 2, 3] as [UInt64])
  func monotonicity(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<5_000 {
      let x = Double(bitPattern: random.next() >> 2)
      #expect(Mathematics.log(x) <= Mathematics.log(x.nextUp), "seed \(seed), log at \(x)")
      let y = Double(random.next() >> 11) * 0x1p-53 * 1_400 - 700
      #expect(Mathematics.exp(y) <= Mathematics.exp(y.nextUp), "seed \(seed), exp at \(y)")
    }
  }
}
