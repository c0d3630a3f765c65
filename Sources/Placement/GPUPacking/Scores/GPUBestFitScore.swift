import Units

/// `BestFit`: the less CPU and GPU the node has left once the pod is there, the higher.
///
/// trunc(100 · (1 - s)), where s is half the CPU left over as a share of the scale and half the GPU.
/// Source: github.com/hkust-adsl/kubernetes-scheduler-simulator at 8f3d641,
/// `pkg/simulator/plugin/best_fit_score.go`, which then stretches the scores over the nodes with room to
/// 0 to 100. That keeps the highest highest and makes no new ties with it, so it is left out here.
///
/// Floating point with + − × ÷ only, in this order, which gives the same bits everywhere.
enum GPUBestFitScore {
  static func score(
    of node: Int, for kind: PackingKind, in fleet: borrowing DeviceFleet, scale: PackingScale
  ) -> Int {
    let cpu = Double(fleet.cpuLeft[node] - kind.cpu) / Double(scale.cpu.value)
    let gpu = Double(fleet.gpuLeft[node] - kind.gpu) / Double(scale.gpu.value)
    return Int(100 * (1 - (cpu * 0.5 + gpu * 0.5)))
  }
}
