package import Units

/// What happened: the kinds of fact that a run's journal can hold.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added,
/// never reused.
package enum FactKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A node became ready. Subject: node. Object: pool. Value: 0.
  case nodeJoined = 1
  /// A node was told that its capacity will be taken. Subject: node. Value: lead time, ns.
  case interruptionNoticed = 2
  /// A node's capacity was taken. Subject: node. Object: pool. Value: age since it joined, ns.
  case nodeInterrupted = 3
  /// A node left as planned: returned to its owner, or given back to its cloud. Subject: node.
  /// Object: pool. Value: age since it joined, ns.
  case nodeLeft = 4
  /// A node takes no new work. Subject: node. Object: the cluster that it serves. Value: 0.
  case nodeCordoned = 5
  /// A node takes work again. Subject: node. Object: the cluster that it serves. Value: 0.
  case nodeUncordoned = 6
  /// A node was told that it is likely to go, before any notice. Subject: node. Value: time to its end,
  /// ns.
  case rebalanceRecommended = 7
  /// A job came into the queue. Subject: job. Value: 0.
  case jobSubmitted = 16
  /// A job began to run. Subject: job. Object: node. Value: attempt, counted from 1.
  case jobStarted = 17
  /// A job lost its node and returned to the queue. Subject: job. Object: node.
  /// Value: work lost, ns, that has to be done again.
  case jobInterrupted = 18
  /// A job ended its work. Subject: job. Object: node. Value: attempts it took.
  case jobFinished = 19
  /// A job asks for more than any node of the fleet has. Subject: job. Value: 0.
  case jobRejected = 20
  /// The Machine of a node in one cluster is in another stage. Subject: node. Object: cluster.
  /// Value: `MachineStage`.
  case machineStageChanged = 32
  /// A window opened in which a machine may be lent. Subject: node. Object: the borrower.
  /// Value: length of the window, ns; the largest number when it has no end.
  case lendingWindowOpened = 33
  /// That window closed: its owner is to have the machine. Subject: node. Object: the owner.
  /// Value: 0.
  case lendingWindowClosed = 34
  /// The owner called a machine back at once. Subject: node. Object: the owner. Value: limit, ns.
  case recallOrdered = 35
  /// A borrower was told when its machine's drain begins. Subject: node. Object: the borrower.
  /// Value: lead time, ns.
  case preemptionAnnounced = 36
  /// The owner asked for a machine at once that a borrower has: by a kill switch, or as a listed
  /// program starts on it. Subject: node. Object: the borrower. Value: limit for emptying it, ns.
  case reclaimOrdered = 37
  /// The scheduler takes a machine away at once. Subject: node. Object: the borrower. Value: 0.
  case machineReclaimed = 38
  /// What a tenant left on a host was removed. Subject: node. Object: that tenant. Value: 0.
  case hostSanitised = 39
  /// The evidence of a host's trusted execution environment was looked at. Subject: node. Object: the
  /// owner. Value: 1 when it was verified, 0 when it was refused.
  case hostAttested = 40
  /// The deletion of a Machine was asked for. Subject: node of that Machine. Object: its deployment, a
  /// pool. Value: 1 for its health, 0 by a rollout or a smaller number of replicas.
  case machineDeletionOrdered = 41
  /// A health check found a Machine unhealthy. Subject: node of that Machine. Object: pool. Value: 0.
  case machineFoundUnhealthy = 42
  /// A job's pod was evicted: it may end in its grace period. Subject: job. Object: node.
  /// Value: grace, ns.
  case podEvicted = 48
  /// A job's pod ended before its grace period did. Subject: job. Object: node. Value: the grace
  /// that it did not have, ns.
  case podKilled = 49
  /// A service's pod was evicted within its budget. Subject: service. Object: node.
  /// Value: grace, ns.
  case servicePodEvicted = 50
  /// A budget refused an eviction. Subject: service. Object: node. Value: pods too few.
  case serviceEvictionRefused = 51
  /// A service's pod was deleted past its budget. Subject: service. Object: node.
  /// Value: healthy pods missing from the budget's desired number.
  case serviceBudgetBroken = 52
  /// The eviction API let a pod go. Subject: service, which is the pod's workload. Object: node.
  /// Value: the pod's number.
  case podEvictionGranted = 53
  /// A budget refused a pod's eviction (429). Subject: service. Object: node. Value: the pod's number.
  case podEvictionRefused = 54
  /// More than one budget covers a pod, so its eviction is an error of the server (500). Subject:
  /// service. Object: node. Value: the pod's number.
  case podEvictionFailed = 55
  /// A borrower's pod came to a lent machine. Subject: pod, a number. Object: node. Value: its workload,
  /// a service.
  case podBound = 56
  /// Such a pod was asked to leave by an eviction or a deletion. Subject: pod. Object: node. Value: the
  /// time that it has to end, ns.
  case podAskedToLeave = 57
  /// Such a pod was ended before its time was over. Subject: pod. Object: node. Value: the time that it
  /// did not have, ns.
  case podCutShort = 58
  /// Such a pod is on its machine no more. Subject: pod. Object: node. Value: 0 it ended by itself, 1 it
  /// had been asked to leave, 2 its machine stopped.
  case podReleased = 59
  /// What a service uses from now on. Subject: service. Object: cluster. Value: thousandths of a
  /// core.
  case serviceUsageChanged = 64
  /// What the placed pods of a service request from now on. Subject: service. Object: cluster.
  /// Value: thousandths of a core.
  case serviceRequestChanged = 65
  /// How many pods of a service wait for a place from now on. Subject: service. Object: cluster.
  /// Value: pods.
  case servicePendingChanged = 66
  /// A cloud instance was started; it is paid for from now on. Subject: node. Object: pool.
  /// Value: 0.
  case instanceLaunched = 80
  /// A cloud instance ended; it is no longer paid for. Subject: node. Object: pool.
  /// Value: 0 ended by its user, 1 interrupted, 2 still there at the horizon.
  case instanceTerminated = 81
  /// A cloud had no instance to give. Subject: node that was asked for. Object: pool. Value: 0.
  case instanceLaunchFailed = 82
  /// The market of a pool ran dry, or has machines again; it has some at the start unless it says
  /// otherwise. Subject: pool. Value: 1 it has machines, 0 it is dry.
  case spotMarketTurned = 83
  /// A MachineDeployment was ordered to have so many Machines, at the start or later. Subject: pool.
  /// Object: how many of them may be unavailable, a number. Value: Machines.
  case deploymentScaled = 96
  /// A MachineDeployment was given a new template. Subject: pool. Value: the template's number.
  case rolloutOrdered = 97
  /// A MachineDeployment was given another limit of its drains. Subject: pool. Value: ns, or -1 for
  /// none.
  case drainLimitChanged = 98
  /// A MachineDeployment has what was ordered last, all of it available. Subject: pool. Value: time
  /// since the order, ns.
  case deploymentCompleted = 99
  /// A write of a controller failed. Subject: controller, a number. Value: HTTP status, 0 where the
  /// fault has none.
  case writeFailed = 100
  /// The controllers restarted. Value: 0.
  case controllersRestarted = 101
  /// A controller's queue in the stretch of time that ends here. Subject: controller. Object: the most
  /// objects that were ready and had no worker. Value: objects times ns.
  case queueDepthMeasured = 104
  /// How many reconciles of a controller ended in that stretch. Subject: controller. Object: how many
  /// of them failed. Value: reconciles.
  case reconcilesCounted = 105
  /// How long they took. Subject: controller. Value: ns, summed.
  case reconcileTimeSummed = 106
  /// How long the longest of them took. Subject: controller. Value: ns.
  case reconcileTimeLongest = 107
  /// Calls of a client in that stretch. Subject: client, 0 of the management cluster, 1 of the workload
  /// cluster. Object: how many of them its limit held back. Value: calls.
  case clientCallsCounted = 108
  /// How long the limit of a client held calls back in that stretch. Subject: client. Value: ns, summed.
  case clientWaitSummed = 109
  /// How many reconciles of the run took about so long. Subject: controller. Object: reconciles. Value:
  /// the longest that is counted here, ns.
  case reconcileTimeBucket = 110
  /// For how long in the run a queue was that deep. Subject: controller. Object: objects. Value: ns.
  case queueDepthBucket = 111
  /// The API server of a hosted control plane answers from now on. Subject: the workload of its
  /// controllers, a service. Value: 0.
  case apiServerServed = 112
  /// It ceases to answer: its controllers or most of its etcd are gone. Subject: as before. Value: 0.
  case apiServerCeased = 113
  /// A Job of a workload cluster has all its completions. Subject: its workload, a service. Value: time
  /// since it was deployed, ns.
  case workloadCompleted = 114
  /// A Job of a workload cluster failed for good. Subject: as before. Value: as before.
  case workloadFailed = 115
  /// A step of a host failed. Subject: node of the Machine that has it, or had it last. Object: pool.
  /// Value: `HostStep`.
  case hostStepFailed = 116
  /// The machine of a cloud that a peer pod ran in is given back, or still there at the horizon. Subject: the
  /// pod's workload, a service. Value: how long it ran, ns.
  case peerMachineReleased = 117
  /// The horizon was reached; nothing follows. Value: events handled.
  case horizonReached = 255
}

/// One fact of a run: when, what, about whom. A plain value of 25 significant bytes.
package struct Fact: Hashable, Sendable, BitwiseCopyable {
  /// When it happened, in simulated time.
  package var at: Instant
  /// What happened.
  package var kind: FactKind
  /// Whom it happened to: a dense id whose namespace `kind` gives.
  package var subject: UInt32
  /// The other party, or 0: a dense id whose namespace `kind` gives.
  package var object: UInt32
  /// A number whose meaning and unit `kind` gives.
  package var value: Int64

  /// Makes a fact.
  @inlinable
  package init(
    at: Instant, kind: FactKind, subject: UInt32, object: UInt32 = 0, value: Int64 = 0
  ) {
    self.at = at
    self.kind = kind
    self.subject = subject
    self.object = object
    self.value = value
  }
}

/// A passenger of a run: it is told each fact in order and can change nothing.
package protocol FactSink {
  /// Takes the next fact; facts come in the order of the journal.
  mutating func record(_ fact: Fact)
}
