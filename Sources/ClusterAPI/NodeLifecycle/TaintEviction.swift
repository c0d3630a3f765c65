package import KubernetesModel
package import Units

/// When a pod leaves a node because of taints with `NoExecute`; budgets are not asked.
///
/// Source: kubernetes v1.36 `pkg/controller/tainteviction/taint_eviction.go`, and
/// `plugin/pkg/admission/defaulttolerationseconds` for the tolerations that pods are given.
package enum TaintEviction {
  /// The taint of a node that says it is not ready.
  package static let notReady = Taint(key: "node.kubernetes.io/not-ready", effect: .noExecute)
  /// The taint of a node that says nothing.
  package static let unreachable = Taint(
    key: "node.kubernetes.io/unreachable", effect: .noExecute)
  /// How long a pod that says nothing of them bears either of the two.
  package static let standardToleration: TimeSpan = .seconds(300)

  /// When a pod leaves.
  package enum Departure: Hashable, Sendable {
    /// It stays.
    case never
    /// It leaves this long after the taints were seen; nothing for at once.
    case after(TimeSpan)
  }

  /// When a pod with `tolerations` leaves a node with `taints`; those of another effect say nothing.
  package static func departure(
    taints: [Taint], tolerations: [Toleration], comparisonOperators: Bool = false
  ) -> Departure {
    let expelling = taints.filter { $0.effect == .noExecute }
    if expelling.isEmpty { return .never }
    var used: [Int64?] = []
    for taint in expelling {
      guard
        let match = tolerations.first(where: {
          $0.tolerates(taint, comparisonOperators: comparisonOperators)
        })
      else { return .after(.zero) }
      used.append(match.tolerationSeconds)
    }
    return departure(tolerationSeconds: used)
  }

  /// When a pod leaves whose taints are all tolerated for these times, nil for ever: after the
  /// shortest. No time at all, or none to go by, is at once.
  package static func departure(tolerationSeconds: [Int64?]) -> Departure {
    guard !tolerationSeconds.isEmpty else { return .after(.zero) }
    guard let least = tolerationSeconds.compactMap(\.self).min() else { return .never }
    return .after(.seconds(max(least, 0)))
  }

  /// The tolerations of a pod as it is admitted: with one of 300 s for each of the two taints of a
  /// node that fails, where the pod has none for it.
  package static func admitted(_ tolerations: [Toleration]) -> [Toleration] {
    var admitted = tolerations
    for taint in [notReady, unreachable] {
      let isKnown = tolerations.contains {
        ($0.key == taint.key || $0.key.isEmpty) && ($0.effect == .noExecute || $0.effect == nil)
      }
      guard !isKnown else { continue }
      admitted.append(
        Toleration(
          key: taint.key, .exists, effect: .noExecute,
          tolerationSeconds: standardToleration.nanoseconds / 1_000_000_000))
    }
    return admitted
  }
}
