import Documents

/// The shape of a decision.
extension SnapshotFormat {
  static let decisionFields: [FieldShape] = [
    FieldShape("at", .scalar(.instant), .required, "The instant of the decision."),
    FieldShape(
      "profile",
      .scalar(
        .word(
          "profile",
          [
            ScalarFormat.Word("upstream-0.1", "What released 5-Spot v0.1 does."),
            ScalarFormat.Word("upstream-0.3", "What released 5-Spot v0.3 does."),
            ScalarFormat.Word("regulated", "What a bank wants."),
          ])), .required, "Which scheduler decided."),
    FieldShape(
      "policy",
      .record(RecordShape("The terms that the regulated profile decided by.", fields: terms)),
      .optional, "The terms of the regulated profile."),
    FieldShape(
      "actions", .list(ListShape(of: "action", .defined("Action"))), .required,
      "What is to be done, in this order."),
    FieldShape(
      "statusChanges",
      .list(
        ListShape(
          of: "change",
          .record(
            RecordShape(
              "An object's new status.",
              fields: [
                FieldShape("machine", .scalar(.objectName), .required, "The object."),
                FieldShape("status", .defined("Status"), .required, "Its new status, whole."),
              ])))), .required, "The statuses that change."),
    FieldShape(
      "looks",
      .list(
        ListShape(
          of: "look",
          .record(
            RecordShape(
              "A time to look at an object again though nothing changed.",
              fields: [
                FieldShape("machine", .scalar(.objectName), .required, "The object."),
                FieldShape("at", .scalar(.instant), .required, "When."),
              ])))), .required, "When to look again, beyond what statuses hold already."),
    FieldShape(
      "divergences",
      .list(
        ListShape(
          of: "divergence",
          .record(
            RecordShape(
              "Where upstream decided otherwise than the regulated profile would.",
              fields: [
                FieldShape("machine", .scalar(.objectName), .required, "The object."),
                FieldShape(
                  "divergence",
                  .scalar(.words("divergence", Divergence.self) { $0.record.meaning }), .required,
                  "Which difference; docs/divergences.md says more."),
                FieldShape(
                  "amount", .scalar(.integer(0 ... .max)), .optional,
                  "How many pods, turns or seconds, as the difference counts them."),
              ])))), .required, "What upstream did otherwise; empty in the regulated profile."),
  ]

  static let action = Shape.union(
    UnionShape(
      tag: "verb", "One thing to be done to the world.",
      [
        alternative(
          "create-machine", "Create the Machine with its bootstrap and infrastructure objects."),
        alternative("delete-machine", "Delete them."),
        alternative("cordon", "Make the node unschedulable."),
        alternative("uncordon", "Make the node schedulable again."),
        alternative(
          "announce-drain", "Tell the node's users when its drain begins.",
          [FieldShape("drainAt", .scalar(.instant), .required, "When it begins.")]),
        alternative(
          "evict", "Ask the eviction API to evict a pod: budgets may refuse it.",
          [
            pod,
            FieldShape(
              "grace", .scalar(.duration()), .optional,
              "The grace period it gets; without it, its own."),
          ]),
        alternative(
          "delete-pod", "Delete a pod, whatever its budget says.",
          [
            pod, FieldShape("grace", .scalar(.duration()), .required, "The grace period it gets."),
          ]),
        alternative("sanitise", "Remove what the last tenant left on the host."),
        alternative("attest", "Ask for evidence of the host's trusted execution environment."),
        alternative("disable-object", "Switch the object off, after an emergency reclaim."),
        alternative("clear-reclaim-request", "Take the reclaim request off the node."),
      ]))

  private static let pod = FieldShape("pod", .scalar(.podNumber), .required, "The pod's number.")

  private static func alternative(
    _ word: String, _ summary: String, _ fields: [FieldShape] = []
  ) -> UnionShape.Alternative {
    UnionShape.Alternative(
      word,
      RecordShape(
        summary,
        fields: [
          FieldShape("machine", .scalar(.objectName), .required, "Whose Machine it is."),
          FieldShape("reason", .defined("Reason"), .required, "Why."),
        ] + fields))
  }
}

extension Reason.Rule {
  /// What the rule says, in a sentence.
  var meaning: String {
    switch self {
    case .neverLookedAt: "Nothing was decided yet."
    case .scheduleActive: "Its window is open."
    case .scheduleInactive: "Its window is not open."
    case .scheduleDisabled: "It is switched off."
    case .machineCreated: "Its Machine was asked for."
    case .machineDeleted: "Its Machine was deleted."
    case .gracePeriodActive: "The grace period after the close of its window runs."
    case .killSwitchActivated: "Its kill switch is on."
    case .machineCreationFailed: "Its Machine could not be created."
    case .machineDeletionFailed: "Its Machine could not be deleted."
    case .emergencyReclaim: "Its owner needs the host at once."
    case .ownerFirst: "The owner's window opens: the host is to be there by then."
    case .recalled: "The owner called its machines back."
    case .ownerNeedsCapacity: "The owner needs the capacity for itself."
    case .ownerCanSpare: "The owner has more than it needs."
    case .residency: "The borrower's pods keep their tenure."
    case .drainStarted: "The drain has begun."
    case .evictionRetried: "A budget refused an eviction; it is tried again."
    case .drainDeadline: "The drain's deadline has passed: what is left is deleted."
    case .drained: "No pod is left that a drain waits for."
    case .windowTooShort: "What is left of the window is too short for a loan."
    case .startsLimited: "As many machines as allowed are on their way."
    case .ownerNotReady: "Its Machine in the owner's cluster is not Ready."
    case .hostLent: "The host is lent."
    case .hostFree: "The host is free."
    case .jurisdiction: "A jurisdiction keeps the host and the cluster apart."
    case .notConfidential: "The host lacks what the cluster's confidential workloads need."
    case .notAttested: "The host's environment is not proved, or was too long ago."
    case .notSanitised: "The host carries traces of another tenant."
    case .reclaimHold: "The host's owner asked for it not long ago."
    case .noDemand: "Nobody in the borrower's cluster waits for a machine."
    case .idle: "The machine stood without a pod."
    case .shareExceeded: "It stood without a pod, and another borrower is below its share."
    case .recallHolds: "The owner called some machines back: meanwhile no other is lent."
    case .machineFailed: "The Machine failed for good."
    }
  }
}
