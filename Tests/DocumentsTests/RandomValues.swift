@testable import Documents

/// Values as hostile as values can be.
struct RandomValues {
  var random: TestRandom

  init(seed: UInt64) { random = TestRandom(seed: seed) }

  mutating func value(depth: Int = 0) -> DocumentValue {
    switch random.below(depth > 4 ? 7 : 10) {
    case 0: .null
    case 1: .boolean(random.below(2) == 0)
    case 2: .integer(integer())
    case 3: .number(double())
    case 4:
      .lexeme(
        random.pick([
          "0", "1.10", "-0.00", "1e3", "12E-400", "1e400",
          "340282366920938463463374607431768211456",
        ]))
    case 5, 6: .string(text())
    case 7, 8: .mapping(members(depth: depth))
    default: .sequence((0..<random.below(5)).map { _ in value(depth: depth + 1) })
    }
  }

  private mutating func members(depth: Int) -> [(key: String, value: DocumentValue)] {
    var members: [(key: String, value: DocumentValue)] = []
    for _ in 0..<random.below(6) {
      let key = text()
      if members.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) { continue }
      members.append((key, value(depth: depth + 1)))
    }
    return members
  }

  private mutating func integer() -> Int64 {
    Int64(bitPattern: random.next()) >> Int64(random.below(64))
  }

  private mutating func double() -> Double {
    let value = Double(bitPattern: random.next())
    if value.isFinite, random.below(2) == 0 { return value }
    return Double(integer()) / Double(1 << random.below(20))
  }

  mutating func text() -> String {
    switch random.below(5) {
    case 0: random.pick(Self.words)
    case 1: random.pick(Self.words) + random.pick(Self.words)
    case 2:
      String(
        repeating: random.pick(Self.words), count: random.below(random.below(20) == 0 ? 900 : 4))
    default:
      (0..<random.below(12)).reduce(into: "") { text, _ in
        text.unicodeScalars.append(random.pick(Self.scalars))
      }
    }
  }

  private static let words = [
    "", "name", "null", "~", "true", "False", "yes", "off", "y", "<<", "=", "12", "1.10", "1e3",
    "0x1F",
    "0o17", "0644", "1_000", "12:30:45", "2026-06-08", "2026-06-08T09:00:00Z", ".inf", ".nan",
    "1Gi",
    "10.0.0.1", "- x", "-", "a: b", "a:b", "a:", ":", "# c", "a #b", "a#b", "'", "\"", "\\", "\n",
    "a\nb\n",
    "\t", " a", "a ", "a  b", "!x", "&a", "*a", "@x", "`", "%", "[", "]", "{}", ",", "?", "? x",
    "|", ">",
    "---", "...", "é", "漢字", "😀", "a/b-c_d.e", "app.kubernetes.io/name", "node=1", "(x)", "x;y",
    "--flag",
  ]

  private static let scalars: [Unicode.Scalar] =
    (0..<0x30).compactMap { Unicode.Scalar($0 as UInt32) } + [
      "a", "Z", "0", ":", "\\", "\u{7F}", "\u{80}", "\u{85}", "\u{A0}", "\u{AD}", "\u{E9}",
      "\u{301}", "\u{200B}",
      "\u{2028}", "\u{2029}", "\u{D7FF}", "\u{E000}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}",
      "\u{FFFF}",
      "\u{1F600}", "\u{10FFFF}",
    ]
}
