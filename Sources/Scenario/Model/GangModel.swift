import Documents
import FleetSimulation
import Placement
package import Units

/// How many pods a job is that start together or not at all.
package enum GangModel: Hashable, Sendable {
  /// So many, each of which asks for what the job asks for.
  case pods(Int)
  /// As many as it takes for none to ask for more CPU; what the job asks for is shared out.
  case cpuPerPod(MilliCPU)

  /// How many pods a job may be.
  package static let podsMax = 1_000

  /// Reads an entry that its check found free of errors.
  init(_ node: CheckedNode) {
    if let pods = node["pods"]?.integer {
      self = .pods(Int(pods))
    } else {
      self = .cpuPerPod(MilliCPU(node.integer("cpuPerPod")))
    }
  }

  /// What each pod of a job asks for, the largest first; as long as the job has at most `podsMax`.
  package func requests(of job: ResourceVector) -> [ResourceVector]? {
    switch self {
    case .pods(let count): return Array(repeating: job, count: count)
    case .cpuPerPod(let most):
      let (whole, rest) = job.cpu.value.quotientAndRemainder(dividingBy: most.value)
      let count = max(whole + (rest > 0 ? 1 : 0), 1)
      guard count <= Self.podsMax else { return nil }
      // Whole devices stay whole.
      let device = job.hasWholeGPUs ? DeviceRequest.device : 1
      return (0..<count).map { place in
        ResourceVector(
          cpu: MilliCPU(Self.part(place, of: job.cpu.value, in: count)),
          memory: Bytes(Self.part(place, of: job.memory.value, in: count)),
          gpu: MilliGPU(Self.part(place, of: job.gpu.value / device, in: count) * device))
      }
    }
  }

  /// One of `count` parts of a whole, which add up to it; the first are larger by one.
  private static func part(_ place: Int64, of whole: Int64, in count: Int64) -> Int64 {
    whole / count + (place < whole % count ? 1 : 0)
  }
}
