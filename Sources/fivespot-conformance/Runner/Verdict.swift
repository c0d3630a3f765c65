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
    if let difference = firstDifference {
      lines.append("    line:     \(difference.line)")
      lines.append("    expected: \(difference.expected)")
      lines.append("    actual:   \(difference.actual)")
    } else {
      lines.append("    expected: \(expectedText)")
      lines.append("    actual:   \(actual?.line ?? "not computed")")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where two texts of a file differ first.
  private var firstDifference: (line: Int, expected: Substring, actual: Substring)? {
    guard case .text = vector.content, case .string(let actual)? = actual,
      let expected = vector.expected?.string
    else { return nil }
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let found = actual.split(separator: "\n", omittingEmptySubsequences: false)
    for place in 0..<max(wanted.count, found.count) {
      let left = place < wanted.count ? wanted[place] : "no such line"
      let right = place < found.count ? found[place] : "no such line"
      if left != right { return (place + 1, left, right) }
    }
    return nil
  }

  private var expectedText: String {
    if case .text = vector.content { return "the file itself" }
    return vector.expected?.value.line ?? "nothing stated"
  }

  private var inputText: String {
    if let input = vector.input { return input.value.line }
    switch vector.content {
    case .node(let node, _): return node.value.line
    case .text: return "the whole file"
    }
  }
}
