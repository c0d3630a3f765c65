import Facts
import SimulationKernel
import Units

/// When a scheduler is asked again.
struct SchedulerAlarm {
  private var at: Instant?
  private var event: EventHandle?

  /// Sets the alarm of a cluster, or none, in place of the one before.
  mutating func set(
    _ instant: Instant?, for cluster: ClusterID, _ queue: inout EventQueue<SimulationEvent>,
    _ now: Instant, _ end: Instant
  ) {
    if at == now { (at, event) = (nil, nil) }
    guard instant != at else { return }
    if let event { queue.cancel(event) }
    (at, event) = (instant, nil)
    guard let instant, instant < end else { return }
    precondition(instant > now, "the scheduler has nothing to do now and wants to be asked now")
    event = queue.push(
      SimulationEvent(kind: .podsComeUp, subject: cluster.index), at: instant,
      rank: SimulationEvent.Kind.podsComeUp.rawValue)
  }
}
