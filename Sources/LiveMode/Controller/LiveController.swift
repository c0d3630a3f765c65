#if Live
  package import Documents
  package import KubernetesClient
  import SpotScheduler
  package import Units

  /// Watches a fleet, decides on it again and again, and tells those who listen.
  ///
  /// Every replica keeps its copy of the fleet and decides on it, so that it can take over at once. Only the
  /// leader writes: audit lines, recorded decisions and events.
  package actor LiveController {
    /// Where what the leader writes goes; each throws in words why it cannot.
    package struct Outlets: Sendable {
      /// Why something was not written.
      package struct Failure: Error, Sendable {
        /// In words.
        package var reason: String

        /// Makes one.
        package init(_ reason: String) { self.reason = reason }
      }

      /// Takes a line of the audit log, and gives its new head; nil where none is kept.
      package var audit:
        (
          @Sendable (AuditEntry.Kind, DocumentValue, Instant) throws(Failure) -> AuditHead
        )?
      /// Takes a recorded decision, a line; nil where none is kept.
      package var record: (@Sendable ([UInt8]) throws(Failure) -> Void)?
      /// Takes the fleet as it is at an instant, and gives what is recorded of it; nil where none is kept.
      package var keep:
        (
          @Sendable (ObservedFleet, ClusterObjects, Instant) throws(Failure) -> FleetRecording?
        )?
      /// Takes a line of the log.
      package var log: @Sendable (LogLine) -> Void

      /// Makes outlets.
      package init(
        audit: (
          @Sendable (AuditEntry.Kind, DocumentValue, Instant) throws(Failure) -> AuditHead
        )? = nil,
        record: (@Sendable ([UInt8]) throws(Failure) -> Void)? = nil,
        log: @escaping @Sendable (LogLine) -> Void
      ) {
        self.audit = audit
        self.record = record
        self.log = log
      }
    }

    /// What a controller is told.
    package struct Settings: Sendable {
      /// `observe` or `advise`.
      package var mode: LiveModeKind
      /// Who this replica is, unique among them.
      package var identity: String
      /// The namespace of the lease; nil where nobody else runs, so that this one leads always.
      package var leaseNamespace: String?
      /// The times of the election.
      package var timing = LeaderElection.Timing()
      /// The version of the program.
      package var version: String
      /// The time zone rules, for recordings.
      package var zones = ZoneRulesSet.pinned
      /// How long a workload cluster that cannot be read keeps the first decision waiting.
      package var patience = TimeSpan.seconds(60)
      /// How often the Secrets that say the ways to workload clusters are looked at, though all is well.
      package var kubeconfigInterval = TimeSpan.minutes(5)
      /// After how long the same plan is written into the audit log again.
      package var auditInterval = TimeSpan.minutes(30)

      /// Makes settings.
      package init(mode: LiveModeKind, identity: String, leaseNamespace: String?, version: String) {
        self.mode = mode
        self.identity = identity
        self.leaseNamespace = leaseNamespace
        self.version = version
      }
    }

    let settings: Settings
    let outlets: Outlets
    let watches: [FleetWatch]
    private let elector: LeaderElector?
    private let management: KubernetesClient?
    let wall: @Sendable () -> Instant
    let steady: @Sendable () -> Instant

    var reconciler: LiveReconciler
    var metrics: LiveMetrics
    private var announcer: AdviceAnnouncer
    private var diary = AuditDiary()
    private var startedAt: Instant
    private var beatAt: Instant
    var nextSampleAt: Instant
    var nextScoreAt: Instant
    private var leads = false
    private var mustDecide = false
    private var hasOpenedLog = false
    private var decisions = 0
    private var skews: [ObjectSource: TimeSpan] = [:]
    private var troubles: [String: String] = [:]

    /// Makes a controller that watches nothing yet.
    ///
    /// - Parameters:
    ///   - clusters: What is watched; the management cluster is one of them.
    ///   - wall: The clock that windows go by.
    ///   - steady: A clock that nobody sets.
    package init(
      _ clusters: [FleetReader.Cluster], reconciler: LiveReconciler, settings: Settings,
      outlets: Outlets, wall: @escaping @Sendable () -> Instant = SystemClock.now,
      steady: @escaping @Sendable () -> Instant = SystemClock.steady
    ) {
      self.settings = settings
      self.outlets = outlets
      self.reconciler = reconciler
      self.wall = wall
      self.steady = steady
      metrics = LiveMetrics(version: settings.version)
      announcer = AdviceAnnouncer(instance: settings.identity)
      startedAt = steady()
      beatAt = startedAt
      nextSampleAt = startedAt
      nextScoreAt = startedAt
      watches = clusters.map {
        FleetWatch($0, kubeconfigInterval: settings.kubeconfigInterval)
      }
      management = clusters.first { $0.source == .management }?.client
      if let management, let namespace = settings.leaseNamespace {
        elector = LeaderElector(
          management, namespace: namespace, name: AccessTable.lease, identity: settings.identity,
          fieldManager: AccessTable.lease, timing: settings.timing, now: steady)
      } else {
        elector = nil
      }
      metrics.isLeader = elector == nil ? nil : false
    }

    /// Watches, decides and tells until the task is cancelled; then gives the lease up.
    package func run() async {
      startedAt = steady()
      await withTaskGroup(of: Void.self) { group in
        for watch in watches { group.addTask { await watch.run() } }
        if let elector { group.addTask { await elector.run() } }
        while !Task.isCancelled {
          await tick()
          guard await pause(.milliseconds(250)) else { break }
        }
        group.cancelAll()
      }
      if leads { note(leads: false) }
      // A task of its own: this one is cancelled, and the lease is to be given up all the same.
      if let elector { await Task { await elector.release() }.value }
    }

    /// Whether the loop goes round.
    package var isAlive: Bool { steady() - beatAt < .seconds(60) }

    /// What was not read yet, in words; nothing once every collection was read.
    package func unread() async -> [String] {
      var unread: [String] = []
      for watch in watches { unread += await watch.unread() }
      return unread
    }

    /// The metrics, as `form`.
    package func exposition(_ form: Exposition.Form) async -> String {
      for watch in watches {
        metrics.note(watch.source, isReachable: await watch.isReachable())
        guard let age = await watch.age(at: steady()) else { continue }
        let read = wall() - age
        metrics.note(
          watch.source, readAt: read, serverTime: skews[watch.source].map { read - $0 })
      }
      return Exposition.text(metrics.families(at: wall()), as: form)
    }

    /// Notes what an API server says the time is.
    package func note(_ source: ObjectSource, serverTime: Instant) {
      skews[source] = wall() - serverTime
    }

    private func pause(_ span: TimeSpan) async -> Bool {
      do {
        try await Task.sleep(nanoseconds: UInt64(max(span.nanoseconds, 0)))
        return true
      } catch {
        return false
      }
    }

    // MARK: - The loop

    private func tick() async {
      beatAt = steady()
      await lookWhoLeads()
      var isWhole = true
      var isManagementRead = false
      for watch in watches {
        let age = await watch.age(at: steady())
        for problem in await watch.problems() { tell(problem, age: age) }
        guard let changes = await watch.drain() else {
          isWhole = false
          continue
        }
        if watch.source == .management { isManagementRead = true }
        let now = wall()
        for (collection, batch) in changes { reconciler.take(batch, of: collection, at: now) }
      }
      if isWhole { await keepSample() }
      let mayDecide =
        isWhole || isManagementRead && steady() - startedAt >= settings.patience
      guard mayDecide, mustDecide || reconciler.dueAt(wall()) <= wall() else { return }
      await decide()
    }

    private func lookWhoLeads() async {
      let isLeader = if let elector { await elector.isLeader } else { true }
      if let elector {
        let trouble = await elector.trouble
        tell(.init(source: .management, resource: "leases", reason: trouble?.description))
      }
      guard isLeader != leads else { return }
      await note(leads: isLeader, fence: elector?.fence)
    }

    private func note(leads: Bool, fence: LeaderElection.Fence? = nil) {
      self.leads = leads
      metrics.isLeader = elector == nil ? nil : leads
      outlets.log(
        LogLine(
          .info, leads ? "leads" : "leads no more",
          fence.map { [("transitions", .integer($0.transitions))] } ?? []))
      if leads {
        // What it has to say it says at once, to a log that does not know it yet.
        mustDecide = true
        diary = AuditDiary()
        announcer.beginAnew()
        if !hasOpenedLog {
          hasOpenedLog = true
          audit(.logOpened, opening)
        }
      }
      guard elector != nil else { return }
      var members: [(key: String, value: DocumentValue)] = [("leads", .boolean(leads))]
      if let fence { members.append(("transitions", .integer(fence.transitions))) }
      audit(.leadershipChanged, .mapping(members))
    }

    private var opening: DocumentValue {
      [
        "version": .string(settings.version), "mode": .string(settings.mode.rawValue),
        "profile": .string(reconciler.profile.name),
        "policyHash": .string("sha256:\(reconciler.profile.policyHash.hex)"),
        "release": .string(reconciler.release.name),
      ]
    }

    private func decide() async {
      mustDecide = false
      decisions += 1
      let identifier = "\(settings.identity)-\(decisions)"
      let start = steady()
      let now = wall()
      let outcome = reconciler.reconcile(at: now)
      let took = steady() - start
      metrics.note(outcome.plan, took: took)
      metrics.note(outcome.shadow)
      outlets.log(
        LogLine(
          outcome.plan.isEmpty ? .info : .warn, "decided",
          [
            ("reconcileID", .string(identifier)),
            ("actions", .integer(Int64(outcome.plan.actions.count))),
            ("pods", .integer(Int64(outcome.plan.pods.count))),
            ("findings", .integer(Int64(outcome.plan.findings.count))),
            ("differences", .integer(Int64(outcome.shadow.differences.count))),
            ("milliseconds", .integer(took.nanoseconds / 1_000_000)),
            ("leads", .boolean(leads)),
          ]))
      guard leads else { return }
      record(outcome, identifier)
      for (kind, payload) in diary.entries(
        for: outcome, reconciliation: identifier, at: now, every: settings.auditInterval)
      {
        audit(kind, payload)
      }
      if settings.mode >= .advise { await announce(outcome, identifier) }
    }

    private func record(_ outcome: LiveReconciler.Outcome, _ identifier: String) {
      guard let record = outlets.record else { return }
      do {
        try record(try DecisionRecording.line(of: outcome, zones: settings.zones))
      } catch let failure as Outlets.Failure {
        report("a decision was not recorded", failure.reason, identifier)
      } catch {
        report("a decision was not recorded", "\(error)", identifier)
      }
    }

    private func audit(_ kind: AuditEntry.Kind, _ payload: DocumentValue) {
      guard let audit = outlets.audit else { return }
      do throws(Outlets.Failure) {
        metrics.note(try audit(kind, payload, wall()))
      } catch {
        report("a line of the audit log was not written", error.reason, "")
      }
    }

    private func announce(_ outcome: LiveReconciler.Outcome, _ identifier: String) async {
      guard let management else { return }
      var told = 0
      let events = announcer.events(for: outcome, at: steady())
      metrics.heldBackEvents = announcer.heldBack
      for event in events {
        // Whoever leads no more says nothing more, also not half-way.
        guard !Task.isCancelled, await elector?.isLeader ?? true else {
          announcer.forget(event)
          continue
        }
        do throws(APIError) {
          _ = try await management.create(
            event.document(at: wall()), as: .events, namespace: event.namespace,
            WriteOptions(fieldManager: AccessTable.lease))
          told += 1
          metrics.toldEvents += 1
        } catch {
          announcer.forget(event)
          report("an event was not written", error.description, identifier)
        }
      }
      if told > 0 {
        outlets.log(
          LogLine(
            .info, "told as events",
            [("reconcileID", .string(identifier)), ("events", .integer(Int64(told)))]))
      }
    }

    func report(_ what: String, _ reason: String, _ identifier: String) {
      metrics.noteFailure(took: .zero)
      outlets.log(
        LogLine(
          .error, what, [("reconcileID", .string(identifier)), ("error", .string(reason))]))
    }

    /// Logs what keeps a collection from being read, once while it stays the same.
    ///
    /// - Parameter age: How long ago the cluster was heard of.
    private func tell(_ problem: FleetWatch.Problem, age: TimeSpan? = nil) {
      let key = "\(problem.source.text) \(problem.resource)"
      guard troubles[key] != problem.reason else { return }
      troubles[key] = problem.reason
      var fields: [(name: String, value: DocumentValue)] = [
        ("cluster", .string(problem.source.text)), ("resource", .string(problem.resource)),
      ]
      guard let reason = problem.reason else {
        outlets.log(LogLine(.info, "is read again", fields))
        return
      }
      fields.append(("error", .string(reason)))
      if let age { fields.append(("ageSeconds", .integer(age.nanoseconds / 1_000_000_000))) }
      outlets.log(LogLine(.warn, "cannot be read", fields))
      if leads { audit(.failureSeen, .mapping(fields.map { (key: $0.name, value: $0.value) })) }
    }
  }
#endif
