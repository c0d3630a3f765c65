import Units

/// Graceful drain: cordon, evict through the eviction API so that budgets hold, ask again, and at
/// the deadline delete what is left without grace, exactly as declared.
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
  /// How long they may take.
  let deadline: TimeSpan

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
    let escalation = began.later(by: deadline)
    if pods.isEmpty {
      if seen.isCordoned {
        deleteMachine(&status, actions: &actions)
      } else if status.tries(.cordon, at: now, policy: policy) != nil {
        actions.append(Action(.cordon, id, because: cause))
      }
      return status.nextAttemptAt
    }
    if now >= escalation {
      if status.tries(.deletePods, at: now, policy: policy) != nil {
        cordon(&actions)
        let reason = Reason(
          cause.rule == .killSwitchActivated ? .killSwitchActivated : .drainDeadline,
          at: escalation)
        for pod in pods {
          actions.append(Action(.deletePod(pod.id, grace: .zero), id, because: reason))
        }
      }
      return status.nextAttemptAt
    }
    evict(&status, actions: &actions)
    return earliest(status.nextAttemptAt, escalation)
  }

  /// Asks for every pod of the lowest order that is not ending yet. One that is ending holds back
  /// those of higher orders until it is gone.
  private func evict(_ status: inout ScheduledMachineStatus, actions: inout [Action]) {
    let order = pods.reduce(Int32.max) { min($0, $1.drainOrder) }
    let next = pods.filter { $0.drainOrder == order && $0.terminatingSince == nil }
    guard !next.isEmpty else {
      // All are on their way out; others could still come.
      if seen.isCordoned {
        status.forgetAttempt()
      } else if status.tries(.cordon, at: now, policy: policy) != nil {
        cordon(&actions)
      }
      return
    }
    guard let isAgain = status.tries(.evict, at: now, policy: policy) else { return }
    cordon(&actions)
    let reason = isAgain ? Reason(.evictionRetried, at: status.drainStartedAt) : cause
    for pod in next {
      actions.append(Action(.evict(pod.id), id, because: reason))
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
    // Without a pause, asking again would never end.
    nextAttemptAt = now.later(by: max(policy.evictionRetry, .seconds(1)))
    return isAgain
  }

  /// Nothing is open any more.
  mutating func forgetAttempt() {
    attempt = nil
    nextAttemptAt = nil
  }
}
