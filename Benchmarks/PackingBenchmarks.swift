import Documents
import Foundation
import Placement
import Traces

/// The experiment of "Beware of Fragmentation" on openb: one order of submission to 130 percent of the
/// GPUs, placements and measures, without reading the files.
let packingBenchmarks: [Benchmark] =
  PackingPolicy.allCases.map { policy in
    Benchmark(name: "placement.openb-\(policy.rawValue)", unit: "CPU-s") {
      let (experiment, sequence) = try openb()
      var failed = 0
      let seconds = 1 / rate(of: 1) { failed = experiment.run(sequence, policy: policy).failed }
      guard (2_000..<4_000).contains(failed) else {
        throw BenchmarkError(description: "\(failed) of \(sequence.pods.count) pods failed")
      }
      return seconds
    }
  }

private func openb() throws -> (PackingExperiment, PackingSequence) {
  let nodes = "traces/openb-gpu-2023/openb_node_list_gpu_node.csv"
  let pods = "traces/openb-gpu-2023/openb_pod_list_default.csv"
  let sequence = "Tests/Vectors/fgd-oracle/sequences/seed-42.txt.gz"
  let experiment = PackingExperiment(
    nodes: try PackingRecords.nodes(try repositoryFile(nodes), file: nodes),
    pods: try PackingRecords.pods(try repositoryFile(pods), file: pods))
  return (
    experiment,
    try PackingRecords.sequence(
      try repositoryFile(sequence), file: sequence, podCount: experiment.pods.count)
  )
}

private func repositoryFile(_ path: String) throws -> [UInt8] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: root.appendingPathComponent(path)))
}
