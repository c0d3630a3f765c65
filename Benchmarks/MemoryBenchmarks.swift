import Foundation
import KubernetesModel
import Placement
import Units

/// What a pod and a node take of memory: differences of the peaks of processes that do nothing else but
/// hold a cluster.
let memoryBenchmarks: [Benchmark] = [
  Benchmark(name: "placement.memory.pod", unit: "bytes") {
    let (few, many) = (50_000, 500_000)
    let difference =
      try MemoryOfCluster.peak(nodes: 5_000, pods: many)
      - MemoryOfCluster.peak(nodes: 5_000, pods: few)
    return difference / Double(many - few)
  },
  Benchmark(name: "placement.memory.node", unit: "bytes") {
    // The same pods: what more of them take is in the figure above.
    let difference =
      try MemoryOfCluster.peak(nodes: 10_000, pods: 50_000)
      - MemoryOfCluster.peak(nodes: 5_000, pods: 50_000)
    return difference / 5_000
  },
]

/// A process that holds a cluster.
enum MemoryOfCluster {
  /// The environment variable that makes this program such a process: nodes and pods, `5000:50000`.
  private static let variable = "FIVESPOT_MEMORY_OF_CLUSTER"

  /// Holds the cluster that the environment asks for and prints the peak; false when it asks for none.
  static func runIfAsked() throws -> Bool {
    guard let text = ProcessInfo.processInfo.environment[variable] else { return false }
    let counts = text.split(separator: ":").compactMap { Int($0) }
    guard counts.count == 2 else {
      throw BenchmarkError(description: "\(variable) is \(text); it is such as 5000:50000")
    }
    var scheduler = cluster(of: counts[0])
    let kind = scheduler.kind(of: pod(cpu: 100))
    for index in 0..<counts[1] {
      guard case .placed = scheduler.schedule(scheduler.makePod(kind)) else {
        throw BenchmarkError(description: "pod \(index) found no node")
      }
    }
    print(try peakOfThisProcess())
    keep(scheduler.nodeCount)
    return true
  }

  /// The most bytes that a process ever had in memory which held so many nodes and pods.
  static func peak(nodes: Int, pods: Int) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var environment = ProcessInfo.processInfo.environment
    environment[variable] = "\(nodes):\(pods)"
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let bytes = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw BenchmarkError(description: "the process said \"\(output)\"")
    }
    return bytes
  }

  private static func peakOfThisProcess() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first,
      let count = Int(kibibytes)
    else { throw BenchmarkError(description: "/proc/self/status does not say VmHWM") }
    return count * 1_024
  }
}
