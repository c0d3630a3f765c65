/// What waits in the event queue of a control plane.
struct ControlPlaneEvent: BitwiseCopyable {
  var kind: Kind
  var subject: UInt32
  /// What `kind` says, else nothing.
  var value: UInt32 = 0

  /// What is to happen, and its rank within an instant.
  enum Kind: UInt8, BitwiseCopyable {
    /// The controllers restart.
    case controllersRestart = 0
    /// The leader renews its lease for the last time.
    case leaderRenewsLast
    /// The leader stops.
    case leaderStops
    /// The controllers have listed their objects, or taken over; `value` is the epoch.
    case controllersStart
    /// A watch begins anew with a list.
    case watchLists
    /// An order of the plan is written.
    case orderIsWritten
    /// Somebody writes an annotation.
    case annotationIsWritten
    /// A Node of the plan dies.
    case nodeDies
    /// A Node of the plan is taken out of service.
    case nodeIsTakenOut
    /// A pod is deleted by force.
    case podIsForced
    /// The secret of a Machine is there.
    case bootstrapIsReady
    /// A machine runs.
    case machineRuns
    /// A machine is no more.
    case machineIsGone
    /// A kubelet registers its Node.
    case nodeJoins
    /// A kubelet reports its Node Ready.
    case nodeIsReady
    /// The node controller has heard nothing for too long.
    case nodeIsSilent
    /// The tolerations of the pods of a Node are over; `value` is their workload.
    case tolerationsEnd
    /// A lent Machine asks again for its host.
    case hostIsAskedAgain
    /// The provider has done with a host; `value` is the number of its session.
    case hostSessionEnds
    /// Somebody mended a dirty host.
    case hostIsMended
    /// A host of Metal3 is through with a step, or is tried again; `value` counts its steps.
    case bareMetalStepEnds
    /// A host is rid of what its last tenant left.
    case hostIsSanitised
    /// The evidence of a host was verified.
    case hostIsAttested
    /// A pod is ready.
    case podIsReady
    /// A pod of a Job ends by itself.
    case podEnds
    /// A pod is gone.
    case podIsGone
    /// The pods of a Node that is gone are collected.
    case podsAreCollected
    /// A volume is detached, unless it was taken again; `value` is the turn.
    case volumeIsDetached
    /// The disruption controller counts a workload.
    case budgetIsCounted
    /// The ReplicaSet controller looks at a workload.
    case workloadIsDue
    /// The pods of a Job that is over are deleted.
    case jobIsForgotten
    /// The scheduler of a workload cluster looks.
    case schedulerLooks
    /// A watch tells of the next write of a kind.
    case watchDelivers
    /// A write of a job reaches the API server; `value` is the epoch.
    case writeArrives
    /// A client gives up waiting for the answer to a write of a job; `value` is the epoch.
    case writeTimesOut
    /// An owner orders something of lent hosts.
    case lentOrderIsWritten
    /// The pods of a lent Node are seen.
    case lentPodsAreSeen
    /// A lent Node has been Unknown for long.
    case lentNodeIsLost
    /// A call of the scheduler reaches its API server; `value` is the scheduler's epoch.
    case lentCallArrives
    /// The scheduler gives up waiting for the answer to a call.
    case lentCallTimesOut
    /// The scheduler looks at an object again.
    case lentIsLookedAt
    /// A controller looks at its queue.
    case controllerWakes
    /// Every object is handed out again.
    case resync
    /// A workload gets another number of pods.
    case workloadIsScaled
    /// The autoscaler looks.
    case autoscalerScans
    /// Its call for a group to grow reaches the API server; `value` is by how much.
    case growthArrives
    /// It gives up waiting for the answer.
    case growthFails
    /// The consolidation looks; `value` is 1 where it looks whether a plan holds.
    case consolidationLooks
    /// A call for the removal of a Node arrives; `value` is which removal in that place.
    case removalCallArrives
    /// The answer to such a call does not come; `value` as before.
    case removalCallFails
    /// A removal has waited; `value` as before.
    case removalGoesOn
    /// A zone is cut off.
    case zoneIsCutOff
    /// A zone is heard of again.
    case zoneComesBack
    /// The node controller judges the zones.
    case zonesAreJudged
    /// It taints the next Node of a zone.
    case zoneTaints
    /// Many spot machines get their notices.
    case spotIsReclaimed
    /// A spot machine is said to be at risk; `value` tells which end is meant, here and below.
    case spotIsAtRisk
    /// A spot machine gets its notice.
    case spotIsNoticed
    /// A spot machine is told to shut down.
    case spotShutsDown
    /// A spot machine ends.
    case spotEnds
    /// A handler hears of a notice; `value` is 1 for one that a machine is at risk.
    case handlerBegins
    /// A call of a handler arrives.
    case handlerActs

    /// Whether its subject is a Machine.
    var isOfMachine: Bool {
      switch self {
      case .bootstrapIsReady, .machineRuns, .machineIsGone, .nodeJoins, .nodeIsReady,
        .nodeIsSilent, .tolerationsEnd, .podsAreCollected, .hostIsAskedAgain,
        .spotIsAtRisk, .spotIsNoticed, .spotShutsDown, .spotEnds, .handlerBegins, .handlerActs:
        true
      default: false
      }
    }
  }
}
