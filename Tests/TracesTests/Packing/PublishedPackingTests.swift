import Documents
import Placement
import Testing
import Traces
import Units

/// The experiment of "Beware of Fragmentation" on openb, against its published results.
///
/// In debug the first seed only, in release all ten.
@Suite("Published results of GPU packing")
struct PublishedPackingTests {
  private static var seeds: [Int] {
    #if DEBUG
      [42]
    #else
      Array(PackingOracle.seeds)
    #endif
  }

  @Test(
    "every percent of load and the end state are the published ones",
    arguments: PackingOracle.deterministic, Self.seeds)
  func published(policy: PackingPolicy, seed: Int) throws {
    let run = try PackingOracle.experiment().run(
      try PackingOracle.sequence(seed: seed), policy: policy)
    try checkColumns(of: run, policy: policy, seed: seed)
    try checkEndState(of: run, policy: policy, seed: seed)
  }

  private func checkColumns(of run: PackingRun, policy: PackingPolicy, seed: Int) throws {
    let oracle = try PackingOracle()
    try #require(run.columns.count == 131)
    for measure in PackingOracle.Measure.allCases {
      for (load, expected) in try oracle.columns(policy, seed: seed, measure).enumerated() {
        let actual = try run.percent(measure, at: load)
        // The tolerance is 0.01; the rest is for the doubles that hold hundredths.
        #expect(
          abs(actual - expected) < 0.010_001,
          "\(policy) seed \(seed) \(measure) at \(load) %: \(actual), published \(expected)")
      }
    }
  }

  @Test(
    "each pod of seed 42 goes to the same node and devices", arguments: PackingOracle.deterministic)
  func placements(policy: PackingPolicy) throws {
    let expected = try PackingOracle.text(
      "placements/seed-42-\(Self.recordedName(policy)).csv.gz")
    let run = try PackingOracle.experiment().run(
      try PackingOracle.sequence(seed: 42), policy: policy)
    let lines = expected.split(separator: "\n").dropFirst()
    try #require(lines.count == run.placements.count)
    for (index, line) in lines.enumerated() {
      #expect(Self.line(run.placements[index]) == line, "\(policy) pod \(index)")
    }
  }

  private static func line(_ placement: DevicePlacement?) -> String {
    guard let placement else { return "-1," }
    return "\(placement.node),"
      + placement.devices.devices.map(String.init).joined(separator: "-")
  }

  /// What is left at the end, and the digest of all placements.
  private func checkEndState(of run: PackingRun, policy: PackingPolicy, seed: Int) throws {
    let file = "end-state.json"
    let root = try Document.parseJSON(try PackingOracle.bytes(file), file: file).root
    let entry = try #require(
      root.elements.first {
        $0["policy"]?.string == Self.recordedName(policy) && $0["seed"]?.integer == Int64(seed)
      })
    #expect(Int64(run.placements.count) == entry["pods"]?.integer)
    #expect(Int64(run.failed) == entry["failed"]?.integer)
    #expect(run.used.cpu.value == entry["cpu_milli"]?.integer)
    #expect(run.used.memory.value == entry["memory_mib"]?.integer.map { $0 << 20 })
    #expect(Int64(run.devicesTouched) == entry["gpus_touched"]?.integer)
    #expect(run.used.gpu.value == entry["gpu_milli"]?.integer)
    let fragment = Double(run.fragment.fragment) / Double(run.weight)
    let expected = try #require(entry["frag_gpu_milli"]?.double)
    #expect(abs(fragment - expected) < 0.006, "\(fragment), not \(expected)")
    let lines = run.placements.map { Self.line($0) + "\n" }.joined()
    #expect(SHA256.digest(Array(lines.utf8)).hex == entry["placements_sha256"]?.string)
  }

  /// The name of the recorded placements: those in whole numbers where there are two.
  private static func recordedName(_ policy: PackingPolicy) -> String {
    policy == .fragmentationGradient ? "06-FGD-integer" : policy.publishedName
  }

  @Test("where the idle GPU goes under fgd, seed 42")
  func fragmentClasses() throws {
    let run = try PackingOracle.experiment().run(
      try PackingOracle.sequence(seed: 42), policy: .fragmentationGradient)
    let classes = run.fragment
    // The published split was made with the original's floating-point ties, which put some pods without
    // GPU elsewhere: what lacks CPU and what does not is only the same together.
    for (sum, expected) in [
      (classes.lackBoth + classes.lackGPU, 138_432.67 + 85_864.49), (classes.lackCPU, 27_278.88),
      (classes.withoutGPUFits + classes.withoutGPULacksCPU, 6_055.27 + 33_730.34),
      (classes.satisfied, 1_228.35), (classes.fragment, 291_361.65),
    ] {
      #expect(abs(Double(sum) / Double(run.weight) - expected) < 0.011, "\(expected)")
    }
    #expect(run.idle == MilliGPU(292_590))
  }
}
