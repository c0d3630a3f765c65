package import Documents
package import Placement
import Units

/// What the experiment in GPU packing reads: the lists of openb, and recorded orders of submission.
///
/// A file may be compressed with gzip: the first two bytes tell.
package enum PackingRecords {
  /// The nodes of an openb node list.
  package static func nodes(
    _ bytes: [UInt8], file: String
  ) throws(DocumentError) -> [PackingNode] {
    let recorded = try OpenBNodes.read(try plain(bytes, file: file), file: file)
    return recorded.nodes.map { node in
      PackingNode(
        cpu: node.allocatable.cpu, memory: node.allocatable.memory,
        devices: Int(node.allocatable.gpu.value / DeviceRequest.device),
        model: recorded.kinds[node.kind].name)
    }
  }

  /// The pods of an openb pod list, pending ones too: all of them were submitted.
  package static func pods(_ bytes: [UInt8], file: String) throws(DocumentError) -> [PackingPod] {
    try OpenBPods.rows(try plain(bytes, file: file), file: file).map { row in
      var pod = row.request
      if pod.devices != .none { pod.models = row.models.split(separator: "|").map(String.init) }
      return pod
    }
  }

  /// A recorded order: a line `pods P`, P rows of the pod list in order of submission, a line
  /// `node_ranks N`, and for each row of the node list its rank.
  package static func sequence(
    _ bytes: [UInt8], file: String, podCount: Int
  ) throws(DocumentError) -> PackingSequence {
    var lines = SequenceLines(try plain(bytes, file: file), file: file)
    let submitted = try lines.count(after: "pods")
    var pods: [Int] = []
    for _ in 0..<submitted {
      pods.append(try lines.number(below: podCount, of: "rows of the pod list"))
    }
    let nodes = try lines.count(after: "node_ranks")
    var ranks: [Int] = []
    var isTaken = Array(repeating: false, count: nodes)
    for _ in 0..<nodes {
      let rank = try lines.number(below: nodes, of: "ranks")
      guard !isTaken[rank] else {
        throw lines.error("rank \(rank) is given twice", remedy: "every node has a rank of its own")
      }
      isTaken[rank] = true
      ranks.append(rank)
    }
    try lines.expectEnd()
    return PackingSequence(pods: pods, nodeRanks: ranks)
  }

  private static func plain(_ bytes: [UInt8], file: String) throws(DocumentError) -> [UInt8] {
    bytes.starts(with: [0x1F, 0x8B]) ? try Gzip.decompress(bytes, file: file) : bytes
  }
}

/// The lines of a recorded order, one after another.
private struct SequenceLines {
  private let lines: [Substring]
  private let file: String
  private var next = 0

  init(_ bytes: [UInt8], file: String) {
    lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    self.file = file
  }

  /// The number on a line `word N`.
  mutating func count(after word: String) throws(DocumentError) -> Int {
    let parts = try line().split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == word, let count = Int(parts[1]), count >= 0 else {
      throw error("not \"\(word)\" and a number", remedy: "a count comes before what is counted")
    }
    return count
  }

  mutating func number(below limit: Int, of what: String) throws(DocumentError) -> Int {
    let text = try line()
    guard let number = Int(text), (0..<limit).contains(number) else {
      throw error(
        "\"\(text)\" is not one of the \(limit) \(what)",
        remedy: "they are numbered from 0; does the order belong to these lists?")
    }
    return number
  }

  /// Nothing may follow but the end of the last line.
  mutating func expectEnd() throws(DocumentError) {
    guard try line().isEmpty, next == lines.count else {
      throw error("more lines than were counted", remedy: "correct the count")
    }
  }

  private mutating func line() throws(DocumentError) -> Substring {
    next += 1
    guard next <= lines.count else {
      throw error("the file ends early", remedy: "is it cut short?")
    }
    return lines[next - 1]
  }

  func error(_ message: String, remedy: String) -> DocumentError {
    DocumentError(
      position: SourcePosition(file: file, line: max(next, 1), column: 1), message: message,
      remedy: remedy)
  }
}
