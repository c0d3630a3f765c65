package import Documents
package import Units

/// A lease (`coordination.k8s.io/v1`) as leader election uses it.
package struct Lease: Hashable, Sendable {
  /// The version it was read at; `nil` for one that is to be created.
  package var resourceVersion: String?
  /// Who holds it; empty when it was released.
  package var holder: String
  /// For how long the holder may be believed after its last renewal, in seconds; at least 1 (else 422).
  package var durationSeconds: Int64
  /// When the present holder took it; by the holder's clock.
  package var acquired: Instant?
  /// When it was last renewed; by the holder's clock.
  package var renewed: Instant?
  /// How often it changed hands.
  package var transitions: Int64

  /// Makes a lease.
  package init(
    resourceVersion: String? = nil, holder: String, durationSeconds: Int64,
    acquired: Instant? = nil, renewed: Instant? = nil, transitions: Int64 = 0
  ) {
    self.resourceVersion = resourceVersion
    self.holder = holder
    self.durationSeconds = durationSeconds
    self.acquired = acquired
    self.renewed = renewed
    self.transitions = transitions
  }

  /// Reads a lease; fields that are missing are as the API means them: no holder, no times.
  package init(_ node: DocumentNode) {
    let spec = node["spec"]
    resourceVersion = node["metadata"]?["resourceVersion"]?.string
    holder = spec?["holderIdentity"]?.string ?? ""
    durationSeconds = spec?["leaseDurationSeconds"]?.integer ?? 0
    acquired = spec?["acquireTime"]?.string.flatMap { MicroTime.instant($0) }
    renewed = spec?["renewTime"]?.string.flatMap { MicroTime.instant($0) }
    transitions = spec?["leaseTransitions"]?.integer ?? 0
  }

  /// The object to write.
  package func document(namespace: String, name: String) -> DocumentValue {
    var metadata: [(key: String, value: DocumentValue)] = [
      ("name", .string(name)), ("namespace", .string(namespace)),
    ]
    if let resourceVersion { metadata.append(("resourceVersion", .string(resourceVersion))) }
    var spec: [(key: String, value: DocumentValue)] = [
      ("holderIdentity", .string(holder)), ("leaseDurationSeconds", .integer(durationSeconds)),
      ("leaseTransitions", .integer(transitions)),
    ]
    if let acquired { spec.append(("acquireTime", .string(MicroTime.text(acquired)))) }
    if let renewed { spec.append(("renewTime", .string(MicroTime.text(renewed)))) }
    return [
      "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": .mapping(metadata),
      "spec": .mapping(spec),
    ]
  }
}
