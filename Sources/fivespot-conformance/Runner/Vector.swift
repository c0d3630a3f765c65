import Documents

/// One case of a vector file.
struct Vector: Sendable {
  /// The vector's `id`, else its `name`, else its index in the file from 0.
  var id: DocumentValue
  /// `input.fn`, else the name of the file.
  var function: String
  /// Where it stands.
  var position: SourcePosition
  /// What is given; nil when the vector has no `input`.
  var input: DocumentNode?
  /// What should come out; nil when the vector does not say.
  var expected: DocumentNode?
  /// The vector as a whole, for suites whose vectors are not input and expectation.
  var content: Content

  enum Content: Sendable {
    /// The vector's own node and the root of its file.
    case node(DocumentNode, root: DocumentNode)
    case text(String)
  }
}

/// Why a vector cannot be computed: it asks for something that is not known here.
struct VectorError: Error, Hashable, Sendable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// How the vectors of one file are computed and judged.
struct FileCheck: Sendable {
  typealias Function = @Sendable (Vector) throws(VectorError) -> DocumentValue

  /// The functions of the file by the name that `Vector.function` gives.
  var functions: [String: Function]
  /// What computes vectors of any other name; nil when the names above are all.
  var everyFunction: Function?
  /// Whether what came out is what was expected: values of equal meaning, unless a suite says
  /// otherwise.
  var accepts: @Sendable (_ actual: DocumentValue, _ expected: DocumentNode) -> Bool = {
    $0 == $1.value
  }

  /// Whether a vector is about something that the functions know; a file none of whose vectors is
  /// counts as unsupported.
  var supports: @Sendable (Vector) -> Bool = { _ in true }

  func actual(of vector: Vector) throws(VectorError) -> DocumentValue {
    guard let function = functions[vector.function] ?? everyFunction else {
      throw VectorError("unknown function \"\(vector.function)\"")
    }
    return try function(vector)
  }
}

extension FileCheck {
  /// Whether `actual` has every member of `expected` with an equal value: for files whose
  /// expectations name what a vector is about and no more.
  static func hasMembers(_ actual: DocumentValue, _ expected: DocumentNode) -> Bool {
    guard case .mapping(let members) = actual, expected.kind == .mapping else {
      return actual == expected.value
    }
    return expected.members.allSatisfy { wanted in
      members.contains { $0.key == wanted.key && $0.value == wanted.value.value }
    }
  }
}
