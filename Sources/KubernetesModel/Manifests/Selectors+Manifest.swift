package import Documents

extension LabelSelector {
  /// Reads a label selector.
  package init(_ fields: ManifestFields) throws(DocumentError) {
    let labels = try fields.labels("matchLabels")
    let requirements = try [LabelRequirement](
      fields.mappings("matchExpressions"), in: .labelSelector)
    do throws(SelectorError) {
      try self.init(checking: labels, requirements)
    } catch {
      throw fields.refusal(error)
    }
  }

  /// Reads the selector under `key`; nil when it is absent.
  package static func optional(
    _ key: String, of fields: ManifestFields
  ) throws(DocumentError) -> LabelSelector? {
    guard fields.member(key) != nil else { return nil }
    return try LabelSelector(fields.mapping(key))
  }
}

extension [LabelRequirement] {
  /// Reads requirements on labels.
  init(_ list: [ManifestFields], in place: LabelRequirement.Place) throws(DocumentError) {
    self = []
    for fields in list {
      let key = try fields.text("key") ?? ""
      let name = try fields.text("operator") ?? ""
      let values = try fields.texts("values")
      do throws(SelectorError) {
        append(try LabelRequirement(key: key, operator: name, values: values, in: place))
      } catch {
        throw fields.refusal(error)
      }
    }
  }
}

extension NodeSelectorTerm {
  /// Reads a term of a node affinity.
  init(_ fields: ManifestFields) throws(DocumentError) {
    var names: [NodeNameRequirement] = []
    for field in try fields.mappings("matchFields") {
      let key = try field.text("key") ?? ""
      let name = try field.text("operator") ?? ""
      let values = try field.texts("values")
      do throws(SelectorError) {
        names.append(try NodeNameRequirement(key: key, operator: name, values: values))
      } catch {
        throw field.refusal(error)
      }
    }
    self.init(
      matchExpressions: try [LabelRequirement](
        fields.mappings("matchExpressions"), in: .nodeSelector),
      matchFields: names)
  }
}

extension Toleration {
  /// Reads a toleration.
  package init(_ fields: ManifestFields) throws(DocumentError) {
    let key = try fields.text("key") ?? ""
    let name = try fields.text("operator") ?? ""
    let value = try fields.text("value") ?? ""
    let effect = try fields.word("effect", TaintEffect.self)
    let seconds = try fields.whole("tolerationSeconds")
    do throws(SelectorError) {
      try self.init(
        key: key, operator: name, value: value, effect: effect, tolerationSeconds: seconds)
    } catch {
      throw fields.refusal(error)
    }
  }
}

extension Taint {
  /// Reads a taint.
  package init(_ fields: ManifestFields) throws(DocumentError) {
    guard let effect = try fields.word("effect", TaintEffect.self) else {
      throw fields.missing("effect")
    }
    self.init(
      key: try fields.requiredText("key"), value: try fields.text("value") ?? "", effect: effect)
  }
}

extension ManifestFields {
  /// What the API would refuse, at its place.
  func refusal(_ error: SelectorError) -> DocumentError {
    DocumentError(
      position: node?.position ?? SourcePosition(file: "", line: 1, column: 1),
      message: "\(path): \(error)")
  }
}
