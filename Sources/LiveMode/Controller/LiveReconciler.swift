package import KubernetesClient
package import SpotScheduler
package import Units

/// Decides on a fleet again whenever something changed that a decision reads, and when time alone changes
/// what is to be done.
///
/// Pure: it is told changes and the time, and says when to come again. Many changes that come together
/// are one reconciliation. It carries nothing out and remembers nothing of its own advice, so that each plan is
/// what would be done now: 5-Spot's statuses are its memory.
package struct LiveReconciler: Sendable {
  /// When it decides.
  package struct Pace: Hashable, Sendable {
    /// How long after a change it waits for more of them.
    package var settle: TimeSpan
    /// How long after a decision the next one is at the earliest.
    package var least: TimeSpan
    /// How long after a decision the next one is at the latest, whatever happened.
    package var most: TimeSpan

    /// Makes a pace.
    package init(
      settle: TimeSpan = .milliseconds(500), least: TimeSpan = .seconds(5),
      most: TimeSpan = .minutes(5)
    ) {
      self.settle = settle
      self.least = least
      self.most = most
    }
  }

  /// What came of a reconciliation.
  package struct Outcome: Sendable {
    /// The fleet that was decided on.
    package var fleet: ObservedFleet
    /// What would be done.
    package var plan: AdvicePlan
    /// Where 5-Spot differs.
    package var shadow: ShadowReport
  }

  /// What was read.
  package private(set) var objects: ClusterObjects
  /// What the objects do not say.
  package var terms: FleetTerms { didSet { isChanged = true } }
  /// Which scheduler decides.
  package let profile: SchedulerProfile
  /// The installed release of 5-Spot.
  package let release: SchedulerProfile
  private let prices: PriceTable?
  private let pace: Pace
  private var isChanged = true
  private var changedAt: Instant?
  private var decidedAt: Instant?
  private var nextLookAt: Instant?
  /// The Nodes that Machines of the fleet name, be they there or not.
  private var nodes: Set<ObjectReference> = []

  /// Makes a reconciler that has seen `objects` so far.
  package init(
    _ objects: ClusterObjects = ClusterObjects(), profile: SchedulerProfile,
    release: SchedulerProfile = .upstream03,
    terms: FleetTerms = FleetTerms(), prices: PriceTable? = nil, pace: Pace = Pace()
  ) {
    self.objects = objects
    self.profile = profile
    self.release = release
    self.terms = terms
    self.prices = prices
    self.pace = pace
  }

  /// Takes over what an informer saw change.
  package mutating func take(
    _ changes: [Informer<ObservedObject>.Change], of collection: FleetCollection, at now: Instant
  ) {
    objects.note(collection.source)
    objects.take(changes, of: collection)
    guard changes.contains(where: { decides($0, in: collection) }) else { return }
    if !isChanged || changedAt == nil { changedAt = now }
    isChanged = true
  }

  /// Whether a decision may read what changed: not the heartbeat of a Node, and not a pod that is
  /// neither on one of the fleet's Nodes nor waiting for one.
  private func decides(
    _ change: Informer<ObservedObject>.Change, in collection: FleetCollection
  ) -> Bool {
    guard decidedAt != nil else { return true }
    switch change {
    case .added(let key, let entry), .removed(let key, let entry):
      return isOfFleet(entry.value, collection.reference(to: key))
    case .modified(let key, let old, let new):
      let reference = collection.reference(to: key)
      guard isOfFleet(old.value, reference) || isOfFleet(new.value, reference) else { return false }
      return old.uid != new.uid || old.value.withoutVersion != new.value.withoutVersion
    }
  }

  private func isOfFleet(_ object: ObservedObject, _ reference: ObjectReference) -> Bool {
    switch object {
    case .pod(let pod): pod.nodeName.isEmpty || nodes.contains(pod.node(of: reference))
    case .node: nodes.contains(reference)
    default: true
    }
  }

  /// When to reconcile: now, when that is not after `now`.
  package func dueAt(_ now: Instant) -> Instant {
    guard let decidedAt else { return min(changedAt ?? now, now) + pace.settle }
    // A clock that was set back is no reason to wait until it has caught up.
    guard now >= decidedAt else { return now }
    let earliest = decidedAt + pace.least
    var due = decidedAt + pace.most
    if let nextLookAt { due = min(due, nextLookAt) }
    if isChanged { due = min(due, min(changedAt ?? now, now) + pace.settle) }
    return max(due, earliest)
  }

  /// Decides on what was read.
  package mutating func reconcile(at now: Instant) -> Outcome {
    let fleet = objects.fleet(terms)
    let plan = AdvicePlan(for: fleet, profile: profile, at: now, prices: prices)
    let shadow = ShadowReport(of: fleet, profile: release, at: now)
    isChanged = false
    changedAt = nil
    decidedAt = now
    nextLookAt = plan.nextLookAt
    nodes = objects.nodesOfMachines
    return Outcome(fleet: fleet, plan: plan, shadow: shadow)
  }
}
