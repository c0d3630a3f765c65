import Testing

@testable import Documents

@Suite("YAML")
struct YAMLTests {
  @Test(
    "resolves plain scalars by the core schema",
    arguments: [
      ("", "null"), ("~", "null"), ("null", "null"), ("NULL", "null"), ("nULL", "\"nULL\""),
      ("true", "true"), ("True", "true"), ("FALSE", "false"), ("tRUE", "\"tRUE\""),
      ("yes", "\"yes\""), ("Off", "\"Off\""), ("y", "\"y\""), ("12", "12"), ("-12", "-12"),
      ("+12", "12"), ("0", "0"), ("0o17", "15"), ("0x1F", "31"), ("0x", "\"0x\""),
      ("0644", "420"), ("0899", "\"0899\""), ("1_000", "\"1_000\""), ("12:30", "\"12:30\""),
      ("1.10", "1.1"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E-2", "0.015"),
      (".", "\".\""), ("+", "\"+\""), ("1e", "\"1e\""), ("1.2.3", "\"1.2.3\""),
      ("2026-06-08", "\"2026-06-08\""), ("2026-06-08T09:00:00Z", "\"2026-06-08T09:00:00Z\""),
      ("1Gi", "\"1Gi\""), ("'12'", "\"12\""), ("\"true\"", "\"true\""), ("!!str 12", "\"12\""),
      ("!!int \"12\"", "12"), ("! 12", "\"12\""), ("!!float 1", "1"), ("!!null ''", "null"),
      ("\".inf\"", "\".inf\""), ("<<", "\"<<\""), ("=", "\"=\""),
    ])
  func scalars(input: String, expected: String) throws {
    let documents = try yaml("--- " + input)
    #expect(documents.count == 1)
    #expect(try canonical(documents[0]) == expected)
  }

  @Test("reads a Kubernetes manifest with positions")
  func manifest() throws {
    let input = """
      # A comment.
      apiVersion: v1
      kind: Pod
      metadata: {name: é-1, labels: {"a/b": 'it''s'}}
      spec:
        containers:
        - name: x
          args: ["--flag", "é\\n"]
          script: |
            line 1
              line 2
          folded: >-
            one
            two
      """
    let node = try yaml(input)[0]
    #expect(
      try canonical(node)
        == #"{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"a/b":"it's"},"name":"é-1"},"#
        + #""spec":{"containers":[{"args":["--flag","é\n"],"folded":"one two","name":"x","#
        + #""script":"line 1\n  line 2\n"}]}}"#)
    #expect(node["kind"]?.position.description == "test.yaml:3:7")
    #expect(node["metadata"]?["labels"]?["a/b"]?.position.description == "test.yaml:4:39")
    #expect(node["metadata"]?["labels"]?.members[0].keyPosition.column == 32)
    #expect(node["spec"]?["containers"]?[0]["name"]?.position.description == "test.yaml:7:11")
  }

  @Test("reads streams of several documents")
  func streams() throws {
    #expect(try yaml("").isEmpty)
    #expect(try yaml("# only a comment\n").isEmpty)
    #expect(
      try yaml("a: 1\n---\nb: 2\n...\n---\n").map(canonical) == [#"{"a":1}"#, #"{"b":2}"#, "null"])
    let third = try yaml("a: é\n---\nb: [é]\n---\nc: 1\n")[2]
    #expect(third["c"]?.position.description == "test.yaml:5:4")
  }

  @Test(
    "resolves aliases and merge keys",
    arguments: [
      ("a: &x [1, 2]\nb: *x", #"{"a":[1,2],"b":[1,2]}"#),
      ("a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", #"{"a":{"k":1,"l":2},"b":{"k":1,"l":3}}"#),
      (
        "a: &x {k: 1}\nc: &y {k: 2, m: 3}\nb: {<<: [*x, *y]}",
        #"{"a":{"k":1},"b":{"k":1,"m":3},"c":{"k":2,"m":3}}"#
      ),
      ("b: {<<: {k: 1}}", #"{"b":{"k":1}}"#),
      ("a: &x name\n*x : 1", #"{"a":"name","name":1}"#),
      ("\"<<\": 1", #"{"<<":1}"#),
      ("a: &x 1\nb: &x 2\nc: *x", #"{"a":1,"b":2,"c":2}"#),
      ("a: &x {p: &y 5}\nb: *y\nc: *x", #"{"a":{"p":5},"b":5,"c":{"p":5}}"#),
    ])
  func aliases(input: String, expected: String) throws {
    #expect(try canonical(yaml(input)[0]) == expected)
  }

  @Test(
    "refuses what is wrong, at the place",
    arguments: [
      ("a: 1\nb: 2\na: 3", "3:1: duplicate key \"a\"; first given at 1:1 (remove one of the two)"),
      ("a:\n\t- 1", "2:1: "), ("a: [1, 2", "1:9: "), ("a: 'x", "1:6: "), ("a: b: c", "1:5: "),
      ("- 1\nb", "2:2: "),
      ("a: *x", "1:4: no anchor &x before the alias *x (define it first with &x)"),
      ("abc: &abc 1\nb: *abd", "2:4: no anchor &abd before the alias *abd (did you mean *abc?)"),
      ("a: &x [*x]", "1:8: the alias *x lies inside the value it stands for (write the value out)"),
      ("a: !foo 1", "1:4: the tag !foo is not supported (use plain values; a date is a string)"),
      ("a: !!binary aGk=", "1:4: the tag tag:yaml.org,2002:binary is not supported"),
      ("a: !!int x", "1:4: \"x\" does not fit its tag tag:yaml.org,2002:int (remove the tag)"),
      ("a: .inf", "1:4: .inf is not a finite number"),
      ("a: -.Inf", "1:4: -.Inf is not a finite number"),
      ("a: .NaN", "1:4: .NaN is not a finite number"),
      ("[1]: 2", "1:1: a sequence or mapping as a key"),
      ("? {a: 1}\n: 2", "1:3: a sequence or mapping as a key"),
      ("x: &a [1]\n*a : 2", "2:1: a sequence or mapping as a key"),
      ("a: {<<: 1}", "1:5: << with a number"),
      ("\u{FEFF}a: 1", "1:1: the file starts with a byte order mark"),
      ("a: \"\\q\"", "1:5: "), ("a: @x", "1:4: "), ("é: [1,\n é: @]", "2:5: "),
      ("a: \u{01}", "1:4: "),
      ("<<: {a: 1}\n<<: {b: 1}", "2:1: duplicate key \"<<\""), ("%YAML 3.0\n---\na", "1:"),
    ])
  func refuses(input: String, message: String) {
    let found = failure { () throws(DocumentError) in _ = try yaml(input) }
    #expect(found?.hasPrefix("test.yaml:" + message) == true, "\(found ?? "accepted")")
  }

  @Test("stops at aliases that would explode")
  func billionLaughs() {
    var input = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<20 {
      let alias = "*a\(level - 1)"
      input +=
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    let message = failure { () throws(DocumentError) in _ = try yaml(input) }
    #expect(message?.contains("aliases stand for more than 100000 values") == true)
  }

  @Test("bounds depth for blocks, flows and aliases")
  func depth() {
    for input in [
      String(repeating: "[", count: 100), String(repeating: "[", count: 5000),
      String(repeating: "- ", count: 5000), String(repeating: "{a: ", count: 5000),
      "a: &x \(String(repeating: "[", count: 40))\(String(repeating: "]", count: 40))\nb: "
        + String(repeating: "[", count: 40) + "*x" + String(repeating: "]", count: 40),
    ] {
      let message = failure { () throws(DocumentError) in
        _ = try yaml(input, limits: DocumentLimits(depth: 64))
      }
      #expect(message?.contains("nested more than 64 levels deep") == true, "\(message ?? "-")")
    }
  }

  @Test("warns of words that YAML 1.1 readers take for something else")
  func warnings() throws {
    let document = try Document.parseYAML(
      Array("a: yes\nb: 'no'\nc: [1_000, On]\n".utf8), file: "w.yaml")[0]
    #expect(
      document.warnings.map { $0.position.description } == [
        "w.yaml:1:4", "w.yaml:3:5", "w.yaml:3:12",
      ])
  }
}
