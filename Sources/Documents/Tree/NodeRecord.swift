/// One value of a document in 24 bytes.
///
/// The children of a container lie next to each other in the same array, so that the i-th element costs one load and a
/// member lookup is a walk over neighbouring key ids.
struct NodeRecord: BitwiseCopyable, Sendable {
  /// The kind of the value.
  var kind: DocumentNode.Kind
  /// How to read the rest.
  var flags: Flags = []
  /// Which of the tree's sources the value was written in; overlaid trees mix them.
  var source: UInt16 = 0
  /// The id of the member's key, or ``noKey``.
  var key: UInt32 = noKey
  /// The byte offset of the member's key in its source.
  var keyOffset: UInt32 = 0
  /// The byte offset of the value in its source.
  var offset: UInt32
  /// Containers: the index of the first child. Scalars: where their text starts.
  var start: UInt32 = 0
  /// Containers: the number of children. Scalars: the bytes of their text.
  var count: UInt32 = 0

  /// The key id of a value that is not a member of a mapping.
  static let noKey = UInt32.max

  /// Facts about a value that are not worth a byte each.
  struct Flags: OptionSet, BitwiseCopyable, Sendable {
    let rawValue: UInt8
    /// The text holds JSON escapes, to be decoded when asked for.
    static let escaped = Flags(rawValue: 1)
    /// The text lies in the source's pool of decoded texts, not in its bytes.
    static let pooled = Flags(rawValue: 2)
    /// The boolean is true.
    static let isTrue = Flags(rawValue: 4)
    /// The member is a YAML merge key, `<<`, which goes when its mapping ends.
    static let merge = Flags(rawValue: 8)
  }

  /// Where the text of a scalar lies.
  @inline(__always)
  var text: Range<Int> { Int(start)..<Int(start) + Int(count) }

  /// Where the children of a container lie.
  @inline(__always)
  var children: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
