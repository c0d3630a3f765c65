import Testing

@testable import Documents

@Suite("JSON")
struct JSONTests {
  @Test(
    "accepts what RFC 8259 allows",
    arguments: [
      ("null", "null"), (" true ", "true"), ("\t\r\nfalse\n", "false"), ("0", "0"), ("-0", "0"),
      ("-0.0", "0"), ("12", "12"), ("1.10", "1.1"), ("1e3", "1000"), ("1E+2", "100"),
      ("1e-2", "0.01"), ("123456789012345678901234567890", "1.2345678901234567890123456789e+29"),
      ("\"\"", "\"\""), ("\"a\\u0041\\n\\/\"", "\"aA\\n/\""),
      ("\"\\ud83d\\ude00\"", "\"😀\""), ("\"\\uD83D\\uDE00x\"", "\"😀x\""), ("\"é漢😀\"", "\"é漢😀\""),
      ("\"\\u0000\"", "\"\\u0000\""), ("\"\u{7F}\"", "\"\u{7F}\""), ("[]", "[]"), ("[ ]", "[]"),
      ("{}", "{}"), ("{ }", "{}"), ("[1,2,[3,{}],{\"a\":[]}]", "[1,2,[3,{}],{\"a\":[]}]"),
      ("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}"), ("{\"\":{\"\":0}}", "{\"\":{\"\":0}}"),
      ("{\"a\\u0062\":1}", "{\"ab\":1}"), ("[1e400]", "[1e+400]"), ("\"\\uFFFF\"", "\"\u{FFFF}\""),
    ])
  func accepts(input: String, expected: String) throws {
    #expect(try canonical(json(input)) == expected)
  }

  @Test(
    "refuses what RFC 8259 forbids, at the place",
    arguments: [
      ("", "1:1"), ("  ", "1:3"), ("nul", "1:1"), ("True", "1:1"), ("NaN", "1:1"),
      ("-Infinity", "1:2"), ("+1", "1:1"), ("01", "1:1"), ("-01", "1:2"), ("1.", "1:3"),
      (".5", "1:1"), ("1.e1", "1:3"), ("1e", "1:3"), ("1e+", "1:4"), ("0x1F", "1:2"),
      ("-", "1:2"), ("--1", "1:2"), ("1 2", "1:3"), ("[1,]", "1:3"), ("[,1]", "1:2"),
      ("[1 2]", "1:4"), ("[1,,2]", "1:4"), ("[1", "1:3"), ("[", "1:2"), ("]", "1:1"),
      ("{\"a\":1,}", "1:7"), ("{\"a\" 1}", "1:6"), ("{\"a\":}", "1:6"), ("{a:1}", "1:2"),
      ("{'a':1}", "1:2"), ("{\"a\":1 \"b\":2}", "1:8"), ("{\"a\":1", "1:7"), ("{\"a\"", "1:5"),
      ("{1:2}", "1:2"), ("[1}", "1:3"), ("{\"a\":1]", "1:7"), ("\"a", "1:1"), ("\"a\\", "1:4"),
      ("\"\\x\"", "1:2"), ("\"\\u12\"", "1:2"), ("\"\\u12G4\"", "1:2"), ("\"\\ud800\"", "1:2"),
      ("\"\\udc00\"", "1:2"), ("\"\\ud800\\u0041\"", "1:2"), ("\"\\ud800x\"", "1:2"),
      ("\"\n\"", "1:2"), ("\"\u{01}\"", "1:2"), ("[\"é\", x]", "1:7"), ("[1]\n\n  x", "3:3"),
      ("[1,\r\n 2,\r\n !]", "3:2"), ("\u{FEFF}{}", "1:1"), ("// c\n1", "1:1"), ("1 // c", "1:3"),
      ("'a'", "1:1"), ("\u{0C}1", "1:1"), ("\u{A0}1", "1:1"), ("\"\\ud83d\\u", "1:8"),
    ])
  func refuses(input: String, place: String) {
    let message = failure { () throws(DocumentError) in _ = try json(input) }
    #expect(message?.hasPrefix("test.json:\(place): ") == true, "\(message ?? "accepted")")
  }

  @Test(
    "refuses bytes that are not UTF-8",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func refusesBadUTF8(bytes: [UInt8]) {
    for padding in 0..<20 {
      let input =
        Array("[\"é".utf8) + Array(repeating: 0x61, count: padding) + bytes + Array("\"]".utf8)
      let message = failure { () throws(DocumentError) in
        _ = try Document.parseJSON(input, file: "bad.json")
      }
      #expect(message?.hasPrefix("bad.json:1:\(4 + padding): byte 0x") == true, "\(message ?? "-")")
    }
  }

  @Test("keeps number lexemes and reads them exactly")
  func numbers() throws {
    let node = try json(
      "[1.10, 9223372036854775807, -9223372036854775808, 9223372036854775808, 1.0, 1e3, 0.1, 1e400, -0]"
    )
    #expect(node[0].lexeme == "1.10")
    #expect(node[0].double == 1.1)
    #expect(node[1].integer == .max)
    #expect(node[2].integer == .min)
    #expect(node[3].integer == nil)
    #expect(node[3].double == 9_223_372_036_854_775_808)
    #expect(node[4].integer == nil)
    #expect(node[5].integer == nil)
    #expect(node[5].double == 1000)
    #expect(node[6].double == 0.1)
    #expect(node[7].double == nil)
    #expect(node[8].integer == 0)
    #expect(node[8].double?.sign == .minus)
  }

  @Test("finds members, elements, kinds and positions")
  func navigation() throws {
    let node = try json("{\n  \"name\": \"é\", \"list\": [true,\n    null],\n  \"n\\u0061\": {}\n}")
    #expect(node.kind == .mapping)
    #expect(node.count == 3)
    #expect(node["name"]?.string == "é")
    #expect(node["nothing"] == nil)
    #expect(node["list"]?[0].boolean == true)
    #expect(node["list"]?[1].isNull == true)
    #expect(node["list"]?[1].position.description == "test.json:3:5")
    #expect(node["list"]?.position.description == "test.json:2:24")
    #expect(node["na"]?.kind == .mapping)
    #expect(node.members.map(\.key) == ["name", "list", "na"])
    #expect(node.members[2].keyPosition.description == "test.json:4:3")
    #expect(node["list"]?.elements.map(\.kind) == [.boolean, .null])
  }

  @Test("reports a key given twice, with both places")
  func duplicates() {
    let input = "{\"a\": {\"a\": 1, \"b\": 2},\n \"b\": 1, \"\\u0061\": 2}"
    let message = failure { () throws(DocumentError) in _ = try json(input) }
    #expect(
      message
        == "test.json:2:10: duplicate key \"a\"; first given at 1:2 (remove one of the two)")
  }

  @Test("bounds depth, size and number of values")
  func limits() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(
      failure { () throws(DocumentError) in _ = try json(deep) }
        == "test.json:1:129: nested more than 128 levels deep (flatten the document)")
    let nested = String(repeating: "{\"a\":", count: 512) + "1" + String(repeating: "}", count: 512)
    #expect(throws: DocumentError.self) { _ = try json(nested) }
    _ = try json(nested, limits: DocumentLimits(depth: 1_000_000)).value.canonicalJSON()
    #expect(
      failure { () throws(DocumentError) in
        _ = try json("[1,2,3]", limits: DocumentLimits(nodeCount: 3))
      } == "test.json:1:6: more than 3 values (split the file)")
    #expect(
      failure { () throws(DocumentError) in
        _ = try json("[1,2,3]", limits: DocumentLimits(byteCount: 3))
      } == "test.json:1:1: 7 bytes are more than the limit of 3 (split the file)")
  }

  @Test("lays one document over another and keeps where each value came from")
  func overlay() throws {
    let lower = try Document.parseJSON(
      Array("{\"a\": {\"x\": 1, \"y\": [1, 2]}, \"b\": 2}".utf8), file: "lower.json")
    let upper = try Document.parseYAML(
      Array("a:\n  y: [3]\n  z: null\nc: {d: e}\n".utf8), file: "upper.yaml")[0]
    let both = lower.overlaying(upper.root).root
    #expect(try canonical(both) == #"{"a":{"x":1,"y":[3],"z":null},"b":2,"c":{"d":"e"}}"#)
    #expect(both["a"]?.position.description == "lower.json:1:7")
    #expect(both["a"]?["x"]?.position.description == "lower.json:1:13")
    #expect(both["a"]?["y"]?[0].position.description == "upper.yaml:2:7")
    #expect(both["a"]?.members[2].keyPosition.description == "upper.yaml:3:3")
    #expect(both["c"]?["d"]?.string == "e")
    let again = Document(root: both).overlaying(try json("{\"b\": {\"q\": 1}}")).root
    #expect(again["b"]?["q"]?.position.description == "test.json:1:13")
  }
}
