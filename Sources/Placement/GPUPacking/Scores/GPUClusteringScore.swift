import Units

/// `GpuClustering`: pods of one class together, on nodes that are nearly full.
///
/// A pod's class is a share, or its number of whole devices. From 75 on a node that holds this class
/// only, 50 this and others, 25 none, 0 others only; plus up to 25 the less GPU it has left of the scale.
/// Pods without GPU score 0. After Xiao et al., "Gandiva", OSDI 18, as in github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/simulator/plugin/gpu_clustering_score.go`.
enum GPUClusteringScore {
  static func score(
    of node: Int, for kind: PackingKind, in fleet: borrowing DeviceFleet, scale: PackingScale
  ) -> Int {
    guard kind.count > 0 else { return 0 }
    let used = Int(25 * (scale.gpu.value - fleet.gpuLeft[node]) / scale.gpu.value)
    let held = fleet.classesHeld[node]
    guard held > 0 else { return used + 25 }
    guard fleet.classCount[node * fleet.classStride + kind.deviceClass] > 0 else { return used }
    return used + (held == 1 ? 75 : 50)
  }
}
