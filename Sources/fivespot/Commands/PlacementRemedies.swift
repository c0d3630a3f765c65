import Documents
import FleetSimulation
import Placement
import Planning

/// What would have to change for a pod that waits: what nodes lack, the nearest first.
struct PlacementRemedies {
  /// A node that would take the pod if it had so much more left.
  struct Remedy {
    var node: Int
    var shortages: [NodeExplanation.Shortage]

    /// The largest part of a node that is missing, in millionths, by which remedies are compared.
    var size: Int64 {
      shortages.map { one in
        Int64(Double(one.asked - one.left) / Double(max(one.allocatable, 1)) * 1_000_000)
      }.max() ?? 0
    }
  }

  private let explanation: JobExplanation
  private let answer: PlacementExplanation.Answer
  /// The nodes that are large enough, the one that lacks the least first.
  let remedies: [Remedy]
  /// How many nodes would be too small if they were empty.
  let tooSmall: Int

  init(of explanation: JobExplanation, _ answer: PlacementExplanation.Answer) {
    self.explanation = explanation
    self.answer = answer
    var remedies: [Remedy] = []
    var tooSmall = 0
    for node in explanation.placement.nodes where !node.shortages.isEmpty {
      if node.shortages.contains(where: { $0.asked > $0.allocatable }) {
        tooSmall += 1
      } else {
        remedies.append(Remedy(node: node.node, shortages: node.shortages))
      }
    }
    self.remedies = remedies.sorted { ($0.size, $0.node) < ($1.size, $1.node) }
    self.tooSmall = tooSmall
  }

  /// In words.
  var lines: [String] {
    var lines: [String] = []
    let placement = explanation.placement
    if placement.nodes.isEmpty { lines.append("a node: none is there") }
    if let batch = explanation.batch { lines += Self.turn(batch) }
    let roomy = placement.nodes.count(where: \.isFeasible)
    if roomy > 0, explanation.batch == nil {
      lines.append(
        explanation.ahead == nil
          ? "time: \(roomy) node\(roomy == 1 ? " has" : "s have") room, and it is tried again when its "
            + "wait is over"
          : "its turn: \(roomy) node\(roomy == 1 ? " has" : "s have") room, and those before it come first"
      )
    }
    for remedy in remedies.prefix(3) {
      let parts = remedy.shortages.map { one in
        "\(PlacementWords.amount(one.asked - one.left, of: one.resource)) more \(one.resource) "
          + "(asks for \(PlacementWords.amount(one.asked, of: one.resource)), "
          + "\(PlacementWords.amount(one.left, of: one.resource)) left of "
          + "\(PlacementWords.amount(one.allocatable, of: one.resource)))"
      }
      lines.append("\(answer.nodeNames[remedy.node]) with " + parts.joined(separator: " and "))
    }
    if remedies.count > 3 {
      lines.append(
        "\(remedies.count - 3) other nodes lack as much or more; pods on them that end help too")
    }
    if tooSmall > 0 {
      lines.append("\(tooSmall) node\(tooSmall == 1 ? " is" : "s are") too small even when empty")
    }
    lines += others
    return lines
  }

  /// What has to come before room on a node, in a queue by weight.
  private static func turn(_ batch: BatchStanding) -> [String] {
    var lines: [String] = []
    if batch.ahead > 0 {
      lines.append(
        "its turn: \(batch.ahead) come before it in \(batch.queue)"
          + (batch.strategy == .strictFIFO ? ", and nobody there passes who does not fit" : ""))
    }
    if batch.size > 1 {
      lines.append(
        "room for all \(batch.size) of its gang in one instant; one of them lacks on each node:")
    }
    return lines
  }

  /// What else keeps it off nodes, by rule.
  private var others: [String] {
    var counts: [(plugin: String, nodes: Int)] = []
    for node in explanation.placement.nodes where node.shortages.isEmpty {
      guard let plugin = node.refusedBy else { continue }
      if let index = counts.firstIndex(where: { $0.plugin == plugin }) {
        counts[index].nodes += 1
      } else {
        counts.append((plugin, 1))
      }
    }
    return counts.map { plugin, nodes in
      let subject = "\(nodes) node\(nodes == 1 ? "" : "s")"
      switch PlacementPlugin(rawValue: plugin) {
      case .nodeUnschedulable: return "\(subject) without their cordon, if they have room"
      case .nodeAffinity:
        return "\(subject) with the labels of its node selector, if they have room"
      case .taintToleration: return "\(subject) without their taints, if they have room"
      default: return "\(subject) that \(plugin) does not refuse"
      }
    }
  }

  /// As a document, the nearest first.
  var document: DocumentValue {
    .sequence(
      remedies.map { remedy in
        .mapping([
          ("node", .string(answer.nodeNames[remedy.node])),
          ("missing", .sequence(remedy.shortages.map(PlacementDocument.value))),
        ])
      })
  }
}
