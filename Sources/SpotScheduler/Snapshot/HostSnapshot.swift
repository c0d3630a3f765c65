public import KubernetesModel
public import Units

/// A physical machine and the objects that speak of it.
public struct HostSnapshot: Hashable, Sendable {
  /// The host's name.
  public var name: String
  /// What it gives to workloads.
  public var cpu: MilliCPU
  /// The object in its owner's cluster.
  public var owner: ScheduledMachineID
  /// The objects in the clusters that it may be lent to, at most one at a time. Among borrowers that
  /// are alike in everything else, the first is served first.
  public var borrowers: [ScheduledMachineID]
  /// Where and what it is, such as `topology.kubernetes.io/region`; jurisdictions read them.
  public var labels: Labels
  /// Its trusted execution environment; nil when it has none.
  public var trustedExecution: TrustedExecution?
  /// The cluster whose workloads have run on it since it was sanitised; nil when it is clean.
  public var lastTenant: ClusterReference?

  /// Makes a host.
  public init(
    name: String, cpu: MilliCPU, owner: ScheduledMachineID, borrowers: [ScheduledMachineID],
    labels: Labels = [:], trustedExecution: TrustedExecution? = nil,
    lastTenant: ClusterReference? = nil
  ) {
    self.name = name
    self.cpu = cpu
    self.owner = owner
    self.borrowers = borrowers
    self.labels = labels
    self.trustedExecution = trustedExecution
    self.lastTenant = lastTenant
  }
}

/// What a host offers to workloads that nobody else may look into, and whether that was proved.
public struct TrustedExecution: Hashable, Sendable, BitwiseCopyable {
  /// The hardware behind it.
  public enum Technology: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// AMD SEV-SNP.
    case sevSNP = "sev-snp"
    /// Intel TDX.
    case tdx
    /// IBM Secure Execution.
    case secureExecution = "se"
  }

  /// What is known of the last attestation.
  public enum Attestation: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// No evidence was asked for yet, or none came.
    case unattested
    /// The evidence was verified.
    case verified
    /// The evidence was refused: somebody has to look at the host.
    case failed
  }

  /// The hardware behind it.
  public var technology: Technology
  /// How many confidential pods it can hold: SEV-SNP's ESIDs, TDX's keys.
  public var keys: Int
  /// What is known of the last attestation.
  public var attestation: Attestation
  /// When the evidence was verified; of no meaning otherwise.
  public var verifiedAt: Instant

  /// Makes an environment.
  @inlinable
  public init(
    technology: Technology, keys: Int, attestation: Attestation = .unattested,
    verifiedAt: Instant = .epoch
  ) {
    self.technology = technology
    self.keys = keys
    self.attestation = attestation
    self.verifiedAt = verifiedAt
  }
}
