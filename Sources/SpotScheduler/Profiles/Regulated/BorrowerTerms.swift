import KubernetesModel
import Units

/// The terms that are never relaxed, whoever waits: jurisdictions, and confidential workloads.
///
/// A host that does not meet them does not go to that borrower, and one that is there and no longer
/// meets them is drained at once. What a host has on it of another tenant is no term of a loan: it
/// is sanitised on the way (`HostHandover`).
struct BorrowerTerms {
  /// What the terms say of a host.
  struct Verdict: BitwiseCopyable {
    /// Why the host may not be there; nil when it may.
    var refusal: Reason?
    /// When that ends by itself: when the proof of the host is too old.
    var until: Instant?
    /// Whether a new proof is to be asked for.
    var needsAttestation = false

    static let accepted = Verdict()
  }

  private let snapshot: FleetSnapshot
  private let now: Instant
  /// Most fleets have no such terms, and then nothing is looked up.
  let isTrivial: Bool

  init(_ snapshot: FleetSnapshot, at now: Instant) {
    self.snapshot = snapshot
    self.now = now
    isTrivial = snapshot.clusters.allSatisfy {
      $0.hostSelector.isEmpty && $0.borrowerSelector.isEmpty && $0.confidential == nil
    }
  }

  /// Whether a host may be with a borrower.
  func verdict(on host: HostState, for loan: Loan) -> Verdict {
    verdict(on: host.id, of: host.ownerCluster, for: loan.cluster)
  }

  /// Whether a host of one cluster may be with another one.
  func verdict(
    on host: HostID, of owner: ClusterReference, for cluster: ClusterReference
  ) -> Verdict {
    guard !isTrivial else { return .accepted }
    let owner = snapshot.clusters[Int(owner.index)]
    let borrower = snapshot.clusters[Int(cluster.index)]
    guard owner.borrowerSelector.matches(borrower.labels),
      borrower.hostSelector.matches(snapshot.hosts[Int(host.index)].labels)
    else { return Verdict(refusal: Reason(.jurisdiction)) }
    guard let terms = borrower.confidential else { return .accepted }
    return confidentiality(terms, snapshot.hosts[Int(host.index)].trustedExecution)
  }

  private func confidentiality(
    _ terms: ConfidentialTerms, _ environment: TrustedExecution?
  ) -> Verdict {
    guard let environment, environment.keys >= terms.keys,
      terms.runtimeHandlers.contains(where: {
        TrustedExecution.Technology(runtimeHandler: $0) == environment.technology
      })
    else { return Verdict(refusal: Reason(.notConfidential)) }
    switch environment.attestation {
    case .unattested: return Verdict(refusal: Reason(.notAttested), needsAttestation: true)
    case .failed: return Verdict(refusal: Reason(.notAttested))
    case .verified:
      let age = max(terms.maximumAttestationAge, .zero)
      let expiry = environment.verifiedAt.later(by: age)
      let renewal = environment.verifiedAt.later(by: TimeSpan(nanoseconds: age.nanoseconds / 2))
      guard now < expiry else {
        return Verdict(refusal: Reason(.notAttested, at: expiry), needsAttestation: true)
      }
      return Verdict(
        until: now < renewal ? renewal : expiry, needsAttestation: now >= renewal)
    }
  }

  /// Whether what was decided on a loan still agrees with the terms.
  func isQuiet(_ host: HostState, _ loan: Loan) -> Bool {
    guard !isTrivial else { return true }
    switch loan.commitment {
    case .returning:
      // One that still waits for its drain is drained at once when a term is no longer met.
      return now >= loan.status.drainStartsAt ?? .distantPast
        || verdict(on: host, for: loan).refusal == nil
    case .lent: return verdict(on: host, for: loan).refusal == nil
    case .home:
      switch loan.status.reason.rule {
      case let rule where rule.isTerm:
        return verdict(on: host, for: loan).refusal == loan.status.reason
      // What is said next in a plan than the terms: they would be said now.
      case let rule where rule.isCandidate || rule == .ownerNotReady:
        return verdict(on: host, for: loan).refusal == nil
      default: return true
      }
    }
  }
}

extension Reason.Rule {
  /// Whether it is one of the terms that are never relaxed.
  var isTerm: Bool {
    switch self {
    case .jurisdiction, .notConfidential, .notAttested: true
    default: false
    }
  }
}
