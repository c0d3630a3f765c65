import CommandSupport
import Documents
import Facts
import FleetSimulation
import KubernetesModel
import Placement
import Planning
import RunStore
import SpotScheduler
import Units

/// What `fivespot explain --pod` prints, for people.
struct PlacementPage {
  let answer: PlacementExplanation.Answer
  let run: RunRecord
  let member: MemberRecord

  /// How many nodes a table shows; JSON has all.
  private static let shown = 10

  /// The page, line by line.
  var lines: [String] {
    var lines = [
      "\(answer.pod) at \(answer.instant.rfc3339)",
      "run \(run.runID.prefix(12)), \(member.variant), seed \(member.seed): run again, the same digest",
      "policy \(answer.placement.word); asks for \(PlacementWords.request(answer))",
      "",
      state,
      "",
      "history",
    ]
    lines += answer.story.facts.suffix(Self.shown).map { "  " + fact($0) }
    if answer.story.facts.isEmpty { lines.append("  nothing yet") }
    lines.append(answer.story.next.map { "  then " + fact($0) } ?? "  then nothing until the end")
    if let attempt = answer.attempt {
      lines += ["", heading(of: attempt)] + scene(attempt.explanation)
    }
    if let present = answer.present {
      lines += ["", "at \(answer.instant.rfc3339)"]
      lines += queue(present)
      if answer.attempt?.explanation.placement != present.placement { lines += scene(present) }
      lines +=
        ["", "what would help"]
        + PlacementRemedies(of: present, answer).lines.map { "  " + $0 }
    }
    return lines
  }

  private func heading(of attempt: PlacementExplanation.Scene) -> String {
    answer.story.isPlaced
      ? "how it got its node, at \(attempt.at.rfc3339)"
      : "the last of \(answer.attempts) time\(answer.attempts == 1 ? "" : "s") that it was tried, in vain, "
        + "at \(attempt.at.rfc3339)"
  }

  private var state: String {
    switch answer.story.state {
    case .future: "not submitted yet"
    case .rejected:
      answer.gangSize > 1
        ? "rejected: it is one of \(answer.gangSize) that start together, and all nodes that could serve "
          + "its cluster cannot hold so many at once"
        : "rejected: it asks for more than any node that could serve its cluster has"
    case .waiting(let since): "waits for a node since \(since.rfc3339)"
    case .running(let node, let since, let attempt):
      "runs on \(name(node)) since \(since.rfc3339) (start \(attempt))"
    case .ending(let node, let since, let attempt):
      "runs on \(name(node)) since \(since.rfc3339) (start \(attempt)), and was asked to end"
    case .finished(let at): "finished at \(at.rfc3339)"
    }
  }

  private func name(_ node: UInt32) -> String { answer.nodeNames[Int(node)] }

  private func fact(_ fact: Fact) -> String {
    let words =
      switch fact.kind {
      case .jobSubmitted: "submitted"
      case .jobRejected: "rejected"
      case .jobStarted: "starts on \(name(fact.object)) (start \(fact.value))"
      case .jobInterrupted: "loses \(name(fact.object))"
      case .jobFinished: "finishes on \(name(fact.object))"
      case .podEvicted:
        "is evicted from \(name(fact.object)), with \(fact.value / 1_000_000_000) s to end"
      case .podKilled: "is killed on \(name(fact.object))"
      default: fact.kind.name
      }
    return "\(fact.at.rfc3339)  \(words)"
  }

  private func queue(_ explanation: JobExplanation) -> [String] {
    if let batch = explanation.batch { return queue(batch) }
    if let (count, first) = explanation.ahead {
      guard count > 0, let first else { return ["  it is the head of the queue"] }
      return [
        "  \(count) job\(count == 1 ? " stands" : "s stand") before it, \(answer.jobNames[Int(first)]) "
          + "first: each waits for those before it"
      ]
    }
    guard let standing = explanation.standing else { return [] }
    var line =
      "  tried in vain \(standing.failures) time\(standing.failures == 1 ? "" : "s")"
    if !standing.refusedBy.isEmpty {
      line += ", refused by " + standing.refusedBy.map(\.rawValue).joined(separator: ", ")
    }
    let next = standing.retryAt.map { "next at \($0.rfc3339)" } ?? "next now"
    return [
      line, standing.sleeps ? "  \(next), or once something happens that may help" : "  \(next)",
    ]
  }

  /// How it stands in queues by weight.
  private func queue(_ batch: BatchStanding) -> [String] {
    var lines = [
      "  queue \(batch.queue), weight \(batch.weight), \(batch.strategy.rawValue): it has "
        + "\(PlacementWords.percent(billionths: batch.share * batch.weight)) of its cluster"
    ]
    if batch.size > 1 {
      lines.append("  one of \(batch.size) that start together or not at all")
    }
    let what = batch.size > 1 ? "gang" : "job"
    if batch.ahead > 0, let first = batch.first {
      lines.append(
        "  \(batch.ahead) \(batch.ahead == 1 ? "comes" : "come") before this \(what) in its queue, "
          + "\(answer.jobNames[Int(first)]) first")
    } else {
      lines.append("  it is the first of its queue")
    }
    let times = "\(batch.failures) time\(batch.failures == 1 ? "" : "s")"
    let until = batch.notBefore.map {
      $0 > answer.instant ? ", not again before \($0.rfc3339)" : ", again once room comes"
    }
    lines.append("  tried in vain \(times)" + (batch.failures > 0 ? until ?? "" : ""))
    return lines
  }

  // MARK: Nodes

  private func scene(_ explanation: JobExplanation) -> [String] {
    let placement = explanation.placement
    let feasible = placement.nodes.filter(\.isFeasible)
    var lines: [String] = []
    if let message = placement.message { lines.append("  says: \(message)") }
    lines.append(
      "  \(placement.nodes.count) node\(placement.nodes.count == 1 ? "" : "s"), "
        + "\(feasible.count) with room"
        + (placement.chosen.map { ": \(name(UInt32($0))) is taken" + ties(of: $0, feasible) } ?? "")
    )
    if let nominated = placement.nominated {
      lines.append(
        "  \(placement.victims) pod\(placement.victims == 1 ? "" : "s") of less priority make room on "
          + name(UInt32(nominated)))
    }
    lines += table(of: feasible, chosen: placement.chosen)
    lines += refusals(of: placement.nodes.filter { !$0.isFeasible })
    return lines
  }

  /// That others score like the node that is taken; nothing when none does.
  private func ties(of chosen: Int, _ feasible: [NodeExplanation]) -> String {
    guard let taken = feasible.first(where: { $0.node == chosen }), !taken.scores.isEmpty else {
      return ""
    }
    let alike = feasible.count { !$0.scores.isEmpty && $0.total == taken.total }
    return alike > 1 ? ", of \(alike) that score alike (ties: docs/placement.md)" : ""
  }

  /// The scores, the best first.
  private func table(of nodes: [NodeExplanation], chosen: Int?) -> [String] {
    let scored = nodes.filter { !$0.scores.isEmpty }
    guard let first = scored.first else { return unscored(nodes, chosen) }
    let order = scored.sorted { one, other in
      (one.node == chosen ? 0 : 1, -one.total) < (other.node == chosen ? 0 : 1, -other.total)
    }
    var rows = [
      ["  NODE"]
        + first.scores.map { $0.weight == 1 ? $0.name : "\($0.name)×\($0.weight)" } + ["TOTAL"]
    ]
    for node in order.prefix(Self.shown) {
      rows.append(
        ["  " + name(UInt32(node.node))] + node.scores.map { "\($0.value)" } + ["\(node.total)"])
    }
    var lines = TextTable.lines(rows, leftAligned: 1)
    if order.count > Self.shown { lines.append("  and \(order.count - Self.shown) more") }
    let left = nodes.count - scored.count
    if left > 0 {
      lines.append("  \(left) with room were not looked at: enough others had been found")
    }
    return lines
  }

  private func unscored(_ nodes: [NodeExplanation], _ chosen: Int?) -> [String] {
    guard chosen != nil, nodes.count > 1 else { return [] }
    return ["  the first of them, by pool rank, pool name and node"]
  }

  private func refusals(of nodes: [NodeExplanation]) -> [String] {
    var groups: [(key: String, nodes: [Int])] = []
    for node in nodes {
      let key = "\(node.refusedBy ?? ""): \(node.reasons.joined(separator: ", "))"
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].nodes.append(node.node)
      } else {
        groups.append((key, [node.node]))
      }
    }
    return groups.sorted { $0.nodes.count > $1.nodes.count }.map { group in
      let names = group.nodes.prefix(5).map { name(UInt32($0)) }.joined(separator: ", ")
      let more = group.nodes.count > 5 ? " and \(group.nodes.count - 5) more" : ""
      return "  refused by \(group.key): \(group.nodes.count) (\(names)\(more))"
    }
  }
}

/// Amounts and requests in words.
enum PlacementWords {
  /// A part of a whole, rounded down to tenths of a per cent.
  static func percent(billionths: Int64) -> String {
    let tenths = billionths / 1_000_000
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// What a job asks for.
  static func request(_ answer: PlacementExplanation.Answer) -> String {
    let cores = amount(answer.request.cpu.value, of: "cpu")
    var parts = [cores == "1" ? "1 core" : "\(cores) cores"]
    if answer.request.memory.value > 0 {
      parts.append("\(amount(answer.request.memory.value, of: "memory")) of memory")
    }
    if answer.request.gpu.value > 0 {
      parts.append("\(amount(answer.request.gpu.value, of: "gpu")) GPU")
    }
    if answer.template.priority != 0 { parts.append("priority \(answer.template.priority)") }
    for pair in answer.template.nodeSelector.pairs { parts.append("\(pair.key)=\(pair.value)") }
    return parts.joined(separator: ", ")
  }

  /// An amount of a resource: cores, bytes in the largest unit, rounded down, and others as counted.
  static func amount(_ value: Int64, of resource: String) -> String {
    switch resource {
    case "cpu", "gpu", "gpu on one device":
      let (whole, rest) = value.quotientAndRemainder(dividingBy: 1_000)
      guard rest != 0 else { return "\(whole)" }
      var digits = "\(1_000 + rest)".dropFirst()
      while digits.last == "0" { digits.removeLast() }
      return "\(whole).\(digits)"
    case "memory", "ephemeral-storage":
      for (unit, shift) in [("Gi", 30), ("Mi", 20), ("Ki", 10)] where value >= 1 << shift {
        let (whole, rest) = value.quotientAndRemainder(dividingBy: 1 << shift)
        guard rest != 0 else { return "\(whole)\(unit)" }
        // Two digits are enough to compare, and what is missing never looks like nothing.
        let hundredths = (rest * 100) >> shift
        return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)\(unit)"
      }
      return "\(value) B"
    default: return "\(value)"
    }
  }
}
