import Foundation

/// A file of the `5spot` suite, read with Foundation so that the tests share no parser with the
/// code under test.
struct BehaviourVectors<Input: Decodable, Expected: Decodable>: Decodable {
  struct Vector: Decodable {
    var id: String
    var input: Input
    var expected: Expected
  }

  var vectors: [Vector]

  static func read(_ name: String) throws -> [Vector] {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors/5spot/\(name).json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)).vectors
  }
}

/// `{"ok": value}` or `{"error": class}`.
enum Outcome<Value: Decodable & Equatable>: Decodable, Equatable {
  case ok(Value)
  case error(String)

  private enum Keys: CodingKey { case ok, error }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    if let name = try values.decodeIfPresent(String.self, forKey: .error) {
      self = .error(name)
    } else {
      self = .ok(try values.decode(Value.self, forKey: .ok))
    }
  }
}
