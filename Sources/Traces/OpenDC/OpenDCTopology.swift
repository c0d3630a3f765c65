import Documents
import Units

/// A topology of OpenDC as JSON: clusters of hosts, each kind of host with a count.
///
/// `memorySize` is in megabytes of 10⁶ bytes, as in the tasks, `coreSpeed` in MHz. Every member must be
/// known: one that is not would be left out in silence.
enum OpenDCTopology {
  /// More machines than any topology at hand has, and few enough to simulate.
  static let nodeCountMax: Int64 = 1_000_000

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedNodes {
    let root = try Document.parseJSON(bytes, file: file).root
    try root.expectMembers(["clusters"])
    var result = RecordedNodes(kinds: [], nodes: [])
    var names: Set<String> = []
    for cluster in try root.required("clusters", .sequence).elements {
      try cluster.expectMembers(["name", "hosts", "count"])
      let clusterName = try cluster.required("name", .string)
      let clusterCount = try cluster.integer("count", in: 1...nodeCountMax, otherwise: 1)
      for host in try cluster.required("hosts", .sequence).elements {
        let name =
          (clusterName.lexeme ?? "") + "-" + (try host.required("name", .string).lexeme ?? "")
        guard names.insert(name).inserted else {
          throw host.error(
            "host \"\(name)\" is given twice", remedy: "rename one, or add their counts")
        }
        try append(host, name: name, times: clusterCount, to: &result)
      }
    }
    return result
  }

  private static func append(
    _ host: DocumentNode, name: String, times: Int64, to result: inout RecordedNodes
  ) throws(DocumentError) {
    try host.expectMembers(["name", "cpu", "memory", "cpuPowerModel", "count"])
    let cores = try cores(try host.required("cpu", .mapping))
    let memory = try memory(try host.required("memory", .mapping), cores: cores)
    var power: PowerModel?
    if let model = host["cpuPowerModel"] { power = try powerModel(model) }
    let count = try host.integer("count", in: 1...nodeCountMax, otherwise: 1) * times
    guard count + Int64(result.nodes.count) <= nodeCountMax else {
      throw host.error(
        "more than \(nodeCountMax) hosts in all", remedy: "lower the counts, or split the file")
    }
    let kind = result.kinds.count
    result.kinds.append(NodeKind(name: name, power: power))
    let allocatable = ResourceVector(cpu: MilliCPU(cores * 1_000), memory: memory)
    let width = String(count).count
    for number in 1...count {
      let digits = String(number)
      let padding = String(repeating: "0", count: width - digits.count)
      result.nodes.append(
        RecordedNode(
          name: count == 1 ? name : name + "-" + padding + digits, kind: kind,
          allocatable: allocatable))
    }
  }

  private static func cores(_ cpu: DocumentNode) throws(DocumentError) -> Int64 {
    try cpu.expectMembers(["coreCount", "coreSpeed", "count"])
    let cores = try cpu.integer("coreCount", in: 1...4_096)
    let sockets = try cpu.integer("count", in: 1...64, otherwise: 1)
    let speed = try cpu.required("coreSpeed", .number)
    guard let megahertz = speed.double, (500...5_500).contains(megahertz) else {
      throw speed.error(
        "coreSpeed \(speed.lexeme ?? "") is not between 500 and 5500",
        remedy: "it is the MHz of one core")
    }
    return cores * sockets
  }

  private static func memory(
    _ memory: DocumentNode, cores: Int64
  ) throws(DocumentError) -> Bytes {
    try memory.expectMembers(["memorySize", "memorySpeed"])
    // 32 MB to 1 TB a core: bytes and kilobytes lie above it, gigabytes below.
    let megabytes = try memory.integer("memorySize", in: 1 ... .max)
    guard megabytes >= 32 * cores, megabytes <= 1_000_000 * cores else {
      throw try memory.required("memorySize", .number).error(
        "memorySize \(megabytes) is not plausible for \(cores) cores",
        remedy: "it is in megabytes: 32 to 1000000 for each core")
    }
    return .megabytes(megabytes)
  }

  private static func powerModel(_ model: DocumentNode) throws(DocumentError) -> PowerModel {
    try model.expectMembers(["modelType", "power", "idlePower", "maxPower"])
    let type = try model.required("modelType", .string)
    guard let curve = PowerModel.Curve(rawValue: type.lexeme ?? "") else {
      let words = PowerModel.Curve.allCases.map(\.rawValue)
      throw type.error(
        "modelType \"\(type.lexeme ?? "")\" is not known",
        remedy: NearestWord.nearest(to: type.lexeme ?? "", among: words)
          .map { "did you mean \"\($0)\"?" } ?? "it is one of \(words.joined(separator: ", "))")
    }
    if curve == .constant {
      let watts = try model.watts("power")
      return PowerModel(curve: curve, wattsIdle: watts, wattsMax: watts)
    }
    let idle = try model.watts("idlePower")
    let most = try model.watts("maxPower")
    guard idle <= most else {
      throw model.error(
        "idlePower \(idle) is more than maxPower \(most)", remedy: "are the two swapped?")
    }
    return PowerModel(curve: curve, wattsIdle: idle, wattsMax: most)
  }
}

extension DocumentNode {
  fileprivate func watts(_ key: String) throws(DocumentError) -> Double {
    let node = try required(key, .number)
    guard let watts = node.double, (1...100_000).contains(watts) else {
      throw node.error(
        "\(key) \(node.lexeme ?? "") is not between 1 and 100000", remedy: "it is in watts a host")
    }
    return watts
  }
}
