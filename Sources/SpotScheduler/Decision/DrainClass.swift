public import KubernetesModel
public import Units

/// How pods of one kind leave a machine that goes home: when among the others, with how much grace,
/// for how long they are asked, and what is declared to happen then.
///
/// A pod belongs to the first class of the policy that matches it, and otherwise leaves by its own
/// `drainOrder`, its own grace and the policy's `drainDeadline`. Deadlines of all classes count from
/// the begin of the drain, so that the way home is planned for the longest of them.
public struct DrainClass: Hashable, Sendable {
  /// What happens to a pod that is still there at its deadline.
  public enum Escalation: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Nothing: it is asked for ever, and the machine comes home when its budget lets it go.
    case wait
    /// It is deleted past its budget, with its grace up to the cap.
    case delete
    /// It is deleted past its budget, without grace.
    case force
  }

  /// The class's name, in explanations.
  public var name: String
  /// The namespaces of its pods; empty for any.
  public var namespaces: [String]
  /// What labels its pods have; the empty selector takes any.
  public var podSelector: LabelSelector
  /// The priorities of its pods; nil for any.
  public var priorities: ClosedRange<Int32>?
  /// When its pods are evicted, in place of their own `drainOrder`; nil for that.
  public var order: Int32?
  /// The most of its own grace period that a pod gets; nil for all of it.
  public var graceCap: TimeSpan?
  /// How long after the begin of the drain its pods are asked; nil for the policy's `drainDeadline`.
  public var evictionDeadline: TimeSpan?
  /// What happens then.
  public var escalation: Escalation

  /// Makes a class; without any condition it takes every pod.
  public init(
    name: String, namespaces: [String] = [], podSelector: LabelSelector = LabelSelector(),
    priorities: ClosedRange<Int32>? = nil, order: Int32? = nil, graceCap: TimeSpan? = nil,
    evictionDeadline: TimeSpan? = nil, escalation: Escalation = .force
  ) {
    self.name = name
    self.namespaces = namespaces
    self.podSelector = podSelector
    self.priorities = priorities
    self.order = order
    self.graceCap = graceCap
    self.evictionDeadline = evictionDeadline
    self.escalation = escalation
  }

  /// Whether a pod belongs to it, if to no class before it.
  public func matches(_ traits: PodTraits) -> Bool {
    (namespaces.isEmpty || namespaces.contains(traits.namespace))
      && (priorities?.contains(traits.priority) ?? true) && podSelector.matches(traits.labels)
  }
}
