import Documents

/// Whole rollouts as Cluster API's own tests log them: from the head of a log and, where the order of
/// the steps was drawn, from the order in it, the planners write the log anew, line for line.
enum RolloutLogSuite {
  static let name = "capi-rollout"

  static let check = FileCheck(functions: [:], everyFunction: log)

  private static func log(_ vector: Vector) throws(VectorError) -> DocumentValue {
    guard case .text(let text) = vector.content else { throw VectorError("no text") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let scenario = try RolloutScenario(lines)
    var world = RolloutWorld(scenario)
    let drawn = scenario.isRandom ? RolloutStep.read(lines) : nil
    return .string(try world.run(drawn: drawn).joined(separator: "\n") + "\n")
  }
}
