package import KubernetesModel
import Units

/// A resource as scores and filters name it.
package enum ResourceName: Hashable, Sendable {
  /// CPU, in thousandths of a core.
  case cpu
  /// Memory, in bytes.
  case memory
  /// Local storage, in bytes.
  case ephemeralStorage
  /// Another resource by name, in whole units.
  case scalar(String)

  /// The name that Kubernetes writes.
  package var text: String {
    switch self {
    case .cpu: "cpu"
    case .memory: "memory"
    case .ephemeralStorage: "ephemeral-storage"
    case .scalar(let name): name
    }
  }
}

/// What a pod requests, with and without the defaults of scoring.
package struct PodRequest: Hashable, Sendable {
  /// The sum over its containers, as written; pods are not counted.
  package private(set) var sum = ResourceList()
  /// CPU in thousandths of a core, where a container that names none counts as 100.
  package private(set) var nonZeroCPU: Int64 = 0
  /// Memory in bytes, where a container that names none counts as 200 MiB.
  package private(set) var nonZeroMemory: Int64 = 0

  /// What a container without a CPU request counts as, in thousandths of a core
  /// (kubernetes v1.36 `pkg/scheduler/util/pod_resources.go`).
  package static let defaultMilliCPU: Int64 = 100
  /// What a container without a memory request counts as, in bytes (same file).
  package static let defaultMemory: Int64 = 200 << 20

  /// Adds up the requests of `containers`.
  package init(containers: [ResourceList]) {
    for container in containers {
      sum.add(container)
      nonZeroCPU += container.cpu?.value ?? PodRequest.defaultMilliCPU
      nonZeroMemory += container.memory?.value ?? PodRequest.defaultMemory
    }
  }

  /// What `pod` requests: its containers and sidecars together, or more if what runs before them
  /// needs more; and its overhead besides.
  ///
  /// Source: kubernetes v1.36 `component-helpers/resource/helpers.go`, `PodRequests`.
  package init(of pod: Pod) {
    self.init(containers: pod.containers)
    var sidecars = PodRequest(containers: [])
    var before = PodRequest(containers: [])
    for container in pod.initContainers {
      var step = PodRequest(containers: [container.requests])
      if container.isSidecar { add(step) }
      step.add(sidecars)
      if container.isSidecar { sidecars = step }
      before.raise(to: step)
    }
    raise(to: before)
    if let whole = pod.podLevelRequests { replace(with: whole) }
    add(PodRequest(overhead: pod.overhead))
  }

  /// Takes over what the pod requests as a whole. Only CPU, memory and huge pages can be requested so.
  private mutating func replace(with whole: ResourceList) {
    if let cpu = whole.cpu {
      sum.cpu = cpu
      nonZeroCPU = cpu.value
    }
    if let memory = whole.memory {
      sum.memory = memory
      nonZeroMemory = memory.value
    }
    for scalar in whole.scalars { sum[scalar.name] = scalar.amount }
  }

  /// What a runtime class takes, in which nothing is made up for what it does not name.
  private init(overhead: ResourceList) {
    sum = overhead
    nonZeroCPU = overhead.cpu?.value ?? 0
    nonZeroMemory = overhead.memory?.value ?? 0
  }

  private mutating func raise(to other: PodRequest) {
    sum.raise(to: other.sum)
    nonZeroCPU = max(nonZeroCPU, other.nonZeroCPU)
    nonZeroMemory = max(nonZeroMemory, other.nonZeroMemory)
  }

  /// Adds the requests of another pod.
  package mutating func add(_ other: PodRequest) {
    sum.add(other.sum)
    nonZeroCPU += other.nonZeroCPU
    nonZeroMemory += other.nonZeroMemory
  }

  /// Takes away the requests of a pod that was added.
  package mutating func subtract(_ other: PodRequest) {
    sum.subtract(other.sum)
    nonZeroCPU -= other.nonZeroCPU
    nonZeroMemory -= other.nonZeroMemory
  }

  /// Whether it asks for nothing.
  package var isEmpty: Bool {
    (sum.cpu?.value ?? 0) == 0 && (sum.memory?.value ?? 0) == 0 && sum.ephemeralStorage.value == 0
      && sum.scalars.allSatisfy { $0.amount == 0 }
  }

  /// How it counts where a container names no CPU or memory.
  package enum Defaults: Hashable, Sendable {
    /// As nothing.
    case asWritten
    /// As a little, so that such pods spread.
    case nonZero
  }

  /// How much of a resource it asks for.
  package func amount(of name: ResourceName, defaults: Defaults) -> Int64 {
    switch (name, defaults) {
    case (.cpu, .nonZero): nonZeroCPU
    case (.memory, .nonZero): nonZeroMemory
    case (.cpu, .asWritten): sum.cpu?.value ?? 0
    case (.memory, .asWritten): sum.memory?.value ?? 0
    case (.ephemeralStorage, _): sum.ephemeralStorage.value
    case (.scalar(let name), _): sum[name]
    }
  }
}
