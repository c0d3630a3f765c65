import Testing

@testable import Documents

@Suite("CSV")
struct CSVTests {
  private func rows(_ text: String, strict: Bool = false) throws(DocumentError) -> [[String]] {
    var reader = CSVReader(Array(text.utf8), file: "t.csv", requiresFinalNewline: strict)
    var result: [[String]] = []
    while try reader.readRow() { result.append((0..<reader.fieldCount).map { reader.string($0) }) }
    return result
  }

  @Test(
    "reads RFC 4180",
    arguments: [
      ("", []), ("a", [["a"]]), ("a\n", [["a"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]), (",\n,", [["", ""], ["", ""]]),
      ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
      ("\"a\nb\",c\n1,2\n", [["a\nb", "c"], ["1", "2"]]),
      ("\"\",x\n", [["", "x"]]), ("é,漢\n", [["é", "漢"]]), ("\"\"\"\"\n", [["\""]]),
      ("\"\"\"\"\"\"\n", [["\"\""]]),
      ("long field of more than eight bytes,x\n", [["long field of more than eight bytes", "x"]]),
    ] as [(String, [[String]])])
  func reads(input: String, expected: [[String]]) throws {
    #expect(try rows(input) == expected)
  }

  @Test(
    "refuses what is not a table, at the place",
    arguments: [
      ("a,b\n1\n", "2:2: 1 fields where 2 are expected"), ("a,b\n1,2,3\n", "2:5: 3 fields where 2"),
      ("a,b\n1", "2:2: 1 fields where 2 are expected (is the file cut short in this row?)"),
      ("a,b\n\n1,2\n", "2:1: empty line"), ("a,b\n1,x\"y\n", "2:4: quote inside"),
      ("a\n\"x\"y\n", "2:4: text after a quote"),
      ("a\n\"x\n\n", "2:1: the quote that starts here does not end"),
      ("a\rb\n", "1:2: carriage return"), ("a,\0\n", "1:3: NUL byte"),
      ("\u{FEFF}a\n", "1:1: the file starts"),
      ("é,\"é\"x\n", "1:6: text after"), ("a,b\n12345678,123456789\0\n", "2:19: NUL byte"),
    ])
  func refuses(input: String, message: String) {
    let found = failure { () throws(DocumentError) in _ = try rows(input) }
    #expect(found?.hasPrefix("t.csv:" + message) == true, "\(found ?? "accepted")")
  }

  @Test("can insist on the last line end")
  func finalNewline() throws {
    #expect(try rows("a\n1\n", strict: true).count == 2)
    #expect(
      failure { () throws(DocumentError) in _ = try rows("a\n1", strict: true) }
        == "t.csv:2:2: the last row does not end with a line end (is the file cut short?)")
  }

  @Test("refuses bytes that are not UTF-8")
  func badUTF8() {
    let found = failure { () throws(DocumentError) in
      var reader = CSVReader(Array("ab,".utf8) + [0xFF, 0x0A], file: "t.csv")
      _ = try reader.readRow()
    }
    #expect(found?.hasPrefix("t.csv:1:4: byte 0xFF is not valid UTF-8") == true)
  }

  private func decimal(_ text: String, scale: Int) throws(DocumentError) -> Int64 {
    var reader = CSVReader(Array("x,\(text)\n".utf8), file: "t.csv")
    _ = try reader.readRow()
    return try reader.decimal(1, scale: scale)
  }

  @Test(
    "reads numbers exactly",
    arguments: [
      ("0", 0, 0), ("-0", 0, 0), ("+7", 0, 7), ("007", 0, 7), ("12345678", 0, 12_345_678),
      ("123456789012", 0, 123_456_789_012), ("9223372036854775807", 0, .max),
      ("-9223372036854775808", 0, .min), ("1.5", 3, 1500), ("-1.5", 3, -1500), ("1.5000", 1, 15),
      (".5", 1, 5), ("0.001", 3, 1), ("12", 2, 1200), ("\"12\"", 0, 12),
      ("0000000000000000000000000000012", 0, 12), ("922337203685477.5807", 4, .max),
    ] as [(String, Int, Int64)])
  func numbers(input: String, scale: Int, expected: Int64) throws {
    #expect(try decimal(input, scale: scale) == expected)
  }

  @Test(
    "refuses what is no number, at the field",
    arguments: [
      ("", 0, "empty where a number is expected"),
      ("x", 0, "\"x\" is not an integer (write digits only)"),
      ("1.0", 0, "\"1.0\" is not an integer"), ("1.", 0, "\"1.\" is not an integer"),
      ("1.", 2, "\"1.\" is not a decimal"),
      ("-", 0, "\"-\" is not an integer"), ("1e3", 2, "\"1e3\" is not a decimal"),
      (" 1", 0, "\" 1\" is not"),
      ("9223372036854775808", 0, "9223372036854775808 is too large"),
      ("1.2.3", 2, "\"1.2.3\" is not"),
      ("-9223372036854775809", 0, "-9223372036854775809 is too large"),
      ("99999999999999999999", 0, "99999999999999999999 is too large"),
      ("1.234", 2, "1.234 has more than 2 decimal places (round it on purpose)"),
      ("1234567890123456789", 2, "1234567890123456789 is too large"),
      ("1234567x", 0, "\"1234567x\" is not"), ("12345678x", 0, "\"12345678x\" is not"),
      ("12345.78", 0, "\"12345.78\" is not"),
    ])
  func refusesNumbers(input: String, scale: Int, message: String) {
    let found = failure { () throws(DocumentError) in _ = try decimal(input, scale: scale) }
    #expect(found?.hasPrefix("t.csv:1:3: " + message) == true, "\(found ?? "accepted")")
  }

  @Test(
    "holds the header against the columns that are expected",
    arguments: [
      ("id,time,cpu\n", nil),
      ("id,tiem,cpu\n", "1:4: unexpected column \"tiem\" (did you mean \"time\"?)"),
      ("id,cpu\n", "1:4: column \"time\" is missing (the columns are id,time,cpu)"),
      ("id,time\n", "1:8: column \"cpu\" is missing (the columns are id,time,cpu)"),
      ("time,id,cpu\n", "1:1: column \"time\" is out of place: \"id\" is expected here"),
      ("id,id,cpu\n", "1:4: column \"id\" is given twice"),
      ("id,time,cpu,gpu\n", "1:13: unexpected column \"gpu\""),
      ("ID,time,cpu\n", "1:1: unexpected column \"ID\" (did you mean \"id\"?)"),
      ("", "1:1: the file is empty"),
    ])
  func header(input: String, message: String?) {
    let found = failure { () throws(DocumentError) in
      var reader = CSVReader(Array(input.utf8), file: "t.csv")
      try reader.expectHeader(["id", "time", "cpu"])
    }
    if let message {
      #expect(found?.hasPrefix("t.csv:" + message) == true, "\(found ?? "accepted")")
    } else {
      #expect(found == nil)
    }
  }

  @Test("names the column in errors once the header is known")
  func columnNames() throws {
    var reader = CSVReader(Array("id,cpu\n1,x\n".utf8), file: "t.csv")
    try reader.expectHeader(["id", "cpu"])
    _ = try reader.readRow()
    #expect(reader.line == 2)
    #expect(
      failure { () throws(DocumentError) in _ = try reader.integer(1) }
        == "t.csv:2:3: cpu: \"x\" is not an integer (write digits only)")
  }
}
