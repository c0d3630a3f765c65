import Documents

/// How one vector came out.
struct Verdict: CustomStringConvertible {
  private let vector: Vector
  /// Nil when nothing could be computed; then `trouble` says why.
  private let actual: DocumentValue?
  private let trouble: String?
  let isPass: Bool

  init(on vector: Vector, by check: FileCheck) {
    self.vector = vector
    do throws(VectorError) {
      let actual = try check.actual(of: vector)
      self.actual = actual
      if let expected = vector.expected {
        isPass = check.accepts(actual, expected)
        trouble = nil
      } else {
        isPass = false
        trouble = "the vector has no expectation"
      }
    } catch {
      actual = nil
      isPass = false
      trouble = error.message
    }
  }

  /// The paragraph that shows a failure, indented below the line of its file.
  var description: String {
    var lines = ["  \(vector.id.line) at \(vector.position)"]
    if let trouble { lines.append("    problem:  \(trouble)") }
    lines.append("    input:    \(inputText)")
    lines.append("    expected: \(vector.expected?.value.line ?? "nothing stated")")
    lines.append("    actual:   \(actual?.line ?? "not computed")")
    return lines.joined(separator: "\n") + "\n"
  }

  private var inputText: String {
    if let input = vector.input { return input.value.line }
    switch vector.content {
    case .node(let node, _): return node.value.line
    case .text: return "the whole file"
    }
  }
}
