extension Divergence {
  /// What is to be known of a difference.
  public struct Record: Hashable, Sendable {
    /// What it is, in a sentence.
    public var meaning: String
    /// What 5-Spot does.
    public var upstream: String
    /// What the regulated profile does.
    public var regulated: String
    /// The section of the recorded behaviour that it comes from: 4 reconciliation, 5 phases, 6 grace
    /// and drain, 7 kill switch, 8 reclaim, 9 taints, 10 deletion, 11 operations, 15 providers,
    /// 18 known limits, 23 what to do otherwise.
    public var section: String
    /// The releases that show it.
    public var releases: [Upstream.Release]

    init(
      _ meaning: String, upstream: String, regulated: String, section: String,
      _ releases: [Upstream.Release] = Upstream.Release.allCases
    ) {
      self.meaning = meaning
      self.upstream = upstream
      self.regulated = regulated
      self.section = section
      self.releases = releases
    }
  }

  /// What is to be known of it.
  public var record: Record {
    timeRecord ?? phaseRecord ?? drainRecord ?? emergencyRecord ?? tenancyRecord ?? fleetRecord
  }

  /// Whether decisions name it in `Decision.divergences`; the others lie outside of what one
  /// decision can see.
  public var isNoted: Bool {
    switch self {
    case .edgesSeenByPolling, .edgesSampledByTheHour, .graceEndPolled, .reopeningDoesNotCancel,
      .noGraceOnDisable, .errorWithoutExit, .terminatedIsTerminal, .lostMachineNotRecreated,
      .alreadyExistsIsAnError, .alreadyExistsCountsAsCreated, .budgetsBypassed, .drainDoesNotWait,
      .drainFailureIgnored, .wrongMachineName, .killSwitchWithoutDrain, .killSwitchLeavesMachine,
      .refusedKillSwitchBacksOff, .jurisdictionsUnknown, .confidentialityUnproved,
      .tenantsNotSeparated, .killSwitchLoop, .interruptedReclaimReturns, .retriesBackOff:
      true
    default: false
    }
  }

  private var timeRecord: Record? {
    switch self {
    case .edgesSeenByPolling:
      Record(
        "An edge of a window is seen up to a minute late.",
        upstream: "An object is looked at 60 s after its last look, and acts on the edge then.",
        regulated: "The edge is an instant to look at, and is acted on at that instant.",
        section: "5.1", [.v01])
    case .edgesSampledByTheHour:
      Record(
        "An edge that is not at a whole hour of UTC is seen up to an hour late, or not at all.",
        upstream: "The schedule's provider looks at whole hours of UTC: zones of half hours are "
          + "late, and what turns and turns back within an hour is missed.",
        regulated: "Edges are exact in every zone.", section: "15", [.v03])
    case .graceEndPolled:
      Record(
        "A grace period ends up to a minute late.",
        upstream: "Its end is seen at the next multiple of 60 s after the close.",
        regulated: "There is no grace period: notice comes before the edge, and the drain begins "
          + "at the instant that was announced.", section: "5.1")
    case .wholeHoursOnly:
      Record(
        "A window cannot begin or end within an hour.",
        upstream: "Hours are whole and inclusive: 9-17 ends at 18:00, 09:30 cannot be written.",
        regulated: "Windows go from minute to minute.", section: "18")
    case .nightsCutAtMidnight:
      Record(
        "A night over midnight is not one window.",
        upstream: "Days and hours are both of the current local day: mon-fri with 22-6 is on early "
          + "on Monday and off early on Saturday.",
        regulated: "A window goes from a minute of the week to another, over midnight and over "
          + "days.", section: "18")
    case .holidayCutsCalendarDay:
      Record(
        "A holiday closes a calendar day, not a trading day.",
        upstream: "Whatever falls on the local date is off, so a session over midnight is cut.",
        regulated: "Holidays are windows of their own, joined with the nights around them.",
        section: "15", [.v03])
    case .unreadableScheduleFreezes:
      Record(
        "A schedule that cannot be read keeps its machine in the phase that it is in.",
        upstream: "The reconciliation returns an error before the phases: an Active machine runs "
          + "on, a shutdown stops half-way. Bad hours show only on a day that matches.",
        regulated: "A schedule is read when it is written, and refused with its place.",
        section: "4", [.v01])
    case .lastVerdictHeld:
      Record(
        "A provider that is gone leaves its machines as they are.",
        upstream: "While there is no verdict the last one holds, however old it is.",
        regulated: "Schedules are part of the snapshot: there is none to lose.", section: "15",
        [.v03])
    case .staleVerdictTrusted:
      Record(
        "A verdict may be about an older schedule.",
        upstream: "The provider's observedGeneration is copied and never compared.",
        regulated: "What is remembered of a schedule holds for the generation that it was read of.",
        section: "15", [.v03])
    default: nil
    }
  }

  private var phaseRecord: Record? {
    switch self {
    case .reopeningDoesNotCancel:
      Record(
        "A window that reopens during a shutdown does not stop it.",
        upstream: "The machine is drained and deleted, and made again.",
        regulated: "A loan or a return goes on as long as its window and its promises allow; "
          + "nothing is deleted only to be made again.", section: "5")
    case .noGraceOnDisable:
      Record(
        "Switching an object off gives no grace.",
        upstream: "The grace period is found by a reason that switching off does not give, so it "
          + "counts as over.",
        regulated: "A borrower's object that is switched off is announced, drained and returned "
          + "like any other.", section: "5")
    case .errorWithoutExit:
      Record(
        "An object in Error stays there.",
        upstream: "Nothing leads out but the kill switch, a reclaim or a deletion, even when the "
          + "cause is gone.",
        regulated: "There is no such phase: what did not happen is asked for again.",
        section: "5")
    case .terminatedIsTerminal:
      Record(
        "An object that was terminated stays so when its kill switch is off again.",
        upstream: "No row leads out of Terminated.",
        regulated: "The kill switch holds as long as it is on.", section: "5")
    case .lostMachineNotRecreated:
      Record(
        "A Machine that somebody deletes while its object is Active is not made again.",
        upstream: "Active does not ask whether the Machine is there, until the next window.",
        regulated: "It is made again as soon as it is missed.", section: "5")
    case .alreadyExistsIsAnError:
      Record(
        "A window that opens while the last Machine is still going ends in Error.",
        upstream: "The creation meets AlreadyExists, which is a failure.",
        regulated: "The next Machine is created when the last one is seen to be gone.",
        section: "5", [.v01])
    case .alreadyExistsCountsAsCreated:
      Record(
        "A window that opens while the last Machine is still going ends without a machine.",
        upstream: "AlreadyExists counts as success: the object is Active, the Machine goes, and "
          + "nobody makes it again.",
        regulated: "The next Machine is created when the last one is seen to be gone.",
        section: "5", [.v03])
    case .phasesSpeakOfCalls:
      Record(
        "Active and Inactive say which calls were accepted, not what is there.",
        upstream: "Active is three creations, Inactive three deletions; a node may never have "
          + "joined, or may run on.",
        regulated: "What is decided next follows from what is seen: a Ready node, no Machine.",
        section: "5")
    default: nil
    }
  }

  private var drainRecord: Record? {
    switch self {
    case .budgetsBypassed:
      Record(
        "Pods are deleted past their disruption budgets.",
        upstream: "A plain DELETE with 30 s of grace, whatever the pod's own is.",
        regulated: "Evictions through the eviction API, again after a refusal; what is left at the "
          + "declared deadline of a return is deleted, and counted.", section: "6")
    case .drainDoesNotWait:
      Record(
        "The Machine is deleted while its pods still end.",
        upstream: "Nobody waits after the last DELETE.",
        regulated: "The Machine is deleted when no pod is left that the drain waits for.",
        section: "6")
    case .drainFailureIgnored:
      Record(
        "A drain that fails or runs out of time changes nothing.",
        upstream: "The Machine is deleted with the pods that are left.",
        regulated: "Pods are evicted again until the deadline, and then deleted as declared.",
        section: "6")
    case .wrongMachineName:
      Record(
        "No machine is ever drained.",
        upstream: "The Machine is looked up under a name that it does not have, so its node is "
          + "never known: no drain, no taints, no reclaim.",
        regulated: "Every Ready node is drained before its Machine is deleted.", section: "6",
        [.v01])
    case .drainsUnannounced:
      Record(
        "Nobody is told before a drain.",
        upstream: "The close of the window is the announcement.",
        regulated: "The drain is announced, and the node cordoned, the longer of notice and tenure "
          + "before it begins.", section: "6")
    case .deletionWithoutDrain:
      Record(
        "An object that is deleted takes its machine at once.",
        upstream: "Without grace and drain.",
        regulated: "Whoever wants the machine away switches the object off, which drains it.",
        section: "10")
    case .deletionLeavesObjects:
      Record(
        "An object that is deleted in another phase than Active and ShuttingDown deletes nothing.",
        upstream: "Templates whose Machine was never made stay behind; after 600 s the finalizer "
          + "may go all the same.",
        regulated: "Creation and deletion are of the Machine with its templates, in every phase.",
        section: "10")
    default: nil
    }
  }

  private var emergencyRecord: Record? {
    switch self {
    case .killSwitchWithoutDrain:
      Record(
        "The kill switch deletes a machine under its pods.",
        upstream: "The Machine is deleted at once.",
        regulated:
          "The drain begins at once and without grace, and the machine is deleted when it is done.",
        section: "7")
    case .killSwitchLeavesMachine:
      Record(
        "The kill switch leaves a machine that runs in another phase than Active and ShuttingDown.",
        upstream: "Only the phase becomes Terminated.",
        regulated: "What is seen decides, not the phase.", section: "7")
    case .refusedKillSwitchBacksOff:
      Record(
        "A kill switch whose deletion is refused leaves the machine for minutes.",
        upstream: "The error is returned and the phase stays; the next try is after 60, 120, 240 "
          + "and then 300 s, or when somebody edits the object.",
        regulated:
          "The pods are deleted first and without grace, and the deletion of the Machine is "
          + "asked for again at the cadence of evictionRetry until it is seen, however often it "
          + "is refused.", section: "7")
    case .killSwitchLoop:
      Record(
        "A terminated object writes its status for ever.",
        upstream: "Each write has a new time and leads to the next; a decision cuts it after "
          + "\(Upstream.statusTurns) turns.",
        regulated: "A status is written when it changes.", section: "5.1")
    case .validationBlocksKillSwitch:
      Record(
        "An object that is not valid cannot be killed.",
        upstream: "clusterName and killIfCommands are checked first.",
        regulated: "The kill switch is read before anything else.", section: "4")
    case .reclaimNeverSeen:
      Record(
        "A reclaim request is never seen.",
        upstream: "The node is not known, as the Machine is looked up under a wrong name.",
        regulated: "The host leaves its borrower within a declared time.", section: "8", [.v01])
    case .interruptedReclaimReturns:
      Record(
        "A reclaim that is interrupted brings its machine back.",
        upstream: "Before the object is switched off, EmergencyRemove leads to Disabled and from "
          + "there at once to Pending.",
        regulated: "The status keeps what was answered: an interruption changes nothing.",
        section: "8")
    case .reclaimLoopOnlyWarned:
      Record(
        "A machine can be reclaimed again and again.",
        upstream: "Who owns the object in git puts back what the reclaim switched off; three "
          + "reclaims within ten minutes are a warning, which a restart forgets.",
        regulated:
          "A request is answered once, and each further one within a day keeps the host at "
          + "home twice as long; nothing is written into the object.", section: "8")
    case .staleNodeReference:
      Record(
        "The node of a Machine that is gone is still asked for requests.",
        upstream: "Patches of the status never clear nodeRef.",
        regulated: "A Machine and its node are what is seen of them now.", section: "18")
    case .taintConflictStopsAll:
      Record(
        "One taint of somebody else stops all changes of taints.",
        upstream: "Nothing is added and nothing removed; a taint with an empty value is in its own "
          + "way from the second round on.",
        regulated: "Taints come with the Machine's templates; none is written later.", section: "9")
    default: nil
    }
  }

  private var tenancyRecord: Record? {
    switch self {
    case .jurisdictionsUnknown:
      Record(
        "A machine joins the cluster that its object names, wherever host and cluster stand.",
        upstream:
          "Neither an object nor its controller knows of regions or owners, and clusterName "
          + "can be changed at any time.",
        regulated:
          "A host goes only to a cluster whose hostSelector matches its labels and that its "
          + "owner's borrowerSelector matches, and leaves one that no longer does.", section: "23")
    case .confidentialityUnproved:
      Record(
        "Confidential workloads may be placed on any machine.",
        upstream: "v0.3 writes a configuration of Kata containers; that the host has a trusted "
          + "execution environment, that it was proved, and when, nobody asks.",
        regulated: "A host goes to a cluster with confidential workloads only when it has the "
          + "environment and the keys that they need, proved not longer ago than the cluster allows.",
        section: "23")
    case .tenantsNotSeparated:
      Record(
        "A host changes its tenant with what the last one left.",
        upstream: "Three objects are deleted and the next three created; whether anything is wiped "
          + "in between is up to the infrastructure provider.",
        regulated: "A Machine of another cluster is created only after the host was sanitised.",
        section: "23")
    default: nil
    }
  }

  private var fleetRecord: Record {
    switch self {
    case .priorityIgnored:
      Record(
        "Priorities order nothing.",
        upstream: "A priority only moves an object to another instance.",
        regulated: "Higher ones are served first.", section: "11")
    case .startsUnbounded:
      Record(
        "Any number of machines start and drain at a time.",
        upstream: "All that share a window move at its edge.",
        regulated:
          "Starts and drains can be limited, and returns are planned by what the provider can do at a time.",
        section: "5.1")
    case .retriesBackOff:
      Record(
        "A call that was refused waits ever longer.",
        upstream: "60, 120, 240 and then 300 s, without end, cleared by one success.",
        regulated: "A refused call is made again at the cadence of the policy.", section: "11")
    case .fleetSplitByHash:
      Record(
        "Objects are shared among instances by a hash.",
        upstream: "Another number of instances moves most of them; the share of one that is gone "
          + "is nobody's.",
        regulated: "One decision is about the whole fleet.", section: "11")
    case .newLeaderWaits:
      Record(
        "A new leader acts on the next event of each object only.",
        upstream: "Edges that passed meanwhile wait for it.",
        regulated: "Whoever begins decides on everything, from what is seen and remembered.",
        section: "4")
    default:
      Record(
        "Each object decides alone, the two of one host too.",
        upstream: "The owner's object asks for the host when its window opens, whoever has it.",
        regulated: "A host is one thing: it returns in time for its owner's window.", section: "5")
    }
  }
}
