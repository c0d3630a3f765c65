/// Which pods a StatefulSet makes.
///
/// Source: kubernetes v1.36 `pkg/controller/statefulset/stateful_set_control.go`,
/// `updateStatefulSet` and `processReplica`.
package enum StatefulSetSync {
  /// How the pod of an ordinal stands.
  package enum OrdinalState: Hashable, Sendable, BitwiseCopyable {
    /// There is none.
    case missing
    /// It is there and not ready, or on its way out: as long as its object is there, nothing takes
    /// its place.
    case unready
    /// It is Running and Ready.
    case ready
  }

  /// The ordinals whose pods are made now. `OrderedReady` makes one when all before it are ready;
  /// `Parallel` makes all that are missing.
  package static func ordinalsToMake(
    of ordinals: some Sequence<OrdinalState>, isParallel: Bool
  ) -> [Int] {
    var missing: [Int] = []
    for (ordinal, state) in ordinals.enumerated() where state != .ready {
      if state == .missing { missing.append(ordinal) }
      if !isParallel { break }
    }
    return missing
  }
}
