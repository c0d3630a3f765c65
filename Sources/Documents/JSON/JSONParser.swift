/// RFC 8259, strictly: one pass over the bytes into a tree, with an error position for anything else.
///
/// A container's children wait on a stack until it ends; then they move to the array of nodes as neighbours. Nothing
/// recurses, so depth costs memory and never stack. The hot state is in local variables and unsafe buffers, which is worth a
/// factor of ten over arrays in a struct.
struct JSONParser: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let base: BytePointer
  private let end: BytePointer
  private let limits: DocumentLimits

  /// Finished values.
  private(set) var nodes: [NodeRecord] = []
  private(set) var keys = KeyInterner()

  /// Values whose container has not ended, containers before their children.
  private var pending: UnsafeMutablePointer<NodeRecord>
  private var pendingCount = 0
  private var pendingCapacity = 1024
  /// Indices into `pending` of the open containers.
  private let open: UnsafeMutablePointer<Int>
  private var depth = 0
  private var remaining: Int

  /// The key of the next value.
  private var key = NodeRecord.noKey
  private var keyOffset: UInt32 = 0

  /// Prepares to parse a document of about `length` bytes in `bytes`.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, limits: DocumentLimits, length: Int? = nil) {
    guard let base = bytes.baseAddress else { return nil }
    self.bytes = bytes
    self.base = base
    end = base + bytes.count
    self.limits = limits
    remaining = limits.nodeCount
    pending = .allocate(capacity: pendingCapacity)
    open = .allocate(capacity: limits.depth + 1)
    // Kubernetes objects take about twenty bytes a value; a poor guess costs a copy.
    nodes.reserveCapacity(min((length ?? bytes.count) / 20, limits.nodeCount) + 1)
  }

  deinit {
    pending.deallocate()
    open.deallocate()
  }

  /// Parses one value and nothing after it but white space, or another mapping where more are allowed;
  /// the top value is the last node.
  ///
  /// - Returns: where the next value begins, or the end.
  @discardableResult
  mutating func parse(from start: Int = 0, allowsMore: Bool = false) throws(SyntaxFailure) -> Int {
    if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONFailure.byteOrderMark }
    var pointer = base + start
    repeat {
      try parseValue(&pointer)
    } while try advance(&pointer)
    if pointer < end, !(allowsMore && pointer.pointee == 0x7B) {
      throw JSONFailure.trailing(bytes, pointer - base)
    }
    nodes.append(pending[0])
    return pointer - base
  }

  // MARK: - Between values

  /// Goes to where the next value starts, closing containers on the way.
  ///
  /// - Returns: whether there is a next value.
  @inline(__always)
  private mutating func advance(_ pointer: inout BytePointer) throws(SyntaxFailure) -> Bool {
    while depth > 0 {
      ByteScan.skipSpace(&pointer, end)
      guard pointer < end else { throw JSONFailure.unfinished(bytes) }
      let top = open[depth - 1]
      let isMapping = pending[top].kind == .mapping
      let byte = pointer.pointee
      if byte == 0x2C, pendingCount - 1 > top {
        pointer += 1
        if isMapping { try parseKey(&pointer) }
        return true
      }
      guard byte == (isMapping ? 0x7D : 0x5D) else {
        // A container that was just opened takes a value or a key without comma.
        guard pendingCount - 1 == top else {
          throw JSONFailure.expectedComma(bytes, pointer - base, isMapping: isMapping)
        }
        if isMapping { try parseKey(&pointer) }
        return true
      }
      pointer += 1
      try close(top, isMapping: isMapping)
    }
    ByteScan.skipSpace(&pointer, end)
    return false
  }

  @inline(__always)
  private mutating func close(_ top: Int, isMapping: Bool) throws(SyntaxFailure) {
    let children = pending + (top + 1)
    let count = pendingCount - top - 1
    if isMapping, let index = keys.duplicate(children, count) {
      throw duplicateKey(children[index], UnsafeBufferPointer(start: children, count: count))
    }
    pending[top].start = UInt32(truncatingIfNeeded: nodes.count)
    pending[top].count = UInt32(truncatingIfNeeded: count)
    nodes.append(contentsOf: UnsafeBufferPointer(start: children, count: count))
    pendingCount = top + 1
    depth -= 1
  }

  @inline(never)
  private func duplicateKey(
    _ second: NodeRecord, _ members: UnsafeBufferPointer<NodeRecord>
  ) -> SyntaxFailure {
    let first = members.first { $0.key == second.key } ?? second
    return SyntaxFailure(
      offset: Int(second.keyOffset), message: "duplicate key \"\(keys.name(second.key))\"",
      remedy: "remove one of the two", related: Int(first.keyOffset))
  }

  // MARK: - Keys and values

  @inline(__always)
  private mutating func parseKey(_ pointer: inout BytePointer) throws(SyntaxFailure) {
    ByteScan.skipSpace(&pointer, end)
    guard pointer < end, pointer.pointee == 0x22 else {
      throw JSONFailure.expectedKey(bytes, pointer - base)
    }
    keyOffset = UInt32(truncatingIfNeeded: pointer - base)
    if let (id, count) = keys.guess(pointer + 1, end) {
      key = id
      pointer += count + 2
    } else {
      try parseNewKey(&pointer)
    }
    ByteScan.skipSpace(&pointer, end)
    guard pointer < end, pointer.pointee == 0x3A else {
      throw JSONFailure.expectedColon(bytes, pointer - base)
    }
    pointer += 1
  }

  private mutating func parseNewKey(_ pointer: inout BytePointer) throws(SyntaxFailure) {
    let start = pointer + 1
    let isEscaped = try skipString(&pointer)
    let count = pointer - 1 - start
    guard isEscaped else {
      key = keys.intern(start, count, isPlain: true)
      return
    }
    let decoded = JSONEscapes.decode(Array(UnsafeBufferPointer(start: start, count: count))[...])
    key = decoded.withUnsafeBufferPointer { decoded in
      decoded.baseAddress.map { keys.intern($0, decoded.count, isPlain: false) } ?? key
    }
  }

  @inline(__always)
  private mutating func parseValue(_ pointer: inout BytePointer) throws(SyntaxFailure) {
    ByteScan.skipSpace(&pointer, end)
    guard pointer < end else { throw JSONFailure.unfinished(bytes) }
    let start = pointer
    let offset = UInt32(truncatingIfNeeded: start - base)
    var record = NodeRecord(kind: .null, key: key, keyOffset: keyOffset, offset: offset)
    key = NodeRecord.noKey
    keyOffset = 0
    remaining -= 1
    guard remaining >= 0 else { throw JSONFailure.tooMany(limits, start - base) }
    if pendingCount == pendingCapacity { growPending() }
    switch start.pointee {
    case 0x22:
      let isEscaped = try skipString(&pointer)
      record.kind = .string
      record.flags = isEscaped ? .escaped : []
      record.start = offset &+ 1
      record.count = UInt32(truncatingIfNeeded: pointer - start - 2)
    case 0x7B, 0x5B:
      guard depth < limits.depth else { throw JSONFailure.tooDeep(limits, start - base) }
      record.kind = start.pointee == 0x7B ? .mapping : .sequence
      open[depth] = pendingCount
      depth += 1
      pointer += 1
    case 0x2D, 0x30...0x39:
      try skipNumber(&pointer)
      record.kind = .number
      record.start = offset
      record.count = UInt32(truncatingIfNeeded: pointer - start)
    default:
      record.kind = try parseWord(&pointer)
      if start.pointee == 0x74 { record.flags = .isTrue }
    }
    (pending + pendingCount).initialize(to: record)
    pendingCount += 1
  }

  private mutating func growPending() {
    let grown = UnsafeMutablePointer<NodeRecord>.allocate(capacity: pendingCapacity * 2)
    grown.moveInitialize(from: pending, count: pendingCount)
    pending.deallocate()
    pending = grown
    pendingCapacity *= 2
  }

  // MARK: - Scalars

  /// Goes past `true`, `false` or `null`.
  @inline(__always)
  private func parseWord(
    _ pointer: inout BytePointer
  ) throws(SyntaxFailure) -> DocumentNode.Kind {
    if end - pointer >= 4 {
      let word = UnsafeRawPointer(pointer).loadUnaligned(as: UInt32.self).littleEndian
      switch word {
      case 0x6C6C_756E:
        pointer += 4
        return .null
      case 0x6575_7274:
        pointer += 4
        return .boolean
      case 0x736C_6166 where end - pointer >= 5 && pointer[4] == 0x65:
        pointer += 5
        return .boolean
      default: break
      }
    }
    throw JSONFailure.unexpectedValue(bytes, pointer - base)
  }

  /// Goes past a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  @inline(__always)
  private func skipNumber(_ pointer: inout BytePointer) throws(SyntaxFailure) {
    if pointer.pointee == 0x2D { pointer += 1 }
    let integer = pointer
    pointer = ByteScan.skipDigits(pointer, end)
    if pointer - integer != 1 {
      guard pointer > integer else { throw JSONFailure.missingDigit(bytes, pointer - base, "'-'") }
      if integer.pointee == 0x30 { throw JSONFailure.leadingZero(integer - base) }
    }
    if pointer < end, pointer.pointee == 0x2E {
      pointer += 1
      let fraction = pointer
      pointer = ByteScan.skipDigits(pointer, end)
      guard pointer > fraction else {
        throw JSONFailure.missingDigit(bytes, pointer - base, "the decimal point")
      }
    }
    if pointer < end, pointer.pointee | 0x20 == 0x65 {
      pointer += 1
      if pointer < end, pointer.pointee == 0x2B || pointer.pointee == 0x2D { pointer += 1 }
      let exponent = pointer
      pointer = ByteScan.skipDigits(pointer, end)
      guard pointer > exponent else {
        throw JSONFailure.missingDigit(bytes, pointer - base, "the e of the exponent")
      }
    }
  }

  /// Goes past a string, from its opening quote.
  ///
  /// - Returns: whether it holds escapes.
  @inline(__always)
  private func skipString(_ pointer: inout BytePointer) throws(SyntaxFailure) -> Bool {
    let start = pointer
    pointer = ByteScan.skipPlainText(pointer + 1, end)
    if pointer < end, pointer.pointee == 0x22 {
      pointer += 1
      return false
    }
    return try skipRichString(&pointer, start)
  }

  /// Goes on in a string that has escapes or letters beyond ASCII.
  @inline(never)
  private func skipRichString(
    _ pointer: inout BytePointer, _ start: BytePointer
  ) throws(SyntaxFailure) -> Bool {
    var isEscaped = false
    while pointer < end {
      let byte = pointer.pointee
      if byte == 0x22 {
        pointer += 1
        return isEscaped
      }
      if byte == 0x5C {
        isEscaped = true
        try skipEscape(&pointer)
      } else if byte < 0x20 {
        throw JSONFailure.controlCharacter(bytes, pointer - base)
      } else {
        guard let length = UTF8Sequence.length(at: pointer - base, in: bytes) else {
          throw JSONFailure.notUTF8(bytes, pointer - base)
        }
        pointer += length
      }
      pointer = ByteScan.skipPlainText(pointer, end)
    }
    throw JSONFailure.openString(start - base)
  }

  private func skipEscape(_ pointer: inout BytePointer) throws(SyntaxFailure) {
    let start = pointer - base
    guard end - pointer >= 2 else { throw JSONFailure.unfinished(bytes) }
    switch pointer[1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      pointer += 2
    case 0x75:
      let unit = try unicodeEscape(at: start)
      pointer += 6
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00, end - pointer >= 2, pointer[0] == 0x5C, pointer[1] == 0x75,
        try unicodeEscape(at: start + 6) & 0xFC00 == 0xDC00
      else { throw JSONFailure.halfSurrogate(start) }
      pointer += 6
    default:
      throw JSONFailure.unknownEscape(bytes, start)
    }
  }

  private func unicodeEscape(at start: Int) throws(SyntaxFailure) -> UInt32 {
    let digits = bytes[min(start + 2, bytes.count)..<min(start + 6, bytes.count)]
    if let value = JSONEscapes.hexadecimal(Array(digits)[...], at: 0) { return value }
    throw JSONFailure.badUnicodeEscape(start)
  }
}
