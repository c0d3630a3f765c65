package import Documents
import Units

extension ScalarFormat {
  /// CPU as a Kubernetes quantity, read as thousandths of a core.
  package static var cpu: ScalarFormat {
    quantity(
      "cpu quantity", expectation: "a number of cores such as 16 or 500m", power: -3,
      isPositive: true, examples: [.integer(16), .string("500m")])
  }

  /// Memory as a Kubernetes quantity, read as bytes.
  package static var memory: ScalarFormat {
    quantity(
      "memory quantity", expectation: "an amount of memory such as 64Gi", power: 0,
      isPositive: true, examples: [.string("64Gi"), .string("100G")])
  }

  /// GPUs as a Kubernetes quantity, read as thousandths of a device.
  package static var gpus: ScalarFormat {
    quantity(
      "quantity", expectation: "a number of GPUs such as 8 or 500m", power: -3,
      isPositive: false,
      examples: [.integer(8), .string("500m")])
  }

  /// A quantity that is read as a whole number of `10^power` units, rounded up as Kubernetes does.
  private static func quantity(
    _ name: String, expectation: String, power: Int, isPositive: Bool, examples: [DocumentValue]
  ) -> ScalarFormat {
    ScalarFormat(
      name, expectation: expectation,
      outline: Outline(
        types: ["string", "number"],
        pattern: "^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?$"),
      examples: examples
    ) { written in
      guard let text = written.numberOrText else { return .failure(ScalarRefusal(wrongType: "")) }
      do throws(QuantityError) {
        let value = try Quantity(text: text).scaledValue(power)
        if isPositive, value <= 0 { return .failure(ScalarRefusal("it has to be above 0")) }
        if value < 0 { return .failure(ScalarRefusal("it is below 0")) }
        guard value <= 1 << 46 else { return .failure(ScalarRefusal("no machine has so much")) }
        let isWhole = power == 0 || value % 1_000 == 0
        let canonical: DocumentValue =
          isWhole ? .integer(power == 0 ? value : value / 1_000) : .string("\(value)m")
        return .success(Reading(.integer(value), canonical: canonical))
      } catch {
        return .failure(
          ScalarRefusal(
            "", remedy: "write a number, and if need be one of m, k, M, G, T, Ki, Mi, Gi, Ti"))
      }
    }
  }
}
