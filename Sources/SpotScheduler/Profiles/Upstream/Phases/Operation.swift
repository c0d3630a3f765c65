extension Upstream {
  /// A step of a reconciliation that reaches the world; the names are those of the behaviour
  /// vectors.
  public enum Operation: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Copy `providerID` and `nodeRef` from the Machine.
    case refreshMachineRefs
    /// Label the node and write the agent's configuration.
    case provisionReclaimAgent
    /// Bring the node's taints to `nodeTaints`.
    case reconcileNodeTaints
    /// Write the configuration of Kata containers (v0.3).
    case provisionKata
    /// Create the bootstrap object.
    case createBootstrap
    /// Create the infrastructure object.
    case createInfrastructure
    /// Create the Machine.
    case createMachine
    /// Find the Machine's node.
    case lookupNode
    /// Cordon the node and delete its pods.
    case drainNode
    /// The same within a minute.
    case drainNodeInEmergency = "drainNode:60s"
    /// Delete the Machine.
    case deleteMachine
    /// Delete the bootstrap object.
    case deleteBootstrap
    /// Delete the infrastructure object.
    case deleteInfrastructure
    /// Publish the event of an emergency reclaim.
    case publishEmergencyReclaim = "event:EmergencyReclaim"
    /// Write the phase `EmergencyRemove`.
    case enterEmergencyRemove = "setPhase:EmergencyRemove"
    /// Switch the object off: `spec.schedule.enabled` (v0.1).
    case disableSchedule = "patchSpec:schedule.enabled=false"
    /// Switch the object off: `spec.enabled` (v0.3).
    case disableObject = "patchSpec:enabled=false"
    /// Publish the event of the switching off.
    case publishDisabledSchedule = "event:EmergencyReclaimDisabledSchedule"
    /// Take the annotations off the node.
    case clearReclaimAnnotations
    /// Write the phase `Disabled`.
    case enterDisabled = "setPhase:Disabled"

    /// What the creation of a Machine comes to, in order.
    public static let creations: [Operation] = [
      .createBootstrap, .createInfrastructure, .createMachine,
    ]
    /// What the deletion of a Machine comes to, in order, without waiting in between.
    public static let deletions: [Operation] = [
      .deleteMachine, .deleteBootstrap, .deleteInfrastructure,
    ]
  }

  /// A step at which a reconciliation can fail: something that is checked, or an operation.
  public enum Step: Hashable, Sendable, BitwiseCopyable {
    /// `clusterName` and `killIfCommands`, before anything else.
    case validation
    /// Getting the node to look for a reclaim request.
    case reclaimCheck
    /// Reading the schedule, or asking its provider.
    case schedule
    /// What is checked before a Machine is created: API groups, labels, annotations, the own UID.
    case creationChecks
    /// Fetching the Machine while `Active`.
    case fetchMachine
    /// `gracefulShutdownTimeout`.
    case graceTimeout
    /// `nodeDrainTimeout`.
    case drainTimeout
    /// Making the client of a child cluster from its kubeconfig (v0.3).
    case childClient
    /// An operation.
    case operation(Operation)
  }

  /// How a step fails.
  public struct Fault: Hashable, Sendable, BitwiseCopyable {
    /// Which step.
    public var step: Step
    /// The HTTP status that the API server answered; nil when that is not known or not it.
    public var status: Int?

    /// Makes a fault.
    public init(at step: Step, status: Int? = nil) {
      self.step = step
      self.status = status
    }
  }
}
