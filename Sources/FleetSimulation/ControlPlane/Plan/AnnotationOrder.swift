package import Units

/// An annotation that somebody writes on Machines, or takes away.
package struct AnnotationOrder: Hashable, Sendable {
  /// When.
  package var at: Instant
  /// Of which deployment the Machines are.
  package var deployment: Int
  /// Which of the Machines that it has then, counted from the oldest and modulo their number; nil for
  /// all of them.
  package var rank: Int?
  /// What is written.
  package var annotation: MachineAnnotation
  /// Whether it is written or taken away.
  package var isPresent: Bool

  /// Makes an order.
  package init(
    at: Instant, deployment: Int, rank: Int? = nil, _ annotation: MachineAnnotation,
    isPresent: Bool = true
  ) {
    self.at = at
    self.deployment = deployment
    self.rank = rank
    self.annotation = annotation
    self.isPresent = isPresent
  }
}

/// The annotations of Machines that controllers heed; what they say does not count, only that they are
/// there.
///
/// Source: cluster-api v1.13 `api/core/v1beta2/common_types.go` and `machine_types.go`.
package enum MachineAnnotation: String, CaseIterable, Hashable, Sendable {
  /// Its set deletes it before others.
  case deleteMachine = "cluster.x-k8s.io/delete-machine"
  /// Its Node is not drained.
  case excludeNodeDraining = "machine.cluster.x-k8s.io/exclude-node-draining"
  /// Its deletion waits before the drain.
  case preDrainHook = "pre-drain.delete.hook.machine.cluster.x-k8s.io"
  /// Its deletion waits before the machine itself goes.
  case preTerminateHook = "pre-terminate.delete.hook.machine.cluster.x-k8s.io"
  /// Its deletion does not wait for volumes.
  case excludeVolumeWait = "machine.cluster.x-k8s.io/exclude-wait-for-node-volume-detach"
  /// Its controller and the health check leave it alone.
  case paused = "cluster.x-k8s.io/paused"
}

/// Annotations of a Machine.
struct MachineAnnotations: Equatable, BitwiseCopyable {
  private var bits: UInt8 = 0

  subscript(annotation: MachineAnnotation) -> Bool {
    get { bits & MachineAnnotations.bit(annotation) != 0 }
    set {
      if newValue {
        bits |= MachineAnnotations.bit(annotation)
      } else {
        bits &= ~MachineAnnotations.bit(annotation)
      }
    }
  }

  private static func bit(_ annotation: MachineAnnotation) -> UInt8 {
    switch annotation {
    case .deleteMachine: 1
    case .excludeNodeDraining: 2
    case .preDrainHook: 4
    case .preTerminateHook: 8
    case .excludeVolumeWait: 16
    case .paused: 32
    }
  }
}
