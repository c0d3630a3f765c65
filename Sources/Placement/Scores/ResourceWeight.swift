/// A resource that a score looks at, and how much it counts.
package struct ResourceWeight: Hashable, Sendable {
  /// The resource.
  package var name: ResourceName
  /// How much it counts, against the weights of the others.
  package var weight: Int64

  /// Makes a weight.
  package init(_ name: ResourceName, weight: Int64 = 1) {
    self.name = name
    self.weight = weight
  }

  /// What the default profile looks at: CPU and memory alike.
  package static let standard = [ResourceWeight(.cpu), ResourceWeight(.memory)]
}

/// A mean of scores in whole numbers.
struct WeightedMean {
  private var sum: Int64 = 0
  private var weights: Int64 = 0

  mutating func add(_ score: Int64, weight: Int64) {
    sum += score * weight
    weights += weight
  }

  /// The mean without its fraction; 0 of nothing.
  var roundedDown: Int64 { weights == 0 ? 0 : sum / weights }

  /// The nearest whole number to the mean of scores that are not negative, a half upwards; 0 of
  /// nothing.
  var rounded: Int64 { weights == 0 ? 0 : (2 * sum + weights) / (2 * weights) }
}
