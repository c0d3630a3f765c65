import Testing

@testable import Documents

@Suite("Texts that are JSON or YAML")
struct TextTests {
  private func documents(_ text: String) throws(DocumentError) -> [Document] {
    try Document.parse(Array(text.utf8), file: "t")
  }

  @Test(
    "are told apart by how they begin",
    arguments: [
      ("{\"a\": 1}", ["{\"a\":1}"]), (" \n{\n}", ["{}"]), ("{ \"a\": [1] }\n", ["{\"a\":[1]}"]),
      // Several calls of a tool into one file.
      ("{\"a\": 1}\n{\"a\": 2}", ["{\"a\":1}", "{\"a\":2}"]),
      ("{\"a\": 1}{\"b\": \"---\"} {}", ["{\"a\":1}", "{\"b\":\"---\"}", "{}"]),
      // YAML, whatever it begins with.
      ("{a: 1, b: [x]}", ["{\"a\":1,\"b\":[\"x\"]}"]), ("{'a': 1}", ["{\"a\":1}"]),
      ("{\"a\": 1}\n---\n{\"a\": 2}\n", ["{\"a\":1}", "{\"a\":2}"]),
      ("a: 1\n---\na: {b: 2}\n", ["{\"a\":1}", "{\"a\":{\"b\":2}}"]), ("- 1\n", ["[1]"]),
      ("", []), ("# nothing\n", []),
    ])
  func forms(text: String, expected: [String]) throws {
    let found = try documents(text).map {
      String(decoding: try $0.root.value.canonicalJSON(), as: UTF8.self)
    }
    #expect(found == expected)
  }

  @Test(
    "say where they are wrong, in the words of their form",
    arguments: [
      ("{\"a\": 1,}", "t:1:8: trailing comma"),
      ("{\"a\": 1}\n{\"a\":\n", "t:3:1: the document ends"),
      ("{\"a\": 1}\n{\"a\": 1, \"a\": 2}", "t:2:10: duplicate key \"a\""),
      ("{\"a\": 1} x", "t:1:10: 'x' after the end of the document"), ("{\"a", "t:1:2"),
      ("{", "t:1:2"),
      ("{a: [}", "t:1:6"),
    ])
  func problems(text: String, says: String) {
    do throws(DocumentError) {
      let found = try documents(text)
      Issue.record("\(found.count) documents")
    } catch {
      #expect(error.description.hasPrefix(says), "\(error)")
    }
  }

  @Test("one document is one, and a second has its place")
  func one() throws {
    func one(_ text: String) throws(DocumentError) -> Document {
      try Document.parseOne(Array(text.utf8), file: "t", holding: "policy")
    }
    #expect(try one("{\"a\": 1}").root["a"]?.integer == 1)
    #expect(throws: DocumentError.self) { _ = try one("") }
    do throws(DocumentError) {
      _ = try one("{\"a\": 1}\n {\"a\": 2}")
      Issue.record("two documents were taken for one")
    } catch {
      #expect(error.description == "t:2:2: the file holds 2 documents (put one policy in it)")
    }
  }
}
