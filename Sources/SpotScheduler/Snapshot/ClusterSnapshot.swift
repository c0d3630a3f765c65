public import KubernetesModel
public import Units

/// A cluster's load, what it keeps back, and the terms on which it lends and borrows.
public struct ClusterSnapshot: Hashable, Sendable {
  /// The cluster's name.
  public var name: String
  /// CPU of its Ready machines that may be lent, cordoned ones included.
  public var lendableAllocatable: MilliCPU
  /// CPU that its pods request or wait for, on machines that may be lent.
  public var requested: MilliCPU
  /// CPU that has to stay free at any time.
  public var headroom: MilliCPU
  /// CPU that is kept for named purposes.
  public var reserved: MilliCPU
  /// CPU that waiting work asks for; zero in a cluster that lends.
  public var pending: MilliCPU
  /// CPU that its pods use now, on machines that may be lent.
  public var used: MilliCPU
  /// The most CPU that they used at a time within the look-back of whoever measures.
  public var usedPeak: MilliCPU
  /// CPU of machines that the cluster has at least, whatever its load: as an owner it does not lend
  /// them, as a borrower it is served before others until it has them.
  public var floor: MilliCPU
  /// Its share among borrowers of one priority, relative to theirs.
  public var weight: Int
  /// Where and what it is, such as `topology.kubernetes.io/region`; jurisdictions read them.
  public var labels: Labels
  /// Which hosts may come to it; the empty selector takes all.
  public var hostSelector: LabelSelector
  /// Which clusters its own hosts may go to; the empty selector allows all.
  public var borrowerSelector: LabelSelector
  /// What a host has to have for its confidential workloads; nil when it has none.
  public var confidential: ConfidentialTerms?

  /// Makes a cluster.
  public init(
    name: String, lendableAllocatable: MilliCPU = MilliCPU(0), requested: MilliCPU = MilliCPU(0),
    headroom: MilliCPU = MilliCPU(0), reserved: MilliCPU = MilliCPU(0),
    pending: MilliCPU = MilliCPU(0), used: MilliCPU = MilliCPU(0),
    usedPeak: MilliCPU = MilliCPU(0), floor: MilliCPU = MilliCPU(0), weight: Int = 1,
    labels: Labels = [:], hostSelector: LabelSelector = LabelSelector(),
    borrowerSelector: LabelSelector = LabelSelector(), confidential: ConfidentialTerms? = nil
  ) {
    self.name = name
    self.lendableAllocatable = lendableAllocatable
    self.requested = requested
    self.headroom = headroom
    self.reserved = reserved
    self.pending = pending
    self.used = used
    self.usedPeak = usedPeak
    self.floor = floor
    self.weight = weight
    self.labels = labels
    self.hostSelector = hostSelector
    self.borrowerSelector = borrowerSelector
    self.confidential = confidential
  }
}

/// What a cluster with confidential workloads asks of a host.
public struct ConfidentialTerms: Hashable, Sendable {
  /// The runtime classes of those workloads, by handler; a host serves when its technology runs at
  /// least one of them. See `TrustedExecution.Technology.init(runtimeHandler:)`.
  public var runtimeHandlers: [String]
  /// How many confidential pods a host has to be able to hold at least.
  public var keys: Int
  /// How old the proof of a host may be. It is asked for anew after half of that.
  public var maximumAttestationAge: TimeSpan

  /// Makes terms.
  public init(runtimeHandlers: [String], keys: Int = 1, maximumAttestationAge: TimeSpan) {
    self.runtimeHandlers = runtimeHandlers
    self.keys = keys
    self.maximumAttestationAge = maximumAttestationAge
  }
}
