import Documents
import Testing
import Units

@Suite("What is generated from a shape")
struct DocumentFormatTests {
  private func schema() throws -> DocumentNode {
    let bytes = try toyFormat.jsonSchema().prettyJSON()
    return try Document.parseJSON(bytes, file: "schema").root
  }

  @Test("the schema is the same each time and closes every mapping")
  func schemaIsDeterministic() throws {
    #expect(try toyFormat.jsonSchema().prettyJSON() == toyFormat.jsonSchema().prettyJSON())
    let root = try schema()
    #expect(root["additionalProperties"]?.boolean == false)
    #expect(root["required"]?.elements.map(\.string) == ["name"])
    #expect(root["properties"]?["size"]?["default"]?.integer == 3)
    #expect(root["properties"]?["size"]?["maximum"]?.integer == 9)
    #expect(root["properties"]?["colour"]?["default"]?.string == "red")
    #expect(
      root["properties"]?["parts"]?["additionalProperties"]?["$ref"]?.string == "#/$defs/Part")
  }

  @Test("a union becomes one schema for each word, told apart by a constant")
  func unionsAreToldApart() throws {
    let part = try #require(try schema()["$defs"]?["LongPart"])
    let words = try #require(part["oneOf"]).elements.map {
      $0["properties"]?["kind"]?["const"]?.string
    }
    #expect(words == ["spring", "gear"])
  }

  @Test("the manual has a row for each entry and a section for each shape with a name")
  func manualHasEverything() {
    let text = toyFormat.markdownReference()
    #expect(text.contains("| `size` | whole number | `3` | How large it is. |"))
    #expect(text.contains("| `tags` | list of text | absent | Words for it. |"))
    #expect(text.contains("| `colour` | text | `red` | What it looks like. |"))
    #expect(text.contains("### LongPart\n\nA part.\n"))
    #expect(text.contains("| `teeth` | whole number | give one of `teeth`, `radius` |"))
  }

  static let formats: [(String, ScalarFormat)] = [
    ("name", .name(of: "toy", examples: ["a", "a-1"])), ("duration", .duration()),
    ("instant", .instant), ("text", .text(examples: ["x"])), ("number", .number(examples: [1.5])),
    ("integer", .integer(examples: [4])),
  ]

  @Test("examples are read, and their canonical form is read to the same", arguments: formats)
  func examplesAreRead(name: String, format: ScalarFormat) throws {
    for example in format.examples {
      let reading = try format.read(try #require(written(example))).get()
      let again = try format.read(try #require(written(reading.canonical))).get()
      #expect(again.meaning == reading.meaning)
      #expect(again.canonical == reading.canonical)
    }
  }

  @Test(
    "the schema's pattern takes what the reader takes",
    arguments: [
      "30s", "1h30m", "1.5h", "250ms", "8d", "+2m", "1d2h3m4s5ms6us7ns", "", "30", "h", "1 h", "1x",
      "-5m", "1.5", "90min",
    ])
  func durationPatternAgrees(text: String) throws {
    let format = ScalarFormat.duration()
    let pattern = try Regex(try #require(format.outline.pattern))
    let isRead = (try? format.read(.text(text)).get()) != nil
    #expect((text.firstMatch(of: pattern) != nil) == isRead)
  }

  private func written(_ value: DocumentValue) -> WrittenScalar? {
    switch value {
    case .string(let text): .text(text)
    case .boolean(let value): .boolean(value)
    case .integer(let value): .number("\(value)")
    case .number(let value): .number("\(value)")
    case .lexeme(let text): .number(text)
    case .null, .sequence, .mapping: nil
    }
  }
}
