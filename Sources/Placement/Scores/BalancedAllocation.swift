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
    _ node: NodeAllocation, with pod: PodRequest, over resources: [ResourceWeight]
  ) -> Int64? {
    guard resources.contains(where: { pod.amount(of: $0.name, defaults: .asWritten) != 0 }) else {
      return nil
    }
    var with: [Double] = []
    var without: [Double] = []
    for resource in resources {
      let (allocatable, requested) = node.amounts(
        of: resource.name, with: pod, defaults: .asWritten)
      guard allocatable > 0 else { continue }
      let before = requested - pod.amount(of: resource.name, defaults: .asWritten)
      with.append(min(Double(requested) / Double(allocatable), 1))
      without.append(min(Double(before) / Double(allocatable), 1))
    }
    return 50 + (50 + balance(with) - balance(without)) / 2
  }

  /// 100 for shares that are all alike, less by their standard deviation.
  static func balance(_ shares: [Double]) -> Int64 {
    var deviation = 0.0
    if shares.count == 2 {
      deviation = abs((shares[0] - shares[1]) / 2)
    } else if shares.count > 2 {
      let count = Double(shares.count)
      let mean = shares.reduce(0, +) / count
      let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      deviation = variance.squareRoot()
    }
    return Int64((1 - deviation) * 100)
  }
}
