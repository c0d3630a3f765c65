/// The block function of SHA-256 (FIPS 180-4 section 6.2.2), unrolled.
///
/// The eight state words rotate by renaming rather than by moving, and the sixteen words of the
/// message schedule are named, so that a whole block runs in registers and the top of the stack.
struct SHA256State {
  var a: UInt32 = 0x6a09e667
  var b: UInt32 = 0xbb67ae85
  var c: UInt32 = 0x3c6ef372
  var d: UInt32 = 0xa54ff53a
  var e: UInt32 = 0x510e527f
  var f: UInt32 = 0x9b05688c
  var g: UInt32 = 0x1f83d9ab
  var h: UInt32 = 0x5be0cd19

  /// Folds one block of 64 bytes into the state.
  @inline(__always)
  mutating func compress(_ block: UnsafeRawPointer) {
    var schedule = SHA256Schedule(block)
    var work = self
    work.sixteenRounds(
      schedule,
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
      0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
      0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
      0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174)
    schedule.advance()
    work.sixteenRounds(
      schedule,
      0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
      0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
      0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
      0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967)
    schedule.advance()
    work.sixteenRounds(
      schedule,
      0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
      0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
      0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
      0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070)
    schedule.advance()
    work.sixteenRounds(
      schedule,
      0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
      0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
      0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2)
    a &+= work.a
    b &+= work.b
    c &+= work.c
    d &+= work.d
    e &+= work.e
    f &+= work.f
    g &+= work.g
    h &+= work.h
  }

  /// Sixteen rounds, after which the renamed words are back in their places.
  @inline(__always)
  private mutating func sixteenRounds(
    _ w: SHA256Schedule,
    _ k0: UInt32, _ k1: UInt32, _ k2: UInt32, _ k3: UInt32,
    _ k4: UInt32, _ k5: UInt32, _ k6: UInt32, _ k7: UInt32,
    _ k8: UInt32, _ k9: UInt32, _ k10: UInt32, _ k11: UInt32,
    _ k12: UInt32, _ k13: UInt32, _ k14: UInt32, _ k15: UInt32
  ) {
    round(a, b, c, &d, e, f, g, &h, k0 &+ w.w0)
    round(h, a, b, &c, d, e, f, &g, k1 &+ w.w1)
    round(g, h, a, &b, c, d, e, &f, k2 &+ w.w2)
    round(f, g, h, &a, b, c, d, &e, k3 &+ w.w3)
    round(e, f, g, &h, a, b, c, &d, k4 &+ w.w4)
    round(d, e, f, &g, h, a, b, &c, k5 &+ w.w5)
    round(c, d, e, &f, g, h, a, &b, k6 &+ w.w6)
    round(b, c, d, &e, f, g, h, &a, k7 &+ w.w7)
    round(a, b, c, &d, e, f, g, &h, k8 &+ w.w8)
    round(h, a, b, &c, d, e, f, &g, k9 &+ w.w9)
    round(g, h, a, &b, c, d, e, &f, k10 &+ w.w10)
    round(f, g, h, &a, b, c, d, &e, k11 &+ w.w11)
    round(e, f, g, &h, a, b, c, &d, k12 &+ w.w12)
    round(d, e, f, &g, h, a, b, &c, k13 &+ w.w13)
    round(c, d, e, &f, g, h, a, &b, k14 &+ w.w14)
    round(b, c, d, &e, f, g, h, &a, k15 &+ w.w15)
  }
}

/// Sixteen consecutive words of the message schedule.
struct SHA256Schedule {
  var w0: UInt32
  var w1: UInt32
  var w2: UInt32
  var w3: UInt32
  var w4: UInt32
  var w5: UInt32
  var w6: UInt32
  var w7: UInt32
  var w8: UInt32
  var w9: UInt32
  var w10: UInt32
  var w11: UInt32
  var w12: UInt32
  var w13: UInt32
  var w14: UInt32
  var w15: UInt32

  /// The first sixteen: the block itself, big-endian.
  @inline(__always)
  init(_ block: UnsafeRawPointer) {
    w0 = word(block, 0)
    w1 = word(block, 1)
    w2 = word(block, 2)
    w3 = word(block, 3)
    w4 = word(block, 4)
    w5 = word(block, 5)
    w6 = word(block, 6)
    w7 = word(block, 7)
    w8 = word(block, 8)
    w9 = word(block, 9)
    w10 = word(block, 10)
    w11 = word(block, 11)
    w12 = word(block, 12)
    w13 = word(block, 13)
    w14 = word(block, 14)
    w15 = word(block, 15)
  }

  /// Replaces the sixteen words by the sixteen after them.
  @inline(__always)
  mutating func advance() {
    w0 = w0 &+ sigma0(w1) &+ w9 &+ sigma1(w14)
    w1 = w1 &+ sigma0(w2) &+ w10 &+ sigma1(w15)
    w2 = w2 &+ sigma0(w3) &+ w11 &+ sigma1(w0)
    w3 = w3 &+ sigma0(w4) &+ w12 &+ sigma1(w1)
    w4 = w4 &+ sigma0(w5) &+ w13 &+ sigma1(w2)
    w5 = w5 &+ sigma0(w6) &+ w14 &+ sigma1(w3)
    w6 = w6 &+ sigma0(w7) &+ w15 &+ sigma1(w4)
    w7 = w7 &+ sigma0(w8) &+ w0 &+ sigma1(w5)
    w8 = w8 &+ sigma0(w9) &+ w1 &+ sigma1(w6)
    w9 = w9 &+ sigma0(w10) &+ w2 &+ sigma1(w7)
    w10 = w10 &+ sigma0(w11) &+ w3 &+ sigma1(w8)
    w11 = w11 &+ sigma0(w12) &+ w4 &+ sigma1(w9)
    w12 = w12 &+ sigma0(w13) &+ w5 &+ sigma1(w10)
    w13 = w13 &+ sigma0(w14) &+ w6 &+ sigma1(w11)
    w14 = w14 &+ sigma0(w15) &+ w7 &+ sigma1(w12)
    w15 = w15 &+ sigma0(w0) &+ w8 &+ sigma1(w13)
  }
}

extension SHA256State {
  /// Folds whole blocks into the state; the length must be a multiple of 64.
  mutating func compressBlocks(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    var copy = self
    for offset in stride(from: 0, to: bytes.count, by: 64) { copy.compress(base + offset) }
    self = copy
  }
}

@inline(__always)
private func word(_ block: UnsafeRawPointer, _ index: Int) -> UInt32 {
  UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
}

@inline(__always)
private func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
  value &>> count | value &<< (32 &- count)
}

@inline(__always)
private func sigma0(_ value: UInt32) -> UInt32 {
  rotate(value, 7) ^ rotate(value, 18) ^ (value &>> 3)
}

@inline(__always)
private func sigma1(_ value: UInt32) -> UInt32 {
  rotate(value, 17) ^ rotate(value, 19) ^ (value &>> 10)
}

/// One round; `mixed` is the sum of the round's constant and its message word.
@inline(__always)
private func round(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
  _ g: UInt32, _ h: inout UInt32, _ mixed: UInt32
) {
  let choice = g ^ (e & (f ^ g))
  let majority = (a & b) ^ (c & (a ^ b))
  let first = h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ mixed
  d &+= first
  h = first &+ (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ majority
}
