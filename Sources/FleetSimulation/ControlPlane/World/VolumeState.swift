import Units

/// The volumes of StatefulSets, one an ordinal.
struct VolumeState {
  /// Whether there are any.
  var areUsed = false
  var volumes: [Volume] = []
  /// The first volume of each workload; nil where it has none.
  var firstOfWorkload: [Int?] = []
  /// The volumes that are attached to each Node, by slot; as far as there were any.
  private var ofNode: [[Int]] = []

  /// How long a volume stays attached to a Node that is there and does not answer, after its pod is
  /// gone (kubernetes `pkg/controller/volume/attachdetach`, `ReconcilerMaxWaitForUnmountDuration`).
  static let forcedAfter: TimeSpan = .minutes(6)

  /// A volume.
  struct Volume: BitwiseCopyable {
    let workload: Int
    let ordinal: Int
    /// The slot of the Node that has it.
    var node: Int?
    var attachedAt = Instant.distantPast
    /// Whether nobody wants it any more where it is.
    var isLeaving = false
    /// Counts attachments and detachments that were set out on, so that one that was called off is
    /// known.
    var turn: UInt32 = 0
  }

  mutating func begin(_ plan: ControlPlanePlan) {
    for (index, workload) in plan.workloads.enumerated() {
      guard case .statefulSet(let set) = workload.kind, set.volume != nil else {
        firstOfWorkload.append(nil)
        continue
      }
      areUsed = true
      firstOfWorkload.append(volumes.count)
      for ordinal in 0..<workload.replicas {
        volumes.append(Volume(workload: index, ordinal: ordinal))
      }
    }
  }

  /// The volumes that a Node has.
  func attached(to node: Int) -> [Int] { node < ofNode.count ? ofNode[node] : [] }

  mutating func attach(_ volume: Int, to node: Int, at now: Instant) {
    volumes[volume].node = node
    volumes[volume].attachedAt = now
    while ofNode.count <= node { ofNode.append([]) }
    ofNode[node].append(volume)
  }

  mutating func detach(_ volume: Int) {
    guard let node = volumes[volume].node else { return }
    volumes[volume].node = nil
    volumes[volume].isLeaving = false
    ofNode[node].removeAll { $0 == volume }
  }
}
