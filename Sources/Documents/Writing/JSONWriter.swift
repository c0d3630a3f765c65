extension DocumentValue {
  /// One byte string for one meaning: keys sorted by their UTF-8 bytes, no white space, no escapes but the needed ones.
  ///
  /// Numbers are written by their exact decimal value as RFC 8785 does: `1.10` as `1.1`, `1e3` as `1000`, `1e21` as
  /// `1e+21`, `-0` as `0`; doubles with the fewest digits that read back the same. So is a number's kind forgotten:
  /// 1 and 1.0 are one number.
  ///
  /// - Throws: the path of a number that is not finite or not a number, or of a key that is given twice.
  package func canonicalJSON() throws(DocumentWriteError) -> [UInt8] {
    var writer = JSONWriter(isPretty: false, sortsKeys: true)
    try writer.write(self, depth: 0)
    return writer.output
  }

  /// JSON for people: two spaces a level, a line a value, a newline at the end; lexemes as they were written.
  ///
  /// - Parameter sortsKeys: sort keys by their bytes, or keep the order of the mapping.
  /// - Returns: the text as UTF-8.
  /// - Throws: the path of a number that is not finite or not a number, or of a key that is given twice.
  package func prettyJSON(sortsKeys: Bool = false) throws(DocumentWriteError) -> [UInt8] {
    var writer = JSONWriter(isPretty: true, sortsKeys: sortsKeys)
    try writer.write(self, depth: 0)
    writer.output.append(0x0A)
    return writer.output
  }
}

/// Writes JSON; recursion goes as deep as the value.
struct JSONWriter {
  var output: [UInt8] = []
  private let isPretty: Bool
  private let sortsKeys: Bool
  private var path = WritePath()

  init(isPretty: Bool, sortsKeys: Bool) {
    self.isPretty = isPretty
    self.sortsKeys = sortsKeys
  }

  mutating func write(_ value: DocumentValue, depth: Int) throws(DocumentWriteError) {
    switch value {
    case .null: append("null")
    case .boolean(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number, .lexeme: try writeNumber(value)
    case .string(let text): Self.writeString(text, to: &output)
    case .sequence(let elements):
      try writeSequence(elements, depth: depth)
    case .mapping(let members):
      try writeMapping(members, depth: depth)
    }
  }

  private mutating func writeSequence(
    _ elements: [DocumentValue], depth: Int
  ) throws(DocumentWriteError) {
    output.append(0x5B)
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(0x2C) }
      newLine(depth + 1)
      path.push(.index(index))
      try write(element, depth: depth + 1)
      path.pop()
    }
    if !elements.isEmpty { newLine(depth) }
    output.append(0x5D)
  }

  private mutating func writeMapping(
    _ members: [(key: String, value: DocumentValue)], depth: Int
  ) throws(DocumentWriteError) {
    try path.checkDuplicates(members)
    output.append(0x7B)
    var isFirst = true
    for (key, value) in sortsKeys ? sortedByKey(members) : members {
      if !isFirst { output.append(0x2C) }
      isFirst = false
      newLine(depth + 1)
      Self.writeString(key, to: &output)
      output.append(0x3A)
      if isPretty { output.append(0x20) }
      path.push(.key(key))
      try write(value, depth: depth + 1)
      path.pop()
    }
    if !members.isEmpty { newLine(depth) }
    output.append(0x7D)
  }

  private mutating func writeNumber(_ value: DocumentValue) throws(DocumentWriteError) {
    if isPretty, case .lexeme(let text) = value, Self.isJSONNumber(text) {
      append(text)
      return
    }
    guard let decimal = value.decimal else { throw path.notANumber(value) }
    decimal.write(to: &output)
  }

  private mutating func newLine(_ depth: Int) {
    guard isPretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

  /// Writes a JSON string: escapes for quotes, backslashes and control characters only.
  static func writeString(_ text: String, to output: inout [UInt8]) {
    output.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22: output.append(contentsOf: [0x5C, 0x22])
      case 0x5C: output.append(contentsOf: [0x5C, 0x5C])
      case 0x08: output.append(contentsOf: [0x5C, 0x62])
      case 0x09: output.append(contentsOf: [0x5C, 0x74])
      case 0x0A: output.append(contentsOf: [0x5C, 0x6E])
      case 0x0C: output.append(contentsOf: [0x5C, 0x66])
      case 0x0D: output.append(contentsOf: [0x5C, 0x72])
      case 0..<0x20:
        output.append(contentsOf: "\\u00".utf8)
        output.append(contentsOf: hexadecimal(byte).lowercased().utf8)
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }

  /// Whether a text is a number by JSON's grammar, which is narrower than YAML's.
  static func isJSONNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.first == 0x2D { rest.removeFirst() }
    func digits() -> Int {
      let count = rest.prefix { $0 &- 0x30 < 10 }.count
      rest.removeFirst(count)
      return count
    }
    let startsWithZero = rest.first == 0x30
    let integer = digits()
    guard integer > 0, !(startsWithZero && integer > 1) else { return false }
    if rest.first == 0x2E {
      rest.removeFirst()
      guard digits() > 0 else { return false }
    }
    if let mark = rest.first, mark | 0x20 == 0x65 {
      rest.removeFirst()
      if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

/// The way to the value that is being written, for errors.
struct WritePath {
  /// One step down.
  enum Step {
    case key(String)
    case index(Int)
  }

  private var steps: [Step] = []

  mutating func push(_ step: Step) { steps.append(step) }
  mutating func pop() { steps.removeLast() }

  /// The steps as text: `summary.cost[3]`.
  var text: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += text.isEmpty ? key : "." + key
      case .index(let index): text += "[\(index)]"
      }
    }
  }

  func notANumber(_ value: DocumentValue) -> DocumentWriteError {
    let text =
      switch value {
      case .number(let number): "\(number) is not finite and cannot be written"
      case .lexeme(let lexeme): "\"\(lexeme)\" is not a number that can be written"
      default: "not a number"
      }
    return DocumentWriteError(path: self.text, message: text)
  }

  func checkDuplicates(
    _ members: [(key: String, value: DocumentValue)]
  ) throws(DocumentWriteError) {
    guard members.count > 1 else { return }
    let sorted = sortedByKey(members)
    for index in 1..<sorted.count
    where sorted[index].key.utf8.elementsEqual(sorted[index - 1].key.utf8) {
      throw DocumentWriteError(
        path: text, message: "the key \"\(sorted[index].key)\" is given twice")
    }
  }
}
