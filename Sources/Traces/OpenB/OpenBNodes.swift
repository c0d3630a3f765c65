import Documents
import Units

/// The node list of openb: name, CPU, memory, GPUs and their model.
enum OpenBNodes {
  static let columns = ["sn", "cpu_milli", "memory_mib", "gpu", "model"]

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedNodes {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var ids = UniqueIDs()
    var kinds: [NodeKind] = []
    var kindOf: [String: Int] = [:]
    var nodes: [RecordedNode] = []
    while try reader.readRow() {
      let name = try reader.text(0)
      try ids.insert(name, at: 0, of: reader)
      let gpus = try reader.integer(
        3, in: 0...OpenBUnits.deviceMax, remedy: OpenBUnits.deviceRemedy)
      let model = reader.string(4)
      guard (gpus == 0) == model.isEmpty else {
        throw reader.error(
          4, gpus == 0 ? "\"\(model)\" on a node without GPU" : "empty on a node with \(gpus) GPUs",
          remedy: "a node has a model exactly when it has GPUs")
      }
      let kindName = model.isEmpty ? "cpu" : model
      let kind = kindOf[kindName] ?? kinds.count
      if kind == kinds.count {
        kinds.append(NodeKind(name: kindName))
        kindOf[kindName] = kind
      }
      nodes.append(
        RecordedNode(
          name: name, kind: kind,
          allocatable: ResourceVector(
            cpu: try cpu(reader), memory: try memory(reader), gpu: MilliGPU(gpus * 1_000))))
    }
    return RecordedNodes(kinds: kinds, nodes: nodes)
  }

  private static func cpu(_ reader: CSVReader) throws(DocumentError) -> MilliCPU {
    let milli = try reader.integer(
      1, in: 1_000...OpenBUnits.cpuMax, remedy: OpenBUnits.cpuRemedy + "; a node has one or more")
    guard milli % 1_000 == 0 else {
      throw reader.error(
        1, "\(milli) is not a whole number of cores", remedy: OpenBUnits.cpuRemedy)
    }
    return MilliCPU(milli)
  }

  private static func memory(_ reader: CSVReader) throws(DocumentError) -> Bytes {
    let mebibytes = try reader.integer(
      2, in: 1_024...OpenBUnits.memoryMax, remedy: OpenBUnits.memoryRemedy)
    guard mebibytes % 1_024 == 0 else {
      throw reader.error(
        2, "\(mebibytes) MiB is not a whole number of GiB, as a machine's memory is",
        remedy: "if the column is in MB of 10⁶ bytes, convert it to MiB of 2²⁰")
    }
    return .mebibytes(mebibytes)
  }
}
