import Documents
public import Units

extension SchedulerProfile {
  /// What names the terms of a decision: two decisions with the same hash were made by the same
  /// profile under the same terms.
  ///
  /// It is the SHA-256 of the canonical JSON (`docs/documents.md`: keys sorted, no white space) of
  /// an object with `apiVersion`, `profile` and, for the regulated profile, `policy` with every term
  /// written out, as a decision's document has them.
  public var policyHash: SHA256.Digest {
    do throws(DocumentWriteError) {
      return SHA256.digest(
        try SnapshotText.mapping([("apiVersion", .string(SnapshotFormat.version))] + members)
          .canonicalJSON())
    } catch {
      preconditionFailure("the terms of a profile have a written form: \(error)")
    }
  }

  /// The profile and its terms as documents write them.
  var members: [(key: String, value: DocumentValue?)] {
    var policy: DocumentValue?
    if case .regulated(let terms) = self { policy = SnapshotText.mapping(terms.members) }
    return [("profile", .string(name)), ("policy", policy)]
  }
}
