import ClusterAPI
import Units

/// One call that a reconcile makes to an API server.
enum Write {
  /// Makes a MachineSet for `deployment` with a template and so many Machines.
  case createSet(deployment: Int, template: Int, replicas: Int, drainTimeout: TimeSpan?)
  /// Sets `spec.replicas` of a MachineSet.
  case scaleSet(Int, replicas: Int)
  /// Carries a limit of the drain over to a MachineSet.
  case limitDrainOfSet(Int, TimeSpan?)
  /// Carries it over to a Machine.
  case limitDrain(MachineReference, TimeSpan?)
  /// Deletes a MachineSet without Machines.
  case deleteSet(Int)
  /// Writes the status of a MachineDeployment.
  case patchDeployment(Int, MachineSetCounts)
  /// Writes the status of a MachineSet.
  case patchSet(Int, present: Int, ready: Int, available: Int, upToDate: Int)
  /// Makes the bootstrap object of a new Machine.
  case createBootstrap
  /// Makes its infrastructure object.
  case createInfrastructure
  /// Makes the Machine itself, in that set.
  case createMachine(set: Int, drainTimeout: TimeSpan?)
  /// Deletes a Machine; for its health where that is so.
  case deleteMachine(MachineReference, isRemediation: Bool)
  /// Writes what the Machine controller found.
  case patchMachine(Int, MachineStatus)
  /// Writes what the health check found.
  case patchHealth(MachineReference, ConditionStatus, MachineSetMember.Remediation)
  /// Cordons a Node.
  case cordon(Int)
  /// Labels a Node whose machine may be taken back.
  case labelInterruptible(Int)
  /// Evicts a pod; a refusal does not end the reconcile.
  case evict(PodReference)
  /// Deletes the infrastructure object of a Machine.
  case deleteInfrastructure(Int)
  /// Deletes its bootstrap object.
  case deleteBootstrap(Int)
  /// Deletes its Node.
  case deleteNode(Int)
  /// Lets go of a Machine.
  case removeFinalizer(Int)
}

/// A Machine as others than its own controller mean it: by the time a write arrives, another one may
/// stand in its slot.
struct MachineReference: Equatable, BitwiseCopyable {
  var slot: UInt32
  var number: UInt32
}

/// A pod as an eviction means it.
struct PodReference: Equatable, BitwiseCopyable {
  var slot: UInt32
  var number: UInt32
}

/// How a reconcile ends, once its writes are done.
struct Ending {
  var outcome = ReconcileGate.Outcome.done
  /// Until how long after the end nothing runs, whatever happens.
  var deferral: TimeSpan?
  /// Whether time alone can change what it would do, without its having asked to look again.
  var waitsForTime = false
}

/// A reconcile in hand: a worker is held until its writes are done.
struct ReconcileInHand {
  var controller = ControllerKind.machine
  var key = 0
  var writes: [Write] = []
  var next = 0
  var ending = Ending()
  var startedAt = Instant.distantPast
  var isInHand = false
  /// How often the client asked again for the write that is next.
  var retries = 0
  /// Whether the caller does not learn that its write took effect.
  var isUnnoticed = false
  /// Whether the Node could not be deleted in time.
  var leavesNode = false
  /// The number of the Machine whose objects are being made.
  var newMachine: Int?
}

extension Write {
  /// Whether the call goes to the workload cluster, through a client of its own.
  var isForWorkloadCluster: Bool {
    switch self {
    case .cordon, .labelInterruptible, .evict, .deleteNode: true
    default: false
    }
  }

  /// What it writes; nil for pods.
  var kind: WatchedObjects? {
    switch self {
    case .patchDeployment: .deployments
    case .createSet, .scaleSet, .limitDrainOfSet, .deleteSet, .patchSet: .sets
    case .createMachine, .deleteMachine, .limitDrain, .patchMachine, .patchHealth,
      .removeFinalizer:
      .machines
    case .createBootstrap, .deleteBootstrap: .bootstraps
    case .createInfrastructure, .deleteInfrastructure: .infrastructures
    case .cordon, .labelInterruptible, .deleteNode: .nodes
    case .evict: nil
    }
  }
}
