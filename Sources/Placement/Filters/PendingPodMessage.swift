/// The message of a pod that no node takes, as its condition `PodScheduled` and its events say.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/types.go`, `FitError`, and
/// `plugins/defaultpreemption`; the words as recorded of 1.36.2.
package enum PendingPodMessage {
  /// The message, given for every node why it does not take the pod.
  ///
  /// A node says everything that its first failing filter found. Where taking pods away could
  /// help, preemption is taken to have found no pod of lower priority.
  package static func text(reasons: [[FilterReason]]) -> String {
    guard !reasons.isEmpty else { return "no nodes available to schedule pods" }
    let available = "0/\(reasons.count) nodes are available: "
    let why = histogram(reasons.flatMap { $0.map(\.text) })
    let preemption = histogram(
      reasons.map { node in
        node.contains(where: \.isUnresolvable)
          ? "Preemption is not helpful for scheduling"
          : "No preemption victims found for incoming pod"
      })
    return available + why + ". no new claims to deallocate, preemption: " + available + preemption
      + "."
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
