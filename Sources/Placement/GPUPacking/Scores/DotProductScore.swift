import Units

/// `DotProd`: the less the node's resources and the pod's point the same way, the higher.
///
/// trunc(100 · (1 - (c · p + g · q) / 2)), where c and g are the node's CPU and GPU left and p and q the
/// pod's, each as a share of the scale. So small requests go to nearly full nodes. After Panigrahy et
/// al., "Heuristics for Vector Bin Packing", 2011, as configured in github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/simulator/plugin/dot_product_score.go`.
///
/// Floating point with + − × ÷ only, in this order, which gives the same bits everywhere.
enum DotProductScore {
  static func score(
    of node: Int, for kind: PackingKind, in fleet: borrowing DeviceFleet, scale: PackingScale
  ) -> Int {
    let (cpu, gpu) = (Double(scale.cpu.value), Double(scale.gpu.value))
    let dot =
      Double(fleet.cpuLeft[node]) / cpu * (Double(kind.cpu) / cpu)
      + Double(fleet.gpuLeft[node]) / gpu * (Double(kind.gpu) / gpu)
    return Int(100 * (1 - dot / 2))
  }
}
