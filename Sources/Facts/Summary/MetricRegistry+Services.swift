/// What services lacked: no value in a run without services.
extension MetricRegistry {
  static let services: [MetricDefinition] = [
    MetricDefinition(
      "service.pending.pod_hours", "pod-h", .lower,
      "Pods of services that waited for a place, integrated over the horizon."
    ) { $0.services.map { Double($0.pendingTime) / 3.6e12 } },
    MetricDefinition(
      "service.pending.peak", "pods", .lower,
      "The most pods of services that waited for a place at one time."
    ) { $0.services.map { Double($0.pendingPeak) } },
    MetricDefinition(
      "service.unserved.core_hours", "core-h", .lower,
      "CPU that services would have used beyond what their placed pods request, integrated over the "
        + "horizon."
    ) { $0.services.map { Double($0.unservedCoreTime) / 3.6e15 } },
  ]
}
