extension Document {
  /// The document with another laid over it: mappings merge member by member, anything else replaces what it covers.
  ///
  /// Every value keeps the position it was written at, also when that is another file; a merged mapping keeps the
  /// position of the lower one. New members come after the old ones. A null in the overlay replaces, it does not delete.
  package func overlaying(_ overlay: DocumentNode) -> Document {
    var merger = TreeMerger()
    let top = merger.merged(root, overlay)
    return Document(root: merger.finish(top), warnings: warnings)
  }
}

/// Copies trees into one new tree.
///
/// Recursion is safe: no tree is deeper than ``DocumentLimits/deepest``, and merging makes none deeper.
private struct TreeMerger {
  private var nodes: [NodeRecord] = []
  private var keys = KeyTable()
  private var sources: [SourceText] = []

  func finish(_ top: NodeRecord) -> DocumentNode {
    DocumentNode(
      storage: DocumentStorage(nodes: nodes + [top], keys: keys, sources: sources),
      index: UInt32(nodes.count))
  }

  mutating func merged(_ lower: DocumentNode, _ upper: DocumentNode) -> NodeRecord {
    guard lower.kind == .mapping, upper.kind == .mapping else { return copied(upper) }
    var children: [NodeRecord] = []
    for member in lower.members {
      if let covering = upper[member.key] {
        var child = merged(member.value, covering)
        child.key = keys.intern(member.key)
        children.append(child)
      } else {
        children.append(copied(member.value))
      }
    }
    for member in upper.members where lower[member.key] == nil {
      children.append(copied(member.value))
    }
    return placed(children, as: renamed(lower))
  }

  private mutating func copied(_ node: DocumentNode) -> NodeRecord {
    switch node.kind {
    case .mapping: placed(node.members.map { copied($0.value) }, as: renamed(node))
    case .sequence: placed(node.elements.map { copied($0) }, as: renamed(node))
    default: renamed(node)
    }
  }

  private mutating func placed(_ children: [NodeRecord], as record: NodeRecord) -> NodeRecord {
    var record = record
    record.start = UInt32(nodes.count)
    record.count = UInt32(children.count)
    nodes.append(contentsOf: children)
    return record
  }

  /// The record with this tree's ids for its key and its source.
  private mutating func renamed(_ node: DocumentNode) -> NodeRecord {
    var record = node.record
    let source = node.storage.sources[Int(record.source)]
    if let known = sources.lastIndex(where: { $0 === source }) {
      record.source = UInt16(known)
    } else {
      precondition(sources.count < Int(UInt16.max), "a tree mixes at most 65,535 files")
      record.source = UInt16(sources.count)
      sources.append(source)
    }
    if record.key != NodeRecord.noKey {
      record.key = keys.intern(node.storage.keys.names[Int(record.key)])
    }
    return record
  }
}
