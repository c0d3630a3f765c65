import Documents
import SimulationKernel
import Units

/// Makes the law of a distribution entry, in seconds.
enum Law {
  /// Makes the law of a checked `Distribution`.
  ///
  /// - Parameters:
  ///   - node: An entry that its check found free of errors.
  ///   - recorded: Makes the law of an entry that reads a file: `recorded` or `aws-advisor`.
  /// - Throws: The problem of the entry whose parameters do not go together.
  static func make(
    _ node: CheckedNode,
    recorded: (CheckedNode) throws(Diagnostic) -> Distribution
  ) throws(Diagnostic) -> Distribution {
    do {
      switch node.text("distribution") {
      case "recorded", "aws-advisor": return try recorded(node)
      case "hyper-exponential", "mixture", "truncated":
        return try composite(node, recorded: recorded)
      case "empirical": return .empirical(try table(node))
      default: return try simple(node)
      }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw problem(node, "\(error) (spans in seconds)")
    }
  }

  static func problem(_ node: CheckedNode, _ message: String, remedy: String? = nil) -> Diagnostic {
    Diagnostic(
      .error, .invalidValue, at: node.position, path: node.path, message, remedy: remedy)
  }

  private static func seconds(_ node: CheckedNode, _ key: String) -> Double {
    node.span(key).secondsAsDouble
  }

  /// Low and high, of which the first has to be below the second.
  private static func bounds(_ node: CheckedNode) throws(Diagnostic) -> (Double, Double) {
    let (low, high) = (node.span("low"), node.span("high"))
    guard low < high else {
      throw problem(
        node.member("high"), "high (\(high.text)) is not above low (\(low.text))")
    }
    return (low.secondsAsDouble, high.secondsAsDouble)
  }

  private static func simple(_ node: CheckedNode) throws -> Distribution {
    switch node.text("distribution") {
    case "uniform":
      let (low, high) = try bounds(node)
      return try .uniform(low: low, high: high)
    case "exponential": return try .exponential(mean: seconds(node, "mean"))
    case "weibull":
      return try .weibull(shape: node.number("shape"), scale: seconds(node, "scale"))
    case "lognormal":
      return try .lognormal(
        mu: Mathematics.log(seconds(node, "median")), sigma: node.number("sigma"))
    case "gamma":
      return try .gamma(shape: node.number("shape"), scale: seconds(node, "scale"))
    case "bounded-pareto":
      let (low, high) = try bounds(node)
      return try .boundedPareto(shape: node.number("shape"), low: low, high: high)
    default: return try .constant(seconds(node, "value"))
    }
  }

  private static func table(_ node: CheckedNode) throws -> EmpiricalDistribution {
    let points = node.member("points").elements
    for (point, next) in zip(points, points.dropFirst()) {
      if next.span("value") <= point.span("value") {
        throw problem(
          next.member("value"),
          "\(next.span("value").text) is not above the point before (\(point.span("value").text))")
      }
      if next.number("probability") < point.number("probability") {
        throw problem(
          next.member("probability"),
          "the probability to be at most so long falls from the point before")
      }
    }
    if let last = points.last, abs(last.number("probability") - 1) > 1e-9 {
      throw problem(
        last.member("probability"), "the last probability is \(last.number("probability")), not 1")
    }
    return try EmpiricalDistribution(
      values: points.map { seconds($0, "value") },
      cumulative: points.map { $0.number("probability") },
      interpolation: node.text("interpolation") == "linear" ? .linear : .step)
  }

  private static func composite(
    _ node: CheckedNode, recorded: (CheckedNode) throws(Diagnostic) -> Distribution
  ) throws -> Distribution {
    switch node.text("distribution") {
    case "hyper-exponential":
      let branches = node.member("branches").elements
      return try .hyperExponential(
        weights: shares(branches), means: branches.map { seconds($0, "mean") })
    case "mixture":
      let components = node.member("components").elements
      var laws: [Distribution] = []
      for component in components {
        laws.append(try make(component.member("law"), recorded: recorded))
      }
      return try .mixture(weights: shares(components), components: laws)
    default:
      let law = try make(node.member("law"), recorded: recorded)
      let (low, high) = (node["low"]?.span, node["high"]?.span)
      if let low, let high, low >= high {
        throw problem(
          node.member("high"), "high (\(high.text)) is not above low (\(low.text))")
      }
      return try law.truncated(
        low: low?.secondsAsDouble ?? -.infinity, high: high?.secondsAsDouble ?? .infinity)
    }
  }

  /// The weights as parts of one.
  private static func shares(_ nodes: [CheckedNode]) -> [Double] {
    let weights = nodes.map { $0.number("weight") }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
