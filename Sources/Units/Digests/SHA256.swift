/// SHA-256 of a stream of bytes (FIPS 180-4), in pure Swift: the same on every machine, no library.
///
/// Feed it in pieces of any size and ask for the digest once:
///
/// ```swift
/// var hash = SHA256()
/// hash.update(header)
/// hash.update(body)
/// let digest = hash.finalize()
/// ```
public struct SHA256: Sendable {
  private var state = SHA256State()
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// Makes a hash of nothing so far.
  public init() { pending.reserveCapacity(64) }

  /// Appends bytes to the stream.
  public mutating func update(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { update(buffer: $0) }
  }

  /// Appends bytes to the stream.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update(buffer: $0) }
  }

  /// Appends raw memory to the stream, such as a column of integers.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { update(buffer: bytes) }

  /// The digest of everything fed so far.
  ///
  /// The hash itself is not changed, so a growing file can be asked for its digest at any point.
  public func finalize() -> Digest {
    var state = state
    var tail = pending
    tail.append(0x80)
    let isLong = tail.count > 56
    while tail.count < (isLong ? 120 : 56) { tail.append(0) }
    // FIPS 180-4 section 5.1.1: the length in bits, modulo 2⁶⁴, big-endian.
    let bits = byteCount &* 8
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    tail.withUnsafeBytes { state.compressBlocks($0) }
    return Digest(state)
  }

  /// The digest of one piece of bytes.
  public static func digest(_ bytes: [UInt8]) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  private mutating func update(buffer: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(buffer.count)
    var rest = buffer[...]
    if !pending.isEmpty {
      let taken = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(taken))
      rest = rest.dropFirst(taken)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { state.compressBlocks($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~63
    state.compressBlocks(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }
}

extension SHA256 {
  /// The 256 bits of a digest, ordered as its hexadecimal text is.
  public struct Digest: Hashable, Comparable, Sendable, BitwiseCopyable, CustomStringConvertible {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    init(_ state: SHA256State) {
      first = UInt64(state.a) << 32 | UInt64(state.b)
      second = UInt64(state.c) << 32 | UInt64(state.d)
      third = UInt64(state.e) << 32 | UInt64(state.f)
      fourth = UInt64(state.g) << 32 | UInt64(state.h)
    }

    /// Makes a digest of its 32 bytes, or nothing when there are not 32.
    public init?(bytes: [UInt8]) {
      guard bytes.count == 32 else { return nil }
      func word(_ index: Int) -> UInt64 {
        bytes[(8 * index)..<(8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) }
      }
      (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// Reads 64 hexadecimal digits of either case, or gives nothing for any other text.
    public init?(hex: some StringProtocol) {
      let digits = Array(hex.utf8)
      guard digits.count == 64 else { return nil }
      var bytes: [UInt8] = []
      for index in stride(from: 0, to: 64, by: 2) {
        guard let high = Digest.nibble(digits[index]), let low = Digest.nibble(digits[index + 1])
        else { return nil }
        bytes.append(high << 4 | low)
      }
      self.init(bytes: bytes)
    }

    /// The 32 bytes, in the order of the standard.
    public var bytes: [UInt8] {
      [first, second, third, fourth].flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
      }
    }

    /// The 64 hexadecimal digits, in lower case.
    public var hex: String {
      let digits = Array("0123456789abcdef".utf8)
      let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      return String(decoding: text, as: UTF8.self)
    }

    /// The 64 hexadecimal digits, as ``hex``.
    public var description: String { hex }

    /// Smaller as a 256-bit number, which is the order of ``hex``.
    public static func < (left: Digest, right: Digest) -> Bool {
      (left.first, left.second, left.third, left.fourth)
        < (right.first, right.second, right.third, right.fourth)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x41 + 10
      case 0x61...0x66: byte - 0x61 + 10
      default: nil
      }
    }
  }
}
