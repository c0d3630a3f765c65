/// How a node, and a device on it, is chosen for a pod that asks for GPU.
///
/// The six policies that Weng et al., "Beware of Fragmentation", USENIX ATC 23, compare, after
/// github.com/hkust-adsl/kubernetes-scheduler-simulator at 8f3d641. A score is a whole number, the
/// highest wins, and among equals the node that comes first. Whole devices are the lowest-numbered that
/// are free. The raw value is the word that a scenario uses. A new policy is a file under `Scores` and its lines here and in `PackingScheduler`.
package enum PackingPolicy: String, CaseIterable, Hashable, Sendable {
  /// Any node with room, and any device with room on it, each as likely as the others.
  case random = "gpu-random"
  /// Where node and pod point in different directions (`DotProductScore`); shares on the tightest device.
  case dotProduct = "gpu-dot-product"
  /// Pods of one class together (`GPUClusteringScore`); shares on the tightest device.
  case gpuClustering = "gpu-clustering"
  /// Devices in use first (`GPUPackingScore`); shares on the tightest device.
  case gpuPacking = "gpu-packing"
  /// Least CPU and GPU left over (`GPUBestFitScore`); shares on the tightest device.
  case bestFit = "gpu-best-fit"
  /// Least fragmentation (`FragmentationGradientScore`); shares on the device that gave the score.
  case fragmentationGradient = "fgd"

  /// The name in the published results.
  package var publishedName: String {
    switch self {
    case .random: "01-Random"
    case .dotProduct: "02-DotProd"
    case .gpuClustering: "03-GpuClustering"
    case .gpuPacking: "04-GpuPacking"
    case .bestFit: "05-BestFit"
    case .fragmentationGradient: "06-FGD"
    }
  }
}
