/// kube-scheduler's score `RequestedToCapacityRatio`: a broken line over how full a node gets.
///
/// Source: kubernetes v1.36
/// `pkg/scheduler/framework/plugins/noderesources/requested_to_capacity_ratio.go` and
/// `pkg/scheduler/framework/plugins/helper/shape_score.go`.
package struct RequestedToCapacityRatio: Hashable, Sendable {
  /// The corners of the line, by ascending utilisation.
  package var points: [Point]

  /// A corner of the line.
  package struct Point: Hashable, Sendable {
    /// How full, in hundredths.
    package var utilization: Int64
    /// The score there.
    package var score: Int64

    /// Makes a corner.
    package init(utilization: Int64, score: Int64) {
      self.utilization = utilization
      self.score = score
    }
  }

  /// Makes a line through `points`, of which there is at least one; utilisation ascends.
  package init(points: [Point]) {
    precondition(!points.isEmpty, "a line has a point")
    precondition(
      zip(points, points.dropFirst()).allSatisfy { $0.utilization < $1.utilization },
      "utilisation ascends")
    self.points = points
  }

  /// Makes a line of a profile, whose scores go from 0 to 10, on the scale from 0 to 100.
  package init(profile points: [Point]) {
    self.init(points: points.map { Point(utilization: $0.utilization, score: $0.score * 10) })
  }

  /// The height of the line at `utilization`, cut towards zero; level beyond its ends.
  package func value(at utilization: Int64) -> Int64 {
    guard let next = points.firstIndex(where: { utilization <= $0.utilization }) else {
      return points[points.count - 1].score
    }
    guard next > 0 else { return points[0].score }
    let (left, right) = (points[next - 1], points[next])
    return left.score
      + (right.score - left.score) * (utilization - left.utilization)
      / (right.utilization - left.utilization)
  }

  /// The score of a node with `pod` on it: the rounded mean over the resources that score at all.
  package func score(
    _ node: NodeAllocation, with pod: PodRequest, over resources: [ResourceWeight]
  ) -> Int64 {
    var mean = WeightedMean()
    for resource in resources {
      let (allocatable, requested) = node.amounts(of: resource.name, with: pod, defaults: .nonZero)
      guard allocatable > 0 else { continue }
      let score = value(at: LeastAllocated.share(of: requested, in: allocatable))
      if score > 0 { mean.add(score, weight: resource.weight) }
    }
    return mean.rounded
  }
}
