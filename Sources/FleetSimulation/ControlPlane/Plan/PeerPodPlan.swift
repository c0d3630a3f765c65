package import SimulationKernel
import Units

/// Peer pods: each runs in a machine of a cloud beside its Node, which bears only the overhead of its
/// RuntimeClass. All laws give seconds.
///
/// A Node has so many at a time, by the extended resource `kata.peerpods.io/vm`; what a pod asks for makes
/// the size of its machine and takes nothing of the Node. Source: confidential-containers
/// cloud-api-adaptor, `PEERPODS_LIMIT_PER_NODE` and the webhook that strips requests.
package struct PeerPodPlan: Hashable, Sendable {
  /// From a pod's place to its machine's running.
  package var launch: Distribution
  /// From then until the key broker has verified the evidence; nil where nothing is attested.
  package var attestation: Distribution?
  /// The key broker that does so, and when it is away.
  package var broker: AttestationService

  /// Makes peer pods.
  package init(
    launch: Distribution, attestation: Distribution? = nil,
    broker: AttestationService = AttestationService()
  ) {
    self.launch = launch
    self.attestation = attestation
    self.broker = broker
  }

  /// How many a Node has at a time unless it is told otherwise.
  package static let standardPerNode = 10

  /// Room for so many on a Node. Nothing else in a control plane asks for devices, so these stand for
  /// the one extended resource that there is.
  static func room(for count: Int) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(0), memory: Bytes(0), gpu: MilliGPU(Int64(count) * 1_000))
  }
}
