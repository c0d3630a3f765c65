import ClusterAPI
package import Facts
import SimulationKernel
package import Units

/// Measures queues, reconciles and clients of a control plane; it is told and never asked, so it cannot
/// steer.
///
/// Depth counts objects that are ready and have no worker at the end of an instant. An object that
/// becomes ready by time alone while all workers are busy is counted from the next change of its queue.
struct ControlPlaneMeter {
  private let step: TimeSpan
  private let end: Instant
  private var clock: Instant
  private var stretchEnd: Instant
  private var depths: [Int]
  /// For how many nanoseconds each queue was how deep.
  private var timeAtDepth: [[Int64]]
  private var open: ControlPlaneMeasure
  private(set) var measures: [ControlPlaneMeasure] = []
  private(set) var reconcileTimes: [HighDynamicRangeHistogram]

  init(_ plan: ControlPlanePlan) {
    step = plan.sampling
    end = plan.end
    clock = plan.start
    stretchEnd = plan.start
    let controllers = ControllerKind.allCases.count
    depths = Array(repeating: 0, count: controllers)
    timeAtDepth = Array(repeating: [], count: controllers)
    reconcileTimes = Array(repeating: HighDynamicRangeHistogram(digits: 2), count: controllers)
    open = ControlPlaneMeasure(end: plan.start)
    beginStretch(at: plan.start)
  }

  private mutating func beginStretch(at instant: Instant) {
    let left = end - instant
    stretchEnd = left > step ? instant + step : end
    open = ControlPlaneMeasure(end: stretchEnd)
    for (place, depth) in depths.enumerated() {
      open.controllers[place].depthPeak = Int64(depth)
    }
  }

  /// Lets time pass with the queues as they are, before the first event of an instant.
  mutating func advance(to instant: Instant) {
    while instant >= stretchEnd, stretchEnd < end {
      hold(until: stretchEnd)
      measures.append(open)
      beginStretch(at: stretchEnd)
    }
    hold(until: instant)
  }

  private mutating func hold(until instant: Instant) {
    let span = (instant - clock).nanoseconds
    guard span > 0 else { return }
    for (place, depth) in depths.enumerated() {
      open.controllers[place].depthTime += Int64(depth) * span
      if timeAtDepth[place].count <= depth {
        timeAtDepth[place].append(
          contentsOf: repeatElement(0, count: depth + 1 - timeAtDepth[place].count))
      }
      timeAtDepth[place][depth] += span
    }
    clock = instant
  }

  /// Takes how deep a queue is at the end of an instant.
  mutating func note(depth: Int, of controller: Int) {
    depths[controller] = depth
    open.controllers[controller].depthPeak = max(
      open.controllers[controller].depthPeak, Int64(depth))
  }

  /// Takes a reconcile that ended.
  mutating func noteReconcile(_ span: TimeSpan, hasFailed: Bool, of controller: Int) {
    let time = span.nanoseconds
    open.controllers[controller].reconciles += 1
    if hasFailed { open.controllers[controller].failures += 1 }
    open.controllers[controller].reconcileTime += time
    open.controllers[controller].longest = max(open.controllers[controller].longest, time)
    reconcileTimes[controller].record(time)
  }

  /// Takes reconciles to no effect, which take no time.
  mutating func noteIdleReconciles(_ count: UInt64, of controller: Int) {
    open.controllers[controller].reconciles += Int64(count)
    reconcileTimes[controller].record(0, times: count)
  }

  /// Takes a call that its client's own limit held back for `wait`.
  mutating func noteCall(ofWorkloadClient isWorkload: Bool, wait: TimeSpan) {
    let place = isWorkload ? 1 : 0
    open.clients[place].calls += 1
    guard wait > .zero else { return }
    open.clients[place].throttled += 1
    open.clients[place].wait += wait.nanoseconds
  }

  /// Ends the last stretch at the horizon.
  mutating func finish() {
    advance(to: end)
    hold(until: end)
    measures.append(open)
  }

  /// For how many nanoseconds a queue was how deep: an entry a depth.
  func timeAtDepth(of controller: Int) -> [Int64] { timeAtDepth[controller] }
}

/// What was measured in one stretch of time.
package struct ControlPlaneMeasure: Hashable, Sendable {
  /// When it ended; it began where the one before ended.
  package var end: Instant
  /// The controllers, in the order of `ControllerKind`.
  package var controllers = Array(
    repeating: ControllerStretch(), count: ControllerKind.allCases.count)
  /// The clients: of the management cluster, of the workload cluster.
  package var clients = Array(repeating: ClientStretch(), count: 2)
}
