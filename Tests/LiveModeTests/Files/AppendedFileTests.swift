import Foundation
import LiveMode
import Testing

@Suite("A file that only grows")
struct AppendedFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-appended-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func open(_ name: String) throws(AppendedFile.Failure) -> AppendedFile {
    try AppendedFile(path(name), "a diary", writtenBy: "writer")
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  @Test(arguments: [0, 1, 9, 65_535, 65_536, 65_537, 200_000])
  func `what a crash left of a last line is taken away, and nothing else`(length: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cut = String(repeating: "x", count: length)
    for (name, whole) in [("a", ""), ("b", "one\n"), ("c", "one\ntwo\n")] {
      try write(name, whole + cut)
      let file = try open(name)
      #expect(try file.dropCutLine() == length)
      try file.append(Array("three\n".utf8))
      #expect(try String(decoding: file.contents(), as: UTF8.self) == whole + "three\n")
      #expect(try AppendedFile.contents(of: path(name), "a diary") == file.contents())
    }
  }

  @Test func `behind a line that does not end nothing is written`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("a", "one\ntw")
    let file = try open("a")
    let failure = #expect(throws: AppendedFile.Failure.self) {
      try file.append(Array("three\n".utf8))
    }
    #expect(failure?.kind == .broken && failure?.description.hasPrefix(path("a")) == true)
    #expect(try file.contents() == Array("one\ntw".utf8))
  }

  @Test func `one writes at a time, and nobody after it closed`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try open("a")
    let failure = #expect(throws: AppendedFile.Failure.self) { try open("a") }
    #expect(failure?.kind == .locked)
    #expect(failure?.description.contains("give each writer a file of its own") == true)
    first.close()
    first.close()
    try open("a").append(Array("two\n".utf8))
    #expect(throws: AppendedFile.Failure.self) { try first.append(Array("three\n".utf8)) }
    #expect(throws: AppendedFile.Failure.self) { try first.contents() }
    #expect(try AppendedFile.contents(of: path("a"), "a diary") == Array("two\n".utf8))
  }

  @Test func `a pipe is refused, and waited for by nobody`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    for reads in [true, false] {
      let failure = #expect(throws: AppendedFile.Failure.self) {
        if reads { _ = try AppendedFile.contents(of: path("pipe"), "a diary") }
        try open("pipe").close()
      }
      #expect(failure?.description.hasSuffix("it is no regular file; a diary is one") == true)
    }
  }
}
