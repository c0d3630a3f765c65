/// Thousandths of a CPU core, Kubernetes' `m`.
@frozen
public struct MilliCPU: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Thousandths of a core.
  public var value: Int64

  /// Makes that many thousandths of a core.
  @inlinable
  public init(_ value: Int64) { self.value = value }

  /// Whether `left` is less than `right`.
  @inlinable
  public static func < (left: MilliCPU, right: MilliCPU) -> Bool { left.value < right.value }
}

/// A number of bytes.
@frozen
public struct Bytes: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Bytes.
  public var value: Int64

  /// Makes that many bytes.
  @inlinable
  public init(_ value: Int64) { self.value = value }

  /// That many mebibytes (2²⁰ bytes).
  @inlinable
  public static func mebibytes(_ count: Int64) -> Bytes { Bytes(count << 20) }

  /// That many megabytes (10⁶ bytes).
  @inlinable
  public static func megabytes(_ count: Int64) -> Bytes { Bytes(count * 1_000_000) }

  /// Whether `left` is less than `right`.
  @inlinable
  public static func < (left: Bytes, right: Bytes) -> Bool { left.value < right.value }
}

/// Thousandths of a GPU, for workloads that share one.
@frozen
public struct MilliGPU: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Thousandths of a GPU.
  public var value: Int64

  /// Makes that many thousandths of a GPU.
  @inlinable
  public init(_ value: Int64) { self.value = value }

  /// Whether `left` is less than `right`.
  @inlinable
  public static func < (left: MilliGPU, right: MilliGPU) -> Bool { left.value < right.value }
}

/// What a machine offers or a workload requests: CPU, memory and GPU together.
@frozen
public struct ResourceVector: Hashable, Sendable, BitwiseCopyable {
  /// CPU, in thousandths of a core.
  public var cpu: MilliCPU
  /// Memory, in bytes.
  public var memory: Bytes
  /// GPU, in thousandths of a device.
  public var gpu: MilliGPU

  /// Makes a vector of the three.
  @inlinable
  public init(cpu: MilliCPU, memory: Bytes, gpu: MilliGPU = MilliGPU(0)) {
    self.cpu = cpu
    self.memory = memory
    self.gpu = gpu
  }

  /// Nothing of any resource.
  @inlinable
  public static var zero: ResourceVector { ResourceVector(cpu: MilliCPU(0), memory: Bytes(0)) }

  /// Whether each part is at most the same part of `other`.
  @inlinable
  public func fits(in other: ResourceVector) -> Bool {
    cpu.value <= other.cpu.value && memory.value <= other.memory.value
      && gpu.value <= other.gpu.value
  }

  /// The sum, part by part; traps on overflow.
  @inlinable
  public static func + (left: ResourceVector, right: ResourceVector) -> ResourceVector {
    ResourceVector(
      cpu: MilliCPU(left.cpu.value + right.cpu.value),
      memory: Bytes(left.memory.value + right.memory.value),
      gpu: MilliGPU(left.gpu.value + right.gpu.value))
  }

  /// The difference, part by part; parts may become negative.
  @inlinable
  public static func - (left: ResourceVector, right: ResourceVector) -> ResourceVector {
    ResourceVector(
      cpu: MilliCPU(left.cpu.value - right.cpu.value),
      memory: Bytes(left.memory.value - right.memory.value),
      gpu: MilliGPU(left.gpu.value - right.gpu.value))
  }
}
