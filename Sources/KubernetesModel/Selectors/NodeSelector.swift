/// A selector of nodes, as in a node affinity: at least one of its terms has to hold.
///
/// Source: kubernetes v1.36 `component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go`.
public struct NodeSelector: Hashable, Sendable {
  /// The terms, of which one is enough; without terms no node matches.
  public var terms: [NodeSelectorTerm]

  /// Makes a selector.
  public init(terms: [NodeSelectorTerm]) { self.terms = terms }

  /// Whether it selects the node with that name and these labels.
  public func matches(name: String, labels: Labels) -> Bool {
    terms.contains { $0.matches(name: name, labels: labels) }
  }
}

/// One term of a node selector: everything in it has to hold, and an empty term never does.
public struct NodeSelectorTerm: Hashable, Sendable {
  /// Requirements on the labels of the node.
  public var matchExpressions: [LabelRequirement]
  /// Requirements on the node's name.
  public var matchFields: [NodeNameRequirement]

  /// Makes a term.
  public init(
    matchExpressions: [LabelRequirement] = [], matchFields: [NodeNameRequirement] = []
  ) {
    self.matchExpressions = matchExpressions
    self.matchFields = matchFields
  }

  /// Whether it selects the node with that name and these labels.
  public func matches(name: String, labels: Labels) -> Bool {
    guard !matchExpressions.isEmpty || !matchFields.isEmpty else { return false }
    return matchExpressions.allSatisfy { $0.matches(labels) }
      && matchFields.allSatisfy { $0.matches(name) }
  }
}

/// A condition on `metadata.name`, the one field that nodes can be selected by.
public struct NodeNameRequirement: Hashable, Sendable {
  /// The name to compare with.
  public var name: String
  /// Whether the node has to have another name (`NotIn`) instead of this one (`In`).
  public var isExcluded: Bool

  /// Makes a requirement.
  public init(name: String, isExcluded: Bool = false) {
    self.name = name
    self.isExcluded = isExcluded
  }

  /// Checks and makes a requirement as written.
  ///
  /// - Throws: `SelectorError` for another field, another operator than `In` and `NotIn`, or more
  ///   or fewer values than one.
  public init(key: String, operator name: String, values: [String]) throws(SelectorError) {
    guard key == "metadata.name" else { throw .unknownField(key) }
    guard name == "In" || name == "NotIn" else { throw .unknownOperator(key: key, operator: name) }
    guard values.count == 1 else {
      throw .wrongValueCount(key: key, operator: name, count: values.count)
    }
    self.init(name: values[0], isExcluded: name == "NotIn")
  }

  /// Whether a node of that name meets it.
  public func matches(_ nodeName: String) -> Bool { (nodeName == name) != isExcluded }
}

/// A term that nodes should meet, and how much that counts.
public struct PreferredNodeTerm: Hashable, Sendable {
  /// 1 to 100, added up over the terms that a node meets; 0 makes the term count for nothing.
  public var weight: Int64
  /// The term.
  public var term: NodeSelectorTerm

  /// Makes a preference.
  public init(weight: Int64, _ term: NodeSelectorTerm) {
    self.weight = weight
    self.term = term
  }
}
