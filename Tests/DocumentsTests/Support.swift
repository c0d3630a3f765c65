@testable import Documents

/// A small generator for tests: reproducible from the seed that a failure prints.
struct TestRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}

func json(
  _ text: String, limits: DocumentLimits = .standard
) throws(DocumentError) -> DocumentNode {
  try Document.parseJSON(Array(text.utf8), file: "test.json", limits: limits).root
}

func yaml(
  _ text: String, limits: DocumentLimits = .standard
) throws(DocumentError) -> [DocumentNode] {
  try Document.parseYAML(Array(text.utf8), file: "test.yaml", limits: limits).map(\.root)
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The value as canonical JSON, which tests compare and read easily.
func canonical(_ node: DocumentNode) throws -> String { text(try node.value.canonicalJSON()) }

/// What a call throws, as text.
func failure(_ body: () throws(DocumentError) -> Void) -> String? {
  do throws(DocumentError) {
    try body()
    return nil
  } catch {
    return error.description
  }
}
