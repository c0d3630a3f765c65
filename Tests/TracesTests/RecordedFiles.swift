import Documents
import Foundation
import Testing

@testable import Traces

/// The recorded files of the repository, found from where this source lies.
enum RecordedFiles {
  static func bytes(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent("traces/" + path)))
  }

  static func read(_ path: String, as format: String) throws -> TraceContent {
    try #require(TraceFormats.named(format)).read(try bytes(path), file: path)
  }
}

/// The error that a text gives when it is read as a format; nil when it is accepted.
func error(reading text: String, as format: String) throws -> DocumentError? {
  let format = try #require(TraceFormats.named(format))
  do {
    _ = try format.read(Array(text.utf8), file: "f")
    return nil
  } catch {
    return error
  }
}

/// One spoilt cell of a good file: the row (1 is the first after the header), its column, the value,
/// and what the error has to say.
struct Spoilt: CustomTestStringConvertible, Sendable {
  var row: Int
  var column: Int
  var value: String
  var says: String

  init(_ row: Int, _ column: Int, _ value: String, _ says: String) {
    self.row = row
    self.column = column
    self.value = value
    self.says = says
  }

  var testDescription: String { "row \(row), column \(column): \(value)" }

  /// Checks that reading the spoilt file fails at the spoilt line and says so.
  func check(_ good: String, as format: String) throws {
    var lines = good.split(separator: "\n").map(String.init)
    var fields = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    fields[column] = value
    lines[row] = fields.joined(separator: ",")
    let text = lines.joined(separator: "\n") + "\n"
    let found = try #require(try error(reading: text, as: format), "\(value) was accepted")
    #expect(found.position.line == row + 1, "\(found)")
    #expect(found.message.contains(says), "\(found)")
    #expect(found.remedy != nil, "\(found)")
  }
}

/// Checks what is common to all CSV formats: the header, cut files, duplicates.
func checkSkeleton(_ good: String, as format: String) throws {
  #expect(try error(reading: good, as: format) == nil)
  #expect(try error(reading: good.replacing("\n", with: "\r\n"), as: format) == nil)
  let lines = good.split(separator: "\n").map(String.init)
  let header = lines[0].split(separator: ",").map(String.init)
  let body = lines.dropFirst().joined(separator: "\n") + "\n"
  func headed(_ columns: [String]) -> String { columns.joined(separator: ",") + "\n" + body }

  var swapped = header
  swapped.swapAt(1, 2)
  for (text, line) in [
    (headed(swapped), 1), (headed(Array(header.dropLast())), 1), (headed(header + ["more"]), 1),
    (headed(header.map { $0 == header[1] ? "Other" : $0 }), 1), (body, 1),
    (String(good.dropLast()), lines.count), (String(good.dropLast(4)), lines.count),
    (good + lines[1] + "\n", lines.count + 1), (good + "\n", lines.count + 1),
    (good + lines[1] + ",1\n", lines.count + 1), ("", 1),
  ] {
    let found = try #require(try error(reading: text, as: format), "accepted: \(text)")
    #expect(found.position.line == line, "\(found)")
    #expect(found.position.file == "f")
  }
}
