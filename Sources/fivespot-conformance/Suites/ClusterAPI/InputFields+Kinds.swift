import Documents
import KubernetesModel
import Units

extension InputFields {
  func whole(_ key: String) throws(VectorError) -> Int {
    guard let value = try optionalWhole(key) else { throw VectorError("missing field \(key)") }
    return value
  }

  func optionalWhole(_ key: String) throws(VectorError) -> Int? {
    guard let member = node(key) else { return nil }
    guard let value = member.integer else { throw VectorError("\(key) is not an integer") }
    return Int(value)
  }

  func flag(_ key: String) throws(VectorError) -> Bool {
    guard let value = try optionalBoolean(key) else { throw VectorError("missing field \(key)") }
    return value
  }

  /// Whole seconds.
  func optionalSeconds(_ key: String) throws(VectorError) -> TimeSpan? {
    try optionalWhole(key).map { TimeSpan.seconds(Int64($0)) }
  }

  /// The elements of an array; none when it is absent or null.
  func list(_ key: String) throws(VectorError) -> [DocumentNode] {
    guard let member = node(key) else { return [] }
    guard member.kind == .sequence else { throw VectorError("\(key) is not an array") }
    return Array(member.elements)
  }

  /// The elements of an array, which are objects with these members.
  func records(_ key: String, known: [String]) throws(VectorError) -> [InputFields] {
    var records: [InputFields] = []
    for element in try list(key) {
      records.append(try InputFields(element, at: "\(key)[\(records.count)]", known: known))
    }
    return records
  }

  /// The members of an object in their order; none when it is absent or null.
  func members(_ key: String) throws(VectorError) -> [DocumentNode.Member] {
    guard let member = node(key) else { return [] }
    guard member.kind == .mapping else { throw VectorError("\(key) is not an object") }
    return Array(member.members)
  }

  func labels(_ key: String) throws(VectorError) -> Labels {
    var labels = Labels()
    for member in try members(key) {
      guard let text = member.value.string else {
        throw VectorError("\(key).\(member.key) is not a string")
      }
      labels[member.key] = text
    }
    return labels
  }

  /// A label selector; nil when it is absent or null, and when the API would refuse it: `refusal`
  /// then holds why.
  func selector(
    _ key: String, refusal: inout SelectorError?
  ) throws(VectorError) -> LabelSelector? {
    guard let member = node(key) else { return nil }
    let fields = try InputFields(member, at: key, known: ["matchLabels", "matchExpressions"])
    let labels = try fields.labels("matchLabels")
    let requirements = try fields.requirements(
      "matchExpressions", in: .labelSelector, refusal: &refusal)
    do throws(SelectorError) {
      return try LabelSelector(checking: labels, requirements)
    } catch {
      refusal = error
      return nil
    }
  }

  /// Requirements on labels; one that the API would refuse is left out, and `refusal` holds why.
  func requirements(
    _ key: String, in place: LabelRequirement.Place, refusal: inout SelectorError?
  ) throws(VectorError) -> [LabelRequirement] {
    var requirements: [LabelRequirement] = []
    for fields in try records(key, known: ["key", "operator", "values"]) {
      let name = try fields.optionalText("key") ?? ""
      let word = try fields.text("operator")
      let values = try fields.optionalTexts("values") ?? []
      do throws(SelectorError) {
        requirements.append(
          try LabelRequirement(key: name, operator: word, values: values, in: place))
      } catch {
        refusal = error
      }
    }
    return requirements
  }

  /// Requirements on the name of a node; one that the API would refuse is left out, and `refusal`
  /// holds why.
  func nameRequirements(
    _ key: String, refusal: inout SelectorError?
  ) throws(VectorError) -> [NodeNameRequirement] {
    var requirements: [NodeNameRequirement] = []
    for fields in try records(key, known: ["key", "operator", "values"]) {
      let name = try fields.text("key")
      let word = try fields.text("operator")
      let values = try fields.optionalTexts("values") ?? []
      do throws(SelectorError) {
        requirements.append(
          try NodeNameRequirement(key: name, operator: word, values: values))
      } catch {
        refusal = error
      }
    }
    return requirements
  }
}

extension DocumentValue {
  /// A list of texts.
  static func texts(_ texts: some Sequence<String>) -> DocumentValue {
    .sequence(texts.map { .string($0) })
  }

  /// A text, or null.
  static func optional(_ text: String?) -> DocumentValue { text.map { .string($0) } ?? .null }

  /// An integer.
  static func whole(_ value: Int) -> DocumentValue { .integer(Int64(value)) }

  /// Whole seconds, of which a span has no part left over in these suites.
  static func seconds(_ span: TimeSpan) -> DocumentValue {
    .integer(span.nanoseconds / 1_000_000_000)
  }
}
