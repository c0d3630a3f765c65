/// What the nodes of a tree share.
final class DocumentStorage: Sendable {
  /// All values; the children of a container are neighbours.
  let nodes: [NodeRecord]
  /// The names of members.
  let keys: KeyTable
  /// The inputs that values were written in.
  let sources: [SourceText]

  init(nodes: [NodeRecord], keys: KeyTable, sources: [SourceText]) {
    self.nodes = nodes
    self.keys = keys
    self.sources = sources
  }
}
