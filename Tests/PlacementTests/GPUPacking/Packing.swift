import Testing
import Units

@testable import Placement

/// Short ways to say what packing tests are about.
enum Packing {
  static func pod(
    _ cpu: Int64, _ count: Int = 0, _ each: Int64 = 1_000, memory: Int64 = 0,
    models: [String] = []
  ) throws -> PackingPod {
    PackingPod(
      cpu: MilliCPU(cpu), memory: Bytes(memory),
      devices: try #require(DeviceRequest(count: count, each: MilliGPU(each))), models: models)
  }

  static func node(
    _ cpu: Int64, _ devices: Int, memory: Int64 = 1 << 40, model: String = "T4"
  ) -> PackingNode {
    PackingNode(cpu: MilliCPU(cpu), memory: Bytes(memory), devices: devices, model: model)
  }

  /// Typical pods as weight, CPU, devices and thousandths of each.
  static func typical(_ groups: [(Int64, Int64, Int, Int64)]) throws -> TypicalPods {
    TypicalPods(groups: try groups.map { .init(pod: try pod($0.1, $0.2, $0.3), weight: $0.0) })
  }
}
