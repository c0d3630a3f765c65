import Documents

/// Objects, what is seen of their Machines, and their statuses.
extension SnapshotFormat {
  static let scheduledMachine = RecordShape(
    "A `ScheduledMachine` with its Machine and its node's pods.",
    fields: [
      FieldShape("name", .scalar(.objectName), .required, "Its namespace and name."),
      FieldShape(
        "cluster", .scalar(.name(of: "cluster")), .required, "The cluster that its Machine joins."),
      FieldShape(
        "host", .scalar(.text("host name")), .optional,
        "The host that its Machine takes; only the upstream profiles do without."),
      FieldShape(
        "role",
        .scalar(
          .words("role", ScheduledMachine.Role.self) {
            switch $0 {
            case .owner: "The cluster that the host belongs to."
            case .borrower: "A cluster that the host is lent to."
            }
          }), .required, "In whose cluster its Machine is."),
      FieldShape(
        "schedule", .scalar(.name(of: "schedule")), .required, "When its Machine is to exist."),
      FieldShape(
        "enabled", .scalar(.boolean), .defaultsTo(.boolean(true)),
        "False takes the machine out of service."),
      FieldShape(
        "killSwitch", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "True takes the machine away at once."),
      FieldShape(
        "gracefulShutdownTimeout", .scalar(.duration()), .defaultsTo(.string("5m")),
        "How long 5-Spot waits between the close of the window and the drain."),
      FieldShape(
        "nodeDrainTimeout", .scalar(.duration()), .defaultsTo(.string("5m")),
        "How long 5-Spot's drain may take."),
      FieldShape(
        "priority", .scalar(.integer(0...255)), .defaultsTo(.integer(50)),
        "Higher ones are served first by the regulated profile."),
      FieldShape(
        "generation", .scalar(.integer(0 ... .max)), .defaultsTo(.integer(1)),
        "Counts the changes of the object. Raise it when you edit one that has a status."),
      FieldShape(
        "machine", .record(observation), .defaultsTo(.mapping([])), "What is seen of its Machine."),
      FieldShape(
        "pods", .list(ListShape(of: "pod", .record(pod))), .defaultsTo(.sequence([])),
        "The pods that are bound to its node and not yet finished."),
      FieldShape(
        "failedCall", .record(failedCall), .optional,
        "A call for its Machine that the API server refused; upstream only."),
      FieldShape(
        "status", .defined("Status"), .optional,
        "What the scheduler remembers; without it, the object is new."),
    ])

  private static let observation = RecordShape(
    "What is seen of a Machine.",
    fields: [
      FieldShape(
        "stage",
        .scalar(
          .words("stage", MachineObservation.Stage.self) {
            switch $0 {
            case .absent: "There is no Machine."
            case .waitingForHost: "It exists and no host is free for it."
            case .provisioning: "Its host is being set up, or its node has not joined yet."
            case .ready: "Its node is Ready."
            case .failed: "Its set-up failed for good."
            case .deleting: "It has a deletion timestamp."
            }
          }), .defaultsTo(.string("absent")), "How far it has come."),
      FieldShape(
        "since", .scalar(.instant), .defaultsTo(.string("1970-01-01T00:00:00Z")), "Since when."),
      FieldShape(
        "cordoned", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether its node is unschedulable."),
      FieldShape(
        "cordonedByOthers", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether somebody else made it so: such a machine is not lent, and stays cordoned."),
      FieldShape(
        "reclaimRequestedAt", .scalar(.instant), .optional,
        "When the host's owner asked for it at once."),
    ])

  private static let failedCall = RecordShape(
    "A call that was refused; one before the last change of phase counts for nothing.",
    fields: [
      FieldShape(
        "call",
        .scalar(
          .words("call", FailedCall.Call.self) {
            switch $0 {
            case .create: "To create the Machine or one of its templates."
            case .delete: "To delete one of them."
            case .findNode: "To find the node of its Machine before a drain."
            }
          }), .required, "What was asked for."),
      FieldShape("at", .scalar(.instant), .required, "When it was refused."),
    ])

  private static let pod = RecordShape(
    "A pod.",
    fields: [
      FieldShape("id", .scalar(.podNumber), .required, "Its number, by which pods are ordered."),
      FieldShape("boundAt", .scalar(.instant), .required, "When it was bound to the node."),
      FieldShape(
        "terminationGrace", .scalar(.duration()), .defaultsTo(.string("30s")),
        "Its termination grace period."),
      FieldShape(
        "terminatingSince", .scalar(.instant), .optional, "When it was asked to end."),
      FieldShape(
        "exempt", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether a drain leaves it alone: a DaemonSet's pod or a mirror pod."),
      FieldShape(
        "drainOrder", .scalar(.integer(-2_147_483_648...2_147_483_647)), .defaultsTo(.integer(0)),
        "Lower ones are evicted first, and higher ones when those are gone."),
      FieldShape(
        "namespace", .scalar(.text("namespace")), .optional,
        "Its namespace, for drain classes."),
      labels("Its labels, for drain classes."),
      FieldShape(
        "priority", .scalar(.podPriority), .defaultsTo(.integer(0)),
        "Its priority, for drain classes."),
    ])

  static let reason = RecordShape(
    "A rule, and the instant that it was applied to.",
    fields: [
      FieldShape(
        "rule", .scalar(.words("rule", Reason.Rule.self) { $0.meaning }), .required, "The rule."),
      FieldShape(
        "at", .scalar(.instant), .optional,
        "The instant that decided: the edge of a window, a deadline, an order."),
    ])

  private static func moment(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(name, .scalar(.instant), .optional, summary)
  }

  static let status = RecordShape(
    "What the scheduler remembers of an object.",
    fields: [
      FieldShape("phase", .scalar(phase), .required, "The phase."),
      FieldShape("reason", .defined("Reason"), .required, "Why it is in that phase."),
      FieldShape("since", .scalar(.instant), .required, "Since when."),
      moment("announcedAt", "When the borrower was told of the drain."),
      moment("drainStartsAt", "When the drain begins."),
      moment("drainStartedAt", "When the drain began."),
      FieldShape(
        "attempt",
        .scalar(
          .words("attempt", ScheduledMachineStatus.Attempt.self) {
            switch $0 {
            case .cordon: "To make the node unschedulable."
            case .uncordon: "To make it schedulable again."
            case .evict: "To evict its pods."
            case .deletePods: "To delete its pods."
            case .deleteMachine: "To delete the Machine."
            case .createMachine: "To create the Machine."
            case .sanitise: "To sanitise the host."
            case .attest: "To attest the host."
            }
          }), .optional, "What was asked for last and has not been seen to happen."),
      moment("nextAttemptAt", "When it is asked for again."),
      FieldShape(
        "observedGeneration", .scalar(.integer(0 ... .max)), .defaultsTo(.integer(0)),
        "The generation of the object that the rest speaks of."),
      FieldShape(
        "inSchedule", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether its schedule is on, until `nextEdgeAt`."),
      moment("nextEdgeAt", "When its schedule turns next."),
      FieldShape(
        "standing",
        .scalar(
          .words("standing", ScheduledMachineStatus.Standing.self) {
            switch $0 {
            case .absent: "There was none."
            case .moving: "It was coming or going."
            case .ready: "It was Ready, and nobody else had cordoned its node."
            }
          }), .defaultsTo(.string("Absent")),
        "How its Machine stood when all hosts were planned last."),
      moment("nextPlanAt", "When all hosts are to be planned anew on its account."),
      moment("nextLookAt", "The look at the object that still stands."),
      moment("idleSince", "Since when its Ready node has had no pod."),
      moment("reclaimedAt", "The request of the host's owner that was answered last."),
      FieldShape(
        "reclaims", .scalar(.integer(0...1_000)), .defaultsTo(.integer(0)),
        "How many such requests followed one another closely."),
      moment("heldUntil", "Until when the host is not lent again after such a request."),
      moment("recalledAt", "When the owner called the machine back by a recall that still holds."),
      FieldShape(
        "failures", .scalar(.integer(0...1_000)), .defaultsTo(.integer(0)),
        "How often in a row its Machine failed for good, or 5-Spot returned an error."),
      moment("retryAt", "When a Machine is created again after that, or 5-Spot tries again."),
      FieldShape(
        "beforeCall", .record(beforeCall), .optional,
        "Where an object of 5-Spot was before a deletion, and is again if that is refused."),
    ])

  private static let phase = ScalarFormat.words("phase", ScheduledMachineStatus.Phase.self) {
    switch $0 {
    case .pending: "New, or waiting for the host."
    case .active: "Its Machine was asked for."
    case .shuttingDown: "Its Machine is on the way out."
    case .inactive: "Without a Machine, outside its window or not lent."
    case .disabled: "Switched off."
    case .terminated: "Taken away by its kill switch."
    case .error: "Creating or deleting failed."
    case .emergencyRemove: "Being taken away at once."
    }
  }

  private static let beforeCall = RecordShape(
    "A phase that was left for a deletion.",
    fields: [
      FieldShape("phase", .scalar(phase), .required, "The phase."),
      FieldShape("reason", .defined("Reason"), .required, "Why it was in that phase."),
      FieldShape("since", .scalar(.instant), .required, "Since when."),
    ])
}
