/// A difference in behaviour between the profiles: something that released 5-Spot does and the
/// regulated profile does otherwise, or does not do.
///
/// Where documents of 5-Spot differ from its own code is none. `Divergence.record` says what each
/// one is; `Decision.divergences` says where one decided something.
public enum Divergence: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  // Time and schedules.

  /// 5-Spot v0.1 sees an edge at its next poll.
  case edgesSeenByPolling = "edges-seen-by-polling"
  /// 5-Spot v0.3 sees an edge at the next whole hour of UTC.
  case edgesSampledByTheHour = "edges-sampled-by-the-hour"
  /// The end of a grace period is seen at the next poll.
  case graceEndPolled = "grace-end-polled"
  /// Windows begin and end at whole hours.
  case wholeHoursOnly = "whole-hours-only"
  /// A night is cut at midnight of its day.
  case nightsCutAtMidnight = "nights-cut-at-midnight"
  /// A holiday cuts the calendar day.
  case holidayCutsCalendarDay = "holiday-cuts-calendar-day"
  /// A schedule that cannot be read keeps its machine as it is.
  case unreadableScheduleFreezes = "unreadable-schedule-freezes"
  /// While the provider cannot be read, the last verdict holds, without end.
  case lastVerdictHeld = "last-verdict-held"
  /// The verdict of an older generation of the provider is trusted.
  case staleVerdictTrusted = "stale-verdict-trusted"

  // Phases.

  /// A window that reopens does not stop a shutdown.
  case reopeningDoesNotCancel = "reopening-does-not-cancel"
  /// Disabling gives no grace.
  case noGraceOnDisable = "no-grace-on-disable"
  /// `Error` has no way out.
  case errorWithoutExit = "error-without-exit"
  /// `Terminated` has no way out.
  case terminatedIsTerminal = "terminated-is-terminal"
  /// A Machine that is lost while `Active` is not made again.
  case lostMachineNotRecreated = "lost-machine-not-recreated"
  /// A Machine that still exists makes its creation fail.
  case alreadyExistsIsAnError = "already-exists-is-an-error"
  /// A Machine that is being deleted counts as created.
  case alreadyExistsCountsAsCreated = "already-exists-counts-as-created"
  /// The phases speak of calls, not of machines.
  case phasesSpeakOfCalls = "phases-speak-of-calls"

  // Drains.

  /// Pods are deleted past their budgets.
  case budgetsBypassed = "budgets-bypassed"
  /// The Machine is deleted while its pods still end.
  case drainDoesNotWait = "drain-does-not-wait"
  /// A drain that fails changes nothing.
  case drainFailureIgnored = "drain-failure-ignored"
  /// v0.1 finds no Machine and so drains none.
  case wrongMachineName = "wrong-machine-name"
  /// Nobody is told before a drain.
  case drainsUnannounced = "drains-unannounced"

  // The kill switch and the emergency path.

  /// The kill switch deletes without a drain.
  case killSwitchWithoutDrain = "kill-switch-without-drain"
  /// The kill switch leaves a machine that runs in another phase.
  case killSwitchLeavesMachine = "kill-switch-leaves-machine"
  /// A kill switch whose deletion is refused waits before it tries again.
  case refusedKillSwitchBacksOff = "refused-kill-switch-backs-off"
  /// A terminated object writes its status for ever.
  case killSwitchLoop = "kill-switch-loop"
  /// An object that is not valid cannot be killed.
  case validationBlocksKillSwitch = "validation-blocks-kill-switch"
  /// v0.1 never sees a reclaim request.
  case reclaimNeverSeen = "reclaim-never-seen"
  /// An interrupted reclaim brings the machine back.
  case interruptedReclaimReturns = "interrupted-reclaim-returns"
  /// A reclaim that is undone again and again is only warned of.
  case reclaimLoopOnlyWarned = "reclaim-loop-only-warned"
  /// A node of an earlier life is still asked for requests.
  case staleNodeReference = "stale-node-reference"

  // Taints and deletion.

  /// One taint of somebody else stops all changes.
  case taintConflictStopsAll = "taint-conflict-stops-all"
  /// A deleted object drains nothing.
  case deletionWithoutDrain = "deletion-without-drain"
  /// A deleted object leaves what its phase does not speak of.
  case deletionLeavesObjects = "deletion-leaves-objects"

  // The fleet.

  /// Each object decides alone, the two of one host too.
  case objectsDecideAlone = "objects-decide-alone"
  /// A machine joins the cluster that its object names, wherever the two stand.
  case jurisdictionsUnknown = "jurisdictions-unknown"
  /// Nobody asks whether a host can keep a confidential workload's secrets.
  case confidentialityUnproved = "confidentiality-unproved"
  /// A host changes its tenant with what the last one left.
  case tenantsNotSeparated = "tenants-not-separated"
  /// Priorities order nothing.
  case priorityIgnored = "priority-ignored"
  /// Any number of machines start and drain at a time.
  case startsUnbounded = "starts-unbounded"
  /// Refused calls wait ever longer.
  case retriesBackOff = "retries-back-off"
  /// Objects are shared among instances by a hash.
  case fleetSplitByHash = "fleet-split-by-hash"
  /// A new leader acts on the next event only.
  case newLeaderWaits = "new-leader-waits"
}
