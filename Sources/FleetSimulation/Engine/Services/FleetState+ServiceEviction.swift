import ClusterAPI
import Facts
import KubernetesModel
import SimulationKernel
import Units

/// The eviction API and its budgets, for services.
extension FleetState {
  /// What the disruption controller says of a service's budget now.
  private func budget(of service: Int) -> DisruptionBudgetStatus {
    let percent = Int(services.services[service].maxUnavailablePercent)
    return DisruptionBudgetStatus(
      expected: services.records[service].desired, healthy: services.records[service].ready,
      spec: PodDisruptionBudgetSpec(
        selector: LabelSelector(), limit: .maxUnavailable(.percent(percent))))
  }

  /// Healthy pods that a budget would lack once a pod is gone.
  private func missing(from status: DisruptionBudgetStatus, without pod: ServicePodRecord) -> Int {
    let left = status.currentHealthy - (pod.phase == .ready ? 1 : 0)
    return max(0, status.desiredHealthy - left)
  }

  /// Evicts a pod as far as its budget allows. One that has not become Ready yet is still pending
  /// and asks no budget. It has its grace period to end, or a shorter one that is asked for.
  mutating func evictServicePod(_ row: UInt32, grace: TimeSpan? = nil) {
    let pod = services.pods[Int(row)]
    guard pod.phase == .starting || pod.phase == .ready else { return }
    let status = budget(of: Int(pod.service))
    let review = Eviction.review(
      podIsReady: pod.phase == .ready, isTerminating: false,
      phase: pod.phase == .ready ? .running : .pending,
      budgets: CollectionOfOne(BudgetState(status)))
    guard case .allowed = review else {
      record(
        .serviceEvictionRefused, pod.service, object: pod.node,
        value: Int64(missing(from: status, without: pod)))
      return
    }
    let own = services.services[Int(pod.service)].terminationGrace
    let grace = min(grace ?? .max, own)
    record(.servicePodEvicted, pod.service, object: pod.node, value: grace.nanoseconds)
    endServicePod(row, after: grace)
  }

  /// Deletes a pod whatever its budget says, and tells when that broke it.
  mutating func deleteServicePod(_ row: UInt32, grace: TimeSpan) {
    let pod = services.pods[Int(row)]
    switch pod.phase {
    case .gone: return
    case .terminating:
      guard grace == .zero else { return }
    case .starting, .ready:
      let missing = missing(from: budget(of: Int(pod.service)), without: pod)
      if pod.phase == .ready, missing > 0 {
        record(.serviceBudgetBroken, pod.service, object: pod.node, value: Int64(missing))
      }
      record(.servicePodEvicted, pod.service, object: pod.node, value: grace.nanoseconds)
      endServicePod(row, after: grace)
    }
    guard grace == .zero else { return }
    if let next = services.pods[Int(row)].next { queue.cancel(next) }
    removeServicePod(row)
  }
}
