import CommandSupport
import Documents

/// A file of vectors, read.
struct VectorFile {
  /// The suite that it belongs to.
  var suite: Suite
  /// Its path below the suite, without extension.
  var name: String
  var vectors: [Vector]

  /// Reads the vectors of a file, whose `path` is for error messages.
  ///
  /// An error says file, line and column where the bytes are not a file of the suite.
  init(
    _ bytes: [UInt8], path: String, name: String, suite: Suite
  ) throws(CommandError) {
    self.suite = suite
    self.name = name
    let function = String(name.split(separator: "/").last ?? "")
    switch suite.layout {
    case .wholeText:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandError(.invalidInput, "\(path):1:1: not UTF-8 text")
      }
      // What should come out is the text itself.
      let expected = try VectorFile.node(of: .string(text), path: path)
      vectors = [
        Vector(
          id: .integer(0), function: function,
          position: SourcePosition(file: path, line: 1, column: 1), expected: expected,
          content: .text(text))
      ]
    case .experiment: preconditionFailure("the files of an experiment are judged together")
    case .wholeDocument:
      let root = try VectorFile.root(of: bytes, path: path)
      vectors = [Vector(root, root: root, index: 0, file: function, suite: suite)]
    case .list(let member):
      let root = try VectorFile.root(of: bytes, path: path)
      guard let list = root[member], list.kind == .sequence else {
        throw CommandError(
          .invalidInput,
          "\(root[member]?.position ?? root.position): no array \"\(member)\" of vectors")
      }
      vectors = []
      for node in list.elements {
        vectors.append(
          Vector(node, root: root, index: vectors.count, file: function, suite: suite))
      }
    }
  }

  private static func node(
    of value: DocumentValue, path: String
  ) throws(CommandError) -> DocumentNode {
    do {
      return try Document.parseJSON(try value.canonicalJSON(), file: path).root
    } catch {
      throw CommandError(.invalidInput, "\(path): \(error)")
    }
  }

  private static func root(of bytes: [UInt8], path: String) throws(CommandError) -> DocumentNode {
    do {
      let root = try Document.parseJSON(bytes, file: path).root
      guard root.kind == .mapping else {
        throw CommandError(.invalidInput, "\(root.position): not a JSON object of vectors")
      }
      return root
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError(.invalidInput, "\(error)")
    }
  }
}

extension Vector {
  /// The vector that a node of a JSON file holds, at `index` from 0 in the file.
  ///
  /// The file's name stands in for the function of a vector that names none.
  fileprivate init(
    _ node: DocumentNode, root: DocumentNode, index: Int, file: String, suite: Suite
  ) {
    let label = [node["id"], node["name"]].compactMap(\.self).first { !$0.isNull }
    id = label?.value ?? .integer(Int64(index))
    input = node["input"]
    function = input?["fn"]?.string ?? file
    position = node.position
    expected = node[suite.expectation]
    content = .node(node, root: root)
  }
}
