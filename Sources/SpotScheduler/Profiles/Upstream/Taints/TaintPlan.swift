extension Upstream {
  /// A taint that a `ScheduledMachine` asks for or has applied.
  public struct NodeTaint: Hashable, Sendable {
    /// The effects that 5-Spot knows.
    public enum Effect: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// New pods stay away.
      case noSchedule = "NoSchedule"
      /// New pods stay away if they can.
      case preferNoSchedule = "PreferNoSchedule"
      /// Pods leave.
      case noExecute = "NoExecute"
    }

    /// The key.
    public var key: String
    /// The value. Absent and empty differ here; the API server drops an empty one, so an empty
    /// value conflicts with itself from the second round on.
    public var value: String?
    /// The effect; with the key, what identifies a taint.
    public var effect: Effect

    /// Makes a taint.
    public init(key: String, value: String? = nil, effect: Effect) {
      self.key = key
      self.value = value
      self.effect = effect
    }

    func isSame(as other: NodeTaint) -> Bool { isSame(key: other.key, effect: other.effect) }

    private func isSame(key: String, effect: Effect) -> Bool {
      self.effect == effect && self.key.isSame(as: key)
    }

    func hasValue(_ value: String?) -> Bool {
      guard let value, let own = self.value else { return value == nil && self.value == nil }
      return own.isSame(as: value)
    }
  }

  /// A taint as it stands on a node, whose effect may be one that 5-Spot does not know.
  public struct StandingTaint: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: String?
    /// The effect, as written.
    public var effect: String

    /// Makes a taint.
    public init(key: String, value: String? = nil, effect: String) {
      self.key = key
      self.value = value
      self.effect = effect
    }

    init(_ taint: NodeTaint) {
      self.init(key: taint.key, value: taint.value, effect: taint.effect.rawValue)
    }

    func isSame(as taint: NodeTaint) -> Bool {
      key.isSame(as: taint.key) && effect.isSame(as: taint.effect.rawValue)
    }
  }

  /// What is to be done to a node's taints, by ownership.
  public struct TaintPlan: Hashable, Sendable {
    /// Wanted and not there.
    public var add: [NodeTaint] = []
    /// There with a value that was applied before, and wanted with another.
    public var update: [NodeTaint] = []
    /// There as applied before, and no longer wanted.
    public var remove: [NodeTaint] = []
    /// There as wanted, whoever put it there.
    public var unchanged: [NodeTaint] = []
    /// There with a value that somebody else gave it.
    public var conflicts: [NodeTaint] = []

    /// Whether there is nothing to do.
    public var isEmpty: Bool { add.isEmpty && update.isEmpty && remove.isEmpty }

    /// What the plan leaves owned, in the order of the annotation `applied-taints`.
    public var owned: [NodeTaint] { add + update + unchanged }

    /// Makes an empty plan.
    public init() {}

    /// Plans from what is there to what is wanted.
    ///
    /// - Parameters:
    ///   - current: The taints on the node; those of unknown effect are not looked at.
    ///   - desired: `spec.nodeTaints`. One that stands twice is added twice.
    ///   - applied: `status.appliedNodeTaints`.
    public init(current: [StandingTaint], desired: [NodeTaint], applied: [NodeTaint]) {
      for wanted in desired {
        guard let standing = current.first(where: { $0.isSame(as: wanted) }) else {
          add.append(wanted)
          continue
        }
        if wanted.hasValue(standing.value) {
          unchanged.append(wanted)
        } else if let own = applied.first(where: { $0.isSame(as: wanted) }),
          own.hasValue(standing.value)
        {
          update.append(wanted)
        } else {
          conflicts.append(wanted)
        }
      }
      for own in applied where !desired.contains(where: { $0.isSame(as: own) }) {
        guard let standing = current.first(where: { $0.isSame(as: own) }) else { continue }
        if own.hasValue(standing.value) { remove.append(own) } else { conflicts.append(own) }
      }
    }

    /// The taints afterwards: removed ones are left out, updated ones keep their place, added ones
    /// come last.
    public func applied(to current: [StandingTaint]) -> [StandingTaint] {
      var taints: [StandingTaint] = []
      for standing in current where !remove.contains(where: { standing.isSame(as: $0) }) {
        let update = update.first { standing.isSame(as: $0) }
        taints.append(update.map { StandingTaint($0) } ?? standing)
      }
      return taints + add.map { StandingTaint($0) }
    }
  }
}

extension String {
  /// Whether the bytes are the same: `==` also takes canonically equivalent spellings for equal.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
