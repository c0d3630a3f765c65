/// How a write is made.
package struct WriteOptions: Hashable, Sendable {
  /// Who writes, for `managedFields`; server-side apply refuses to go without (422).
  package var fieldManager: String
  /// Admission and validation run, and nothing is stored.
  package var isDryRun: Bool
  /// Unknown fields: `Strict` refuses them (400), `Warn` warns; the server's own choice is to drop them.
  package var fieldValidation: FieldValidation

  /// What becomes of fields that the schema lacks.
  package enum FieldValidation: String, Hashable, Sendable {
    case ignore = "Ignore"
    case warn = "Warn"
    case strict = "Strict"
  }

  /// Makes options.
  package init(
    fieldManager: String, isDryRun: Bool = false, fieldValidation: FieldValidation = .strict
  ) {
    self.fieldManager = fieldManager
    self.isDryRun = isDryRun
    self.fieldValidation = fieldValidation
  }

  /// The options as parameters.
  package var parameters: [APIRequest.Parameter] {
    var parameters: [APIRequest.Parameter] = [
      .init("fieldManager", fieldManager), .init("fieldValidation", fieldValidation.rawValue),
    ]
    if isDryRun { parameters.append(.init("dryRun", "All")) }
    return parameters
  }
}

/// What must hold of an object that is to be deleted or evicted; else the answer is 409 Conflict.
package struct Preconditions: Hashable, Sendable {
  /// The identity that it must have.
  package var uid: String?
  /// The version that it must have.
  package var resourceVersion: String?

  /// Makes preconditions.
  package init(uid: String? = nil, resourceVersion: String? = nil) {
    self.uid = uid
    self.resourceVersion = resourceVersion
  }
}
