package import Documents
package import Units

/// Documents of the scheduler that cannot be used: every problem, with its place.
package struct SnapshotDocumentError: Error, Sendable {
  /// The problems, in reading order.
  package var diagnostics: [Diagnostic]
}

/// A snapshot as a document.
package enum SnapshotDocument {
  /// Reads a snapshot from JSON, or from YAML when the text does not begin with a brace.
  ///
  /// Objects, hosts and clusters get their ids by their place in the document.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - path: What problems call the file.
  ///   - zones: The time zone rules.
  /// - Throws: Every problem at once.
  package static func read(
    _ bytes: [UInt8], path: String, zones: ZoneRulesSet
  ) throws(SnapshotDocumentError) -> FleetSnapshot {
    let root = try checked(bytes, path: path, against: SnapshotFormat.snapshot)
    var reader = SnapshotReader(zones: zones)
    let snapshot = reader.snapshot(root)
    guard let snapshot, reader.diagnostics.isEmpty else {
      throw SnapshotDocumentError(diagnostics: Diagnostic.sorted(reader.diagnostics))
    }
    return snapshot
  }

  /// Reads the terms of the regulated profile, in either form.
  ///
  /// - Throws: Every problem at once.
  package static func readPolicy(
    _ bytes: [UInt8], path: String
  ) throws(SnapshotDocumentError) -> RegulatedPolicy {
    let root = try checked(bytes, path: path, against: SnapshotFormat.policy)
    var diagnostics: [Diagnostic] = []
    let policy = RegulatedPolicy(root, diagnostics: &diagnostics)
    if let usage = root["usage"], let lend = usage["lendBelowPermille"],
      usage.integer("lendBelowPermille") > usage.integer("recallAbovePermille")
    {
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: lend.position, path: lend.path,
          "it is above recallAbovePermille, so what is lent would be called back at once",
          remedy: "let it be the lower one: a load between the two moves nothing"))
    }
    guard diagnostics.isEmpty else {
      throw SnapshotDocumentError(diagnostics: Diagnostic.sorted(diagnostics))
    }
    return policy
  }

  private static func checked(
    _ bytes: [UInt8], path: String, against format: DocumentFormat
  ) throws(SnapshotDocumentError) -> CheckedNode {
    let document: Document
    do throws(DocumentError) {
      document = try Document.parseOne(bytes, file: path, holding: "document")
    } catch {
      throw SnapshotDocumentError(diagnostics: [Diagnostic(error)])
    }
    let outcome = ShapeCheck.check([.base(document.root)], against: format)
    guard outcome.isValid else { throw SnapshotDocumentError(diagnostics: outcome.diagnostics) }
    return outcome.root
  }
}

extension RegulatedPolicy {
  /// The terms of a checked policy; what contradicts itself is added to `diagnostics`.
  init(_ node: CheckedNode, diagnostics: inout [Diagnostic]) {
    self.init(
      notice: node.span("notice"), tenure: node.span("tenure"),
      drainDeadline: node.span("drainDeadline"), evictionRetry: node.span("evictionRetry"),
      returnTime: node.span("returnTime"), returnSession: node.span("returnSession"),
      providerConcurrency: Int(node.integer("providerConcurrency")),
      simultaneousStarts: node["simultaneousStarts"]?.integer.map { Int($0) } ?? .max,
      spareHosts: Int(node.integer("spareHosts")),
      simultaneousDrains: node["simultaneousDrains"]?.integer.map { Int($0) } ?? .max,
      idleDelay: node["idleDelay"]?.span, evenOutDelay: node["evenOutDelay"]?.span,
      usage: node["usage"].map {
        UsageThresholds(
          lendBelowPermille: Int($0.integer("lendBelowPermille")),
          recallAbovePermille: Int($0.integer("recallAbovePermille")))
      },
      emergencyDeadline: node.span("emergencyDeadline"), reclaimHold: node.span("reclaimHold"),
      drainClasses: DrainClass.read(
        node.member("drainClasses"), drainDeadline: node.span("drainDeadline"),
        diagnostics: &diagnostics))
  }

  /// The terms as a document writes them.
  var members: [(key: String, value: DocumentValue?)] {
    [
      ("notice", SnapshotText.span(notice)), ("tenure", SnapshotText.span(tenure)),
      ("drainDeadline", SnapshotText.span(drainDeadline)),
      (
        "drainClasses", drainClasses.isEmpty ? nil : .sequence(drainClasses.map(\.value))
      ),
      ("evictionRetry", SnapshotText.span(evictionRetry)),
      ("returnTime", SnapshotText.span(returnTime)),
      ("returnSession", SnapshotText.span(returnSession)),
      ("providerConcurrency", .integer(Int64(providerConcurrency))),
      (
        "simultaneousStarts",
        simultaneousStarts == .max ? nil : .integer(Int64(simultaneousStarts))
      ),
      ("spareHosts", .integer(Int64(spareHosts))),
      (
        "simultaneousDrains",
        simultaneousDrains == .max ? nil : .integer(Int64(simultaneousDrains))
      ),
      ("idleDelay", idleDelay.map { SnapshotText.span($0) }),
      ("evenOutDelay", evenOutDelay.map { SnapshotText.span($0) }),
      (
        "usage",
        usage.map {
          .mapping([
            ("lendBelowPermille", .integer(Int64($0.lendBelowPermille))),
            ("recallAbovePermille", .integer(Int64($0.recallAbovePermille))),
          ])
        }
      ),
      ("emergencyDeadline", SnapshotText.span(emergencyDeadline)),
      ("reclaimHold", SnapshotText.span(reclaimHold)),
    ]
  }
}
