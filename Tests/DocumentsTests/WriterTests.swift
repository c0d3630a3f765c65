import Testing

@testable import Documents

@Suite("Writers")
struct WriterTests {
  @Test(
    "write doubles as RFC 8785 does, and exactly",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.1, "0.1"), (100, "100"),
      (1e20, "100000000000000000000"),
      (1e21, "1e+21"), (1.5e300, "1.5e+300"), (1e-6, "0.000001"), (1e-7, "1e-7"),
      (Double.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308"), (-123.456, "-123.456"),
      (0.30000000000000004, "0.30000000000000004"),
      (333333333.33333329, "333333333.3333333"), (1e23, "1e+23"), (123e18, "123000000000000000000"),
    ])
  func doubles(value: Double, expected: String) throws {
    #expect(text(try DocumentValue.number(value).canonicalJSON()) == expected)
    #expect(try json(expected).double == value)
  }

  @Test(
    "write a number's lexeme by its value in canonical form, as it is otherwise",
    arguments: [
      ("1.10", "1.1"), ("1.0", "1"), ("1e3", "1000"), ("0.000000100", "1e-7"), ("-0", "0"),
      ("0e5", "0"), ("123456789012345678901234567890", "1.2345678901234567890123456789e+29"),
      ("1E400", "1e+400"), ("1e0000000005", "100000"), ("0.10e-999999999", "1e-1000000000"),
    ])
  func lexemes(lexeme: String, expected: String) throws {
    #expect(text(try DocumentValue.lexeme(lexeme).canonicalJSON()) == expected)
    #expect(text(try DocumentValue.lexeme(lexeme).prettyJSON()) == lexeme + "\n")
  }

  @Test("write YAML's spellings of numbers as JSON")
  func foreignLexemes() throws {
    let node = try yaml("[0x1F, 0o17, 0644, +5, .5, 5., 0.]")[0]
    #expect(text(try node.value.canonicalJSON()) == "[31,15,420,5,0.5,5,0]")
    #expect(node.elements.map(\.integer) == [31, 15, 420, 5, nil, nil, nil])
    #expect(node.elements.map(\.double) == [31, 15, 420, 5, 0.5, 5, 0])
    #expect(try json(text(node.value.prettyJSON())).value == node.value)
  }

  @Test("refuse numbers that are none and keys given twice, with the way to them")
  func unwritable() {
    func message(_ value: DocumentValue) -> String? {
      do throws(DocumentWriteError) {
        _ = try value.canonicalJSON()
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      message(["a": [1, ["b": .number(.nan)]]]) == "a[1].b: nan is not finite and cannot be written"
    )
    #expect(message(.number(-.infinity)) == "-inf is not finite and cannot be written")
    #expect(message([.lexeme("1x")]) == "[0]: \"1x\" is not a number that can be written")
    #expect(message(.lexeme("1e9999999999")) != nil)
    #expect(message(["x": ["a": 1, "b": 2, "a": 3]]) == "x: the key \"a\" is given twice")
    #expect(throws: DocumentWriteError.self) { try DocumentValue.number(.nan).yaml() }
    #expect(throws: DocumentWriteError.self) { try DocumentValue.number(.nan).prettyJSON() }
  }

  @Test("sort keys by UTF-8 bytes and escape no more than needed")
  func canonicalForm() throws {
    let value: DocumentValue = [
      "é": 1, "z": "\u{7F}\u{2028}/", "\u{FFFD}": 3, "😀": 4, "": "\u{01}\n\"\\", "a": [], "A": [:],
    ]
    #expect(
      text(try value.canonicalJSON())
        == "{\"\":\"\\u0001\\n\\\"\\\\\",\"A\":{},\"a\":[],\"z\":\"\u{7F}\u{2028}/\",\"é\":1,\"\u{FFFD}\":3,\"😀\":4}"
    )
  }

  @Test("keep apart keys that only look the same")
  func canonicalEquivalence() throws {
    let node = try json("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(node["\u{E9}"]?.integer == 1)
    #expect(node["e\u{301}"]?.integer == 2)
    #expect(try json(text(node.value.canonicalJSON())).value == node.value)
  }

  @Test("write JSON for people")
  func prettyForm() throws {
    let value: DocumentValue = ["b": [1, ["x": nil]], "a": [:], "c": []]
    let lines = """
      {
        "b": [
          1,
          {
            "x": null
          }
        ],
        "a": {},
        "c": []
      }

      """
    #expect(text(try value.prettyJSON()) == lines)
    #expect(text(try value.prettyJSON(sortsKeys: true)).hasPrefix("{\n  \"a\": {},\n  \"b\""))
  }

  @Test("write YAML as people write it")
  func yamlForm() throws {
    let value: DocumentValue = [
      "kind": "Pod", "port": 80, "on": "off", "time": "09:00",
      "list": [["name": "a", "args": ["--x", "1"]], [[], [:]], "b c"], "empty": "",
    ]
    let lines = """
      kind: Pod
      port: 80
      "on": "off"
      time: "09:00"
      list:
      - name: a
        args:
        - "--x"
        - "1"
      - - []
        - {}
      - b c
      empty: ""

      """
    #expect(text(try value.yaml()) == lines)
  }

  @Test("read back what they wrote: JSON, dense and pretty, and YAML", arguments: 0..<40)
  func roundTrip(block: UInt64) throws {
    for seed in block * 50..<(block + 1) * 50 {
      var values = RandomValues(seed: seed)
      let value = values.value()
      for bytes in [try value.canonicalJSON(), try value.prettyJSON()] {
        let read = try Document.parseJSON(bytes, file: "seed \(seed)").root
        #expect(read.value == value, "seed \(seed)")
      }
      let canonical = try value.canonicalJSON()
      let again = try Document.parseJSON(canonical, file: "seed \(seed)").root.value
      #expect(try again.canonicalJSON() == canonical, "seed \(seed)")
      let yaml = try value.yaml()
      do {
        let read = try Document.parseYAML(yaml, file: "seed \(seed)")
        #expect(read.map(\.root.value) == [value], "seed \(seed):\n\(text(yaml))")
      } catch {
        Issue.record("seed \(seed): \(error)\n\(text(yaml))")
      }
    }
  }
}
