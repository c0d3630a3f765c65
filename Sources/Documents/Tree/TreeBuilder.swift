/// Builds the node array of a YAML document while its events come in.
///
/// A container's children wait on a stack until it ends; then they move to the array as neighbours. Nothing here
/// recurses, so depth costs memory and never stack.
struct TreeBuilder {
  /// Finished values.
  private(set) var nodes: [NodeRecord] = []
  /// Values whose container has not ended, containers before their children.
  private(set) var pending: [NodeRecord] = []
  /// Indices into `pending` of the open containers.
  private var open: [Int] = []
  /// The keys met so far.
  var keys = KeyTable()

  /// For each key the number of the last mapping that had it, to find duplicates without comparing pairs.
  private var lastMapping: [UInt32] = []
  private var mappingCount: UInt32 = 0

  /// Makes a builder for an input that is expected to hold about this many values.
  init(expecting count: Int) {
    nodes.reserveCapacity(count)
    pending.reserveCapacity(256)
  }

  /// Adds a scalar.
  mutating func add(_ record: NodeRecord) { pending.append(record) }

  /// Opens a container.
  mutating func begin(_ record: NodeRecord) {
    open.append(pending.count)
    pending.append(record)
  }

  /// Closes the innermost container.
  ///
  /// - Returns: two members of the mapping with one key, if there are any.
  mutating func end() -> (first: NodeRecord, second: NodeRecord)? {
    guard let top = open.popLast() else { return nil }
    let children = pending[(top + 1)...]
    let duplicate = pending[top].kind == .mapping ? duplicate(in: children) : nil
    pending[top].start = UInt32(nodes.count)
    pending[top].count = UInt32(children.count)
    nodes.append(contentsOf: children)
    pending.removeSubrange((top + 1)...)
    return duplicate
  }

  /// The children so far of the innermost open container.
  var openChildren: [NodeRecord] {
    get { open.last.map { Array(pending[($0 + 1)...]) } ?? [] }
    set {
      guard let top = open.last else { return }
      pending.replaceSubrange((top + 1)..., with: newValue)
    }
  }

  private mutating func duplicate(
    in children: ArraySlice<NodeRecord>
  ) -> (first: NodeRecord, second: NodeRecord)? {
    mappingCount += 1
    while lastMapping.count < keys.names.count { lastMapping.append(0) }
    for child in children {
      if lastMapping[Int(child.key)] == mappingCount,
        let first = children.first(where: { $0.key == child.key })
      {
        return (first, child)
      }
      lastMapping[Int(child.key)] = mappingCount
    }
    return nil
  }

  /// The finished tree, whose top value is the last node.
  consuming func finish(source: SourceText) -> DocumentNode {
    nodes.append(contentsOf: pending)
    let top = UInt32(nodes.count - 1)
    return DocumentNode(
      storage: DocumentStorage(nodes: nodes, keys: keys, sources: [source]), index: top)
  }
}
