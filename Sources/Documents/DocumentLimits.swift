/// What a parser is willing to take. Each limit that is passed is an error with a position.
package struct DocumentLimits: Hashable, Sendable {
  /// The longest input, in bytes. Never above 4 GiB - 1: offsets are 32-bit.
  package var byteCount: Int
  /// The deepest nesting of sequences and mappings; never above ``deepest``.
  package var depth: Int
  /// The most values in one input, containers included.
  package var nodeCount: Int
  /// The most values that YAML aliases and merge keys may add, counted as if each alias were written out.
  package var aliasedNodeCount: Int

  /// The nesting no limit goes beyond, so that code that walks a tree by recursion is safe on any thread.
  package static let deepest = 512

  /// Makes limits; values beyond what the tree can hold are brought down to it.
  package init(
    byteCount: Int = 512 << 20, depth: Int = 128, nodeCount: Int = 32 << 20,
    aliasedNodeCount: Int = 100_000
  ) {
    self.byteCount = min(max(byteCount, 0), Int(UInt32.max) - 1)
    self.depth = min(max(depth, 1), Self.deepest)
    self.nodeCount = min(max(nodeCount, 1), Int(UInt32.max) - 1)
    self.aliasedNodeCount = max(aliasedNodeCount, 0)
  }

  /// 512 MiB, 128 levels, 32 Mi values, 100,000 aliased values.
  package static let standard = DocumentLimits()
}
