package import Units

extension Distribution {
  /// One result of the law.
  ///
  /// How many words of the stream it takes is fixed for every law but gamma and what contains it: none
  /// for a constant, one for the others, and one more at each mixture to choose the component.
  package func sample(_ stream: inout RandomStream) -> Double {
    switch form {
    case .constant(let value):
      return value
    case .uniform(let low, let high):
      return min(low + (high - low) * stream.unit(), high.nextDown)
    case .exponential(let mean):
      return mean * Self.standardExponential(&stream)
    case .weibull(let shape, let scale):
      return scale * Mathematics.pow(Self.standardExponential(&stream), 1 / shape)
    case .lognormal(let mu, let sigma):
      return Mathematics.exp(mu + sigma * NormalLaw.quantile(stream.openUnit()))
    case .gamma(let shape, let scale):
      return scale * Self.standardGamma(shape: shape, &stream)
    case .boundedPareto(let shape, let low, let high):
      return Self.paretoQuantile(stream.unit(), shape: shape, low: low, high: high)
    case .empirical(let table):
      return table.quantile(stream.unit())
    case .mixture(let mixture):
      return mixture.component(at: stream.unit()).sample(&stream)
    case .truncated(let truncation):
      return truncation.sample(&stream)
    }
  }

  /// One result of a law in seconds, as a span.
  ///
  /// Rounded to the nearest nanosecond, halves to even; what exceeds the scale of `TimeSpan` becomes its
  /// end.
  package func sampleSpan(_ stream: inout RandomStream) -> TimeSpan {
    TimeSpan(roundingSeconds: sample(&stream))
  }

  /// Exponential with mean 1, by inversion: −log(1 − u) of one word.
  static func standardExponential(_ stream: inout RandomStream) -> Double {
    -Mathematics.log(1 - stream.unit())
  }

  /// Gamma with scale 1.
  ///
  /// G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26(3), 2000,
  /// with the normal variable by inversion. A shape below 1 is raised by 1 and the result multiplied by
  /// u^(1/shape), as they say.
  static func standardGamma(shape: Double, _ stream: inout RandomStream) -> Double {
    guard shape >= 1 else {
      let boost = Mathematics.exp(-standardExponential(&stream) / shape)
      return boost * standardGamma(shape: shape + 1, &stream)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    // A turn succeeds with a probability above 0.95; a thousand failures mean a broken stream.
    for _ in 0..<1_000 {
      let normal = NormalLaw.quantile(stream.openUnit())
      let root = 1 + c * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      let unit = stream.openUnit()
      let square = normal * normal
      if unit < 1 - 0.0331 * square * square { return d * cube }
      if Mathematics.log(unit) < 0.5 * square + d * (1 - cube + Mathematics.log(cube)) {
        return d * cube
      }
    }
    return d
  }

  static func paretoQuantile(
    _ probability: Double, shape: Double, low: Double, high: Double
  ) -> Double {
    let ratio = Mathematics.pow(low / high, shape)
    let value = low * Mathematics.pow(1 - probability * (1 - ratio), -1 / shape)
    return min(max(value, low), high)
  }
}

extension TimeSpan {
  /// Seconds as a span: rounded to the nearest nanosecond, halves to even; what exceeds the scale becomes
  /// its end, and what is not a number zero.
  package init(roundingSeconds seconds: Double) {
    let nanoseconds = (seconds * 1e9).rounded(.toNearestOrEven)
    guard !nanoseconds.isNaN else {
      self = .zero
      return
    }
    self.init(nanoseconds: Int64(exactly: nanoseconds) ?? (nanoseconds < 0 ? .min : .max))
  }
}

extension Truncation {
  /// One result between the bounds.
  ///
  /// Where the base has a closed quantile function, by inversion of one word. Otherwise by rejection,
  /// at most 32 times; then by inversion of the cumulative curve with bisection, which always ends.
  func sample(_ stream: inout RandomStream) -> Double {
    if !base.hasClosedQuantile, probabilityWithin > 0.05 {
      for _ in 0..<32 {
        let result = base.sample(&stream)
        if result >= low, result <= high { return result }
      }
    }
    return quantile(stream.openUnit())
  }

  /// The quantile of the truncated law.
  func quantile(_ probability: Double) -> Double {
    let value = base.quantile(probabilityBelow + probability * probabilityWithin)
    return min(max(value, low), high)
  }
}
