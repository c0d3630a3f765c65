import Documents
import SpotScheduler

/// The checks of 5-Spot's controller, each on one value.
enum RuntimeSuite {
  static func clusterName(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let name = try fields(vector).text("value")
    return verdict { () throws(RuntimeRefusal) in try RuntimeChecks.checkClusterName(name) }
  }

  static func killIfCommands(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let commands = try fields(vector).optionalTexts("value") ?? []
    return verdict { () throws(RuntimeRefusal) in
      try RuntimeChecks.checkKillIfCommands(commands)
    }
  }

  static func metadata(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let value = try node(vector)
    return verdict { () throws(RuntimeRefusal) in
      for member in value.members { try RuntimeChecks.checkMetadataKey(member.key) }
    }
  }

  static func group(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "value", "side"])
    let apiVersion = try input.text("value")
    let word = try input.text("side")
    guard let side = RuntimeChecks.EmbeddedSide(rawValue: word) else {
      throw VectorError("unknown side \"\(word)\"")
    }
    return verdict { () throws(RuntimeRefusal) in
      try RuntimeChecks.checkGroup(of: apiVersion, side)
    }
  }

  static func taints(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let value = try node(vector)
    return verdict { () throws(RuntimeRefusal) in
      var taints: [Upstream.NodeTaint] = []
      for element in value.elements { taints.append(try Upstream.NodeTaint(element)) }
      try TaintChecks.check(taints)
    }
  }

  static func scheduleReference(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let value = try node(vector)
    return verdict { () throws(RuntimeRefusal) in
      try RuntimeChecks.checkScheduleGroup(of: try SpotScheduleReference(value).apiVersion)
    }
  }

  static func embeddedMetadata(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let value = try fields(vector).node("value")
    return verdict { () throws(RuntimeRefusal) in
      try RuntimeChecks.checkEmbeddedMetadata(EmbeddedMetadata(value))
    }
  }

  // MARK: Decoding

  static func scheduleReferenceDecoding(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try decoding(vector) { node throws(RuntimeRefusal) in _ = try SpotScheduleReference(node) }
  }

  static func kubeconfigSecretReference(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try decoding(vector) { node throws(RuntimeRefusal) in _ = try KubeconfigSecretReference(node) }
  }

  static func kata(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try decoding(vector) { node throws(RuntimeRefusal) in _ = try KataConfiguration(node) }
  }

  static func taint(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try decoding(vector) { node throws(RuntimeRefusal) in _ = try Upstream.NodeTaint(node) }
  }

  static func status(_ vector: Vector) throws(VectorError) -> DocumentValue {
    try decoding(vector) { node throws(RuntimeRefusal) in
      _ = try ScheduledMachineStatusDocument(node)
    }
  }

  // MARK: Parts

  private static func fields(_ vector: Vector) throws(VectorError) -> InputFields {
    try InputFields(vector.input, at: "input", known: ["fn", "value"])
  }

  private static func node(_ vector: Vector) throws(VectorError) -> DocumentNode {
    guard let node = try fields(vector).node("value") else {
      throw VectorError("missing field input.value")
    }
    return node
  }

  private static func decoding(
    _ vector: Vector, _ decode: (DocumentNode) throws(RuntimeRefusal) -> Void
  ) throws(VectorError) -> DocumentValue {
    let value = try node(vector)
    return verdict { () throws(RuntimeRefusal) in try decode(value) }
  }

  private static func verdict(_ check: () throws(RuntimeRefusal) -> Void) -> DocumentValue {
    do throws(RuntimeRefusal) {
      try check()
      return ["accept": true]
    } catch {
      return ["accept": false, "reason": .string(error.rawValue)]
    }
  }
}
