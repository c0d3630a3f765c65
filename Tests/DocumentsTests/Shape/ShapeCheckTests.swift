import Documents
import Testing
import Units

@Suite("Checking documents against a shape")
struct ShapeCheckTests {
  @Test("defaults are filled in, short forms spelled out and tables sorted")
  func normalises() throws {
    let outcome = try checkToy(
      "name: cat\nparts:\n  tail: 90s\n  ear: {teeth: 007, kind: gear}\nratio: 1e1\n")
    #expect(outcome.diagnostics == [])
    #expect(
      try canonicalText(outcome)
        == #"{"loud":false,"name":"cat","parts":{"ear":{"kind":"gear","teeth":7},"#
        + #""tail":{"kind":"spring","lasts":"1m30s"}},"ratio":10,"size":3}"#)
    #expect(outcome.root.text("name") == "cat")
    #expect(outcome.root.integer("size") == 3)
    #expect(!outcome.root.boolean("loud"))
    let tail = outcome.root.member("parts").member("tail")
    #expect(tail.span("lasts") == .seconds(90))
    #expect(tail.path == "parts.tail")
    #expect(outcome.root["born"] == nil)
  }

  static let mistakes: [(String, [String])] = [
    (
      "[]", ["0.yaml:1:1: error: expected a mapping with name, size, ratio and loud…, found a list"]
    ),
    (
      "null",
      ["0.yaml:1:1: error: expected a mapping with name, size, ratio and loud…, found nothing"]
    ),
    (
      "nam: cat\nsize: 10",
      [
        "0.yaml:1:1: error: nam: unknown key \"nam\"; did you mean \"name\"?",
        "0.yaml:1:1: error: name: the key \"name\" is missing; give a name for a toy (lower-case "
          + "letters, digits and -)",
        "0.yaml:2:7: error: size: 10 is not a whole number from 1 to 9",
      ]
    ),
    (
      "name: cat\nloud: yes",
      ["0.yaml:2:7: error: loud: \"yes\" is not true or false"]
    ),
    (
      "name: cat\nratio: -0.0\nborn: yesterday",
      [
        "0.yaml:2:8: error: ratio: -0.0 is not a number above 0",
        "0.yaml:3:7: error: born: \"yesterday\" is not an instant such as 2026-06-08T09:00:00Z: "
          + "'y' where a four-digit year is due, at byte 0",
      ]
    ),
    (
      "name: cat\ntags: []",
      ["0.yaml:2:7: error: tags: a list of 0, and at least 1 tag is needed"]
    ),
    (
      "name: cat\ntags: [a, '', 3]",
      [
        "0.yaml:2:11: error: tags[1]: \"\" is not a text: it is empty",
        "0.yaml:2:15: error: tags[2]: 3 is not a text; put it in quotes: \"3\"",
      ]
    ),
    (
      "name: cat\nparts:\n  ear: {kind: gear, teeth: 1, radius: 2}\n  eye: {kind: gear}",
      [
        "0.yaml:3:31: error: parts.ear.radius: teeth (line 3) and radius exclude each other; keep "
          + "one of them",
        "0.yaml:4:3: error: parts.eye: one of teeth, radius is missing",
      ]
    ),
    (
      "name: cat\nparts:\n  ear: {kind: gear, teeth: 1, inner: {kind: gera, teeth: x, spin: 1}}",
      [
        "0.yaml:3:45: error: parts.ear.inner.kind: \"gera\" is not one of spring, gear; did you mean "
          + "\"gear\"?",
        "0.yaml:3:58: error: parts.ear.inner.teeth: \"x\" is not a whole number",
        "0.yaml:3:61: error: parts.ear.inner.spin: unknown key \"spin\"; known keys: lasts, teeth, "
          + "radius, inner",
      ]
    ),
  ]

  @Test("every problem is reported at its place", arguments: mistakes)
  func reportsEverything(text: String, reports: [String]) throws {
    let outcome = try checkToy(text)
    #expect(outcome.diagnostics.map(\.description) == reports)
    #expect(!outcome.isValid)
  }

  @Test("an upper layer merges mappings, replaces values and removes with null")
  func laysOver() throws {
    let base = "name: cat\nsize: 5\nparts: {ear: 1s, eye: 2s}\ntags: [a, b]"
    let above = "size: null\nparts: {ear: null, tail: 3s, eye: {lasts: 4s}}\ntags: [c]"
    let outcome = try checkToy(base, above)
    #expect(outcome.diagnostics == [])
    #expect(
      try canonicalText(outcome)
        == #"{"loud":false,"name":"cat","parts":{"eye":{"kind":"spring","lasts":"4s"},"#
        + #""tail":{"kind":"spring","lasts":"3s"}},"size":3,"tags":["c"]}"#)
  }

  @Test("another tag above drops the keys of the alternative below")
  func changesAlternatives() throws {
    let base = "name: cat\nparts: {ear: {kind: gear, teeth: 4}}"
    let spring = try checkToy(base, "parts: {ear: {kind: spring, lasts: 1s}}")
    #expect(spring.diagnostics == [])
    let radius = try checkToy(base, "parts: {ear: {radius: 2}}", "parts: {ear: {teeth: 9}}")
    #expect(radius.diagnostics == [])
    #expect(radius.root.member("parts").member("ear").integer("teeth") == 9)
    #expect(radius.root.member("parts").member("ear")["radius"] == nil)
    let removed = try checkToy(base, "parts: null", "parts: {leg: 1s}")
    #expect(removed.root.member("parts").members.map(\.key) == ["leg"])
  }

  @Test("a problem of a layer is placed in that layer")
  func placesProblems() throws {
    let outcome = try checkToy("name: cat", "size: 11\nparts: {}", "lout: true")
    #expect(
      outcome.diagnostics.map(\.description) == [
        "1.yaml:1:7: error: size: 11 is not a whole number from 1 to 9",
        "2.yaml:1:1: error: lout: unknown key \"lout\"; did you mean \"loud\"?",
      ])
  }

  @Test("what has no effect is warned of, and the document stays valid")
  func warns() throws {
    let outcome = try checkToy("name: cat\nratio:\nparts: {ear: 1s}", "parts: {}")
    #expect(
      outcome.diagnostics.map(\.description) == [
        "0.yaml:2:1: warning: ratio: the key has no value; give it one or leave it out",
        "1.yaml:1:8: warning: parts: {} is laid over what is there already and changes nothing; "
          + "write null to remove it",
      ])
    #expect(outcome.isValid)
  }

  @Test("what a shape implies is there, and in the canonical form only when it differs")
  func impliesWithoutSaying() throws {
    let silent = try checkToy("name: cat")
    #expect(silent.root.text("colour") == "red")
    for text in ["name: cat\ncolour: red", "name: cat\ncolour: \"red\""] {
      #expect(try canonicalText(try checkToy(text)) == canonicalText(silent))
    }
    #expect(!(try canonicalText(silent)).contains("colour"))
    let blue = try canonicalText(try checkToy("name: cat\ncolour: blue"))
    #expect(blue.contains(#""colour":"blue""#))
    #expect(
      try canonicalText(try checkToy("name: cat\ncolour: blue", "colour: red"))
        == canonicalText(silent))
  }

  @Test("a canonical document checks to itself")
  func canonicalIsStable() throws {
    let first = try checkToy("name: cat\nparts: {tail: 90s}\nborn: 2026-01-01T01:00:00+01:00")
    let text = try canonicalText(first)
    #expect(text.contains(#""born":"2026-01-01T00:00:00Z""#))
    #expect(try canonicalText(try checkToy(text)) == text)
  }
}
