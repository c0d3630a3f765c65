package import KubernetesModel
import Units

/// kube-scheduler's plugin `DefaultPreemption`: who is taken away so that a more important pod fits.
///
/// Worked out anew for each node; `ClusterScheduler` keeps what does not change and is held against
/// it. Source: kubernetes v1.36 `pkg/scheduler/framework/preemption/preemption.go` and
/// `plugins/defaultpreemption/default_preemption.go`. The search begins at the first node where the
/// original begins anywhere.
package struct Preemption {
  private let cluster: ClusterState
  private let profile: PlacementProfile

  /// Room on a node, and who makes it.
  package struct Candidate: Hashable, Sendable {
    /// The index of the node.
    package var node: Int
    /// The names of those who go, in the order of their importance.
    package var victims: [PodName]
    /// What that costs.
    package var cost: PreemptionCost
  }

  /// A pod by namespace and name.
  package struct PodName: Hashable, Sendable {
    /// The namespace.
    package var namespace: String
    /// The name.
    package var name: String

    /// Makes a name.
    package init(_ pod: Pod) {
      namespace = pod.namespace
      name = pod.name
    }
  }

  /// What came of looking for victims.
  package enum Attempt: Hashable, Sendable {
    /// These go.
    case candidate(Candidate)
    /// The pod may not take others' room, or waits for those who go already.
    case notEligible(reason: String)
    /// Nobody's going would help; what each node said on which somebody could have gone.
    case noCandidate([[FilterReason]])

    /// The candidate, if there is one.
    package var candidate: Candidate? {
      if case .candidate(let candidate) = self { candidate } else { nil }
    }
  }

  /// What nodes say that were not looked at.
  package static let unhelpful = "Preemption is not helpful for scheduling"
  /// What a pod says that may not take others' room.
  package static let never = "not eligible due to preemptionPolicy=Never."
  /// What a pod says for which others are going already.
  package static let victimsAreGoing =
    "not eligible due to a terminating pod on the nominated node."
  /// What a node says that has nobody less important.
  package static let noVictims = FilterReason(
    "No preemption victims found for incoming pod", isUnresolvable: true)

  /// Prepares to look for victims in `cluster`.
  package init(_ cluster: ClusterState, _ profile: PlacementProfile) {
    self.cluster = cluster
    self.profile = profile
  }

  /// How many candidates are enough of `nodes` that could be: a tenth, at least 100.
  package static func candidatesToFind(of nodes: Int) -> Int { min(max(nodes / 10, 100), nodes) }

  /// Looks for victims for `pod`, on which the nodes gave these verdicts.
  package func attempt(for pod: Pod, _ verdicts: [NodeVerdict]) -> Attempt {
    if let reason = reasonNotEligible(pod, verdicts) { return .notEligible(reason: reason) }
    // In the order of the list, wherever the search for feasible nodes began.
    let nodes = verdicts.filter { !$0.isFeasible && !$0.isUnresolvable }.map(\.node).sorted()
    let wanted = Self.candidatesToFind(of: nodes.count)
    var kept: [Candidate] = []
    var isBudgetKept = false
    var refusals: [[FilterReason]] = []
    for node in nodes {
      switch dryRun(pod, on: node) {
      case .success(let candidate):
        kept.append(candidate)
        if candidate.cost.violations == 0 { isBudgetKept = true }
      case .failure(let refusal): refusals.append(refusal.reasons)
      }
      if isBudgetKept && kept.count >= wanted { break }
    }
    guard var best = kept.first else { return .noCandidate(refusals) }
    for candidate in kept where candidate.cost < best.cost { best = candidate }
    return .candidate(best)
  }

  /// Why `pod` may not take others' room now; nil when it may.
  private func reasonNotEligible(_ pod: Pod, _ verdicts: [NodeVerdict]) -> String? {
    guard pod.preempts else { return Self.never }
    guard let name = pod.nominatedNodeName, let node = cluster.index(ofNode: name) else {
      return nil
    }
    if verdicts.contains(where: { $0.node == node && $0.isUnresolvable }) { return nil }
    let isGoing = cluster.nodes[node].pods.contains {
      $0.isPreempted && $0.pod.priority < pod.priority
    }
    return isGoing ? Self.victimsAreGoing : nil
  }

  /// What a node says on which taking pods away does not help.
  private struct Refusal: Error {
    var reasons: [FilterReason]
  }

  /// The fewest and least important pods whose going lets `pod` come to `node`.
  private func dryRun(_ pod: Pod, on node: Int) -> Result<Candidate, Refusal> {
    var emptier = cluster
    var removed: [NodeInfo.PlacedPod] = []
    for index in cluster.nodes[node].pods.indices.reversed()
    where cluster.nodes[node].pods[index].pod.priority < pod.priority {
      removed.append(emptier.nodes[node].remove(at: index))
    }
    guard !removed.isEmpty else { return .failure(Refusal(reasons: [Self.noVictims])) }
    func refusals() -> [FilterReason] {
      FilterChain.verdict(
        for: pod, at: node, in: emptier, profile,
        without: FilterChain(for: pod, in: emptier, profile)
      ).reasons
    }
    let reasons = refusals()
    guard reasons.isEmpty else { return .failure(Refusal(reasons: reasons)) }
    removed = Array(removed.reversed()).sorted { Self.isMoreImportant($0.pod, than: $1.pod) }
    let isViolating = PreemptionBudget.violations(
      of: removed.map { [$0.pod] }, cluster.budgets)
    var victims: [Int] = []
    var violations: Int64 = 0
    // Those whose going breaks a budget are spared first.
    for sparesBudgets in [true, false] {
      for index in removed.indices where isViolating[index] == sparesBudgets {
        emptier.nodes[node].add(removed[index])
        if refusals().isEmpty { continue }
        emptier.nodes[node].remove(at: emptier.nodes[node].pods.count - 1)
        victims.append(index)
        if sparesBudgets { violations += 1 }
      }
    }
    victims.sort()
    let cost = PreemptionCost(
      of: victims.map { (removed[$0].pod.priority, removed[$0].pod.startTime) },
      violations: violations)
    return .success(
      Candidate(node: node, victims: victims.map { PodName(removed[$0].pod) }, cost: cost))
  }

  /// Whether `one` is spared before `other`: by priority, then by how long it has run.
  ///
  /// Source: kubernetes v1.36 `pkg/scheduler/util/utils.go`, `MoreImportantPod`.
  package static func isMoreImportant(_ one: Pod, than other: Pod) -> Bool {
    if one.priority != other.priority { return one.priority > other.priority }
    return (one.startTime ?? .distantFuture) < (other.startTime ?? .distantFuture)
  }
}
