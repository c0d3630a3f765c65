import Testing
import Units

@Suite struct SHA256Tests {
  @Test(
    "digests equal those of FIPS 180-4 and NIST's examples",
    arguments: [
      ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func knownDigests(text: String, count: Int, hex: String) {
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes += text.utf8 }
    #expect(SHA256.digest(bytes).hex == hex)
  }

  @Test("a digest does not depend on how the bytes arrive", arguments: [1, 2, 3] as [UInt64])
  func streaming(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for count in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1_000] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var hash = SHA256()
      var start = 0
      while start < count {
        let end = min(count, start + random.below(90))
        hash.update(Array(bytes[start..<end]))
        start = end
      }
      #expect(hash.finalize() == SHA256.digest(bytes), "seed \(seed), \(count) bytes")
      hash.update(bytes.span)
      #expect(hash.finalize() == SHA256.digest(bytes + bytes), "seed \(seed), \(count) bytes twice")
    }
  }

  @Test("a digest is read from its hexadecimal text, and ordered like it")
  func hexadecimalText() throws {
    let digest = SHA256.digest(Array("abc".utf8))
    #expect(SHA256.Digest(hex: digest.hex) == digest)
    #expect(SHA256.Digest(hex: digest.hex.uppercased()) == digest)
    #expect(SHA256.Digest(bytes: digest.bytes) == digest)
    #expect(SHA256.Digest(hex: "00") == nil)
    #expect(SHA256.Digest(hex: String(repeating: "g", count: 64)) == nil)
    #expect(SHA256.Digest(bytes: [1, 2, 3]) == nil)
    let other = SHA256.digest([])
    #expect((digest < other) == (digest.hex < other.hex))
  }
}
