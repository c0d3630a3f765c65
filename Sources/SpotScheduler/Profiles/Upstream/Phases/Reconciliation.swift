public import Units

extension Upstream {
  /// One reconciliation of an object that has its finalizer, is not being deleted, and is this
  /// leader's and this shard's: what it does in which order, and what it comes to.
  public struct Reconciliation: Hashable, Sendable {
    /// What is known beyond the situation, and what goes wrong.
    public struct Circumstances: Hashable, Sendable {
      /// Whose rules.
      public var release: Release
      /// Whether the Machine is found.
      public var isMachineFound: Bool
      /// Whether the Machine has a node.
      public var isNodeKnown: Bool
      /// The step that fails; nil when none does.
      public var fault: Fault?

      /// Makes circumstances in which all goes well.
      public init(
        release: Release, isMachineFound: Bool = true, isNodeKnown: Bool = true,
        fault: Fault? = nil
      ) {
        self.release = release
        self.isMachineFound = isMachineFound
        self.isNodeKnown = isNodeKnown
        self.fault = fault
      }
    }

    /// What it comes to.
    public enum Outcome: Hashable, Sendable {
      /// The phase changes, or is written again.
      case changed(PhaseMachine.Row)
      /// Nothing is written.
      case unchanged
      /// It returns an error and is tried again with back-off (`Backoff`).
      case failed(ErrorLabel)
    }

    /// What was done or tried, in order; a failure is the last one, unless it is ignored.
    public private(set) var operations: [Operation] = []
    /// What it comes to.
    public private(set) var outcome = Outcome.unchanged
    /// The phase afterwards.
    public private(set) var phase: ScheduledMachineStatus.Phase

    /// The wait until the next one; nil after an error.
    public var requeue: TimeSpan? {
      if case .failed = outcome { return nil }
      return PhaseMachine.requeue(in: phase)
    }

    /// Whether the change of phase is a warning; nil when there is none, and for the emergency
    /// path, which publishes events of its own.
    public var eventType: Event.Kind? {
      guard case .changed(let row) = outcome, row.work != .reclaim else { return nil }
      return Event.phaseChange(
        from: nil, to: row.phase.rawValue, reason: row.rule.rawValue, message: ""
      ).type
    }

    private let circumstances: Circumstances

    /// Reconciles an object.
    public init(of situation: PhaseMachine.Situation, in circumstances: Circumstances) {
      self.circumstances = circumstances
      phase = situation.phase
      guard passes(.validation, or: .validation) else { return }
      if !situation.isKilled {
        guard passes(.reclaimCheck, or: .kubeAPI) else { return }
        // The emergency path does not ask whether the schedule can be read.
        if !situation.isReclaimRequested {
          guard readsSchedule(isEnabled: situation.isEnabled) else { return }
        }
      }
      if !situation.isKilled, !situation.isReclaimRequested, phase == .shuttingDown {
        guard passes(.graceTimeout, or: .invalidConfig) else { return }
      }
      guard let row = PhaseMachine.row(in: situation) else {
        if phase == .active { lookAfterMachine() }
        return
      }
      let failure = carryOut(row.work)
      if failure == nil {
        outcome = .changed(row)
        phase = row.phase
      } else if case .failed = outcome {
        return
      } else if let instead = PhaseMachine.row(whenFails: row.work) {
        outcome = .changed(instead)
        phase = instead.phase
      } else {
        outcome = .failed(failure ?? .other)
      }
    }

    // MARK: - Steps

    private mutating func passes(_ step: Step, or label: ErrorLabel) -> Bool {
      guard circumstances.fault?.step == step else { return true }
      outcome = .failed(label)
      return false
    }

    /// In v0.1 the texts of a schedule are read here, unless it is off; in v0.3 the provider is
    /// asked, whose own errors are not this object's.
    private mutating func readsSchedule(isEnabled: Bool) -> Bool {
      switch circumstances.release {
      case .v01: !isEnabled || passes(.schedule, or: .schedule)
      case .v03: passes(.schedule, or: .kubeAPI)
      }
    }

    /// Does one operation.
    ///
    /// - Returns: Whether it went well; with `AlreadyExists` where the release takes that for done,
    ///   and with 404 where something is to be gone.
    private mutating func perform(_ operation: Operation) -> Bool {
      operations.append(operation)
      guard let fault = circumstances.fault, fault.step == .operation(operation) else {
        return true
      }
      if Operation.deletions.contains(operation) { return fault.status == 404 }
      if Operation.creations.contains(operation) {
        return fault.status == 409 && circumstances.release == .v03
      }
      return false
    }

    /// Does the work of a row.
    ///
    /// - Returns: The error that stopped it. An `outcome` that is set already is that of a step
    ///   whose failure is returned whatever the row says.
    private mutating func carryOut(_ work: PhaseMachine.Work) -> ErrorLabel? {
      switch work {
      case .nothing: return nil
      case .create:
        if circumstances.fault?.step == .creationChecks { return .validation }
        return performAll(Operation.creations)
      case .delete: return performAll(Operation.deletions)
      case .drainAndDelete: return drain() ?? performAll(Operation.deletions)
      case .reclaim: return reclaim()
      }
    }

    private mutating func performAll(_ operations: [Operation]) -> ErrorLabel? {
      for operation in operations where !perform(operation) { return .capi }
      return nil
    }

    /// The drain of a shutdown: a failure of its own is ignored, one before it is not.
    private mutating func drain() -> ErrorLabel? {
      if !perform(.lookupNode) {
        // A Machine that is not there has no node, and there is nothing to drain.
        guard circumstances.fault?.status == 404 else {
          outcome = .failed(.capi)
          return .capi
        }
        return nil
      }
      guard circumstances.isNodeKnown, circumstances.isMachineFound else { return nil }
      guard passes(.drainTimeout, or: .invalidConfig) else { return .invalidConfig }
      guard passes(.childClient, or: .kubeAPI) else { return .kubeAPI }
      _ = perform(.drainNode)
      return nil
    }

    /// The emergency path. The phase is written on the way, so that is where an error leaves it.
    private mutating func reclaim() -> ErrorLabel? {
      _ = perform(.publishEmergencyReclaim)
      guard perform(.enterEmergencyRemove) else { return .kubeAPI }
      phase = .emergencyRemove
      _ = perform(.drainNodeInEmergency)
      if let failure = performAll(Operation.deletions) { return failure }
      let disable: Operation =
        circumstances.release == .v01 ? .disableSchedule : .disableObject
      guard perform(disable) else { return .kubeAPI }
      _ = perform(.publishDisabledSchedule)
      _ = perform(.clearReclaimAnnotations)
      return perform(.enterDisabled) ? nil : .kubeAPI
    }

    /// What is done in the window while all is well; no failure of it stops anything.
    private mutating func lookAfterMachine() {
      guard circumstances.isMachineFound, circumstances.fault?.step != .fetchMachine else { return }
      operations += [.refreshMachineRefs, .provisionReclaimAgent, .reconcileNodeTaints]
      if circumstances.release == .v03 { operations.append(.provisionKata) }
    }
  }

  /// Where a reclaim request is looked for.
  public enum ReclaimCheck {
    /// Whether the Node is asked for at all.
    ///
    /// - Parameter nodeName: The name in the object's `nodeRef`; nil when it has none.
    public static func asksForNode(nodeName: String?) -> Bool { nodeName?.isEmpty == false }
  }

  /// What comes before a reconciliation proper: whose object it is, and whether it is going.
  public enum Gate: Hashable, Sendable {
    /// Another instance's: nothing happens until something changes.
    case awaitChange
    /// It has a deletion timestamp: `Finalizer.deletion`.
    case handleDeletion
    /// It gets its finalizer and is reconciled again at once.
    case addFinalizer
    /// It is reconciled.
    case reconcile
    /// It has no namespace.
    case failed(ErrorLabel)

    /// The first that applies, in this order.
    ///
    /// - Parameters:
    ///   - isNamespaced: Whether it has a namespace.
    ///   - isLeader: Whether this instance leads, or no leader is elected.
    ///   - isOwnShard: Whether it is this instance's (`Shard`).
    ///   - isDeleted: Whether it has a deletion timestamp.
    ///   - hasFinalizer: Whether it has the finalizer.
    public init(
      isNamespaced: Bool = true, isLeader: Bool = true, isOwnShard: Bool = true,
      isDeleted: Bool = false, hasFinalizer: Bool = true
    ) {
      self =
        !isNamespaced
        ? .failed(.invalidConfig)
        : !isLeader || !isOwnShard
          ? .awaitChange
          : isDeleted ? .handleDeletion : hasFinalizer ? .reconcile : .addFinalizer
    }
  }
}
