/// A value of a document. Cheap to copy: a reference to the tree and an index.
package struct DocumentNode: Sendable {
  /// The six kinds of value.
  package enum Kind: UInt8, Sendable, BitwiseCopyable {
    case null, boolean, number, string, sequence, mapping

    /// The kind as a word of a message: "a mapping", "null".
    package var phrase: String {
      switch self {
      case .null: "null"
      case .boolean: "a boolean"
      case .number: "a number"
      case .string: "a string"
      case .sequence: "a sequence"
      case .mapping: "a mapping"
      }
    }
  }

  let storage: DocumentStorage
  let index: UInt32

  init(storage: DocumentStorage, index: UInt32) {
    self.storage = storage
    self.index = index
  }

  var record: NodeRecord { storage.nodes[Int(index)] }

  /// The kind of the value.
  package var kind: Kind { record.kind }

  /// Where the value was written. The value of a YAML alias lies where its anchor is.
  ///
  /// - Complexity: the first call in a file walks over it; later ones are logarithmic in the number of lines.
  package var position: SourcePosition {
    let record = record
    return storage.sources[Int(record.source)].position(at: Int(record.offset))
  }

  /// The byte offset of the value in its file.
  package var byteOffset: Int { Int(record.offset) }

  /// The file that the value was written in.
  package var file: String { storage.sources[Int(record.source)].file }

  /// Whether the value is null.
  package var isNull: Bool { kind == .null }

  /// The value of a boolean, else `nil`.
  package var boolean: Bool? {
    let record = record
    return record.kind == .boolean ? record.flags.contains(.isTrue) : nil
  }

  /// The value of a string, else `nil`: `"12"` is a string and `12` is not.
  package var string: String? { kind == .string ? text(of: record) : nil }

  /// The text of a string, or of a number exactly as it was written (`1.10` stays `1.10`), else `nil`.
  package var lexeme: String? {
    switch kind {
    case .string, .number: text(of: record)
    default: nil
    }
  }

  /// The number as an integer when it is written as one and fits 64 bits, else `nil`.
  ///
  /// Only plain integers count: `1.0` and `1e3` are not integers. YAML adds `+7`, `0x1F`, `0o17` and the `0644` that
  /// Kubernetes manifests use for file modes.
  package var integer: Int64? {
    let record = record
    guard record.kind == .number else { return nil }
    return withText(of: record) { NumberLexeme.integer($0) }
  }

  /// The number correctly rounded to a double, or `nil` when it is no number or beyond the range of finite doubles.
  package var double: Double? {
    let record = record
    guard record.kind == .number else { return nil }
    return withText(of: record) { NumberLexeme.double($0) }
  }

  /// The number of elements or members; 0 for scalars.
  package var count: Int {
    let record = record
    return record.kind == .sequence || record.kind == .mapping ? Int(record.count) : 0
  }

  /// The member with this name, or `nil`, also when the value is no mapping.
  package subscript(key: String) -> DocumentNode? {
    guard kind == .mapping, let id = storage.keys.find(key) else { return nil }
    return member(id)
  }

  /// The member whose name was looked up before: compares ids only.
  package subscript(key: DocumentKey) -> DocumentNode? {
    guard kind == .mapping else { return nil }
    guard key.storage === storage else { return self[key.storage.keys.names[Int(key.id)]] }
    return member(key.id)
  }

  /// The member with this name together with the name, or `nil`, also when the value is no mapping.
  package func member(named key: String) -> Member? { self[key].map { Member(value: $0) } }

  /// The element at an index.
  ///
  /// - Precondition: the value is a sequence with more than `index` elements.
  package subscript(index: Int) -> DocumentNode {
    let record = record
    precondition(
      record.kind == .sequence && index >= 0 && index < Int(record.count),
      "no element \(index) in \(record.kind.phrase) of \(count)")
    return DocumentNode(storage: storage, index: record.start + UInt32(index))
  }

  private func member(_ id: UInt32) -> DocumentNode? {
    for child in record.children where storage.nodes[child].key == id {
      return DocumentNode(storage: storage, index: UInt32(child))
    }
    return nil
  }
}

// MARK: - Text

extension DocumentNode {
  /// Calls `body` with the UTF-8 of a string or a number's lexeme, without making a `String` when the text has no escapes.
  ///
  /// - Returns: what `body` returns, or `nil` when the value is neither string nor number.
  package func withLexeme<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let record = record
    guard record.kind == .string || record.kind == .number else { return nil }
    return try withText(of: record, body)
  }

  private func withText<Result, Failure: Error>(
    of record: NodeRecord, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let source = storage.sources[Int(record.source)]
    if record.flags.contains(.escaped) {
      let decoded = JSONEscapes.decode(source.bytes[record.text])
      return try body(decoded.span)
    }
    let text =
      record.flags.contains(.pooled) ? source.pool[record.text] : source.bytes[record.text]
    return try body(text.span)
  }

  private func text(of record: NodeRecord) -> String {
    let source = storage.sources[Int(record.source)]
    if record.flags.contains(.escaped) {
      return String(decoding: JSONEscapes.decode(source.bytes[record.text]), as: UTF8.self)
    }
    if record.flags.contains(.pooled) {
      return String(decoding: source.pool[record.text], as: UTF8.self)
    }
    return String(decoding: source.bytes[record.text], as: UTF8.self)
  }
}

// MARK: - Children

extension DocumentNode {
  /// The elements of a sequence, in order; empty for anything else.
  package var elements: Elements {
    let record = record
    return Elements(storage: storage, range: record.kind == .sequence ? record.children : 0..<0)
  }

  /// The members of a mapping, in the order they were written; empty for anything else.
  package var members: Members {
    let record = record
    return Members(storage: storage, range: record.kind == .mapping ? record.children : 0..<0)
  }

  /// The elements of a sequence.
  package struct Elements: RandomAccessCollection, Sendable {
    let storage: DocumentStorage
    let range: Range<Int>

    /// 0.
    package var startIndex: Int { 0 }
    /// The number of elements.
    package var endIndex: Int { range.count }

    /// The element at an index from 0.
    package subscript(index: Int) -> DocumentNode {
      precondition(index >= 0 && index < range.count, "no element \(index) of \(range.count)")
      return DocumentNode(storage: storage, index: UInt32(range.lowerBound + index))
    }
  }

  /// The members of a mapping.
  package struct Members: RandomAccessCollection, Sendable {
    let storage: DocumentStorage
    let range: Range<Int>

    /// 0.
    package var startIndex: Int { 0 }
    /// The number of members.
    package var endIndex: Int { range.count }

    /// The member at an index from 0.
    package subscript(index: Int) -> Member {
      precondition(index >= 0 && index < range.count, "no member \(index) of \(range.count)")
      return Member(
        value: DocumentNode(storage: storage, index: UInt32(range.lowerBound + index)))
    }
  }

  /// A name and its value.
  package struct Member: Sendable {
    /// The value.
    package let value: DocumentNode

    /// The name.
    package var key: String { value.storage.keys.names[Int(value.record.key)] }

    /// Where the name was written.
    package var keyPosition: SourcePosition {
      let record = value.record
      return value.storage.sources[Int(record.source)].position(at: Int(record.keyOffset))
    }
  }
}
