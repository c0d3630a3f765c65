import Foundation

/// Files of the repository.
enum Fixture {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the root.
  static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The bytes of a file, by its path from the root.
  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: repository.appendingPathComponent(path)))
  }

  /// The names of the files in a folder, sorted, by its path from the root.
  static func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: repository.appendingPathComponent(path).path
    ).sorted()
  }

  /// Writes a file, by its path from the root.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: repository.appendingPathComponent(path))
  }
}
