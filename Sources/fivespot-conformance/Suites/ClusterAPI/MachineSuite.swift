import ClusterAPI
import Documents
import Units

/// The life and death of a Machine.
enum MachineSuite {
  /// Any moment will do: inputs give ages.
  private static let now = Instant(seconds: 1_000_000)

  // MARK: Deletion

  static func gate(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "gate", "excludeAnnotation", "infraMachine", "preTerminateWaitStarted",
        "timeoutSeconds", "startedSecondsAgo",
      ])
    guard ["drain", "volumeDetach"].contains(try input.text("gate")) else {
      throw VectorError("unknown gate \"\(try input.text("gate"))\"")
    }
    let allowed = MachineDeletionGates.mayWait(
      isExcluded: try input.flag("excludeAnnotation"),
      infrastructure: try DisruptionSuite.word(try input.text("infraMachine")),
      preTerminateWaitStarted: try input.flag("preTerminateWaitStarted"),
      timeout: try input.optionalSeconds("timeoutSeconds"),
      startedAt: try input.optionalSeconds("startedSecondsAgo").map { now - $0 }, at: now)
    return ["allowed": .boolean(allowed)]
  }

  static func nodeCleanup(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "clusterDeleting", "nodeRef", "nodeFoundByProviderID", "activeControlPlaneMachines",
        "controlPlaneRef", "controlPlaneDeleting", "externallyManaged",
        // The Machine itself is being deleted, so it is none of the active ones whatever it is.
        "machineIsControlPlane", "machineDeleting",
      ])
    let hasControlPlane = try input.flag("controlPlaneRef")
    let controlPlane = MachineDeletionGates.NodeCleanupState.ControlPlane(
      isDeleting: try input.flag("controlPlaneDeleting"),
      isExternallyManaged: try input.flag("externallyManaged"))
    let hasNodeRef = try input.flag("nodeRef")
    let isFound = try input.flag("nodeFoundByProviderID")
    let refusal = MachineDeletionGates.nodeCleanupRefusal(
      MachineDeletionGates.NodeCleanupState(
        clusterIsDeleting: try input.flag("clusterDeleting"), hasNode: hasNodeRef || isFound,
        controlPlane: hasControlPlane ? controlPlane : nil,
        activeControlPlaneMachines: try input.whole("activeControlPlaneMachines")))
    return ["allowed": .boolean(refusal == nil), "reason": .optional(refusal?.rawValue)]
  }

  static func nodeDeletion(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "nodeDeletionTimeoutSeconds", "machineDeletedSecondsAgo", "nodeDeleteCallFails",
        "clusterDeleting",
      ])
    let age = TimeSpan.seconds(Int64(try input.whole("machineDeletedSecondsAgo")))
    var deletion = MachineDeletion(
      nodeCleanup: MachineDeletionGates.NodeCleanupState(
        clusterIsDeleting: try input.flag("clusterDeleting"), hasNode: true, controlPlane: nil,
        activeControlPlaneMachines: 1), deletedAt: now - age)
    deletion.isDrained = true
    deletion.infrastructure = .missing
    deletion.hasBootstrapConfig = false
    deletion.nodeDeletionTimeout =
      try input.optionalSeconds("nodeDeletionTimeoutSeconds") ?? deletion.nodeDeletionTimeout
    let fails = try input.flag("nodeDeleteCallFails")
    let tries = deletion.step(at: now) == .deleteNode
    if tries { deletion.node = fails ? .deletionFailed : .gone }
    let step = deletion.step(at: now)
    return [
      "retry": .boolean(step == .deleteNode), "nodeDeleted": .boolean(tries && !fails),
      "deletingReason": .string(step.reason),
      "finalizerRemoved": .boolean(step == .removeFinalizer),
    ]
  }

  static func volumes(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "nodeReady", "volumesAttached", "volumeAttachments", "persistentVolumes", "pods",
        "considerVolumeAttachments",
      ])
    var attachments: [String] = []
    for fields in try input.records("volumeAttachments", known: ["name", "persistentVolume"])
    where try input.flag("considerVolumeAttachments") {
      // One that names no volume is an error of the look.
      guard let volume = try fields.optionalText("persistentVolume") else { return ["error": true] }
      attachments.append(volume)
    }
    var volumes: [AttachedVolumes.PersistentVolume] = []
    for fields in try input.records("persistentVolumes", known: ["name", "uniqueName", "claim"]) {
      volumes.append(
        .init(
          name: try fields.text("name"), uniqueName: try fields.optionalText("uniqueName"),
          claim: try fields.optionalText("claim")))
    }
    var claims: Set<String> = []
    for fields in try input.records(
      "pods", known: ["name", "skippedByDrain", "reason", "claims"])
    where try fields.flag("skippedByDrain") {
      claims.formUnion(try fields.texts("claims"))
    }
    let attached = AttachedVolumes(
      namesOnNode: try input.texts("volumesAttached"), attachments: attachments,
      persistentVolumes: volumes, claimsOfStayingPods: claims)
    let ready: ConditionStatus = try DisruptionSuite.word(try input.text("nodeReady"))
    let waits = ready != .unknown && attached.holdMachine
    return [
      "wait": .boolean(waits),
      "requeueAfterSeconds": .seconds(waits ? ControllerConstants.drainRetry : .zero),
    ]
  }

  // MARK: Phase and conditions

  static func phase(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "bootstrapDataSecretCreated", "infrastructureProvisioned", "providerID", "nodeRef",
        // A Node that is not ready changes nothing about the phase.
        "nodeReady", "updatingCondition", "deleting",
      ])
    let updating: ConditionStatus = try DisruptionSuite.word(try input.text("updatingCondition"))
    let phase = MachinePhase(
      MachinePhase.State(
        hasBootstrapData: try input.flag("bootstrapDataSecretCreated"),
        isProvisioned: try input.flag("infrastructureProvisioned"),
        hasProviderID: !(try input.text("providerID")).isEmpty,
        hasNode: !(try input.text("nodeRef")).isEmpty, isUpdating: updating == .isTrue,
        isDeleting: try input.flag("deleting")))
    return ["phase": .string(phase.rawValue)]
  }

  static func nodeHealthy(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "conditions"])
    let conditions = try statuses(
      of: input, known: ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"])
    let status = MachineConditions.nodeHealthy(
      ready: conditions["Ready"], memoryPressure: conditions["MemoryPressure"],
      diskPressure: conditions["DiskPressure"], processPressure: conditions["PIDPressure"])
    return ["status": .string(status.rawValue)]
  }

  static func ready(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "conditions", "readinessGates"])
    var gates: [(name: String, isNegative: Bool)] = []
    for gate in try input.list("readinessGates") {
      let words = gate.kind == .sequence ? gate.elements.compactMap(\.string) : []
      guard words.count == 2, ["Positive", "Negative"].contains(words[1]) else {
        throw VectorError("a readiness gate is not [name, polarity]")
      }
      gates.append((words[0], words[1] == "Negative"))
    }
    let conditions = try statuses(
      of: input,
      known: [
        "BootstrapConfigReady", "InfrastructureReady", "NodeHealthy", "Deleting", "Updating",
        "HealthCheckSucceeded",
      ] + gates.map(\.name))
    let status = MachineConditions.ready(
      deleting: conditions["Deleting"], updating: conditions["Updating"],
      bootstrapConfigReady: conditions["BootstrapConfigReady"],
      infrastructureReady: conditions["InfrastructureReady"],
      nodeHealthy: conditions["NodeHealthy"],
      healthCheckSucceeded: conditions["HealthCheckSucceeded"],
      readinessGates: gates.map { .init(conditions[$0.name], isNegative: $0.isNegative) })
    return ["status": .string(status.rawValue)]
  }

  static func available(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "ready", "readySinceSeconds", "minReadySeconds"])
    let (status, again) = MachineConditions.available(
      ready: try DisruptionSuite.word(try input.text("ready")),
      readyFor: try input.optionalSeconds("readySinceSeconds") ?? .zero,
      minReady: try input.optionalSeconds("minReadySeconds") ?? .zero)
    return [
      "status": .string(status.rawValue), "requeueAfterSeconds": .seconds(again ?? .zero),
    ]
  }

  static func outdated(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "machineSetRevision", "machineDeploymentRevision"])
    let isOutdated = MachineConditions.isOutdated(
      machineSetRevision: try input.whole("machineSetRevision"),
      machineDeploymentRevision: try input.optionalWhole("machineDeploymentRevision"))
    return ["taint": .boolean(isOutdated)]
  }

  private static func statuses(
    of input: InputFields, known: [String]
  ) throws(VectorError) -> [String: ConditionStatus] {
    var statuses: [String: ConditionStatus] = [:]
    for member in try input.members("conditions") {
      guard known.contains(member.key) else {
        throw VectorError("unknown condition \(member.key)")
      }
      statuses[member.key] = try DisruptionSuite.word(member.value.string ?? "")
    }
    return statuses
  }
}
