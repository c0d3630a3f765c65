// The one file that imports Yams: its C target, libyaml, whose events carry marks and whose loop does not recurse. Yams'
// own composer hashes whole mapping keys, aliases written out, before it can be stopped, so a small hostile file could
// keep it busy for ever; and it forgets where the second of two equal keys stands.
import CYaml

/// One step of a YAML stream.
struct YAMLEvent {
  enum Kind {
    case documentStart, documentEnd, streamEnd
    case alias, scalar, sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  var kind: Kind
  /// The byte offset where it starts.
  var offset: Int
  /// The name after `&`, or of an alias after `*`.
  var anchor: String?
  /// The tag written out in full, when there is one.
  var tag: String?
  /// The text of a scalar, escapes and folding resolved.
  var text: [UInt8] = []
  /// Whether the text decides the type: neither quoted nor a block nor tagged.
  var isPlain = false
}

/// Reads the events of a YAML stream from bytes that outlive it and are valid UTF-8.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: DocumentLimits
  /// libyaml counts characters; these two walk along together.
  private var character = 0
  private var byte = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: DocumentLimits) {
    self.bytes = bytes
    self.limits = limits
    // libyaml keeps the parser's own address, so it may not move.
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    precondition(yaml_parser_initialize(parser) == 1, "libyaml is out of memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// The next event.
  ///
  /// - Throws: a syntax error with its byte offset.
  mutating func next() throws(SyntaxFailure) -> YAMLEvent {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
      defer { yaml_event_delete(&event) }
      if event.type == YAML_STREAM_START_EVENT { continue }
      return translated(event)
    }
  }

  private mutating func translated(_ event: yaml_event_t) -> YAMLEvent {
    let offset = byteOffset(ofCharacter: event.start_mark.index)
    var result = YAMLEvent(kind: .streamEnd, offset: offset)
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    case YAML_ALIAS_EVENT:
      result.kind = .alias
      result.anchor = string(event.data.alias.anchor)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      result.kind = .scalar
      result.anchor = string(scalar.anchor)
      result.tag = string(scalar.tag)
      // The tag "!" alone makes a text of anything.
      if result.tag == "!" { result.tag = "tag:yaml.org,2002:str" }
      result.isPlain = scalar.plain_implicit == 1 && scalar.tag == nil
      result.text = Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      result.anchor = string(event.data.sequence_start.anchor)
      result.tag = string(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.anchor = string(event.data.mapping_start.anchor)
      result.tag = string(event.data.mapping_start.tag)
    default: break
    }
    return result
  }

  private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
  }

  /// Events come in order, save that an empty value may lie a little before the last one.
  private mutating func byteOffset(ofCharacter target: Int) -> Int {
    if target < character {
      while character > target, byte > 0 {
        byte -= 1
        if bytes[byte] & 0xC0 != 0x80 { character -= 1 }
      }
      return byte
    }
    while character < target, byte < bytes.count {
      byte += 1
      while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
      character += 1
    }
    return byte
  }

  private mutating func failure() -> SyntaxFailure {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "not YAML"
    switch state.error {
    case _ where state.error == YAML_MEMORY_ERROR || problem.hasPrefix("Maximum nesting"):
      // libyaml reads ahead, to a bound of its own of 1,000 levels.
      return SyntaxFailure(
        offset: byteOffset(ofCharacter: state.mark.index),
        message: "nested more than \(limits.depth) levels deep", remedy: "flatten the document")
    case YAML_READER_ERROR:
      let offset = min(state.problem_offset, bytes.count)
      let value = offset < bytes.count ? "0x\(hexadecimal(bytes[offset])): " : ""
      return SyntaxFailure(
        offset: offset, message: value + String(cString: state.problem),
        remedy: "remove it, or write it as an escape in a double-quoted string")
    default:
      let context = state.context.map { " " + String(cString: $0) } ?? ""
      return SyntaxFailure(
        offset: byteOffset(ofCharacter: state.problem_mark.index), message: problem + context,
        remedy: YAMLRemedies.remedy(for: problem))
    }
  }
}

/// What to do about libyaml's complaints.
enum YAMLRemedies {
  private static let table: [(part: String, remedy: String)] = [
    (
      "cannot start any token",
      "indent with spaces, not tabs, and quote a text that starts with @, ` or %"
    ),
    ("mapping values are not allowed", "quote a text that holds ': ', and check the indentation"),
    (
      "could not find expected ':'",
      "write 'key: value', and check that quotes and indentation match"
    ),
    ("expected ',' or ']'", "close the list with ] and separate its elements with commas"),
    ("expected ',' or '}'", "close the mapping with } and separate its members with commas"),
    (
      "did not find expected key",
      "check the indentation, and quote a text that starts with * & ! % @"
    ),
    ("expected '-' indicator", "start each element of the list with '- ' at the same indentation"),
    ("unexpected end of stream", "close the quote; or is the file cut short?"),
    ("unknown escape character", "write \\\\ for a backslash, or use single quotes"),
    ("tab", "indent with spaces"),
    ("incompatible YAML document", "remove the %YAML directive"),
    ("undefined tag handle", "remove the tag"),
    ("did not find expected <document start>", "separate documents with ---"),
    ("did not find expected node content", "give a value, or remove what stands before it"),
    ("block sequence entries are not allowed", "start the list on a line of its own"),
    ("block mapping", "check the indentation"),
  ]

  static func remedy(for problem: String) -> String? {
    table.first { contains(problem, $0.part) }?.remedy
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
  }
}
