import CommandSupport
import KubernetesModel
import Placement
import Units

/// What a cluster has room for, as lines for the terminal.
enum CapacityText {
  static func text(of answers: CapacityAnswers) -> String {
    let sections = [
      overview(answers), totals(answers.study), waiting(answers), more(answers),
      removals(answers.removals),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private static func overview(_ answers: CapacityAnswers) -> [String] {
    let nodes = answers.study.cluster.nodes
    let cordoned = nodes.count(where: \.node.isUnschedulable)
    let pods = nodes.reduce(0) { $0 + $1.pods.count }
    var line = counted(nodes.count, "node")
    if cordoned > 0 { line += ", \(cordoned) cordoned" }
    line += "; \(counted(pods, "pod")) on them, \(answers.study.waiting.count) waiting"
    guard !answers.passedOver.isEmpty else { return [line] }
    let others = answers.passedOver.map { "\($0.count) \($0.kind)" }
      .joined(separator: ", ")
    return [line, "passed over: \(others)"]
  }

  private static func totals(_ study: CapacityStudy) -> [String] {
    var rows = [["RESOURCE", "ALLOCATABLE", "REQUESTED", "", "FREE", "CORDONED", "WAITING"]]
    for total in study.totals() {
      let amount = { (value: Int64) in Self.amount(value, of: total.resource) }
      let all = total.allocatable + total.cordoned
      let share = all == 0 ? "" : "\(Int64(100 * Double(total.requested) / Double(all))) %"
      rows.append([
        total.resource?.text ?? "pods", amount(all), amount(total.requested),
        share,
        amount(max(all - total.requested, 0)), amount(total.cordoned), amount(total.waiting),
      ])
    }
    return TextTable.lines(rows, leftAligned: 1)
  }

  /// Pods that differ in their name alone and come out alike make up a line.
  private static func waiting(_ answers: CapacityAnswers) -> [String] {
    guard !answers.placements.isEmpty else { return [] }
    let pending = answers.placements.count { $0.node == nil }
    let forced = answers.placements.count { $0.node != nil && !$0.victims.isEmpty }
    let fitting = answers.placements.count - pending - forced
    var heading = "\(counted(answers.placements.count, "pod")) without a node: \(fitting) fit"
    if forced > 0 { heading += ", \(forced) in others' room" }
    if pending > 0 { heading += ", \(pending) pending" }
    var lines: [(name: String, rest: String, count: Int)] = []
    for placement in answers.placements {
      var rest = placement.node.map { "to \($0)" } ?? "pending: \(placement.message ?? "")"
      if !placement.victims.isEmpty { rest += " in the room of \(names(placement.victims))" }
      if placement.isDisplaced { rest += " (displaced)" }
      let last = lines.count - 1
      if placement.node == nil, last >= 0, lines[last].rest == rest {
        lines[last].count += 1
      } else {
        lines.append(("\(placement.pod.namespace)/\(placement.pod.name)", rest, 1))
      }
    }
    let rows = lines.map { line in
      ["  " + line.name + (line.count > 1 ? " and \(line.count - 1) more" : ""), line.rest]
    }
    return [heading] + TextTable.lines(rows)
  }

  /// The first five of them, and how many more there are.
  private static func names(_ pods: [Preemption.PodName]) -> String {
    let shown = pods.prefix(5).map { "\($0.namespace)/\($0.name)" }.joined(separator: ", ")
    return pods.count > 5 ? "\(shown) and \(pods.count - 5) more" : shown
  }

  private static func more(_ answers: CapacityAnswers) -> [String] {
    answers.headrooms.flatMap { headroom -> [String] in
      let room = headroom.of
      let nodes = room.byNode.count
      var lines = ["\(headroom.name): \(room.count) more, on \(counted(nodes, "node"))"]
      for entry in room.byNode.sorted(by: { $0.count > $1.count }).prefix(10) {
        lines.append("  \(entry.count) on \(entry.node)")
      }
      if nodes > 10 { lines.append("  the rest on \(nodes - 10) others") }
      if let message = room.message { lines.append("  then: \(message)") }
      return lines
    }
  }

  private static func removals(_ removals: [NodeRemoval]) -> [String] {
    let gone = removals.filter { $0.obstacle == nil }
    var lines = ["\(gone.count) of \(counted(removals.count, "node")) can go, one after the other"]
    lines += TextTable.lines(
      gone.map {
        [
          "  " + $0.node,
          $0.moves == 0
            ? "empty" : "\(counted($0.moves, "pod")) \($0.moves == 1 ? "moves" : "move")",
        ]
      })
    let kept = removals.filter { $0.obstacle != nil }
    lines += kept.prefix(20).map { "  \($0.node) stays: \($0.obstacle?.text ?? "")" }
    if kept.count > 20 { lines.append("  and \(kept.count - 20) more stay; --format json has all") }
    return lines
  }

  // MARK: Words

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// CPU in cores, bytes in gibibytes, other resources as they are counted.
  private static func amount(_ value: Int64, of resource: ResourceName?) -> String {
    switch resource {
    case .cpu: tenths(value, per: 1_000)
    case .memory, .ephemeralStorage: tenths(value, per: 1 << 30) + " GiB"
    case .scalar, nil: "\(value)"
    }
  }

  /// `value` in units of `unit`, to one decimal, rounded down so that no room is promised.
  private static func tenths(_ value: Int64, per unit: Int64) -> String {
    let whole = value / unit
    return "\(whole).\(value % unit * 10 / unit)"
  }
}
