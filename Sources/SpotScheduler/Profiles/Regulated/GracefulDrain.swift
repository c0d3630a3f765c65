import Units

/// Graceful drain: cordon, evict through the eviction API so that budgets hold, ask again, and at
/// the deadline do with what is left exactly as declared (`DrainTerms`).
///
/// Each step follows from what is seen. A step that was taken and did not show is taken again after
/// `evictionRetry`, so a request that was lost or refused loses nothing.
struct GracefulDrain {
  let id: ScheduledMachineID
  let seen: MachineObservation
  let pods: [PodObservation]
  let policy: RegulatedPolicy
  let now: Instant
  /// Why the Machine has to go.
  let cause: Reason
  /// When evictions begin.
  let start: Instant
  /// How its pods leave.
  let terms: DrainTerms

  /// Does what is due, and says when to look again.
  func advance(
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) -> Instant? {
    switch seen.stage {
    case .absent, .deleting:
      status.forgetAttempt()
      return nil
    case .waitingForHost, .provisioning, .failed:
      // Nobody is on it yet.
      deleteMachine(&status, actions: &actions)
      return status.nextAttemptAt
    case .ready:
      return now < start ? wait(&status, actions: &actions) : drain(&status, actions: &actions)
    }
  }

  /// Before the drain: no new pod starts.
  private func wait(
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) -> Instant? {
    guard !seen.isCordoned else {
      status.forgetAttempt()
      return start
    }
    if status.tries(.cordon, at: now, policy: policy) != nil {
      actions.append(Action(.cordon, id, because: cause))
    }
    return earliest(status.nextAttemptAt, start)
  }

  private func drain(
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) -> Instant? {
    let began = status.drainStartedAt ?? now
    status.drainStartedAt = began
    if pods.isEmpty {
      if seen.isCordoned {
        deleteMachine(&status, actions: &actions)
      } else if status.tries(.cordon, at: now, policy: policy) != nil {
        actions.append(Action(.cordon, id, because: cause))
      }
      return status.nextAttemptAt
    }
    let turn = DrainTurn(pods, terms: terms, began: began, at: now)
    take(turn, &status, actions: &actions)
    return earliest(status.nextAttemptAt, turn.nextChange)
  }

  private func take(
    _ turn: DrainTurn, _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) {
    guard !turn.deletions.isEmpty || !turn.evictions.isEmpty else {
      // All are on their way out; others could still come.
      if seen.isCordoned {
        status.forgetAttempt()
      } else if status.tries(.cordon, at: now, policy: policy) != nil {
        cordon(&actions)
      }
      return
    }
    // What is asked for beside deletions is not asked for sooner because those are done.
    let attempt: ScheduledMachineStatus.Attempt =
      turn.deletions.isEmpty && status.attempt != .deletePods ? .evict : .deletePods
    // Whose deadline comes while others are asked again does not wait for that.
    if status.attempt == .deletePods, let next = status.nextAttemptAt,
      turn.isNew(since: next.earlier(by: policy.pause))
    {
      status.forgetAttempt()
    }
    guard let isAgain = status.tries(attempt, at: now, policy: policy) else { return }
    cordon(&actions)
    for (pod, grace, deadline) in turn.deletions {
      let reason = Reason(
        cause.rule == .killSwitchActivated ? .killSwitchActivated : .drainDeadline, at: deadline)
      actions.append(Action(.deletePod(pod, grace: grace), id, because: reason))
    }
    let reason = isAgain ? Reason(.evictionRetried, at: status.drainStartedAt) : cause
    for (pod, grace) in turn.evictions {
      actions.append(Action(.evict(pod, grace: grace), id, because: reason))
    }
  }

  private func cordon(_ actions: inout [Action]) {
    if !seen.isCordoned { actions.append(Action(.cordon, id, because: cause)) }
  }

  private func deleteMachine(
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) {
    if status.tries(.deleteMachine, at: now, policy: policy) != nil {
      let reason = seen.stage == .ready ? Reason(.drained, at: status.drainStartedAt) : cause
      actions.append(Action(.deleteMachine, id, because: reason))
    }
  }
}

extension ScheduledMachineStatus {
  /// Whether something is to be asked for now: at once the first time, and again after
  /// `evictionRetry`. Nil when it is not yet time; otherwise whether it is asked for again.
  mutating func tries(
    _ attempt: Attempt, at now: Instant, policy: RegulatedPolicy
  ) -> Bool? {
    let isAgain = self.attempt == attempt
    if isAgain, let nextAttemptAt, now < nextAttemptAt { return nil }
    self.attempt = attempt
    nextAttemptAt = now.later(by: policy.pause)
    return isAgain
  }

  /// Nothing is open any more.
  mutating func forgetAttempt() {
    attempt = nil
    nextAttemptAt = nil
  }
}

extension RegulatedPolicy {
  /// How long until something is asked for again; without a pause that would never end.
  fileprivate var pause: TimeSpan { max(evictionRetry, .seconds(1)) }
}
