/// A probability law over numbers, with parameters that were checked when it was made.
///
/// Results are in whatever unit the parameters are in; fleet models use seconds. Nothing here calls
/// the C library's mathematics, so a draw has the same bits on every machine.
package struct Distribution: Hashable, Sendable {
  /// The law and its parameters.
  package indirect enum Form: Hashable, Sendable {
    /// Always this value.
    case constant(Double)
    /// Uniform over `low` ..< `high`.
    case uniform(low: Double, high: Double)
    /// Exponential, by its mean.
    case exponential(mean: Double)
    /// Weibull: P(X > x) = exp(−(x / scale)^shape).
    case weibull(shape: Double, scale: Double)
    /// The exponential of a normal variable with mean `mu` and standard deviation `sigma`.
    case lognormal(mu: Double, sigma: Double)
    /// Gamma, with mean shape · scale.
    case gamma(shape: Double, scale: Double)
    /// Pareto with density ∝ x^(−shape − 1) between `low` and `high`.
    case boundedPareto(shape: Double, low: Double, high: Double)
    /// A recorded table.
    case empirical(EmpiricalDistribution)
    /// One of several laws; the hyper-exponential law is a mixture of exponentials.
    case mixture(Mixture)
    /// A law given that its result lies within bounds.
    case truncated(Truncation)
  }

  /// The law and its parameters.
  package let form: Form

  @usableFromInline
  init(unchecked form: Form) { self.form = form }

  /// Always zero.
  package static let zero = Distribution(unchecked: .constant(0))

  /// Always `value`, which must be finite.
  package static func constant(_ value: Double) throws(DistributionError) -> Distribution {
    try requireFinite(value, "value")
    return Distribution(unchecked: .constant(value))
  }

  /// Uniform over `low` ..< `high`.
  package static func uniform(low: Double, high: Double) throws(DistributionError) -> Distribution {
    try requireFinite(low, "low")
    try requireFinite(high, "high")
    try requireFinite(high - low, "high − low")
    guard low < high else { throw .emptyRange(low: low, high: high) }
    return Distribution(unchecked: .uniform(low: low, high: high))
  }

  /// Exponential with this mean, which must be positive.
  package static func exponential(mean: Double) throws(DistributionError) -> Distribution {
    try requirePositive(mean, "mean")
    return Distribution(unchecked: .exponential(mean: mean))
  }

  /// Weibull; both parameters must be positive.
  package static func weibull(shape: Double, scale: Double) throws(DistributionError)
    -> Distribution
  {
    try requirePositive(shape, "shape")
    try requirePositive(scale, "scale")
    return Distribution(unchecked: .weibull(shape: shape, scale: scale))
  }

  /// Log-normal: `mu` and `sigma` are mean and standard deviation of the logarithm; `sigma` positive.
  package static func lognormal(mu: Double, sigma: Double) throws(DistributionError)
    -> Distribution
  {
    try requireFinite(mu, "mu")
    try requirePositive(sigma, "sigma")
    return Distribution(unchecked: .lognormal(mu: mu, sigma: sigma))
  }

  /// Gamma; both parameters must be positive.
  package static func gamma(shape: Double, scale: Double) throws(DistributionError) -> Distribution
  {
    try requirePositive(shape, "shape")
    try requirePositive(scale, "scale")
    return Distribution(unchecked: .gamma(shape: shape, scale: scale))
  }

  /// Bounded Pareto; shape and `low` must be positive, `high` above `low`.
  package static func boundedPareto(shape: Double, low: Double, high: Double)
    throws(DistributionError) -> Distribution
  {
    try requirePositive(shape, "shape")
    try requirePositive(low, "low")
    try requireFinite(high, "high")
    guard low < high else { throw .emptyRange(low: low, high: high) }
    return Distribution(unchecked: .boundedPareto(shape: shape, low: low, high: high))
  }

  /// A mixture of exponentials: with probability `weights[i]` exponential with mean `means[i]`.
  package static func hyperExponential(weights: [Double], means: [Double])
    throws(DistributionError) -> Distribution
  {
    guard weights.count == means.count else {
      throw .lengthsDiffer(
        parameter: "weights", count: weights.count, other: "means", otherCount: means.count)
    }
    var components: [Distribution] = []
    for mean in means { components.append(try .exponential(mean: mean)) }
    return try .mixture(weights: weights, components: components)
  }

  /// The law of a table.
  package static func empirical(_ table: EmpiricalDistribution) -> Distribution {
    Distribution(unchecked: .empirical(table))
  }

  /// With probability `weights[i]` the law `components[i]`; the weights must sum to 1.
  package static func mixture(weights: [Double], components: [Distribution])
    throws(DistributionError) -> Distribution
  {
    Distribution(
      unchecked: .mixture(try Mixture(weights: weights, components: components)))
  }

  /// This law given that its result is at least `low` and at most `high`; either may be infinite.
  ///
  /// - Throws: `DistributionError.nothingBetween` when that has a probability below 10⁻⁹.
  package func truncated(low: Double = -.infinity, high: Double = .infinity)
    throws(DistributionError) -> Distribution
  {
    Distribution(unchecked: .truncated(try Truncation(of: self, low: low, high: high)))
  }

  private static func requireFinite(_ value: Double, _ name: String) throws(DistributionError) {
    guard value.isFinite else { throw .notFinite(parameter: name, value: value) }
  }

  private static func requirePositive(_ value: Double, _ name: String) throws(DistributionError) {
    try requireFinite(value, name)
    guard value > 0 else { throw .notPositive(parameter: name, value: value) }
  }
}

/// Several laws and how probable each is.
package struct Mixture: Hashable, Sendable {
  /// The probability of each component.
  package let weights: [Double]
  /// The laws, in the order of the weights.
  package let components: [Distribution]
  let cumulative: [Double]

  /// - Throws: `DistributionError` when there is no component, the lists differ in length, a weight is
  ///   negative, or the weights do not sum to 1 within 10⁻⁹.
  init(weights: [Double], components: [Distribution]) throws(DistributionError) {
    guard !components.isEmpty else { throw .empty(parameter: "components") }
    guard weights.count == components.count else {
      throw .lengthsDiffer(
        parameter: "weights", count: weights.count, other: "components",
        otherCount: components.count)
    }
    var sum = 0.0
    var cumulative: [Double] = []
    for (index, weight) in weights.enumerated() {
      guard weight.isFinite else {
        throw .notFinite(parameter: "weights[\(index)]", value: weight)
      }
      guard weight >= 0 else { throw .negative(parameter: "weights[\(index)]", value: weight) }
      sum += weight
      cumulative.append(sum)
    }
    guard abs(sum - 1) <= 1e-9 else { throw .weightsDoNotSumToOne(sum: sum) }
    self.weights = weights
    self.components = components
    self.cumulative = cumulative
  }

  /// The component for a number uniform over 0 ..< 1.
  func component(at unit: Double) -> Distribution {
    for (index, bound) in cumulative.enumerated() where unit < bound { return components[index] }
    return components[lastPossible]
  }

  /// The last component with a weight: it takes what rounding left of the sum.
  private var lastPossible: Int { weights.lastIndex { $0 > 0 } ?? 0 }
}

/// A law given that its result lies between two bounds, both included.
package struct Truncation: Hashable, Sendable {
  /// The law before truncation.
  package let base: Distribution
  /// The least result, perhaps −∞.
  package let low: Double
  /// The greatest result, perhaps +∞.
  package let high: Double
  /// The probability of the base below `low`.
  let probabilityBelow: Double
  /// The probability of the base between the bounds.
  let probabilityWithin: Double

  init(of base: Distribution, low: Double, high: Double) throws(DistributionError) {
    guard !low.isNaN else { throw .notFinite(parameter: "low", value: low) }
    guard !high.isNaN else { throw .notFinite(parameter: "high", value: high) }
    guard low <= high else { throw .emptyRange(low: low, high: high) }
    // A probability mass that sits on `low` belongs to the result, so the part below ends one step
    // before it.
    let below = low == -.infinity ? 0 : base.cumulativeProbability(at: low.nextDown)
    let upTo = high == .infinity ? 1 : base.cumulativeProbability(at: high)
    guard upTo - below >= 1e-9 else {
      throw .nothingBetween(low: low, high: high, probability: upTo - below)
    }
    self.base = base
    self.low = low
    self.high = high
    self.probabilityBelow = below
    self.probabilityWithin = upTo - below
  }
}
