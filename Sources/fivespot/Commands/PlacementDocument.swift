import Documents
import Facts
import FleetSimulation
import KubernetesModel
import Placement
import Planning
import RunStore
import SpotScheduler
import Units

/// What `fivespot explain --pod` prints, for programs.
struct PlacementDocument {
  let answer: PlacementExplanation.Answer
  let run: RunRecord
  let member: MemberRecord

  /// The answer as a document.
  var document: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", .string(SnapshotFormat.version)), ("run", .string(run.runID)),
      ("variant", .string(member.variant)), ("seed", .lexeme(String(member.seed))),
      ("digest", .string(member.digest ?? "")), ("scenarioHash", .string(member.scenarioHash)),
      ("pod", .string(answer.pod)), ("at", .string(answer.instant.rfc3339)),
      ("policy", .string(answer.placement.word)), ("request", request),
    ]
    members += state
    members.append(("attempts", .integer(Int64(answer.attempts))))
    members.append(("history", .sequence(answer.story.facts.map(value))))
    if let next = answer.story.next { members.append(("next", value(next))) }
    if let attempt = answer.attempt {
      members.append(
        ("attempt", .mapping([("at", .string(attempt.at.rfc3339))] + scene(attempt.explanation))))
    }
    if let present = answer.present {
      members.append(("now", .mapping(queue(present) + scene(present))))
      members.append(("wouldHelp", PlacementRemedies(of: present, answer).document))
    }
    return .mapping(members)
  }

  private var request: DocumentValue {
    .mapping([
      ("cpu", .integer(answer.request.cpu.value)),
      ("memory", .integer(answer.request.memory.value)),
      ("gpu", .integer(answer.request.gpu.value)),
      ("priority", .integer(Int64(answer.template.priority))),
      (
        "nodeSelector",
        .mapping(answer.template.nodeSelector.pairs.map { ($0.key, .string($0.value)) })
      ),
    ])
  }

  private var state: [(key: String, value: DocumentValue)] {
    switch answer.story.state {
    case .future: [("state", .string("future"))]
    case .rejected: [("state", .string("rejected"))]
    case .waiting(let since):
      [("state", .string("waiting")), ("since", .string(since.rfc3339))]
    case .running(let node, let since, _):
      [
        ("state", .string("running")), ("since", .string(since.rfc3339)),
        ("node", .string(name(Int(node)))),
      ]
    case .ending(let node, let since, _):
      [
        ("state", .string("ending")), ("since", .string(since.rfc3339)),
        ("node", .string(name(Int(node)))),
      ]
    case .finished(let at): [("state", .string("finished")), ("since", .string(at.rfc3339))]
    }
  }

  private func name(_ node: Int) -> String { answer.nodeNames[node] }

  private func value(_ fact: Fact) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("at", .string(fact.at.rfc3339)), ("event", .string(fact.kind.name)),
    ]
    if fact.kind != .jobSubmitted, fact.kind != .jobRejected {
      members.append(("node", .string(name(Int(fact.object)))))
      members.append(("value", .integer(fact.value)))
    }
    return .mapping(members)
  }

  private func queue(_ explanation: JobExplanation) -> [(key: String, value: DocumentValue)] {
    if let batch = explanation.batch {
      return [
        ("queue", .string(batch.queue)), ("weight", .integer(batch.weight)),
        ("strategy", .string(batch.strategy.rawValue)),
        ("dominantSharePerWeightBillionths", .integer(batch.share)),
        ("ahead", .integer(Int64(batch.ahead))),
        ("first", batch.first.map { .string(answer.jobNames[Int($0)]) } ?? .null),
        ("gangSize", .integer(Int64(batch.size))), ("failures", .integer(Int64(batch.failures))),
        ("retryAt", batch.notBefore.map { .string($0.rfc3339) } ?? .null),
      ]
    }
    if let (count, first) = explanation.ahead {
      return [
        ("ahead", .integer(Int64(count))),
        ("first", first.map { .string(answer.jobNames[Int($0)]) } ?? .null),
      ]
    }
    guard let standing = explanation.standing else { return [] }
    return [
      ("failures", .integer(Int64(standing.failures))),
      ("refusedBy", .sequence(standing.refusedBy.map { .string($0.rawValue) })),
      ("retryAt", standing.retryAt.map { .string($0.rfc3339) } ?? .null),
    ]
  }

  private func scene(_ explanation: JobExplanation) -> [(key: String, value: DocumentValue)] {
    let placement = explanation.placement
    return [
      ("chosen", placement.chosen.map { .string(name($0)) } ?? .null),
      ("message", placement.message.map { .string($0) } ?? .null),
      ("nominated", placement.nominated.map { .string(name($0)) } ?? .null),
      ("victims", .integer(Int64(placement.victims))),
      ("nodes", .sequence(placement.nodes.map(value))),
    ]
  }

  private func value(_ node: NodeExplanation) -> DocumentValue {
    .mapping([
      ("node", .string(name(node.node))),
      ("refusedBy", node.refusedBy.map { .string($0) } ?? .null),
      ("reasons", .sequence(node.reasons.map { .string($0) })),
      ("missing", .sequence(node.shortages.map(Self.value))),
      (
        "scores",
        .sequence(
          node.scores.map {
            .mapping([
              ("plugin", .string($0.name)), ("value", .integer($0.value)),
              ("weight", .integer($0.weight)),
            ])
          })
      ),
      ("total", node.scores.isEmpty ? .null : .integer(node.total)),
    ])
  }

  static func value(_ shortage: NodeExplanation.Shortage) -> DocumentValue {
    .mapping([
      ("resource", .string(shortage.resource)), ("asked", .integer(shortage.asked)),
      ("left", .integer(shortage.left)), ("allocatable", .integer(shortage.allocatable)),
    ])
  }
}
