import Foundation

/// A folder for one test, gone with it.
final class Scratch {
  let url: URL

  init() throws {
    // Links resolved, as the tool names files by where they really are.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("fivespot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ relative: String) -> String {
    relative.isEmpty ? url.path : url.path + "/" + relative
  }

  /// Writes a file below the folder, with the folders that it needs.
  @discardableResult
  func write(_ relative: String, bytes: some Sequence<UInt8>) throws -> URL {
    let file = url.appendingPathComponent(relative)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }

  @discardableResult
  func write(_ relative: String, _ text: String) throws -> URL {
    try write(relative, bytes: text.utf8)
  }

  func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(relative)))
  }

  /// A file's text, empty when there is none.
  func text(_ relative: String) -> String {
    String(decoding: (try? bytes(relative)) ?? [], as: UTF8.self)
  }

  func has(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

  /// The names in a folder, sorted.
  func names(in relative: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(relative)).sorted()
  }
}
