/// The replicas that a HorizontalPodAutoscaler wants.
///
/// Rule: `desired = ceil(current × usage / target)`, and none when usage is within a tenth of the
/// target (kubernetes.io, Horizontal Pod Autoscaling, algorithm details; the tolerance is the
/// controller manager's default). Its stabilisation of scale-downs over five minutes shows only
/// between steps of usage shorter than that and is not modelled.
enum HorizontalPodAutoscaler {
  /// - Parameters:
  ///   - current: Replicas now.
  ///   - used: What all of them use, thousandths of a core.
  ///   - request: What one of them requests, thousandths of a core; above zero.
  ///   - targetPercent: What part of it they are to use; above zero.
  static func desiredReplicas(
    current: Int, used: Int64, request: Int64, targetPercent: Int64
  ) -> Int {
    // In units of a hundredth of a thousandth: no fraction anywhere.
    let usage = Int128(used) * 100
    let target = Int128(request) * Int128(targetPercent)
    let expected = Int128(current) * target
    let distance = usage > expected ? usage - expected : expected - usage
    if current > 0, distance * 10 <= expected { return current }
    return Int(clamping: (usage + target - 1) / target)
  }
}
