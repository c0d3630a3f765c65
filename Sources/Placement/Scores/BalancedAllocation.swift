/// kube-scheduler's score `NodeResourcesBalancedAllocation`: better the more alike the shares of a
/// node's resources get by the pod, from 50 to 100.
///
/// Source: kubernetes v1.36
/// `pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go`; before 1.36 the balance
/// with the pod was the score. Floating point, but with + − × ÷ and square root only, which give the
/// same bits everywhere.
package enum BalancedAllocation {
  /// The score of a node with `pod` on it; nil for a pod that asks for none of the resources, which
  /// is not scored.
  package static func score(
    _ node: NodeAllocation, with pod: PodRequest, over resources: [ResourceWeight],
    release: PlacementProfile.Release = .kube136
  ) -> Int64? {
    guard resources.contains(where: { pod.amount(of: $0.name, defaults: .asWritten) != 0 }) else {
      return nil
    }
    var with = BalanceOfShares()
    var without = BalanceOfShares()
    for resource in resources {
      let (allocatable, requested) = node.amounts(
        of: resource.name, with: pod, defaults: .asWritten)
      guard allocatable > 0 else { continue }
      with.add(requested, of: allocatable)
      without.add(
        requested - pod.amount(of: resource.name, defaults: .asWritten), of: allocatable)
    }
    switch release {
    case .kube135: return with.score
    case .kube136: return 50 + (50 + with.score - without.score) / 2
    }
  }
}

/// How alike the shares of a node's resources are: 100 when they are all alike, less by their
/// standard deviation.
struct BalanceOfShares {
  private var first = 0.0
  private var second = 0.0
  /// The third and further ones, which the default profile does not have.
  private var others: [Double] = []
  private var count = 0

  /// Adds the share that `requested` is of `allocatable`, at most all of it.
  @inline(__always)
  mutating func add(_ requested: Int64, of allocatable: Int64) {
    let share = min(Double(requested) / Double(allocatable), 1)
    switch count {
    case 0: first = share
    case 1: second = share
    default: others.append(share)
    }
    count += 1
  }

  /// From 0 to 100.
  var score: Int64 {
    switch count {
    case 0, 1: return 100
    case 2: return Int64((1 - abs((first - second) / 2)) * 100)
    default:
      let shares = [first, second] + others
      let mean = shares.reduce(0, +) / Double(count)
      let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      return Int64((1 - variance.squareRoot()) * 100)
    }
  }
}
