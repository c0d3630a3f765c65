/// Makes trees from YAML events.
///
/// An alias shares the children of its anchor, so a tree stays as small as its file; what it would be if written out is
/// counted and bounded, because code that walks the tree pays for that.
struct YAMLComposer: ~Copyable {
  /// A finished document: its values, and what is doubtful about it by offset.
  struct Result {
    var builder: TreeBuilder
    var doubts: [Doubt]
  }

  /// A warning before its offset becomes a position.
  struct Doubt {
    var offset: Int
    var message: String
    var remedy: String
  }

  private struct Anchor {
    /// `nil` while its value is being read.
    var record: NodeRecord?
    var size = 1
    var height = 0
  }

  /// An open container.
  private struct Frame {
    var isMapping: Bool
    var anchor: String?
    /// The values inside, aliases written out.
    var size = 1
    /// The levels inside.
    var height = 1
    var key: NodeRecord?
    var hasMerge = false
  }

  private var events: YAMLEventReader
  private let limits: DocumentLimits
  /// The texts of all scalars, which become the source's pool.
  private(set) var pool: [UInt8] = []
  private var builder = TreeBuilder(expecting: 0)
  private var frames: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  private var nodeCount = 0
  private var aliasedCount = 0
  private var doubts: [Doubt] = []
  private static let doubtLimit = 100

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: DocumentLimits) {
    events = YAMLEventReader(bytes, limits: limits)
    self.limits = limits
  }

  /// Reads the whole stream.
  mutating func compose() throws(SyntaxFailure) -> [Result] {
    var results: [Result] = []
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamEnd: return results
      case .documentStart:
        builder = TreeBuilder(expecting: 64)
        anchors = [:]
        doubts = []
      case .documentEnd: results.append(Result(builder: builder, doubts: doubts))
      case .alias: try addAlias(event)
      case .scalar: try addScalar(event)
      case .sequenceStart, .mappingStart: try open(event)
      case .sequenceEnd, .mappingEnd: try close()
      }
    }
  }

  private mutating func count(_ event: YAMLEvent) throws(SyntaxFailure) {
    nodeCount += 1
    guard nodeCount > limits.nodeCount else { return }
    throw SyntaxFailure(
      offset: event.offset, message: "more than \(limits.nodeCount) values",
      remedy: "split the file")
  }

  // MARK: - Scalars

  private mutating func addScalar(_ event: YAMLEvent) throws(SyntaxFailure) {
    let isKey = frames.last.map { $0.isMapping && $0.key == nil } ?? false
    var record = NodeRecord(kind: .string, offset: UInt32(event.offset))
    record.flags = .pooled
    record.start = UInt32(pool.count)
    record.count = UInt32(event.text.count)
    pool.append(contentsOf: event.text)
    guard pool.count < Int(UInt32.max) else {
      throw SyntaxFailure(offset: event.offset, message: "too much text", remedy: "split the file")
    }
    if isKey {
      try checkKeyTag(event)
      let isMerge = event.isPlain && event.text == [0x3C, 0x3C]
      if isMerge { record.flags.insert(.merge) }
    } else {
      try count(event)
      try resolve(event, into: &record)
    }
    if let name = event.anchor { anchors[name] = Anchor(record: record) }
    try add(record, size: 1, height: 0)
  }

  private func checkKeyTag(_ event: YAMLEvent) throws(SyntaxFailure) {
    guard let tag = event.tag, tag != YAMLTag.string else { return }
    throw SyntaxFailure(
      offset: event.offset, message: "a key with the tag \(tag)", remedy: "keys are strings")
  }

  private mutating func resolve(
    _ event: YAMLEvent, into record: inout NodeRecord
  ) throws(SyntaxFailure) {
    guard event.isPlain || (event.tag != nil && event.tag != YAMLTag.string) else { return }
    let scalar = CoreSchema.resolve(event.text)
    if let tag = event.tag, YAMLTag.kind(of: tag) != scalar.kind {
      guard YAMLTag.kind(of: tag) != nil else { throw unknownTag(tag, at: event.offset) }
      throw SyntaxFailure(
        offset: event.offset,
        message: "\"\(String(decoding: event.text, as: UTF8.self))\" does not fit its tag \(tag)",
        remedy: "remove the tag")
    }
    switch scalar {
    case .null: record.kind = .null
    case .boolean(let value):
      record.kind = .boolean
      if value { record.flags.insert(.isTrue) }
    case .number: record.kind = .number
    case .notFinite:
      throw SyntaxFailure(
        offset: event.offset,
        message: "\(String(decoding: event.text, as: UTF8.self)) is not a finite number",
        remedy: "leave the value out, or quote it if it is a text")
    case .string: noteDoubt(event)
    }
  }

  private mutating func noteDoubt(_ event: YAMLEvent) {
    guard doubts.count < Self.doubtLimit else { return }
    let text = String(decoding: event.text.prefix(40), as: UTF8.self)
    if CoreSchema.isOldBoolean(event.text) {
      doubts.append(
        Doubt(
          offset: event.offset,
          message: "\(text) is a string here, and a boolean to YAML 1.1 readers",
          remedy: "write true or false, or quote it"))
    } else if CoreSchema.isOldNumber(event.text) {
      doubts.append(
        Doubt(
          offset: event.offset,
          message: "\(text) is a string here, and a number to YAML 1.1 readers",
          remedy: "write the number without _, or quote it"))
    }
  }

  private func unknownTag(_ tag: String, at offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "the tag \(tag) is not supported",
      remedy: "use plain values; a date is a string")
  }

  // MARK: - Adding values

  /// Adds a value or, where one is expected, a key.
  private mutating func add(
    _ record: NodeRecord, size: Int, height: Int
  ) throws(SyntaxFailure) {
    guard let top = frames.indices.last else {
      builder.add(record)
      return
    }
    if frames[top].isMapping, frames[top].key == nil {
      frames[top].key = record
      return
    }
    frames[top].size += size
    frames[top].height = max(frames[top].height, height + 1)
    var record = record
    takeKey(for: &record)
    builder.add(record)
  }

  /// Gives a value the key that waits for it.
  private mutating func takeKey(for record: inout NodeRecord) {
    record.key = NodeRecord.noKey
    record.flags.remove(.merge)
    guard let top = frames.indices.last, let key = frames[top].key else { return }
    frames[top].key = nil
    record.keyOffset = key.offset
    record.key = pool[key.text].withUnsafeBufferPointer { builder.keys.intern($0) }
    if key.flags.contains(.merge) {
      record.flags.insert(.merge)
      frames[top].hasMerge = true
    }
  }

  private mutating func addAlias(_ event: YAMLEvent) throws(SyntaxFailure) {
    let name = event.anchor ?? ""
    guard let anchor = anchors[name] else {
      let near = NearestWord.nearest(to: name, among: anchors.keys.sorted())
      throw SyntaxFailure(
        offset: event.offset, message: "no anchor &\(name) before the alias *\(name)",
        remedy: near.map { "did you mean *\($0)?" } ?? "define it first with &\(name)")
    }
    guard var record = anchor.record else {
      throw SyntaxFailure(
        offset: event.offset, message: "the alias *\(name) lies inside the value it stands for",
        remedy: "write the value out")
    }
    let isKey = frames.last.map { $0.isMapping && $0.key == nil } ?? false
    if isKey {
      guard anchor.height == 0 else { throw complexKey(at: event.offset) }
      record.offset = UInt32(event.offset)
      record.flags.remove(.merge)
    } else {
      try count(event)
      aliasedCount += anchor.size
      guard aliasedCount <= limits.aliasedNodeCount else {
        throw SyntaxFailure(
          offset: event.offset,
          message: "aliases stand for more than \(limits.aliasedNodeCount) values",
          remedy: "write out what is meant")
      }
      try checkDepth(frames.count + anchor.height, at: event.offset)
    }
    try add(record, size: anchor.size, height: anchor.height)
  }

  // MARK: - Containers

  private func checkDepth(_ depth: Int, at offset: Int) throws(SyntaxFailure) {
    guard depth > limits.depth else { return }
    throw SyntaxFailure(
      offset: offset, message: "nested more than \(limits.depth) levels deep",
      remedy: "flatten the document")
  }

  private func complexKey(at offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "a sequence or mapping as a key", remedy: "keys are strings")
  }

  private mutating func open(_ event: YAMLEvent) throws(SyntaxFailure) {
    let isMapping = event.kind == .mappingStart
    if let top = frames.last, top.isMapping, top.key == nil {
      throw complexKey(at: event.offset)
    }
    if let tag = event.tag, tag != (isMapping ? YAMLTag.mapping : YAMLTag.sequence) {
      throw unknownTag(tag, at: event.offset)
    }
    try count(event)
    try checkDepth(frames.count + 1, at: event.offset)
    var record = NodeRecord(
      kind: isMapping ? .mapping : .sequence, offset: UInt32(event.offset))
    takeKey(for: &record)
    builder.begin(record)
    if let name = event.anchor { anchors[name] = Anchor(record: nil) }
    frames.append(Frame(isMapping: isMapping, anchor: event.anchor))
  }

  private mutating func close() throws(SyntaxFailure) {
    guard let frame = frames.popLast() else { return }
    if frame.hasMerge { try merge() }
    if let (first, second) = builder.end() {
      throw SyntaxFailure(
        offset: Int(second.keyOffset),
        message: "duplicate key \"\(builder.keys.names[Int(second.key)])\"",
        remedy: "remove one of the two", related: Int(first.keyOffset))
    }
    if let name = frame.anchor, let record = builder.pending.last {
      anchors[name] = Anchor(record: record, size: frame.size, height: frame.height)
    }
    guard let top = frames.indices.last else { return }
    frames[top].size += frame.size
    frames[top].height = max(frames[top].height, frame.height + 1)
  }

  /// Replaces the merge key of the innermost mapping by the members it brings: those whose keys the mapping has not, of
  /// several mappings the first.
  private mutating func merge() throws(SyntaxFailure) {
    let children = builder.openChildren
    let merges = children.filter { $0.flags.contains(.merge) }
    if merges.count > 1 {
      throw SyntaxFailure(
        offset: Int(merges[1].keyOffset), message: "duplicate key \"<<\"",
        remedy: "merge several mappings with <<: [*a, *b]", related: Int(merges[0].keyOffset))
    }
    var result = children.filter { !$0.flags.contains(.merge) }
    var present = Set(result.map(\.key))
    for merge in merges {
      let sources = merge.kind == .sequence ? Array(builder.nodes[merge.children]) : [merge]
      for source in sources {
        guard source.kind == .mapping else {
          throw SyntaxFailure(
            offset: Int(merge.keyOffset), message: "<< with \(source.kind.phrase)",
            remedy: "<< takes an alias of a mapping, or a list of such aliases")
        }
        for member in builder.nodes[source.children] where present.insert(member.key).inserted {
          result.append(member)
        }
      }
    }
    builder.openChildren = result
  }
}

extension CoreSchema.Scalar {
  /// What the tree calls it.
  fileprivate var kind: YAMLTag.Kind {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .number, .notFinite: .number
    case .string: .string
    }
  }
}

/// The tags that are understood: YAML's own for JSON's types.
private enum YAMLTag {
  typealias Kind = DocumentNode.Kind

  static let string = "tag:yaml.org,2002:str"
  static let sequence = "tag:yaml.org,2002:seq"
  static let mapping = "tag:yaml.org,2002:map"

  static func kind(of tag: String) -> Kind? {
    switch tag {
    case string: .string
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float": .number
    case "tag:yaml.org,2002:bool": .boolean
    case "tag:yaml.org,2002:null": .null
    default: nil
    }
  }
}
