import SimulationKernel
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  /// Unoptimised code draws a hundred times slower.
  private let draws = isRelease ? 200_000 : 20_000

  @Test("Philox2x64-10 gives the known answers of Random123")
  func knownAnswers() {
    // tests/kat_vectors of the Random123 library: counter low, counter high, key, both words.
    let vectors: [(UInt64, UInt64, UInt64, UInt64, UInt64)] = [
      (0, 0, 0, 0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5),
      (.max, .max, .max, 0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20),
      (
        0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0,
        0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d
      ),
    ]
    for (low, high, key, first, second) in vectors {
      let block = Philox.block(low: low, high: high, key: key)
      #expect(block.first == first)
      #expect(block.second == second)
    }
  }

  @Test("the first words of a stream never change")
  func pinnedWords() {
    // Every digest of every run depends on these words. They were computed by an independent program
    // from the definition in the type's documentation.
    let pinned: [(UInt64, String, UInt64, [UInt64])] = [
      (
        0, "", 0,
        [
          0x600b_233c_fb50_e7c2, 0x18ab_fa66_979d_454f, 0x7153_74b7_7276_1f2a,
          0x143a_7948_1396_1e60,
        ]
      ),
      (
        1, "interruption.lifetime", 0,
        [
          0xeaab_4fdc_e47e_012c, 0x4b41_6415_2469_0286, 0xe4c3_a964_9aa1_8518,
          0x2190_8f84_c011_26f1,
        ]
      ),
      (
        1, "interruption.lifetime", 1,
        [
          0x7410_6701_5433_99af, 0xae0f_2a80_0581_167c, 0x9d69_0b84_b39f_1071,
          0x9a47_8f08_36ed_81ca,
        ]
      ),
      (
        2, "interruption.lifetime", 0,
        [
          0xa536_c843_9004_0732, 0x7d06_0d63_0ff4_e3da, 0x39ff_3029_7bbf_6af5,
          0x520e_eb2a_9999_afc7,
        ]
      ),
      (
        .max, "arrival", .max,
        [
          0xe1fa_2ea6_8cc9_38c4, 0x6eb8_7996_831e_1f41, 0x4f4f_2180_6b6c_8059,
          0xb902_19e8_5c56_ecf3,
        ]
      ),
    ]
    for (seed, label, entity, words) in pinned {
      var stream = RandomStream(seed: seed, label: label, entity: entity)
      #expect((0..<4).map { _ in stream.next() } == words)
    }
  }

  @Test("a copy of a stream goes on as the original does, and counts its words")
  func replay() {
    var stream = RandomStream(seed: 7, label: "replay")
    _ = stream.next()
    var copy = stream
    #expect((0..<9).map { _ in stream.next() } == (0..<9).map { _ in copy.next() })
    #expect(stream.drawn == 10)
    _ = stream.unit()
    #expect(stream.drawn == 11)
  }

  @Test("unit numbers lie in 0 ..< 1 and open ones strictly inside")
  func unitRange() {
    var stream = RandomStream(seed: 3, label: "unit")
    for _ in 0..<1_000 {
      let unit = stream.unit()
      #expect(unit >= 0)
      #expect(unit < 1)
      let open = stream.openUnit()
      #expect(open > 0)
      #expect(open < 1)
    }
  }

  @Test("bytes at both ends of the words are equally frequent", arguments: [1, 2, 3] as [UInt64])
  func equidistribution(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "bytes")
    var high = [Int](repeating: 0, count: 256)
    var low = high
    for _ in 0..<draws {
      let word = stream.next()
      high[Int(word >> 56)] += 1
      low[Int(word & 255)] += 1
    }
    #expect(isPlausible(chiSquare: chiSquare(high), cells: 256), "seed \(seed)")
    #expect(isPlausible(chiSquare: chiSquare(low), cells: 256), "seed \(seed)")
  }

  @Test("each bit is set half of the time")
  func bitBalance() {
    var stream = RandomStream(seed: 4, label: "bits")
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<draws {
      let word = stream.next()
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
    }
    let tolerance = 5 * Double(draws).squareRoot() / 2
    for count in counts { #expect(abs(Double(count) - Double(draws) / 2) < tolerance) }
  }

  @Test("consecutive words are independent")
  func serialIndependence() {
    var stream = RandomStream(seed: 5, label: "serial")
    var pairs = [Int](repeating: 0, count: 1_024)
    for _ in 0..<draws {
      let first = Int(stream.next() >> 59)
      pairs[first * 32 + Int(stream.next() >> 59)] += 1
    }
    #expect(isPlausible(chiSquare: chiSquare(pairs), cells: 1_024))
  }

  @Test(
    "streams that differ in seed, label or entity alone are independent",
    arguments: [
      (RandomStream(seed: 1, label: "a"), RandomStream(seed: 2, label: "a")),
      (RandomStream(seed: 1, label: "a"), RandomStream(seed: 1, label: "b")),
      (RandomStream(seed: 1, label: "ab"), RandomStream(seed: 1, label: "ba")),
      (
        RandomStream(seed: 1, label: "a", entity: 0), RandomStream(seed: 1, label: "a", entity: 1)
      ),
      (
        RandomStream(seed: 1, label: "a", entity: 1 << 63),
        RandomStream(seed: 1, label: "a", entity: 0)
      ),
      (RandomStream(seed: 0, label: ""), RandomStream(seed: 1 << 63, label: "")),
    ])
  func streamIndependence(left: RandomStream, right: RandomStream) {
    var left = left
    var right = right
    var pairs = [Int](repeating: 0, count: 1_024)
    var agreeing = 0
    for _ in 0..<draws {
      let first = left.next()
      let second = right.next()
      pairs[Int(first >> 59) * 32 + Int(second >> 59)] += 1
      agreeing += (~(first ^ second)).nonzeroBitCount
    }
    #expect(isPlausible(chiSquare: chiSquare(pairs), cells: 1_024))
    // 64 bits agree by chance with a standard deviation of 4 per word.
    #expect(abs(Double(agreeing) - 32 * Double(draws)) < 5 * 4 * Double(draws).squareRoot())
  }

  @Test("the first words over many entities are uniform, as one stream per node needs")
  func acrossEntities() {
    var counts = [Int](repeating: 0, count: 256)
    for entity in 0..<draws {
      var stream = RandomStream(seed: 1, label: "node", entity: UInt64(entity))
      counts[Int(stream.next() >> 56)] += 1
    }
    #expect(isPlausible(chiSquare: chiSquare(counts), cells: 256))
  }

  @Test("whole numbers below a bound are unbiased", arguments: [1, 2, 3, 7, 100] as [UInt64])
  func uniformBelow(bound: UInt64) {
    var stream = RandomStream(seed: 6, label: "uniform")
    var counts = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<draws { counts[Int(stream.uniform(below: bound))] += 1 }
    #expect(bound == 1 || isPlausible(chiSquare: chiSquare(counts), cells: Int(bound)))
  }

  @Test("a bound that two thirds of the words fit badly is unbiased too")
  func uniformBelowLargeBound() {
    // Without rejection the lower half of 0 ..< ¾ · 2⁶⁴ would come up twice as often as the rest.
    let bound: UInt64 = 3 << 62
    var stream = RandomStream(seed: 8, label: "uniform")
    var counts = [Int](repeating: 0, count: 3)
    for _ in 0..<draws { counts[Int(stream.uniform(below: bound) >> 62)] += 1 }
    #expect(isPlausible(chiSquare: chiSquare(counts), cells: 3))
    #expect(stream.drawn > UInt64(draws))
  }

  @Test("a ratio of whole numbers is a probability")
  func bernoulli() {
    var stream = RandomStream(seed: 9, label: "bernoulli")
    var successes = 0
    for _ in 0..<draws where stream.bernoulli(3, in: 10) { successes += 1 }
    #expect(
      abs(Double(successes) - 0.3 * Double(draws)) < 5 * (Double(draws) * 0.3 * 0.7).squareRoot())
    let never = stream.bernoulli(0, in: 5)
    let always = stream.bernoulli(5, in: 5)
    #expect(!never)
    #expect(always)
  }
}
