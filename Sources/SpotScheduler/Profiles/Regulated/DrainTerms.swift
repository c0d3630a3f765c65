import Units

/// Per-class grace: by which rule each pod of a drain leaves.
struct DrainTerms {
  /// How much time there is.
  enum Pace: Hashable {
    /// The machine goes home: each class as declared.
    case declared
    /// It has to be empty at once: nobody gets longer than that, and what is left is deleted without
    /// grace, whatever its class declares.
    case within(TimeSpan)
    /// It is to be lent, and nobody waits for that: no grace is cut, and nothing is ever deleted.
    case unhurried
  }

  /// The rule for one pod.
  struct Rule {
    /// Its class, by its place in the policy; nil when none matches.
    var drainClass: Int?
    var order: Int32
    /// The grace period with which it is evicted; nil for its own.
    var evictionGrace: TimeSpan?
    /// Until when it is evicted in its turn, and holds back those of higher orders.
    var deadline: Instant
    /// What happens then; nil for nothing.
    var deletionGrace: TimeSpan?
  }

  let policy: RegulatedPolicy
  let traits: [PodTraits]
  let pace: Pace

  /// The rule for a pod of a drain that began then.
  func rule(for pod: PodObservation, began: Instant) -> Rule {
    let index = drainClass(of: pod)
    let terms = index.map { policy.drainClasses[$0] }
    let order = terms?.order ?? pod.drainOrder
    // A cap that cuts nothing is not asked for.
    let cap = terms?.graceCap.flatMap { $0 < pod.terminationGrace ? $0 : nil }
    switch pace {
    case .unhurried:
      return Rule(
        drainClass: index, order: order, deadline: deadline(ofOthers: began) ?? .distantFuture)
    case .within(let limit):
      return Rule(
        drainClass: index, order: order, evictionGrace: cap, deadline: began.later(by: limit),
        deletionGrace: .zero)
    case .declared:
      let deletionGrace: TimeSpan? =
        switch terms?.escalation ?? .force {
        case .wait: nil
        case .delete: min(pod.terminationGrace, terms?.graceCap ?? .zero)
        case .force: .zero
        }
      return Rule(
        drainClass: index, order: order, evictionGrace: cap,
        deadline: began.later(by: terms?.evictionDeadline ?? policy.drainDeadline),
        deletionGrace: deletionGrace)
    }
  }

  /// The deadline of pods of no class in a drain that began then; nil when it never escalates.
  func deadline(ofOthers began: Instant) -> Instant? {
    switch pace {
    case .unhurried: nil
    case .within(let limit): began.later(by: limit)
    case .declared: began.later(by: policy.drainDeadline)
    }
  }

  private func drainClass(of pod: PodObservation) -> Int? {
    guard !policy.drainClasses.isEmpty else { return nil }
    let place = pod.traits.map { Int($0.index) } ?? traits.count
    let known = place < traits.count ? traits[place] : PodTraits()
    return policy.drainClasses.firstIndex { $0.matches(known) }
  }
}

extension RegulatedPolicy {
  /// How long a drain on the way home may take: the longest that is declared of any class, or for the
  /// rest. A class that waits for ever counts up to its deadline; what it takes beyond is the owner's.
  var longestDrain: TimeSpan {
    drainClasses.reduce(drainDeadline) { longest, terms in
      let deadline = terms.evictionDeadline ?? drainDeadline
      let grace = terms.escalation == .delete ? terms.graceCap ?? .zero : .zero
      return max(longest, deadline.plus(grace))
    }
  }
}

extension DrainClass {
  /// The same class, with zero for what is negative.
  var withoutNegatives: DrainClass {
    var copy = self
    copy.graceCap = graceCap.map { max($0, .zero) }
    copy.evictionDeadline = evictionDeadline.map { max($0, .zero) }
    return copy
  }
}
