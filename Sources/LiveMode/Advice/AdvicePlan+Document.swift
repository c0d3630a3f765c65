import ClusterAPI
package import Documents
import Facts
import SpotScheduler
import Units

extension AdvicePlan {
  /// The plan as a document: equal plans give equal bytes. Its entries are listed in `docs/live.md`.
  ///
  /// `digest` is the SHA-256 of the canonical JSON of everything else in it.
  package func document() throws(DocumentWriteError) -> DocumentValue {
    let members = try members()
    let digest = SHA256.digest(try DocumentValue.mapping(members).canonicalJSON())
    return .mapping(members + [("digest", .string("sha256:\(digest.hex)"))])
  }

  /// The digest that a plan's document has to have; nil for what is no mapping.
  package static func digest(of document: DocumentValue) throws(DocumentWriteError) -> String? {
    guard case .mapping(let members) = document else { return nil }
    let rest = members.filter { $0.key != "digest" }
    return "sha256:\(SHA256.digest(try DocumentValue.mapping(rest).canonicalJSON()).hex)"
  }

  private func members() throws(DocumentWriteError) -> [(key: String, value: DocumentValue)] {
    let state = SHA256.digest(try SnapshotDocument.document(of: snapshot).canonicalJSON())
    return [
      ("apiVersion", .string(SnapshotFormat.version)), ("kind", "AdvicePlan"),
      ("at", .string(at.rfc3339)), ("profile", .string(profile.name)),
      ("policyHash", .string("sha256:\(profile.policyHash.hex)")),
      ("snapshot", .string("sha256:\(state.hex)")),
      ("actions", .sequence(actions.enumerated().map { value(of: $1, number: $0 + 1) })),
      ("phases", .sequence(phases.map(value))),
      ("blastRadius", blastRadius.document),
      ("pods", .sequence(pods.map(value))),
      ("budgets", .sequence(budgets.map(\.document))),
      (
        "promises",
        .mapping(promises.map { (key: $0.promise.name, value: .integer(Int64($0.count))) })
      ),
      ("cost", cost.document),
      ("nextLookAt", nextLookAt.map { .string($0.rfc3339) } ?? .null),
      (
        "divergences",
        .sequence(decision.divergences.map { DecisionDocument.divergence($0, in: snapshot) })
      ),
      ("findings", .sequence(findings.map(\.document))),
      ("observed", .sequence(observed.map(\.document))),
    ]
  }

  private func value(of advised: AdvisedAction, number: Int) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [("number", .integer(Int64(number)))]
    if case .mapping(let decided) = DecisionDocument.action(advised.action, in: snapshot) {
      // The number of a pod means something within one snapshot only.
      members += decided.filter { $0.key != "pod" }
    }
    if let node = advised.node { members.append(("node", .string(node.name))) }
    if let pod = advised.pod { members.append(("pod", .string(pods[pod].seen.reference.path))) }
    members.append(("dependsOn", .sequence(advised.dependsOn.map { .integer(Int64($0)) })))
    return .mapping(members)
  }

  private func value(of change: PhaseChange) -> DocumentValue {
    [
      "machine": .string(snapshot.name(of: change.machine)), "from": .string(change.from.rawValue),
      "to": .string(change.to.rawValue), "reason": DecisionDocument.value(of: change.reason),
    ]
  }

  private func value(of pod: PodAtRisk) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("pod", .string(pod.seen.reference.path)),
      ("cluster", .string(pod.seen.reference.source.text)),
      ("machine", .string(snapshot.name(of: pod.machine))), ("way", .string(pod.way.rawValue)),
    ]
    if let grace = pod.grace { members.append(("grace", .string(grace.text))) }
    members.append(("evictionStatus", .integer(Int64(pod.review.statusCode))))
    if let message = pod.review.message { members.append(("evictionMessage", .string(message))) }
    if !pod.budgets.isEmpty {
      members.append(
        (
          "budgets", .sequence(pod.budgets.map { .string(budgets[$0].seen.reference.path) })
        ))
    }
    return .mapping(members)
  }
}

extension BlastRadius {
  fileprivate var document: DocumentValue {
    func count(_ number: Int) -> DocumentValue { .integer(Int64(number)) }
    return [
      "machines": count(machines), "machinesInFleet": count(machinesInFleet),
      "machinesCreated": count(machinesCreated), "machinesDeleted": count(machinesDeleted),
      "nodes": count(nodes), "pods": count(pods), "podsRefused": count(podsRefused),
      "podsPastBudget": count(podsPastBudget),
    ]
  }
}

extension BudgetAtRisk {
  fileprivate var document: DocumentValue {
    [
      "budget": .string(seen.reference.path), "cluster": .string(seen.reference.source.text),
      "disruptionsAllowed": .integer(Int64(allowed)), "asked": .integer(Int64(asked)),
      "refused": .integer(Int64(refused)), "past": .integer(Int64(past)),
    ]
  }
}

extension CostChange {
  fileprivate var document: DocumentValue {
    [
      "currency": currency.map { .string($0.code) } ?? .null,
      "perHour": perHour.map { .string($0.text) } ?? .null,
      "unpriced": .sequence(unpriced.map { .string($0) }),
    ]
  }
}

extension Finding {
  /// The finding as documents write it.
  package var document: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("finding", .string(name.rawValue)), ("object", .string(object)),
      ("message", .string(message)),
    ]
    if !remedy.isEmpty { members.append(("remedy", .string(remedy))) }
    return .mapping(members)
  }
}

extension SeenObject {
  /// The object and its version as documents write them.
  package var document: DocumentValue {
    [
      "cluster": .string(reference.source.text), "kind": .string(reference.kind.rawValue),
      "namespace": .string(reference.namespace), "name": .string(reference.name),
      "uid": .string(version.uid), "resourceVersion": .string(version.resourceVersion),
    ]
  }
}
