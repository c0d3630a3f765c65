/// The message of a pod that no node takes, as its condition `PodScheduled` and its events say.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/types.go`, `FitError`, and
/// `plugins/defaultpreemption`; the words as recorded of 1.36.2.
package enum PendingPodMessage {
  /// What a pod says in a cluster without nodes.
  package static let noNodes = "no nodes available to schedule pods"

  /// The message of a pod, given the verdicts on the nodes that were looked at, all of `nodes` or
  /// those that the pod names.
  ///
  /// A node says everything that its first failing filter found; `beforeAll` is what was wrong with
  /// the pod itself. When preemption finds whom to take away, or was not tried, it adds nothing.
  package static func text(
    nodes: Int, _ verdicts: [NodeVerdict], beforeAll: FilterReason?, preemption: Preemption.Attempt?
  ) -> String {
    let available = "0/\(nodes) nodes are available: "
    let why: String
    if let beforeAll {
      why = beforeAll.text
    } else {
      let passedOver = Array(
        repeating: NodeAffinity.passedOver.text, count: nodes - verdicts.count)
      why = histogram(verdicts.flatMap { $0.reasons.map(\.text) } + passedOver)
    }
    let claims = ". no new claims to deallocate, preemption: "
    switch preemption {
    case .candidate, nil: return available + why + "."
    case .notEligible(let reason): return available + why + claims + reason
    case .noCandidate(let dryRun):
      let unhelpful = Array(repeating: Preemption.unhelpful, count: nodes - dryRun.count)
      return available + why + claims + available
        + histogram(dryRun.flatMap { $0.map(\.text) } + unhelpful) + "."
    }
  }

  /// Each text with how often it occurs, in the order of the lines so made.
  private static func histogram(_ texts: [String]) -> String {
    var counts: [(text: String, count: Int)] = []
    for text in texts {
      if let index = counts.firstIndex(where: { $0.text == text }) {
        counts[index].count += 1
      } else {
        counts.append((text, 1))
      }
    }
    return counts.map { "\($0.count) \($0.text)" }.sorted().joined(separator: ", ")
  }
}
