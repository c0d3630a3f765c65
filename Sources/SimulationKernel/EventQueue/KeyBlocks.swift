/// A pile of event keys in no order: a chain of blocks.
@usableFromInline
struct KeyPile: BitwiseCopyable {
  @usableFromInline var firstBlock: Int32 = -1
  @usableFromInline var lastBlock: Int32 = -1
  /// How many keys lie in it.
  @usableFromInline var count = 0

  @inlinable
  init() {}
}

/// The memory of all piles of one queue: blocks of keys, used again as they become free.
@usableFromInline
struct KeyBlocks: ~Copyable {
  @inlinable static var blockSize: Int { 32 }

  @usableFromInline var keys = UncheckedBuffer<EventKey.Word>(capacity: 0, filler: 0)
  /// The block that follows each one in its pile or in the chain of free blocks; −1 at the end.
  @usableFromInline var following = UncheckedBuffer<Int32>(capacity: 0, filler: -1)
  @usableFromInline var firstFree: Int32 = -1
  @usableFromInline var blockCount = 0

  @inlinable
  init() {}

  /// Puts a key on a pile.
  @inlinable @inline(__always)
  mutating func append(_ key: EventKey.Word, to pile: inout KeyPile) {
    let offset = pile.count & (Self.blockSize - 1)
    if offset == 0 { addBlock(to: &pile) }
    keys[Int(pile.lastBlock) * Self.blockSize + offset] = key
    pile.count += 1
  }

  @inlinable @inline(never)
  mutating func addBlock(to pile: inout KeyPile) {
    let block = takeBlock()
    if pile.firstBlock < 0 {
      pile.firstBlock = block
    } else {
      following[Int(pile.lastBlock)] = block
    }
    pile.lastBlock = block
  }

  @inlinable
  mutating func takeBlock() -> Int32 {
    if firstFree >= 0 {
      let block = firstFree
      firstFree = following[Int(block)]
      following[Int(block)] = -1
      return block
    }
    if blockCount == following.capacity {
      let capacity = max(64, blockCount * 2)
      following.grow(to: capacity, filler: -1)
      keys.grow(to: capacity * Self.blockSize, filler: 0)
    }
    blockCount += 1
    return Int32(blockCount - 1)
  }

  /// Gives the block back and returns the one that followed it.
  @inlinable
  mutating func release(_ block: Int32) -> Int32 {
    let next = following[Int(block)]
    following[Int(block)] = firstFree
    firstFree = block
    return next
  }
}

/// A walk over the keys of a pile that frees each block behind it.
///
/// The pile itself is spent: the walk must go to its end.
@usableFromInline
struct KeyDrain {
  @usableFromInline var block: Int32
  @usableFromInline var remaining: Int
  @usableFromInline var offset = 0

  @inlinable
  init(_ pile: KeyPile) {
    block = pile.firstBlock
    remaining = pile.count
  }

  @inlinable @inline(__always)
  mutating func next(in blocks: inout KeyBlocks) -> EventKey.Word? {
    guard remaining > 0 else { return nil }
    let key = blocks.keys[Int(block) * KeyBlocks.blockSize + offset]
    remaining -= 1
    offset += 1
    if offset == KeyBlocks.blockSize || remaining == 0 {
      block = blocks.release(block)
      offset = 0
    }
    return key
  }
}
