package import Documents
import Units

/// An explanation as a document.
package enum ExplanationDocument {
  /// The canonical document of an explanation.
  ///
  /// - Parameters:
  ///   - explanation: The explanation.
  ///   - snapshot: What was decided on; it has the names.
  package static func document(
    of explanation: Explanation, on snapshot: FleetSnapshot
  ) -> DocumentValue {
    SnapshotText.mapping([
      ("apiVersion", .string(SnapshotFormat.version)),
      ("machine", .string(snapshot.name(of: explanation.machine))),
      ("at", SnapshotText.instant(explanation.at)),
      ("profile", .string(explanation.profile)),
      ("policyHash", .string(explanation.policyHash.hex)),
      ("before", explanation.before.value), ("after", explanation.after.value),
      ("reasons", .sequence(explanation.reasons.map(\.value))),
      (
        "actions",
        .sequence(explanation.actions.map { DecisionDocument.action($0, in: snapshot) })
      ),
      ("inputs", inputs(explanation.inputs, on: snapshot)),
      ("rejected", .sequence(explanation.rejected.map(rejection))),
      (
        "divergences",
        .sequence(
          explanation.divergences.map { DecisionDocument.divergence($0, in: snapshot) })
      ),
    ])
  }

  private static func inputs(
    _ inputs: Explanation.Inputs, on snapshot: FleetSnapshot
  ) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = []
    for section in inputs.sections(on: snapshot) {
      let value = DocumentValue.mapping(section.amounts.map(\.member))
      guard section.isList else {
        members.append((section.name, value))
        continue
      }
      if let last = members.last, last.key == section.name, case .sequence(let known) = last.value {
        members[members.count - 1].value = .sequence(known + [value])
      } else {
        members.append((section.name, .sequence([value])))
      }
    }
    return .mapping(members)
  }

  private static func rejection(_ rejection: Explanation.Rejection) -> DocumentValue {
    SnapshotText.mapping([
      ("choice", .string(rejection.choice.rawValue)), ("reason", rejection.reason.value),
      ("amounts", .mapping(rejection.amounts.map(\.member))),
    ])
  }
}

extension Explanation.Amount {
  fileprivate var member: (key: String, value: DocumentValue) {
    let value: DocumentValue =
      switch self.value {
      case .instant(let instant): SnapshotText.instant(instant)
      case .span(let span): SnapshotText.span(span)
      case .cpu(let cpu): SnapshotText.cpu(cpu)
      case .count(let count): .integer(Int64(count))
      case .flag(let isSo): .boolean(isSo)
      case .text(let text): .string(text)
      }
    return (name, value)
  }
}
