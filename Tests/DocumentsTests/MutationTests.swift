import Testing

@testable import Documents

/// Damages good inputs at random. Nothing may trap, and every error must point into the file.
@Suite("Damaged inputs")
struct MutationTests {
  private static let documents = [
    #"{"apiVersion":"v1","items":[{"name":"é","cpu":1.50e-3,"ok":true,"none":null,"e":"\u00e9\ud83d\ude00\n"}]}"#,
    "{\n  \"a\": [1, 2.5, -3e7, \"x\"],\n  \"b\": {\"c\": {}, \"d\": []}\r\n}\n",
  ]
  private static let manifests = [
    "a: &x {k: 1, l: [a, 'b', \"c\\n\"]}\nb:\n  <<: *x\n  m: |\n    text é\n    more\n---\n- 1\n- ? k\n  : v\n...\n",
    "# c\nspec:\n- name: x\n  time: 09:00\n  n: [0x1F, 0644, 1e3, ~, yes]\n  s: >-\n    folded\n    text\n",
  ]
  private static let tables = [
    "id,cpu,name\n1,1.5,a\n2,2.25,\"b,\"\"c\"\"\"\r\n3,-3,é漢\n", "1,2\n3,4\n12345678,9\n5,6",
  ]
  private static let tokens = [
    "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u", "\\ud800", "\n", "\r", "\t", " ", "  ",
    "- ", "? ", "*x",
    "&x ", "!!int ", "<<: ", "|", ">", "#", "---\n", "0", "1e", ".", "-", "true", "null", ".inf",
    "%YAML 1.2\n",
    "\u{FEFF}", "é", "\u{85}", "\u{2028}", "\0",
  ]

  private func mutated(_ text: String, _ random: inout TestRandom) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0...random.below(4) {
      let place = random.below(bytes.count + 1)
      let length = min(random.below(6), bytes.count - place)
      switch random.below(6) {
      case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.removeSubrange(place..<place + length)
      case 2:
        bytes.insert(contentsOf: bytes[place..<place + length], at: random.below(bytes.count + 1))
      case 3: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: random.pick(Self.tokens).utf8, at: place)
      }
    }
    return bytes
  }

  /// Reads everything there is to read.
  private func visit(_ node: DocumentNode, _ bytes: [UInt8], _ seed: UInt64) {
    check(node.position, bytes, seed)
    _ = (node.string, node.integer, node.double, node.boolean, node.lexeme)
    for element in node.elements { visit(element, bytes, seed) }
    for member in node.members {
      check(member.keyPosition, bytes, seed)
      visit(member.value, bytes, seed)
    }
  }

  private func check(_ position: SourcePosition, _ bytes: [UInt8], _ seed: UInt64) {
    let lines = LineTable(bytes)
    let last = lines.lineAndColumn(of: bytes.count, in: bytes)
    let isInside =
      position.line >= 1 && position.column >= 1 && position.line <= last.line
      && (position.line < last.line || position.column <= last.column)
    #expect(isInside && position.file == "f", "seed \(seed): \(position) in \(text(bytes))")
  }

  @Test("of JSON", arguments: 0..<8)
  func damagedJSON(block: UInt64) throws {
    for seed in block * 500..<(block + 1) * 500 {
      var random = TestRandom(seed: seed)
      let bytes = mutated(random.pick(Self.documents), &random)
      do throws(DocumentError) {
        let node = try Document.parseJSON(bytes, file: "f").root
        visit(node, bytes, seed)
        let written = try? node.value.canonicalJSON()
        let read = try written.map { bytes throws(DocumentError) in
          try Document.parseJSON(bytes, file: "f").root.value
        }
        #expect(read == node.value, "seed \(seed)")
      } catch {
        check(error.position, bytes, seed)
      }
    }
  }

  @Test("of YAML", arguments: 0..<8)
  func damagedYAML(block: UInt64) throws {
    for seed in block * 500..<(block + 1) * 500 {
      var random = TestRandom(seed: seed)
      let bytes = mutated(random.pick(Self.manifests + Self.documents), &random)
      do throws(DocumentError) {
        for document in try Document.parseYAML(bytes, file: "f") {
          visit(document.root, bytes, seed)
          for warning in document.warnings { check(warning.position, bytes, seed) }
          let written = try? document.root.value.yaml()
          let read = try written.map { bytes throws(DocumentError) in
            try Document.parseYAML(bytes, file: "f").map(\.root.value)
          }
          #expect(read == [document.root.value], "seed \(seed)")
        }
      } catch {
        check(error.position, bytes, seed)
      }
    }
  }

  @Test("of CSV", arguments: 0..<4)
  func damagedCSV(block: UInt64) {
    for seed in block * 500..<(block + 1) * 500 {
      var random = TestRandom(seed: seed)
      let bytes = mutated(random.pick(Self.tables), &random)
      var reader = CSVReader(bytes, file: "f")
      do throws(DocumentError) {
        while try reader.readRow() {
          for field in 0..<reader.fieldCount {
            _ = reader.string(field)
            check(reader.position(field), bytes, seed)
            do throws(DocumentError) {
              _ = try reader.integer(field)
              _ = try reader.decimal(field, scale: 4)
            } catch {
              check(error.position, bytes, seed)
            }
          }
        }
      } catch {
        check(error.position, bytes, seed)
      }
    }
  }

  @Test("of gzip")
  func damagedGzip() {
    let good = Gzip.compress(Array(Self.documents.joined().utf8)) + Gzip.compress([1, 2, 3])
    for seed in 0..<2000 as Range<UInt64> {
      var random = TestRandom(seed: seed)
      var bytes = good
      for _ in 0...random.below(3) {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
      _ = try? Gzip.decompress(bytes, file: "f", limit: 1 << 16)
      _ = try? Zlib.inflate(bytes, file: "f", limit: 1 << 16)
    }
  }
}
