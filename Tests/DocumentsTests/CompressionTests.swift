import Testing

@testable import Documents

@Suite("gzip and zlib")
struct CompressionTests {
  private let sample = Array(String(repeating: "the same line again\n", count: 10_000).utf8)

  @Test("read back what they wrote")
  func roundTrip() throws {
    for input in [[], [0], sample, Array(sample.prefix(100))] {
      for level in [0, 1, 6, 9] {
        let packed = Gzip.compress(input, level: level)
        #expect(try Gzip.decompress(packed, file: "x.gz") == input)
        #expect(try Zlib.inflate(Zlib.deflate(input, level: level), file: "x") == input)
      }
    }
  }

  @Test("write no time and no operating system")
  func deterministic() {
    let packed = Gzip.compress(sample)
    #expect(Array(packed.prefix(10)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
    #expect(packed == Gzip.compress(sample))
  }

  @Test("read several members one after another")
  func members() throws {
    let packed = Gzip.compress([1, 2]) + Gzip.compress([]) + Gzip.compress([3])
    #expect(try Gzip.decompress(packed, file: "x.gz") == [1, 2, 3])
  }

  @Test("tell what is wrong with a file")
  func damaged() {
    let packed = Gzip.compress(sample)
    func message(_ bytes: [UInt8], limit: Int = 1 << 30) -> String {
      failure { () throws(DocumentError) in
        _ = try Gzip.decompress(bytes, file: "x.gz", limit: limit)
      } ?? "accepted"
    }
    #expect(message([]).contains("not a gzip file, at byte 0"))
    #expect(message(Array("id,cpu\n".utf8)).contains("not a gzip file, at byte 0"))
    for length in stride(from: 2, to: packed.count, by: 7) {
      #expect(message(Array(packed.prefix(length))).contains("ends before it is complete"))
    }
    #expect(
      message(packed + [0]).contains(
        "garbage after the end of the gzip data, at byte \(packed.count)"))
    #expect(message(packed, limit: 1000).contains("decompresses to more than 1000 bytes"))
    var wrongSum = packed
    wrongSum[packed.count - 8] ^= 1
    #expect(message(wrongSum).contains("the checksum does not match"))
    var corrupt = packed
    for index in 20..<40 { corrupt[index] ^= 0xFF }
    #expect(message(corrupt).hasPrefix("x.gz:1:1: "))
    #expect(message(corrupt) != "accepted")
    var wrongLength = packed
    wrongLength[packed.count - 1] ^= 1
    #expect(message(wrongLength).contains("the checksum does not match"))
  }
}
