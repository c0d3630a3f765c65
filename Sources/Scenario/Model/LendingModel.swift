package import Documents
package import SpotScheduler
package import Units

/// What is lent, by which scheduler.
package struct LendingModel: Sendable {
  /// Which scheduler decides.
  package enum Scheduler: Sendable {
    /// Nothing is lent.
    case none
    /// 5-Spot as released.
    case upstream(
      Upstream.Release, gracefulShutdownTimeout: TimeSpan, nodeDrainTimeout: TimeSpan)
    /// The regulated one.
    case regulated(Terms)
  }

  /// The terms of the regulated scheduler, before the provider's laws make a policy of them.
  package struct Terms: Sendable {
    /// How long before its drain a borrower is told.
    package var notice: TimeSpan
    /// How long a pod may stay at least.
    package var tenure: TimeSpan
    /// How long a drain may take.
    package var drainDeadline: TimeSpan
    /// How long after a refusal an eviction is tried again.
    package var evictionRetry: TimeSpan
    /// The quantile at which the provider's steps are planned, in thousandths.
    package var confidencePermille: Int64
    /// Machines that stay with the owner.
    package var spareHosts: Int
    /// How many machines may be on their way to the borrower; nil is any number.
    package var simultaneousStarts: Int?
    /// How many machines may be drained at a time; nil is any number.
    package var simultaneousDrains: Int?
    /// How long a machine may stand idle with the borrower; nil lends whether anybody waits or not.
    package var idleDelay: TimeSpan?
    /// How long a machine of a borrower that has more than its share may stand idle while another one
    /// waits; nil leaves it there.
    package var evenOutDelay: TimeSpan?
    /// What the owner's services may use; nil when their requests alone decide.
    package var usage: Usage?
    /// How pods of certain kinds leave.
    package var drainClasses: [DrainClass]
    /// How long pods may take to leave a machine that its owner asks for at once.
    package var emergencyDeadline: TimeSpan
    /// How long such a machine stays at home.
    package var reclaimHold: TimeSpan
  }

  /// Thresholds on the use of the owner's services.
  package struct Usage: Hashable, Sendable {
    /// A machine goes only if the peak stays at or below it, in thousandths of what is at home.
    package var lendBelowPermille: Int
    /// Machines are called back above it, in thousandths of what is at home.
    package var recallAbovePermille: Int
    /// How far back the peak is looked for.
    package var lookBack: TimeSpan
  }

  /// Machines of a pool that are lent by one schedule.
  package struct Offer: Sendable {
    /// The pool's name.
    package var pool: String
    /// How many of its machines; nil is all.
    package var count: Int?
    /// Where the count stands, or the offer without one.
    package var position: SourcePosition
    /// When they may be lent: a checked `Schedule`.
    package var schedule: CheckedNode
    /// When their objects of the owner's cluster are on: a checked `Schedule`.
    package var ownerSchedule: CheckedNode?
  }

  /// What moves machines; the laws have yet to be made.
  package struct Provider: Sendable {
    /// The law of the set-up.
    package var provision: CheckedNode
    /// The law of joining.
    package var join: CheckedNode
    /// The law of taking down.
    package var deprovision: CheckedNode
    /// How many machines are worked on at a time.
    package var concurrency: Int
  }

  /// An order to bring machines back.
  package struct Recall: Hashable, Sendable {
    /// When it is given.
    package var at: Instant
    /// How long after that machines are to be back.
    package var within: TimeSpan
    /// When machines may be lent again.
    package var until: Instant
    /// How many machines; nil is all.
    package var count: Int?
  }

  /// The cluster that the machines belong to.
  package var owner: String
  /// The clusters that they are lent to.
  package var borrowers: [String]
  /// Which scheduler decides.
  package var scheduler: Scheduler
  /// What is lent, by the name of the pool.
  package var offers: [Offer]
  /// What moves machines.
  package var provider: Provider
  /// The recalls, by time.
  package var recalls: [Recall]
  /// The emergency reclaims, by time.
  package var reclaims: [Reclaim]
  /// The law of sanitising a machine; nil when the provider's clean-up does that.
  package var sanitisation: CheckedNode?
  /// The law of proving a machine's environment.
  package var attestation: CheckedNode
  /// The entries of its outages, which may come again and again.
  package var attestationOutages: [CheckedNode]

  init(_ node: CheckedNode) {
    owner = node.text("owner")
    borrowers = node.borrowers.compactMap(\.text)
    scheduler = Scheduler(node.member("scheduler"))
    offers = node.member("offers").members.map { member in
      Offer(
        pool: member.key, count: member.value["count"]?.integer.map { Int($0) },
        position: (member.value["count"] ?? member.value).position,
        schedule: member.value.member("schedule"), ownerSchedule: member.value["ownerSchedule"])
    }
    let provider = node.member("provider")
    self.provider = Provider(
      provision: provider.member("provision"), join: provider.member("join"),
      deprovision: provider.member("deprovision"), concurrency: Int(provider.integer("concurrency"))
    )
    recalls = node.member("recalls").elements.map {
      Recall(
        at: $0.instant("at"), within: $0.span("within"), until: $0.instant("until"),
        count: $0["machines"]?.integer.map { Int($0) })
    }.sorted { ($0.at, $0.until) < ($1.at, $1.until) }
    reclaims = node.member("reclaims").elements.map { Reclaim($0) }.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
    sanitisation = node["sanitisation"]
    attestation = node.member("attestation")
    attestationOutages = node.member("attestationOutages").elements
  }
}

extension LendingModel.Scheduler {
  init(_ node: CheckedNode) {
    let profile = node.text("profile")
    if let release = Upstream.Release(profile: profile) {
      self = .upstream(
        release, gracefulShutdownTimeout: node.span("gracefulShutdownTimeout"),
        nodeDrainTimeout: node.span("nodeDrainTimeout"))
      return
    }
    switch profile {
    case "regulated":
      self = .regulated(
        LendingModel.Terms(
          notice: node.span("notice"), tenure: node.span("tenure"),
          drainDeadline: node.span("drainDeadline"), evictionRetry: node.span("evictionRetry"),
          confidencePermille: node.integer("confidence"),
          spareHosts: Int(node.integer("spareHosts")),
          simultaneousStarts: node["simultaneousStarts"]?.integer.map { Int($0) },
          simultaneousDrains: node["simultaneousDrains"]?.integer.map { Int($0) },
          idleDelay: node["idleDelay"]?.span, evenOutDelay: node["evenOutDelay"]?.span,
          usage: node["usage"].map {
            LendingModel.Usage(
              lendBelowPermille: Int($0.integer("lendBelow")),
              recallAbovePermille: Int($0.integer("recallAbove")), lookBack: $0.span("lookBack"))
          }, drainClasses: Self.drainClasses(node),
          emergencyDeadline: node.span("emergencyDeadline"),
          reclaimHold: node.span("reclaimHold")))
    default: self = .none
    }
  }

  /// The classes of a scheduler whose check found them free of errors.
  private static func drainClasses(_ node: CheckedNode) -> [DrainClass] {
    var diagnostics: [Diagnostic] = []
    return DrainClass.read(
      node.member("drainClasses"), drainDeadline: node.span("drainDeadline"),
      diagnostics: &diagnostics)
  }
}

extension CheckedNode {
  /// Who borrows by an entry `lending`, which names one or several; sound or not.
  var borrowers: [CheckedNode] {
    self["borrowers"]?.elements ?? self["borrower"].map { [$0] } ?? []
  }
}
