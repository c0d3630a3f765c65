/// A selector of objects by their labels: every pair and every requirement has to hold.
///
/// An empty selector matches everything. What an absent selector means is up to the resource: to a
/// budget nothing, to a drain rule everything.
///
/// Source: kubernetes v1.36 `apimachinery/pkg/apis/meta/v1/helpers.go`, `LabelSelectorAsSelector`.
public struct LabelSelector: Hashable, Sendable {
  /// Labels that an object has to have with these values.
  public var matchLabels: Labels
  /// Further requirements.
  public var matchExpressions: [LabelRequirement]

  /// Makes a selector that holds as it stands.
  public init(matchLabels: Labels = [:], matchExpressions: [LabelRequirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Checks the pairs as written and makes a selector.
  ///
  /// - Throws: `SelectorError` for a key or value that is not one of a label.
  public init(
    checking matchLabels: Labels, _ matchExpressions: [LabelRequirement]
  ) throws(SelectorError) {
    for pair in matchLabels.pairs {
      guard QualifiedName.isKey(pair.key) else { throw .invalidKey(pair.key) }
      guard QualifiedName.isValue(pair.value) else {
        throw .invalidValue(key: pair.key, value: pair.value)
      }
    }
    self.init(matchLabels: matchLabels, matchExpressions: matchExpressions)
  }

  /// Whether it asks for nothing and so matches everything.
  public var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// Whether it selects an object with `labels`.
  public func matches(_ labels: Labels) -> Bool {
    labels.contains(matchLabels) && matchExpressions.allSatisfy { $0.matches(labels) }
  }
}
