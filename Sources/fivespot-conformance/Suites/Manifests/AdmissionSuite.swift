import Documents
import SpotScheduler

/// What the API server says of a `spec`: by the schema, or else by the admission policy.
enum AdmissionSuite {
  static func verdict(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["spec"])
    guard let spec = input.node("spec") else { throw VectorError("missing field input.spec") }
    let version: ScheduledMachineSpec.Version =
      spec["schedule"]?["apiVersion"] == nil ? .v1alpha1 : .v1beta1
    let names: [String]
    switch AdmissionCheck.verdict(on: spec, version: version) {
    case .schema(let violations): names = violations.map(name)
    case .policy(let violations): names = violations.map(\.rule.number)
    }
    var distinct: [String] = []
    for name in names where !distinct.contains(name) { distinct.append(name) }
    return ["accept": .boolean(distinct.isEmpty), "violated": .texts(distinct)]
  }

  /// A violation as the vectors spell it: `schema:clusterName.maxLength`.
  private static func name(of violation: SchemaViolation) -> String {
    violation.keyword == .required
      ? "schema:required:\(violation.schemaPath)"
      : "schema:\(violation.schemaPath).\(violation.keyword.rawValue)"
  }
}

extension LintRule {
  /// The rule's name within its layer: the policy's own number.
  fileprivate var number: String { String(id.drop { $0 != "/" }.dropFirst()) }
}
