import Documents
import SpotScheduler
import Units

/// Lines of YAML with comments, as a person would write them.
struct DraftLines {
  private(set) var text = ""

  /// The longest line of a comment.
  private static let width = 96

  /// An empty line.
  mutating func blank() { text += "\n" }

  /// An entry, or a part of one, at a depth of two spaces each.
  mutating func entry(_ line: String, depth: Int = 0) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  /// A comment, broken at spaces into as many lines as it takes.
  mutating func comment(_ words: String, depth: Int = 0) {
    let start = String(repeating: "  ", count: depth) + "#"
    var line = start
    for word in DraftLines.plain(words).split(separator: " ") {
      if line.count > start.count, line.count + 1 + word.count > Self.width {
        text += line + "\n"
        line = start
      }
      line += " " + word
    }
    text += line + "\n"
  }

  /// A line of a comment that is kept as it is, such as a call to paste.
  mutating func literal(_ line: String, depth: Int = 0) {
    text += String(repeating: "  ", count: depth) + (line.isEmpty ? "#" : "# " + line) + "\n"
  }

  /// A mapping as an entry in block style when it is not empty; the names of its members in their order.
  mutating func mapping(
    _ key: String, _ members: [(key: String, value: DocumentValue?)], depth: Int
  ) {
    let given = members.compactMap { key, value in value.map { (key: key, value: $0) } }
    guard !given.isEmpty else { return entry("\(key): {}", depth: depth) }
    entry("\(key):", depth: depth)
    for member in given {
      entry("\(Self.scalar(member.key)): \(Self.flow(member.value))", depth: depth + 1)
    }
  }

  /// Texts from elsewhere on one line: nothing in them ends a comment.
  private static func plain(_ words: String) -> String {
    String(
      String.UnicodeScalarView(
        words.unicodeScalars.map {
          $0.value < 0x20 || (0x7F...0xA0).contains($0.value)
            || $0.value == 0x2028 || $0.value == 0x2029 || $0.value == 0xFEFF ? " " : $0
        }))
  }

  /// A string as a plain or quoted scalar.
  static func scalar(_ text: String) -> String {
    guard let bytes = try? DocumentValue.string(text).yaml() else { return "\"\"" }
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  /// A value in flow style, on one line.
  static func flow(_ value: DocumentValue) -> String {
    switch value {
    case .mapping(let members):
      "{" + members.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    case .sequence(let elements): "[" + elements.map { flow($0) }.joined(separator: ", ") + "]"
    case .string(let text): scalar(text)
    default: (try? value.yaml()).map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? "null"
    }
  }

  /// Names for a reader: the first few, and how many more.
  static func names(_ names: [String], atMost count: Int = 4) -> String {
    let rest = names.count - count
    let shown = names.prefix(count).joined(separator: ", ")
    return rest > 0 ? "\(shown) and \(rest) more" : shown
  }
}

extension MilliCPU {
  /// Whole cores, or thousandths with their `m`.
  var quantity: DocumentValue {
    value % 1_000 == 0 ? .integer(value / 1_000) : .string("\(value)m")
  }

  /// The quantity of an amount that is worth an entry; nil for nothing.
  var quantityIfAny: DocumentValue? { value == 0 ? .none : .some(quantity) }

  /// So many mebibytes for each thousandth of a core, in gibibytes for whole cores.
  func memory(mebibytesEach ratio: Int64) -> DocumentValue {
    value % 1_000 == 0
      ? .string("\(ratio * value / 1_000)Gi") : .string("\(max(ratio * value, 1))Mi")
  }
}
