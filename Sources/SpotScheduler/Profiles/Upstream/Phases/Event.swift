extension Upstream {
  /// A Kubernetes Event about an object. Publishing one is best effort: a failure stops nothing.
  public struct Event: Hashable, Sendable {
    /// How serious it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// As it should be.
      case normal = "Normal"
      /// To be looked into.
      case warning = "Warning"
    }

    /// How serious it is.
    public var type: Kind
    /// Why it happened, in one word.
    public var reason: String
    /// What was done, in one word.
    public var action: String
    /// What happened, in a sentence.
    public var note: String

    /// Makes an event.
    public init(type: Kind, reason: String, action: String, note: String) {
      self.type = type
      self.reason = reason
      self.action = action
      self.note = note
    }

    /// The event of a change of phase: a warning only on the way to `Error` and `Terminated`.
    ///
    /// - Parameters:
    ///   - old: The phase before; nil when the object had no status.
    ///   - new: The phase after.
    ///   - reason: The reason of the condition.
    ///   - message: The message of the condition.
    public static func phaseChange(
      from old: String?, to new: String, reason: String, message: String
    ) -> Event {
      Event(
        type: new == ScheduledMachineStatus.Phase.error.rawValue
          || new == ScheduledMachineStatus.Phase.terminated.rawValue ? .warning : .normal,
        reason: reason, action: "PhaseTransitionTo\(new)",
        note: "\(old ?? "Unknown") -> \(new): \(message)")
    }
  }

  /// The merge patch of the status that goes with every change of phase.
  ///
  /// It holds nothing else: what an earlier one wrote (`nodeRef`, `providerID`,
  /// `appliedNodeTaints`) is never cleared.
  public struct StatusPatch: Hashable, Sendable {
    /// The phase.
    public var phase: String
    /// The reason of the only condition, `Ready`, whose status is `True` in every phase.
    public var reason: String
    /// The message of the status and of the condition.
    public var message: String
    /// Whether the object is inside its window, as far as the change of phase says.
    public var isInSchedule: Bool

    /// Makes a patch; what is left out gets 5-Spot's words.
    public init(phase: String, reason: String?, message: String?, isInSchedule: Bool) {
      self.phase = phase
      self.reason = reason ?? "ReconcileSucceeded"
      self.message = message ?? "Phase transition completed"
      self.isInSchedule = isInSchedule
    }

    /// `status.ready`, which v0.3 writes as well: the phase is `Active`, whatever the node is.
    public var isReady: Bool { phase == ScheduledMachineStatus.Phase.active.rawValue }

    /// The declared fields of the status that the patch never has.
    public static let omitted = [
      "nodeRef", "providerID", "appliedNodeTaints", "lastScheduledTime", "nextActivation",
      "nextCleanup", "observedGeneration",
    ]

    /// The calls of a change of phase, in order; the second is made whatever the first came to.
    public static let calls = ["POST event", "PATCH status"]

    /// What the calls of a change of phase come to.
    ///
    /// - Parameters:
    ///   - eventStatus: The HTTP status of publishing the event: it stops nothing.
    ///   - patchStatus: The HTTP status of the patch.
    /// - Returns: The error that the reconciliation returns; nil when the patch was taken.
    public static func outcome(eventStatus: Int, patchStatus: Int) -> ErrorLabel? {
      HTTPStatus.isSuccess(patchStatus) ? nil : .kubeAPI
    }
  }

  /// Answers of the API server.
  enum HTTPStatus {
    static func isSuccess(_ status: Int) -> Bool { status >= 200 && status < 300 }
  }
}
