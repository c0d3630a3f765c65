package import Documents
package import Units

/// A pod that is asked to leave its node, its budgets permitting (`pods/eviction`, `policy/v1`).
package struct Eviction: Hashable, Sendable {
  /// The pod's namespace.
  package var namespace: String
  /// The pod's name.
  package var name: String
  /// What must hold of the pod: its uid, so that another pod under the name is left alone.
  package var preconditions: Preconditions
  /// Its time to end; `nil` for the pod's own.
  package var gracePeriodSeconds: Int64?
  /// Whether only the budgets and the rights are asked about.
  package var isDryRun: Bool

  /// Makes an eviction.
  package init(
    namespace: String, name: String, preconditions: Preconditions = Preconditions(),
    gracePeriodSeconds: Int64? = nil, isDryRun: Bool = false
  ) {
    self.namespace = namespace
    self.name = name
    self.preconditions = preconditions
    self.gracePeriodSeconds = gracePeriodSeconds
    self.isDryRun = isDryRun
  }

  /// The request. The body needs the name (400 without), and dry runs stand in its `deleteOptions`.
  ///
  /// - Throws: never in practice: there are no numbers that cannot be written.
  package func request() throws(DocumentWriteError) -> APIRequest {
    var options: [(key: String, value: DocumentValue)] = []
    if let gracePeriodSeconds {
      options.append(("gracePeriodSeconds", .integer(gracePeriodSeconds)))
    }
    if let preconditions = preconditions.document {
      options.append(("preconditions", preconditions))
    }
    if isDryRun { options.append(("dryRun", ["All"])) }
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", "policy/v1"), ("kind", "Eviction"),
      ("metadata", ["name": .string(name), "namespace": .string(namespace)]),
    ]
    if !options.isEmpty { members.append(("deleteOptions", .mapping(options))) }
    return APIRequest(
      .post,
      ResourceType.pods.path(namespace: namespace, name: name, subresource: "eviction"),
      query: isDryRun ? [.init("dryRun", "All")] : [], contentType: "application/json",
      body: try DocumentValue.mapping(members).canonicalJSON())
  }

  /// What an eviction led to.
  package enum Answer: Hashable, Sendable {
    /// The pod will end; also for one that was ending already.
    case evicted
    /// The pod is not there, or another is under its name: nothing is left to do.
    case gone
    /// A budget does not allow it now. Wait that long: 5 s, kubectl's cadence, unless the server said.
    case blocked(after: TimeSpan, message: String)
    /// More than one budget matches the pod: it can never be evicted. Only a person can help.
    case impossible(message: String)
  }

  /// Reads an answer.
  ///
  /// - Parameter error: `nil` on success.
  /// - Returns: `nil` when the error says nothing about the eviction itself: rights, flow control, outages.
  package func answer(_ error: APIError?) -> Answer? {
    guard let error else { return .evicted }
    switch error.kind {
    // A name, since a server that does not know the resource also answers 404.
    case .notFound: return .gone
    // Another pod is under the name: its uid is not the one that was asked for.
    case .conflict where preconditions.uid != nil && preconditions.resourceVersion == nil:
      return .gone
    case .disruptionBudget:
      let said = error.status.causes.first { $0.reason == "DisruptionBudget" }?.message
      guard case .retry(let wish) = error.advice else { return nil }
      return .blocked(
        after: wish ?? .seconds(5), message: said ?? error.status.message ?? "")
    // Seen only for two budgets: the status has neither reason nor causes.
    case .internalError where error.advice == .giveUp && error.status.reason == nil:
      return .impossible(message: error.status.message ?? "")
    default: return nil
    }
  }
}
