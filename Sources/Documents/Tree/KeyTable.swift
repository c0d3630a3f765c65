/// The distinct keys of a tree: dense ids for names, by their exact bytes.
///
/// Names are told apart by bytes, not by Swift's canonical equivalence, so that two spellings of "é" are two keys, as
/// they are in Kubernetes.
struct KeyTable: Sendable {
  /// The name of each key, by id.
  private(set) var names: [String] = []
  /// Open addressing: the id plus one, or 0.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt64] = []

  /// The id of a name, if some key has it.
  func find(_ name: String) -> UInt32? {
    var name = name
    return name.withUTF8 { find($0, hash: Self.hash($0)) }
  }

  /// The id of a name, new if need be.
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = Self.hash(bytes)
    if let id = find(bytes, hash: hash) { return id }
    let id = UInt32(names.count)
    names.append(String(decoding: bytes, as: UTF8.self))
    hashes.append(hash)
    if names.count * 2 > slots.count { grow() } else { place(id, hash: hash) }
    return id
  }

  /// The id of a name, new if need be.
  mutating func intern(_ name: String) -> UInt32 {
    var name = name
    return name.withUTF8 { intern($0) }
  }

  private func find(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> UInt32? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = Int(slots[slot] - 1)
      if hashes[id] == hash, names[id].utf8.elementsEqual(bytes) { return UInt32(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func place(_ id: UInt32, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = id + 1
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (id, hash) in hashes.enumerated() { place(UInt32(id), hash: hash) }
  }

  /// A fixed function of the bytes: ids never depend on it, only the time to find them.
  @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index + 8 <= bytes.count {
      let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        .loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = mix(hash ^ word)
      index += 8
    }
    var tail: UInt64 = 0
    while index < bytes.count {
      tail = tail << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(hash ^ tail)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
