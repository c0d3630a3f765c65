/// What waits in the event queue: one plain word.
struct SimulationEvent: BitwiseCopyable {
  /// What is to happen.
  var kind: Kind
  /// To whom: a node or a job, as `kind` says.
  var subject: UInt32

  /// What is to happen, and its rank: at one instant the lower raw value comes first.
  ///
  /// Placement is no event. It runs once at the end of an instant, when every event of the instant
  /// is known, so that no job is started on a node that is taken away in the same instant, and a job
  /// that returns to the queue stands before one that was submitted later.
  enum Kind: UInt8, BitwiseCopyable, CaseIterable {
    /// Before everything else: a job whose work is done at the instant of an interruption is done.
    case jobFinishes = 0
    /// After ends: a job that finishes with its grace period finished.
    case podGraceEnds
    /// Before notices and interruptions: those that it brings come in the same instant if at once.
    case spotMarketTurns
    /// Before the notice that it runs ahead of.
    case rebalanceIsRecommended
    /// Before the interruption that it announces, also when the lead time is zero.
    case nodeIsNoticed
    /// Before joins: a node that is replaced without delay leaves before it comes back.
    case nodeIsInterrupted
    /// Before submissions, only so that the journal tells of the supply before the demand.
    case nodeJoins
    /// A service's evicted or surplus pod is gone, and its room free, before others are placed.
    case servicePodIsGone
    /// A service's pod is Ready: budgets may allow another eviction from here on.
    case servicePodIsReady
    /// Services use more or less; their pods are counted anew.
    case usageChanges
    /// A worker of the infrastructure provider has done with a host.
    case providerSessionEnds
    /// A host's node joins its cluster as a Ready node.
    case machineJoins
    /// What the last tenant left on a free host was removed.
    case hostIsSanitised
    /// The evidence of a host's trusted execution environment was verified.
    case hostIsAttested
    /// A Machine that found its host taken asks again.
    case hostIsAskedAgain
    /// A lending window opens or closes.
    case lendingEdge
    /// An owner calls its machines back.
    case recallIsOrdered
    /// A recall no longer holds.
    case recallEnds
    /// The owner asks for machines at once.
    case reclaimIsOrdered
    /// A kill switch is released.
    case reclaimEnds
    /// The scheduler wanted to look again.
    case schedulerLooks
    /// kube-scheduler tries pods whose wait is over.
    case podsComeUp
    /// The autoscaler looks for waiting jobs and idle machines.
    case autoscalerScans
    /// Last: the order among submissions of one instant is that of the workload.
    case jobIsSubmitted
  }
}
