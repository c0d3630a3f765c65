extension Upstream {
  /// One round of bringing a node's taints to what is wanted. It runs only for an `Active` object
  /// inside its window, so a machine that shuts down keeps its taints.
  public struct TaintReconciliation: Hashable, Sendable {
    /// The key of the annotation that lists the owned taints.
    public static var annotation: String { "5spot.finos.org/applied-taints" }

    /// The node as the API server gives it.
    public enum Node: Hashable, Sendable {
      /// The request is answered with that HTTP status.
      case failing(Int)
      /// It is there.
      case found(isReady: Bool, taints: [StandingTaint])
    }

    /// What it comes to.
    public enum Outcome: Hashable, Sendable {
      /// There is no such node.
      case noNodeYet
      /// Its condition `Ready` is not `True`, or it has none.
      case nodeNotReady
      /// Somebody else's taints are in the way: nothing at all is written.
      case conflict([NodeTaint])
      /// The taints are as wanted, and `status.appliedNodeTaints` becomes what is wanted.
      case applied([NodeTaint])
      /// A call failed; who asked for the round ignores it.
      case failed(ErrorLabel)
    }

    /// A call of the API.
    public enum Call: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// Get the node.
      case get = "GET"
      /// Write taints and annotation.
      case patch = "PATCH"
    }

    /// What it comes to; nil when the round is not run.
    public private(set) var outcome: Outcome?
    /// The calls, in order.
    public private(set) var calls: [Call] = []
    /// The taints on the node afterwards; nil when there is no node.
    public private(set) var taints: [StandingTaint]?
    /// What the annotation lists afterwards; nil when it is not written: so an administrator's
    /// taint that is as wanted is taken over without a trace.
    public private(set) var owned: [NodeTaint]?

    /// Whether the round is run.
    ///
    /// - Parameters:
    ///   - phase: The object's phase.
    ///   - isDeleted: Whether it has a deletion timestamp.
    ///   - isKilled: Its kill switch.
    ///   - nodeName: The name in its `nodeRef`, if any.
    ///   - isAnyTaintKnown: Whether one is wanted or was applied.
    public static func isRun(
      in phase: ScheduledMachineStatus.Phase, isDeleted: Bool = false, isKilled: Bool = false,
      nodeName: String? = "node", isAnyTaintKnown: Bool = true
    ) -> Bool {
      phase == .active && !isDeleted && !isKilled && nodeName?.isEmpty == false && isAnyTaintKnown
    }

    /// A round that is not run.
    public init() {}

    /// Runs a round.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - desired: `spec.nodeTaints`.
    ///   - applied: `status.appliedNodeTaints`.
    ///   - patchStatus: The HTTP status that the patch is answered with.
    public init(
      of node: Node, desired: [NodeTaint], applied: [NodeTaint], patchStatus: Int = 200
    ) {
      calls = [.get]
      guard case .found(let isReady, let current) = node else {
        if case .failing(let status) = node {
          outcome = status == 404 ? .noNodeYet : .failed(.kubeAPI)
        }
        return
      }
      taints = current
      guard isReady else {
        outcome = .nodeNotReady
        return
      }
      let plan = TaintPlan(current: current, desired: desired, applied: applied)
      guard plan.conflicts.isEmpty else {
        outcome = .conflict(plan.conflicts)
        return
      }
      if let failure = write(plan, over: current, patchStatus: patchStatus) {
        outcome = .failed(failure)
        return
      }
      outcome = .applied(desired)
    }

    /// Carries out a plan that was made before.
    public init(carryingOut plan: TaintPlan, over current: [StandingTaint], patchStatus: Int = 200)
    {
      taints = current
      if let failure = write(plan, over: current, patchStatus: patchStatus) {
        outcome = .failed(failure)
      }
    }

    /// Writes what a plan asks for; one that asks for nothing makes no call.
    private mutating func write(
      _ plan: TaintPlan, over current: [StandingTaint], patchStatus: Int
    ) -> ErrorLabel? {
      guard !plan.isEmpty else { return nil }
      calls += [.get, .patch]
      guard HTTPStatus.isSuccess(patchStatus) else { return .kubeAPI }
      taints = plan.applied(to: current)
      owned = plan.owned
      return nil
    }
  }
}
