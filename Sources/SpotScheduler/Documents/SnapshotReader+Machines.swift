import Documents
import KubernetesModel
import Units

extension MachineObservation {
  init(_ node: CheckedNode) {
    self.init(
      stage: Stage(rawValue: node.text("stage")) ?? .absent, since: node.instant("since"),
      isCordoned: node.boolean("cordoned"), isCordonedByOthers: node.boolean("cordonedByOthers"),
      reclaimRequestedAt: node["reclaimRequestedAt"]?.instant)
  }
}

extension PodObservation {
  init(_ node: CheckedNode, traits: PodTraitsID?) {
    self.init(
      id: PodID(UInt64(node.text("id")) ?? 0), boundAt: node.instant("boundAt"),
      terminationGrace: node.span("terminationGrace"),
      terminatingSince: node["terminatingSince"]?.instant,
      isExemptFromDrain: node.boolean("exempt"),
      drainOrder: Int32(clamping: node.integer("drainOrder")), traits: traits)
  }
}

extension PodTraits {
  init(_ node: CheckedNode) {
    self.init(
      namespace: node["namespace"]?.text ?? "", labels: Labels(node.member("labels")),
      priority: Int32(clamping: node.integer("priority")))
  }
}

extension Reason {
  init(_ node: CheckedNode) {
    self.init(
      Rule(rawValue: node.text("rule")) ?? .neverLookedAt, at: node["at"]?.instant)
  }
}

extension ScheduledMachineStatus {
  init(_ node: CheckedNode) {
    self.init(
      phase: Phase(rawValue: node.text("phase")) ?? .pending,
      reason: Reason(node.member("reason")), since: node.instant("since"),
      announcedAt: node["announcedAt"]?.instant, drainStartsAt: node["drainStartsAt"]?.instant,
      drainStartedAt: node["drainStartedAt"]?.instant,
      attempt: node["attempt"]?.text.flatMap { Attempt(rawValue: $0) },
      nextAttemptAt: node["nextAttemptAt"]?.instant,
      observedGeneration: node.integer("observedGeneration"),
      isScheduleActive: node.boolean("inSchedule"), nextEdgeAt: node["nextEdgeAt"]?.instant,
      standing: Standing(rawValue: node.text("standing")) ?? .absent,
      nextPlanAt: node["nextPlanAt"]?.instant, nextLookAt: node["nextLookAt"]?.instant,
      idleSince: node["idleSince"]?.instant, reclaimedAt: node["reclaimedAt"]?.instant,
      reclaims: Int(node.integer("reclaims")), heldUntil: node["heldUntil"]?.instant,
      recalledAt: node["recalledAt"]?.instant,
      failures: Int(node.integer("failures")), retryAt: node["retryAt"]?.instant,
      beforeCall: node["beforeCall"].map { before in
        BeforeCall(
          phase: Phase(rawValue: before.text("phase")) ?? .pending,
          reason: Reason(before.member("reason")), since: before.instant("since"))
      })
  }
}
