import Units

extension Distribution {
  /// The expectation where it has a closed form; nil for truncated laws and for mixtures of them.
  package var mean: Double? {
    switch form {
    case .constant(let value):
      return value
    case .uniform(let low, let high):
      return low + (high - low) / 2
    case .exponential(let mean):
      return mean
    case .weibull(let shape, let scale):
      return scale * Mathematics.exp(Mathematics.logGamma(1 + 1 / shape))
    case .lognormal(let mu, let sigma):
      return Mathematics.exp(mu + sigma * sigma / 2)
    case .gamma(let shape, let scale):
      return shape * scale
    case .boundedPareto(let shape, let low, let high):
      return Self.paretoMean(shape: shape, low: low, high: high)
    case .empirical(let table):
      return table.mean
    case .mixture(let mixture):
      var sum = 0.0
      for (weight, component) in zip(mixture.weights, mixture.components) where weight > 0 {
        guard let mean = component.mean else { return nil }
        sum += weight * mean
      }
      return sum
    case .truncated:
      return nil
    }
  }

  /// The probability of a result at most `value`.
  package func cumulativeProbability(at value: Double) -> Double {
    switch form {
    case .constant(let constant):
      return value >= constant ? 1 : 0
    case .uniform(let low, let high):
      return min(max((value - low) / (high - low), 0), 1)
    case .exponential(let mean):
      return value <= 0 ? 0 : -Mathematics.expm1(-value / mean)
    case .weibull(let shape, let scale):
      guard value > 0 else { return 0 }
      return -Mathematics.expm1(-Mathematics.pow(value / scale, shape))
    case .lognormal(let mu, let sigma):
      guard value > 0 else { return 0 }
      return NormalLaw.cumulativeProbability(at: (Mathematics.log(value) - mu) / sigma)
    case .gamma(let shape, let scale):
      guard value > 0 else { return 0 }
      return SpecialFunctions.regularizedGamma(shape: shape, at: value / scale)
    case .boundedPareto(let shape, let low, let high):
      guard value > low else { return 0 }
      guard value < high else { return 1 }
      let whole = 1 - Mathematics.pow(low / high, shape)
      return (1 - Mathematics.pow(low / value, shape)) / whole
    case .empirical(let table):
      return table.cumulativeProbability(at: value)
    case .mixture(let mixture):
      var sum = 0.0
      for (weight, component) in zip(mixture.weights, mixture.components) {
        sum += weight * component.cumulativeProbability(at: value)
      }
      return min(sum, 1)
    case .truncated(let truncation):
      guard value >= truncation.low else { return 0 }
      guard value < truncation.high else { return 1 }
      let within = truncation.base.cumulativeProbability(at: value) - truncation.probabilityBelow
      return min(max(within / truncation.probabilityWithin, 0), 1)
    }
  }

  /// Whether `quantile` is a formula or a table and not a search.
  var hasClosedQuantile: Bool {
    switch form {
    case .constant, .uniform, .exponential, .weibull, .lognormal, .boundedPareto, .empirical: true
    case .gamma, .mixture: false
    case .truncated(let truncation): truncation.base.hasClosedQuantile
    }
  }

  /// The value that a result does not exceed with this probability, which must lie in 0 … 1.
  ///
  /// A formula or a table where there is one, else bisection of the cumulative curve down to neighbouring
  /// floating-point numbers. At 0 and 1 the ends of the law, finite or not.
  package func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability lies in 0 … 1")
    switch form {
    case .constant(let value):
      return value
    case .uniform(let low, let high):
      return low + (high - low) * probability
    case .exponential(let mean):
      return probability == 1 ? .infinity : -mean * Mathematics.log1p(-probability)
    case .weibull(let shape, let scale):
      guard probability < 1 else { return .infinity }
      return scale * Mathematics.pow(-Mathematics.log1p(-probability), 1 / shape)
    case .lognormal(let mu, let sigma):
      guard probability > 0 else { return 0 }
      guard probability < 1 else { return .infinity }
      return Mathematics.exp(mu + sigma * NormalLaw.quantile(probability))
    case .boundedPareto(let shape, let low, let high):
      return Self.paretoQuantile(probability, shape: shape, low: low, high: high)
    case .empirical(let table):
      return table.quantile(probability)
    case .truncated(let truncation):
      return truncation.quantile(probability)
    case .gamma, .mixture:
      return quantileByBisection(probability)
    }
  }

  private func quantileByBisection(_ probability: Double) -> Double {
    var low = -1.0
    var high = 1.0
    while cumulativeProbability(at: low) >= probability {
      low *= 2
      guard low.isFinite else { return -.infinity }
    }
    while cumulativeProbability(at: high) < probability {
      high *= 2
      guard high.isFinite else { return .infinity }
    }
    // Two thousand halvings would cross the whole range of binary64; fewer are ever needed.
    for _ in 0..<2_000 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if cumulativeProbability(at: middle) < probability { low = middle } else { high = middle }
    }
    return high
  }

  private static func paretoMean(shape: Double, low: Double, high: Double) -> Double {
    let ratio = low / high
    let whole = 1 - Mathematics.pow(ratio, shape)
    // Near 1 the general form is 0 / 0; its limit there has a logarithm.
    guard abs(shape - 1) > 1e-6 else {
      return low * Mathematics.log(high / low) / whole
    }
    return low * shape / (shape - 1) * (1 - Mathematics.pow(ratio, shape - 1)) / whole
  }
}
