package import Units

/// Something that happened in a control plane.
package struct ControlPlaneFact: Hashable, Sendable, BitwiseCopyable {
  /// When.
  package var at: Instant
  /// What.
  package var kind: Kind
  /// To what: a Machine, pod, or deployment, as `kind` says.
  package var subject: Int32
  /// With what, as `kind` says; 0 otherwise.
  package var object: Int32
  /// How much, as `kind` says; 0 otherwise.
  package var value: Int64

  /// What can happen.
  package enum Kind: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// A deployment was given an order; the object is its number from 1, or 0 for what it begins with.
    case deploymentIsOrdered
    /// A deployment has what was ordered last, all of it available.
    case deploymentIsComplete
    /// A MachineSet was made; the object is its deployment.
    case setIsCreated
    /// A MachineSet was scaled; the object is the number of Machines it should have.
    case setIsScaled
    /// A Machine was made; the object is its set.
    case machineIsCreated
    /// A Machine is available for the first time, or again.
    case machineIsAvailable
    /// The deletion of a Machine was asked for; the object is 1 where that is for its health.
    case machineIsDeleted
    /// A Machine's drain begins.
    case drainBegins
    /// A Machine's infrastructure object is being deleted.
    case infrastructureIsDeleted
    /// A Machine is gone.
    case machineIsGone
    /// A health check found a Machine unhealthy.
    case machineIsUnhealthy
    /// A Node was registered.
    case nodeJoins
    /// A Node is Ready.
    case nodeIsReady
    /// A Node died; the object is 1 where its cloud took its machine back.
    case nodeDies
    /// A machine of a cloud runs.
    case instanceRuns
    /// A Node is Unknown.
    case nodeIsUnknown
    /// A Node was cordoned.
    case nodeIsCordoned
    /// A pod was made; the object is its workload.
    case podIsCreated
    /// A pod was placed; the object is the Node.
    case podIsPlaced
    /// A pod is ready.
    case podIsReady
    /// A pod was evicted; the object is the Node, the value the time that it has to end, ns.
    case podIsEvicted
    /// An eviction was refused; the object is the HTTP status.
    case evictionIsRefused
    /// A pod is gone.
    case podIsGone
    /// A write failed; the subject is the controller, the object the key.
    case writeFails
    /// The controllers restarted.
    case controllersRestart
    /// The controllers stop: they restart, or their leader has lost its lease.
    case controllersStop
    /// The controllers work again.
    case controllersStart
    /// A Machine is gone and leaves its Node; the object is 1 where the Node could not be deleted in
    /// time, and 0 where nobody had seen it.
    case nodeIsLeft
    /// A workload has another number of pods from now on, the object.
    case workloadIsScaled
    /// An autoscaler made a deployment larger or smaller; the object is the number of its Machines.
    case groupIsScaled
    /// A deployment did not grow as an autoscaler asked, and is left alone for a while.
    case groupFails
    /// A Node that was to be taken away stays, since it could not be emptied or a call failed.
    case nodeStays
    /// A pod of a Job ended by itself; the object is 1 where it failed.
    case podIsFinished
    /// A Job, the subject, has all its successes.
    case jobIsComplete
    /// A Job, the subject, has more failures than it may.
    case jobFails
    /// The volume of a workload, the subject, is attached for a pod; the object is the Node.
    case volumeIsAttached
    /// The volume of a workload, the subject, is detached; the object is the Node.
    case volumeIsDetached
    /// Somebody took a Node out of service.
    case nodeIsOutOfService
    /// The scheduler sees an object's Machine in another stage; the object is its number.
    case lentStageChanges
    /// A call of the scheduler reaches an API server; the subject is the object that it is for, the
    /// object the number of what is asked for.
    case lentCallArrives
    /// A call of the scheduler failed, in the same numbers.
    case lentCallFails
    /// A host is taken by the Machine of an object.
    case hostIsTaken
    /// A host was cleaned and is free.
    case hostIsFree
    /// A step of a host failed; the object is the number of the Machine that has it, the value a
    /// `HostStep`.
    case hostStepFails
    /// The machine of a peer pod is given back, or still there at the end; the subject is its workload, the
    /// object the number of its Node's Machine, the value how long it ran, ns.
    case peerMachineIsReleased
    /// A control plane that runs as pods begins to serve; the subject is its cluster.
    case controlPlaneServes
    /// It ceases.
    case controlPlaneCeases
    /// Nothing is heard of a zone from now on; the subject is the zone.
    case zoneIsCutOff
    /// A zone is heard of again.
    case zoneComesBack
    /// The node controller tainted a Node that it hears nothing of.
    case nodeIsTainted
    /// A spot machine got its notice.
    case spotIsNoticed
    /// A kubelet ends the pods of its machine, which shuts down.
    case nodeShutsDown
    /// The Machine that is made next is one of the scheduler's; the object is what it is made for.
    case lentMachineIsMade
    /// The scheduler lets a Node take pods again.
    case nodeIsUncordoned
    /// The scheduler announces the drain of the Machine of an object, the subject; the value is the time
    /// until then, ns.
    case drainIsAnnounced
    /// The scheduler takes the Machine of an object, the subject, away at once.
    case lentMachineIsReclaimed
    /// The scheduler deletes a pod past the eviction API; the object is how many healthy pods its budget
    /// lacks then, the value the time that the pod has to end, ns.
    case lentPodIsDeleted
    /// A host was rid of what a tenant left; the object is that tenant's cluster.
    case hostIsSanitised
    /// The evidence of a host was looked at; the object is 1 where it was verified.
    case hostIsAttested
    /// The owner calls a host back; the value is the limit, ns.
    case hostIsRecalled
    /// The owner asks at once for a host that a borrower has; the object is the borrower's object, the
    /// value the limit for emptying it, ns.
    case hostIsReclaimed
  }

  /// Makes a fact.
  package init(at: Instant, kind: Kind, subject: Int, object: Int = 0, value: Int64 = 0) {
    self.at = at
    self.kind = kind
    self.subject = Int32(truncatingIfNeeded: subject)
    self.object = Int32(truncatingIfNeeded: object)
    self.value = value
  }
}
