import ClusterAPI
import Testing
import Units

@Suite("Deletion of a Machine")
struct MachineDeletionTests {
  static let start = Instant(seconds: 1_000)

  static func deletion(hosted: Bool = true) -> MachineDeletion {
    MachineDeletion(
      nodeCleanup: .init(
        clusterIsDeleting: false, hasNode: true,
        controlPlane: .init(isDeleting: false, isExternallyManaged: hosted),
        activeControlPlaneMachines: 0),
      deletedAt: start)
  }

  @Test("goes through its steps in order")
  func steps() {
    var deletion = Self.deletion()
    deletion.hasPreDrainHook = true
    deletion.hasPreTerminateHook = true
    deletion.volumesAreAttached = true
    var reasons: [String] = []
    for _ in 0..<8 {
      let step = deletion.step(at: Self.start)
      reasons.append(step.reason)
      switch step {
      case .waitForPreDrainHook: deletion.hasPreDrainHook = false
      case .drain: deletion.isDrained = true
      case .waitForVolumes: deletion.volumesAreAttached = false
      case .waitForPreTerminateHook: deletion.hasPreTerminateHook = false
      case .deleteInfrastructure: deletion.infrastructure = .missing
      case .deleteBootstrapConfig: deletion.hasBootstrapConfig = false
      case .deleteNode: deletion.node = .gone
      case .removeFinalizer: break
      }
    }
    #expect(
      reasons == [
        "WaitingForPreDrainHook", "DrainingNode", "WaitingForVolumeDetach",
        "WaitingForPreTerminateHook", "WaitingForInfrastructureDeletion",
        "WaitingForBootstrapDeletion", "DeletingNode", "DeletionCompleted",
      ])
  }

  @Test("one gate closes the hook, the drain, the volumes and the Node at once")
  func closedGate() {
    var deletion = Self.deletion()
    deletion.nodeCleanup.clusterIsDeleting = true
    deletion.hasPreDrainHook = true
    deletion.volumesAreAttached = true
    #expect(deletion.step(at: Self.start) == .deleteInfrastructure)
    deletion.infrastructure = .missing
    deletion.hasBootstrapConfig = false
    #expect(deletion.step(at: Self.start) == .removeFinalizer)
  }

  @Test("a drain waits for ever without a timeout, and not at all once the machine is going")
  func drainGate() {
    var deletion = Self.deletion()
    deletion.drainStartedAt = Self.start
    let late = Self.start + .days(30)
    #expect(deletion.step(at: late) == .drain)
    deletion.drainTimeout = .minutes(10)
    #expect(deletion.step(at: Self.start + .seconds(599)) == .drain)
    #expect(deletion.step(at: Self.start + .seconds(600)) == .deleteInfrastructure)
    deletion.drainTimeout = nil
    deletion.preTerminateWaitStartedAt = Self.start
    #expect(deletion.step(at: late) == .deleteInfrastructure)
    deletion.preTerminateWaitStartedAt = nil
    deletion.infrastructure = .deleting
    #expect(deletion.step(at: late) == .deleteInfrastructure)
  }

  @Test("after a drain one failed attempt at the Node is enough, unless it may take for ever")
  func nodeTimeout() {
    var deletion = Self.deletion()
    deletion.isDrained = true
    deletion.infrastructure = .missing
    deletion.hasBootstrapConfig = false
    let afterDrain = Self.start + .minutes(5)
    #expect(deletion.step(at: afterDrain) == .deleteNode)
    deletion.node = .deletionFailed
    #expect(deletion.step(at: Self.start + .seconds(9)) == .deleteNode)
    #expect(deletion.step(at: afterDrain) == .removeFinalizer)
    deletion.nodeDeletionTimeout = .zero
    #expect(deletion.step(at: afterDrain) == .deleteNode)
  }

  @Test("the gate asks the control plane last")
  func gateOrder() {
    var state = Self.deletion(hosted: false).nodeCleanup
    #expect(MachineDeletionGates.nodeCleanupRefusal(state) == .noControlPlaneNodes)
    state.activeControlPlaneMachines = 1
    #expect(MachineDeletionGates.nodeCleanupRefusal(state) == nil)
    state.controlPlane?.isDeleting = true
    #expect(MachineDeletionGates.nodeCleanupRefusal(state) == .controlPlaneIsBeingDeleted)
    state.hasNode = false
    #expect(MachineDeletionGates.nodeCleanupRefusal(state) == .noNode)
    state.clusterIsDeleting = true
    #expect(MachineDeletionGates.nodeCleanupRefusal(state) == .clusterIsBeingDeleted)
  }

  @Test("volumes of pods that stay do not hold, all others do")
  func volumes() {
    var volumes = AttachedVolumes(
      namesOnNode: ["csi^1"], attachments: ["two"],
      persistentVolumes: [
        .init(name: "one", uniqueName: "csi^1", claim: "n/stays"),
        .init(name: "two", uniqueName: nil, claim: "n/stays"),
        .init(name: "detached", uniqueName: "csi^3", claim: "n/goes"),
      ],
      claimsOfStayingPods: ["n/stays"])
    #expect(!volumes.holdMachine)
    volumes.claimsOfStayingPods = []
    #expect(volumes.holdMachine)
    volumes.claimsOfStayingPods = ["n/stays"]
    volumes.namesOnNode.append("csi^unknown")
    #expect(volumes.holdMachine)
    volumes.namesOnNode = []
    volumes.attachments = ["unknown"]
    #expect(volumes.holdMachine)
    volumes.attachments = ["one"]
    volumes.persistentVolumes[0].claim = nil
    #expect(volumes.holdMachine)
  }

  @Test("a phase once left does not come back to Pending, and deletion beats all")
  func phases() {
    var state = MachinePhase.State(
      stored: .provisioned, hasBootstrapData: true, isProvisioned: true, hasProviderID: false,
      hasNode: false)
    #expect(MachinePhase(state) == .provisioned)
    state.stored = nil
    #expect(MachinePhase(state) == .pending)
    state.hasNode = true
    state.isUpdating = true
    #expect(MachinePhase(state) == .updating)
    state.isDeleting = true
    #expect(MachinePhase(state) == .deleting)
  }

  @Test("a definite fault counts more than what nobody knows")
  func conditions() {
    let faulty = MachineConditions.nodeHealthy(
      ready: .unknown, memoryPressure: .isTrue, diskPressure: nil, processPressure: .isFalse)
    #expect(faulty == .isFalse)
    let open = MachineConditions.ready(
      deleting: .isFalse, updating: .isFalse, bootstrapConfigReady: .isTrue,
      infrastructureReady: .isTrue, nodeHealthy: .isTrue, healthCheckSucceeded: nil,
      readinessGates: [.init(nil), .init(.isFalse, isNegative: true)])
    #expect(open == .unknown)
    let (status, again) = MachineConditions.available(
      ready: .isTrue, readyFor: .seconds(10), minReady: .seconds(15))
    #expect(status == .isFalse && again == .seconds(5))
    #expect(
      MachineConditions.available(ready: .isTrue, readyFor: .seconds(15), minReady: .seconds(15))
        .status == .isTrue)
  }
}
