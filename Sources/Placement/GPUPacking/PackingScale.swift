package import Units

/// What shares of CPU and GPU are measured against, the same for small and for large nodes.
package struct PackingScale: Hashable, Sendable {
  /// CPU of the largest machine.
  package var cpu: MilliCPU
  /// GPU of the largest machine.
  package var gpu: MilliGPU

  /// 128 cores and 8 devices: the constants `MaxSpecCpu` and `MaxSpecGpu` of github.com/hkust-adsl/
  /// kubernetes-scheduler-simulator at 8f3d641.
  package static let standard = PackingScale(cpu: MilliCPU(128_000), gpu: MilliGPU(8_000))

  /// Makes a scale; both parts are more than 0.
  package init(cpu: MilliCPU, gpu: MilliGPU) {
    self.cpu = cpu
    self.gpu = gpu
  }
}
