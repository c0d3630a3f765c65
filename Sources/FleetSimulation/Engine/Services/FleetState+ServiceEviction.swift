import Facts
import SimulationKernel
import Units

/// The eviction API and its budgets, for services.
extension FleetState {
  /// Whether the service's budget lets this pod go, and how many healthy pods it lacks otherwise.
  ///
  /// A pod that is not Ready passes when the rest is healthy enough (`IfHealthyBudget`) and spends
  /// nothing; a Ready one needs one healthy pod above the desired number (capi.md s5.4).
  private func shortfall(ofEvicting row: UInt32) -> Int {
    let pod = services.pods[Int(row)]
    let service = Int(pod.service)
    let healthy = services.records[service].ready
    let desired = services.desiredHealthy(service)
    let left = pod.phase == .ready ? healthy - 1 : healthy
    return max(0, desired - left)
  }

  /// Evicts a pod as far as its budget allows.
  mutating func evictServicePod(_ row: UInt32) {
    let pod = services.pods[Int(row)]
    guard pod.phase == .starting || pod.phase == .ready else { return }
    let missing = shortfall(ofEvicting: row)
    guard missing == 0 else {
      record(.serviceEvictionRefused, pod.service, object: pod.node, value: Int64(missing))
      return
    }
    let grace = services.services[Int(pod.service)].terminationGrace
    record(.servicePodEvicted, pod.service, object: pod.node, value: grace.nanoseconds)
    endServicePod(row, after: grace)
  }

  /// Deletes a pod whatever its budget says, and tells when that broke it.
  mutating func deleteServicePod(_ row: UInt32, grace: TimeSpan) {
    let pod = services.pods[Int(row)]
    switch pod.phase {
    case .gone: return
    case .terminating:
      guard let next = pod.next, grace == .zero else { return }
      queue.cancel(next)
      removeServicePod(row)
    case .starting, .ready:
      let missing = shortfall(ofEvicting: row)
      if missing > 0 {
        record(.serviceBudgetBroken, pod.service, object: pod.node, value: Int64(missing))
      }
      record(.servicePodEvicted, pod.service, object: pod.node, value: grace.nanoseconds)
      endServicePod(row, after: grace)
      if grace == .zero, let next = services.pods[Int(row)].next {
        queue.cancel(next)
        removeServicePod(row)
      }
    }
  }
}
