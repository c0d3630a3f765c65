/// The kinds of thing that a dense id of a fact can name.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added,
/// never reused.
package enum EntityNamespace: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A pool of the fleet.
  case pool = 1
  /// A node of the fleet.
  case node = 2
  /// A job of the workload.
  case job = 3
  /// A cluster of the fleet.
  case cluster = 4
  /// A service of the workload.
  case service = 5

  /// The word for one such thing, as in `node 17`.
  package var word: String {
    switch self {
    case .pool: "pool"
    case .node: "node"
    case .job: "job"
    case .cluster: "cluster"
    case .service: "service"
    }
  }
}

/// What a fact's value counts.
package enum FactValueMeaning: Sendable {
  /// Nothing: always 0.
  case none
  /// Nanoseconds, under this word.
  case span(String)
  /// A plain number, under this word.
  case count(String)
}

extension FactKind {
  /// The kind's name in text formats; the case's own name.
  package var name: String { "\(self)" }

  /// What `Fact.subject` is an id of, or nothing when it is unused.
  package var subjectNamespace: EntityNamespace? {
    switch self {
    case .nodeJoined, .interruptionNoticed, .nodeInterrupted, .nodeLeft, .nodeCordoned,
      .nodeUncordoned, .machineStageChanged, .lendingWindowOpened, .lendingWindowClosed,
      .recallOrdered, .preemptionAnnounced, .instanceLaunched, .instanceTerminated,
      .instanceLaunchFailed, .reclaimOrdered, .machineReclaimed, .hostSanitised, .hostAttested,
      .machineDeletionOrdered, .machineFoundUnhealthy, .rebalanceRecommended, .hostStepFailed:
      .node
    case .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected, .podEvicted,
      .podKilled:
      .job
    case .servicePodEvicted, .serviceEvictionRefused, .serviceBudgetBroken, .serviceUsageChanged,
      .serviceRequestChanged, .servicePendingChanged, .podEvictionGranted, .podEvictionRefused,
      .podEvictionFailed, .apiServerServed, .apiServerCeased, .workloadCompleted, .workloadFailed,
      .peerMachineReleased:
      .service
    case .deploymentScaled, .rolloutOrdered, .drainLimitChanged, .deploymentCompleted,
      .spotMarketTurned:
      .pool
    case .writeFailed, .controllersRestarted, .queueDepthMeasured, .reconcilesCounted,
      .reconcileTimeSummed, .reconcileTimeLongest, .clientCallsCounted, .clientWaitSummed,
      .reconcileTimeBucket, .queueDepthBucket, .horizonReached, .podBound, .podAskedToLeave,
      .podCutShort, .podReleased:
      nil
    }
  }

  /// What the number `Fact.subject` stands for where it is no dense id of the run's own tables.
  package func fixedSubjectName(_ subject: UInt32) -> String? {
    switch self {
    case .writeFailed, .queueDepthMeasured, .reconcilesCounted, .reconcileTimeSummed,
      .reconcileTimeLongest, .reconcileTimeBucket, .queueDepthBucket:
      ControlPlaneWords.name(ofController: subject)
    case .clientCallsCounted, .clientWaitSummed: ControlPlaneWords.name(ofClient: subject)
    case .podBound, .podAskedToLeave, .podCutShort, .podReleased: "pod \(subject)"
    default: nil
    }
  }

  /// What `Fact.object` is an id of, or nothing when it is unused.
  package var objectNamespace: EntityNamespace? {
    switch self {
    case .nodeJoined, .nodeInterrupted, .nodeLeft, .instanceLaunched, .instanceTerminated,
      .instanceLaunchFailed, .machineDeletionOrdered, .machineFoundUnhealthy, .hostStepFailed:
      .pool
    case .jobStarted, .jobInterrupted, .jobFinished, .podEvicted, .podKilled, .servicePodEvicted,
      .serviceEvictionRefused, .serviceBudgetBroken, .podEvictionGranted, .podEvictionRefused,
      .podEvictionFailed, .podBound, .podAskedToLeave, .podCutShort, .podReleased:
      .node
    case .nodeCordoned, .nodeUncordoned, .machineStageChanged, .lendingWindowOpened,
      .lendingWindowClosed, .recallOrdered, .preemptionAnnounced, .serviceUsageChanged,
      .serviceRequestChanged, .servicePendingChanged, .reclaimOrdered, .machineReclaimed,
      .hostSanitised, .hostAttested:
      .cluster
    case .interruptionNoticed, .jobSubmitted, .jobRejected, .horizonReached, .deploymentScaled,
      .rolloutOrdered, .drainLimitChanged, .deploymentCompleted, .writeFailed,
      .controllersRestarted, .queueDepthMeasured, .reconcilesCounted, .reconcileTimeSummed,
      .reconcileTimeLongest, .clientCallsCounted, .clientWaitSummed, .reconcileTimeBucket,
      .queueDepthBucket, .rebalanceRecommended, .spotMarketTurned, .apiServerServed,
      .apiServerCeased, .workloadCompleted, .workloadFailed, .peerMachineReleased:
      nil
    }
  }

  /// What `Fact.value` counts.
  package var valueMeaning: FactValueMeaning {
    switch self {
    case .nodeJoined, .jobSubmitted, .jobRejected, .nodeCordoned, .nodeUncordoned,
      .lendingWindowClosed, .instanceLaunched, .instanceLaunchFailed, .machineReclaimed,
      .hostSanitised, .machineFoundUnhealthy, .controllersRestarted, .apiServerServed,
      .apiServerCeased:
      .none
    case .interruptionNoticed, .preemptionAnnounced: .span("lead time")
    case .rebalanceRecommended: .span("time to its end")
    case .spotMarketTurned: .count("has machines")
    case .nodeInterrupted, .nodeLeft: .span("age")
    case .jobInterrupted: .span("work lost")
    case .jobStarted: .count("attempt")
    case .jobFinished: .count("attempts")
    case .machineStageChanged: .count("stage")
    case .lendingWindowOpened: .span("length")
    case .recallOrdered, .reclaimOrdered: .span("limit")
    case .hostAttested: .count("verified")
    case .podEvicted, .servicePodEvicted: .span("grace")
    case .podKilled, .podCutShort: .span("grace missing")
    case .podAskedToLeave: .span("grace")
    case .podBound: .count("service")
    case .podReleased: .count("cause")
    case .serviceEvictionRefused, .serviceBudgetBroken: .count("pods missing")
    case .serviceUsageChanged, .serviceRequestChanged: .count("millicpu")
    case .servicePendingChanged: .count("pods")
    case .instanceTerminated: .count("cause")
    case .machineDeletionOrdered: .count("for health")
    case .podEvictionGranted, .podEvictionRefused, .podEvictionFailed: .count("pod")
    case .deploymentScaled: .count("machines")
    case .rolloutOrdered: .count("template")
    case .drainLimitChanged: .span("limit")
    case .deploymentCompleted: .span("since the order")
    case .writeFailed: .count("status")
    case .queueDepthMeasured: .span("objects times")
    case .reconcilesCounted: .count("reconciles")
    case .reconcileTimeSummed: .span("sum")
    case .reconcileTimeLongest, .reconcileTimeBucket: .span("at most")
    case .clientCallsCounted: .count("calls")
    case .clientWaitSummed: .span("sum")
    case .queueDepthBucket: .span("time")
    case .workloadCompleted, .workloadFailed: .span("length")
    case .hostStepFailed: .count("step")
    case .peerMachineReleased: .span("ran")
    case .horizonReached: .count("events")
    }
  }
}
