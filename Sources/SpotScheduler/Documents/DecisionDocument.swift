package import Documents
package import Units

/// A decision as a document.
package enum DecisionDocument {
  /// The canonical document of a decision: the same for the same decision, wherever it was made.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - snapshot: What was decided on; it has the names.
  ///   - now: When.
  ///   - profile: By which scheduler.
  package static func document(
    of decision: Decision, on snapshot: FleetSnapshot, at now: Instant, profile: SchedulerProfile
  ) -> DocumentValue {
    SnapshotText.mapping(
      [
        ("apiVersion", .string(SnapshotFormat.version)),
        ("at", SnapshotText.instant(now)),
      ] + profile.members + [
        ("actions", .sequence(decision.actions.map { action($0, in: snapshot) })),
        (
          "statusChanges",
          .sequence(
            decision.statusChanges.map {
              .mapping([
                ("machine", .string(snapshot.name(of: $0.machine))), ("status", $0.status.value),
              ])
            })
        ),
        (
          "looks",
          .sequence(
            decision.looks.map {
              .mapping([
                ("machine", .string(snapshot.name(of: $0.machine))),
                ("at", SnapshotText.instant($0.at)),
              ])
            })
        ),
        ("divergences", .sequence(decision.divergences.map { divergence($0, in: snapshot) })),
      ])
  }

  /// A divergence as a document writes it.
  package static func divergence(
    _ note: DivergenceNote, in snapshot: FleetSnapshot
  ) -> DocumentValue {
    SnapshotText.mapping([
      ("machine", .string(snapshot.name(of: note.machine))),
      ("divergence", .string(note.divergence.rawValue)),
      ("amount", note.amount.map { .integer(Int64($0)) }),
    ])
  }

  /// A reason as a document writes it.
  package static func value(of reason: Reason) -> DocumentValue { reason.value }

  /// An action as a document writes it.
  package static func action(_ action: Action, in snapshot: FleetSnapshot) -> DocumentValue {
    var pod: PodID?
    var grace: TimeSpan?
    var drainAt: Instant?
    switch action.verb {
    case .announceDrain(let instant): drainAt = instant
    case .evict(let id, let span):
      pod = id
      grace = span
    case .deletePod(let id, let span):
      pod = id
      grace = span
    case .createMachine, .deleteMachine, .cordon, .uncordon, .sanitise, .attest, .disableObject,
      .clearReclaimRequest:
      break
    }
    return SnapshotText.mapping([
      ("verb", .string(action.verb.name)),
      ("machine", .string(snapshot.name(of: action.machine))),
      ("pod", pod.map { .lexeme(String($0.index)) }),
      ("grace", grace.map { SnapshotText.span($0) }),
      ("drainAt", drainAt.map { SnapshotText.instant($0) }),
      ("reason", action.reason.value),
    ])
  }
}

extension Action.Verb {
  /// The verbs as documents write them, in their order.
  package static let names = [
    "create-machine", "delete-machine", "cordon", "uncordon", "announce-drain", "evict",
    "delete-pod", "sanitise", "attest", "disable-object", "clear-reclaim-request",
  ]

  /// The verb as documents write it.
  package var name: String {
    let place =
      switch self {
      case .createMachine: 0
      case .deleteMachine: 1
      case .cordon: 2
      case .uncordon: 3
      case .announceDrain: 4
      case .evict: 5
      case .deletePod: 6
      case .sanitise: 7
      case .attest: 8
      case .disableObject: 9
      case .clearReclaimRequest: 10
      }
    return Self.names[place]
  }
}

extension FleetSnapshot {
  /// An object's name; empty when there is no such object.
  package func name(of id: ScheduledMachineID) -> String {
    contains(id) ? scheduledMachines[Int(id.index)].name : ""
  }
}

extension Reason {
  /// The reason as a document writes it.
  var value: DocumentValue {
    SnapshotText.mapping([
      ("rule", .string(rule.rawValue)), ("at", instant.map { SnapshotText.instant($0) }),
    ])
  }
}

extension ScheduledMachineStatus {
  /// The status as a document writes it.
  var value: DocumentValue {
    func moment(_ instant: Instant?) -> DocumentValue? { instant.map { SnapshotText.instant($0) } }
    return SnapshotText.mapping([
      ("phase", .string(phase.rawValue)), ("reason", reason.value),
      ("since", SnapshotText.instant(since)), ("announcedAt", moment(announcedAt)),
      ("drainStartsAt", moment(drainStartsAt)), ("drainStartedAt", moment(drainStartedAt)),
      ("attempt", attempt.map { .string($0.rawValue) }),
      ("nextAttemptAt", moment(nextAttemptAt)),
      ("observedGeneration", .integer(observedGeneration)),
      ("inSchedule", .boolean(isScheduleActive)), ("nextEdgeAt", moment(nextEdgeAt)),
      ("standing", .string(standing.rawValue)), ("nextPlanAt", moment(nextPlanAt)),
      ("nextLookAt", moment(nextLookAt)), ("idleSince", moment(idleSince)),
      ("reclaimedAt", moment(reclaimedAt)),
      ("reclaims", reclaims == 0 ? nil : .integer(Int64(reclaims))),
      ("heldUntil", moment(heldUntil)), ("recalledAt", moment(recalledAt)),
      ("failures", failures == 0 ? nil : .integer(Int64(failures))),
      ("retryAt", moment(retryAt)),
      (
        "beforeCall",
        beforeCall.map {
          .mapping([
            ("phase", .string($0.phase.rawValue)), ("reason", $0.reason.value),
            ("since", SnapshotText.instant($0.since)),
          ])
        }
      ),
    ])
  }
}
