/// Gives member names dense ids while a JSON document is read.
///
/// Documents repeat themselves: after a key comes mostly the key that followed it last time. So each key remembers its
/// successor, and a right guess costs one comparison with the input, without hashing and without looking for the closing
/// quote.
struct KeyInterner: ~Copyable {
  private struct Entry {
    /// The first eight bytes, zeros behind a shorter name.
    var head: UInt64
    var hash: UInt64
    /// Where the name lies in `pool`.
    var start: Int
    var count: Int
    /// The key that came after this one last time.
    var successor: UInt32
    /// The last mapping that had this key.
    var lastMapping: UInt32
    /// Whether the input spells the name as it is: no escapes. Only such keys are guessed.
    var isPlain: Bool
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 64
  /// The number of different keys.
  private(set) var count = 0
  private var pool: UnsafeMutablePointer<UInt8>
  private var poolCapacity = 1024
  private var poolCount = 0
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotCount = 256
  private var last: UInt32 = 0
  private var mappingCount: UInt32 = 0

  init() {
    entries = .allocate(capacity: 64)
    pool = .allocate(capacity: 1024)
    slots = .allocate(capacity: 256)
    slots.initialize(repeating: 0, count: 256)
  }

  deinit {
    entries.deallocate()
    pool.deallocate()
    slots.deallocate()
  }

  /// The key that the input holds at `pointer`, up to its closing quote, if it is the expected one.
  @inline(__always)
  mutating func guess(_ pointer: BytePointer, _ end: BytePointer) -> (id: UInt32, count: Int)? {
    guard count > 0 else { return nil }
    let id = entries[Int(last)].successor
    let entry = entries + Int(id)
    let length = entry.pointee.count
    guard end - pointer > max(length, 8), pointer[length] == 0x22, entry.pointee.isPlain else {
      return nil
    }
    guard
      Self.head(pointer, length) == entry.pointee.head,
      length <= 8
        || ByteScan.areEqual(pointer + 8, pool + entry.pointee.start + 8, length - 8)
    else { return nil }
    last = id
    return (id, length)
  }

  /// The id of a name, new if need be.
  mutating func intern(_ name: BytePointer, _ length: Int, isPlain: Bool) -> UInt32 {
    let buffer = UnsafeBufferPointer(start: name, count: length)
    let hash = KeyTable.hash(buffer)
    var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      let entry = entries + Int(id)
      if entry.pointee.hash == hash, entry.pointee.count == length,
        ByteScan.areEqual(name, pool + entry.pointee.start, length)
      {
        return follow(with: id)
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return follow(with: add(buffer, hash: hash, slot: slot, isPlain: isPlain))
  }

  @inline(__always)
  private mutating func follow(with id: UInt32) -> UInt32 {
    entries[Int(last)].successor = id
    last = id
    return id
  }

  private mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, hash: UInt64, slot: Int, isPlain: Bool
  ) -> UInt32 {
    if count == capacity {
      entries = Self.grown(entries, count, capacity * 2)
      capacity *= 2
    }
    if poolCount + name.count > poolCapacity {
      poolCapacity = max(poolCapacity * 2, poolCount + name.count)
      pool = Self.grown(pool, poolCount, poolCapacity)
    }
    if let start = name.baseAddress {
      (pool + poolCount).initialize(from: start, count: name.count)
    }
    var head: UInt64 = 0
    for (index, byte) in name.prefix(8).enumerated() { head |= UInt64(byte) << (8 * index) }
    let id = UInt32(count)
    (entries + count).initialize(
      to: Entry(
        head: head, hash: hash, start: poolCount, count: name.count, successor: id,
        lastMapping: 0, isPlain: isPlain))
    poolCount += name.count
    count += 1
    slots[slot] = id + 1
    if count * 4 > slotCount { growSlots() }
    return id
  }

  private mutating func growSlots() {
    slots.deallocate()
    slotCount *= 4
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    for id in 0..<count {
      var slot = Int(truncatingIfNeeded: entries[id].hash) & (slotCount - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = UInt32(id) + 1
    }
  }

  private static func grown<Element>(
    _ old: UnsafeMutablePointer<Element>, _ count: Int, _ capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.moveInitialize(from: old, count: count)
    old.deallocate()
    return new
  }

  /// The first eight of `length` bytes; the caller has made sure that eight can be read.
  @inline(__always)
  private static func head(_ pointer: BytePointer, _ length: Int) -> UInt64 {
    let word = ByteScan.word(pointer)
    return length >= 8 ? word : word & ((1 << UInt64(truncatingIfNeeded: length * 8)) &- 1)
  }

  /// The first member of a mapping whose key an earlier member has.
  ///
  /// Each key notes the number of the last mapping that had it, so no pairs are compared.
  @inline(__always)
  mutating func duplicate(_ members: UnsafeMutablePointer<NodeRecord>, _ memberCount: Int) -> Int? {
    guard memberCount > 1 else { return nil }
    mappingCount += 1
    for index in 0..<memberCount {
      let entry = entries + Int(members[index].key)
      if entry.pointee.lastMapping == mappingCount { return index }
      entry.pointee.lastMapping = mappingCount
    }
    return nil
  }

  /// The names by id, as a table to keep.
  func table() -> KeyTable {
    var table = KeyTable()
    for id in 0..<count {
      _ = table.intern(
        UnsafeBufferPointer(start: pool + entries[id].start, count: entries[id].count))
    }
    return table
  }

  /// The name of a key.
  func name(_ id: UInt32) -> String {
    let entry = entries[Int(id)]
    return String(
      decoding: UnsafeBufferPointer(start: pool + entry.start, count: entry.count), as: UTF8.self)
  }
}
