import ClusterAPI
import Documents
import KubernetesModel
import Placement
import SpotScheduler
import Units

extension ObservedCluster {
  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    self.version = version
    labels = try fields.mapping("metadata").labels("labels")
    isPaused = try fields.mapping("spec").flag("paused") ?? false
  }
}

extension ObservedMachineOwner {
  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    self.version = version
    let spec = try fields.mapping("spec")
    clusterName = try spec.text("clusterName") ?? ""
    replicas = try spec.whole("replicas") ?? 1
  }
}

extension ObservedMachine {
  /// The label by which 5-Spot finds its Machines.
  static let scheduledMachineLabel = "5spot.finos.org/scheduled-machine"

  /// Reads v1beta1 and v1beta2: what they call otherwise stands in different places.
  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    self.version = version
    let metadata = try fields.mapping("metadata")
    let status = try fields.mapping("status")
    clusterName = try fields.mapping("spec").text("clusterName") ?? ""
    createdAt = try metadata.instant("creationTimestamp") ?? .epoch
    deletedAt = try metadata.instant("deletionTimestamp")
    nodeName = try status.mapping("nodeRef").text("name")
    // v1beta2 keeps the failures of v1beta1 aside, and has none of its own.
    let old = try status.mapping("deprecated").mapping("v1beta1")
    let failures = [try status.text("failureReason"), try old.text("failureReason")]
    let phase = try status.text("phase")
    hasFailed = phase == "Failed" || failures.contains { $0 != nil }
    nodeHealthySince = nil
    for type in ["NodeReady", "NodeHealthy"] where nodeHealthySince == nil {
      nodeHealthySince = try status.since(type)
    }
    scheduledMachine = try metadata.labels("labels")[Self.scheduledMachineLabel]
    controller = nil
    for owner in try metadata.mappings("ownerReferences")
    where try owner.flag("controller") ?? false {
      controller = ControllerReference(
        kind: try owner.requiredText("kind"), name: try owner.requiredText("name"))
    }
  }
}

extension ObservedNode {
  /// The labels that say where a host is.
  static let placeLabels = "topology.kubernetes.io/"
  /// What 5-Spot's agent writes on a node whose owner needs it at once.
  static let reclaimRequested = "5spot.finos.org/reclaim-requested"
  /// When it wrote that.
  static let reclaimRequestedTime = "5spot.finos.org/reclaim-requested-at"

  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    let node = try Node(manifest: fields)
    self.version = version
    labels = Labels(
      node.labels.pairs.filter { $0.key.hasPrefix(Self.placeLabels) }.map { ($0.key, $0.value) })
    cpu = (node.allocatable.cpu ?? MilliCPU(0)).plausible
    isUnschedulable = node.isUnschedulable
    readySince = try fields.mapping("status").since("Ready")
    let annotations = try fields.mapping("metadata").labels("annotations")
    // Only the literal counts, as in 5-Spot.
    let isRequested = annotations[Self.reclaimRequested] == "true"
    let time = annotations[Self.reclaimRequestedTime].flatMap { try? Instant(rfc3339: $0) }
    reclaimRequestedAt = isRequested ? time ?? .epoch : nil
    hasReclaimWithoutTime = isRequested && time == nil
  }
}

extension ObservedPod {
  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    let pod = try Pod(manifest: fields)
    let metadata = try fields.mapping("metadata")
    let spec = try fields.mapping("spec")
    self.version = version
    nodeName = try spec.text("nodeName") ?? ""
    cpu = (PodRequest(of: pod).sum.cpu ?? MilliCPU(0)).plausible
    // The API server's default: kubernetes v1.36 `pkg/apis/core/v1/defaults.go`.
    terminationGrace = Self.grace(try spec.whole("terminationGracePeriodSeconds") ?? 30)
    // The timestamp says when the grace is over.
    let grace = Self.grace(try metadata.whole("deletionGracePeriodSeconds") ?? 0)
    terminatingSince = pod.deletionTimestamp.map { due in
      let (start, isTooEarly) = due.nanoseconds.subtractingReportingOverflow(grace.nanoseconds)
      return isTooEarly ? .distantPast : Instant(nanoseconds: start)
    }
    let createdAt = try metadata.instant("creationTimestamp")
    let scheduledAt = try fields.mapping("status").since("PodScheduled")
    boundAt = scheduledAt ?? pod.startTime ?? createdAt ?? .epoch
    phase = pod.phase
    isReady = pod.isReady
    isOfDaemonSet = pod.controller?.kind == "DaemonSet"
    isMirror = pod.annotations[DrainFilter.mirrorAnnotation] != nil
    hasSchedulingGates = pod.hasSchedulingGates
    traits = PodTraits(namespace: pod.namespace, labels: pod.labels, priority: pod.priority)
  }

  /// A grace period as written, within bounds that time can be counted with: up to a year.
  private static func grace(_ seconds: Int64) -> TimeSpan {
    .seconds(min(max(seconds, 0), 31_536_000))
  }

  /// The Node that it is on; one without a name while it waits.
  func node(of reference: ObjectReference) -> ObjectReference {
    ObjectReference(.node, "", nodeName, in: reference.source)
  }

  /// Whether it is over.
  var isFinished: Bool { phase == .succeeded || phase == .failed }
  /// Whether a drain leaves it alone.
  var isExemptFromDrain: Bool { isOfDaemonSet || isMirror }
}

extension ObservedBudget {
  init(_ fields: ManifestFields, _ version: ObservedVersion) throws(DocumentError) {
    self.version = version
    let status = try fields.mapping("status")
    let given = try fields.mapping("spec")
    spec = PodDisruptionBudgetSpec(
      selector: try .optional("selector", of: given), limit: nil,
      unhealthyPodEvictionPolicy: try given.word("unhealthyPodEvictionPolicy") ?? .ifHealthyBudget)
    func count(_ key: String) throws(DocumentError) -> Int {
      Int(clamping: try status.whole(key) ?? 0)
    }
    disruptionsAllowed = try count("disruptionsAllowed")
    currentHealthy = try count("currentHealthy")
    desiredHealthy = try count("desiredHealthy")
    let generation = try fields.mapping("metadata").whole("generation") ?? 0
    isObserved = try status.whole("observedGeneration") ?? 0 >= generation
    unconfirmedEvictions = try status.mapping("disruptedPods").node?.count ?? 0
  }
}

extension MilliCPU {
  /// The amount, or the bound that sums over a fleet stay whole below.
  fileprivate var plausible: MilliCPU { MilliCPU(min(max(value, 0), 1 << 44)) }
}

extension ManifestFields {
  /// Since when a condition of a status is true; nil when it is not.
  fileprivate func since(_ type: String) throws(DocumentError) -> Instant? {
    for condition in try mappings("conditions") {
      guard try condition.text("type") == type, try condition.text("status") == "True" else {
        continue
      }
      return try condition.instant("lastTransitionTime") ?? .epoch
    }
    return nil
  }
}
