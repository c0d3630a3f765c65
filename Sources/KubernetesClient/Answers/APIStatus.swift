package import Documents

/// The object `Status` of `meta/v1`: how an API server says what became of a request.
///
/// Every field may be missing: reasons are absent from some 500s, `field` from the causes of a policy's
/// denial, and a 504 of the timeout filter has neither `kind` nor `apiVersion`.
package struct APIStatus: Hashable, Sendable {
  /// One of the causes in `details`.
  package struct Cause: Hashable, Sendable {
    /// A word for machines: `FieldValueInvalid`, `DisruptionBudget`; `nil` when it is not given.
    package var reason: String?
    /// A sentence for people.
    package var message: String?
    /// The field it is about, `spec.clusterName`; absent from denials by a policy.
    package var field: String?
  }

  /// `Success` or `Failure`.
  package var status: String?
  /// The HTTP status that the object names; the one of a watch's ERROR event stands only here.
  package var code: Int?
  /// A word for machines: `NotFound`, `Conflict`, `Expired`.
  package var reason: String?
  /// A sentence for people; it may quote what was sent.
  package var message: String?
  /// The name of the object it is about.
  package var name: String?
  /// The group of the object it is about.
  package var group: String?
  /// The resource's plural, or the kind, of the object it is about.
  package var kind: String?
  /// The uid of an object that is gone now, in the answer to a delete.
  package var uid: String?
  /// The causes, in order.
  package var causes: [Cause] = []
  /// How long to wait before asking again, in seconds.
  package var retryAfterSeconds: Int64?
  /// A fresh token to go on with an expired list, at the price of consistency.
  package var continuation: String?

  /// An empty status, for an answer that has none.
  package init() {}

  /// Reads a status, or `nil` when the object cannot be one: it says it is of another kind, or has
  /// neither `status`, `reason`, `message` nor `code`.
  package init?(_ node: DocumentNode) {
    guard node.kind == .mapping else { return nil }
    if let kind = node["kind"]?.string, kind != "Status" { return nil }
    status = node["status"]?.string
    reason = node["reason"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    message = node["message"]?.string
    code = node["code"]?.integer.map { Int(clamping: $0) }
    guard node["kind"] != nil || status != nil || reason != nil || message != nil || code != nil
    else { return nil }
    continuation = node["metadata"]?["continue"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    guard let details = node["details"] else { return }
    name = details["name"]?.string
    group = details["group"]?.string
    kind = details["kind"]?.string
    uid = details["uid"]?.string
    retryAfterSeconds = details["retryAfterSeconds"]?.integer.flatMap { $0 > 0 ? $0 : nil }
    causes =
      (details["causes"]?.elements).map { causes in
        causes.map {
          Cause(
            reason: $0["reason"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            message: $0["message"]?.string, field: $0["field"]?.string)
        }
      } ?? []
  }

  /// Whether a cause has this reason.
  package func hasCause(_ reason: String) -> Bool { causes.contains { $0.reason == reason } }

  /// Whether an admission policy refused: there are causes, and none has a reason or a field, while
  /// those of a schema have both (observed on 1.36).
  package var isPolicyDenial: Bool {
    !causes.isEmpty && causes.allSatisfy { $0.field == nil && $0.reason == nil }
  }

  /// The same status with every text changed by `scrub`, the continuation apart: it is sent back.
  package func scrubbed(_ scrub: (String) -> String) -> APIStatus {
    var copy = self
    copy.status = status.map(scrub)
    copy.reason = reason.map(scrub)
    copy.message = message.map(scrub)
    copy.name = name.map(scrub)
    copy.group = group.map(scrub)
    copy.kind = kind.map(scrub)
    copy.uid = uid.map(scrub)
    copy.causes = causes.map {
      Cause(
        reason: $0.reason.map(scrub), message: $0.message.map(scrub), field: $0.field.map(scrub))
    }
    return copy
  }
}
