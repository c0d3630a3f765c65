import Facts

/// What a suite measured when its writer was content with it: committed beside the code.
///
/// It says nothing of when or where it was made, so that only results change it.
package struct BenchBaseline: Sendable {
  /// Which member of the suite.
  package struct Key: Hashable, Comparable, Sendable {
    /// The benchmark's name.
    package var benchmark: String
    /// The variant's name.
    package var variant: String
    /// The seed.
    package var seed: UInt64

    /// Makes a key.
    package init(benchmark: String, variant: String, seed: UInt64) {
      self.benchmark = benchmark
      self.variant = variant
      self.seed = seed
    }

    /// In the order of the file.
    package static func < (left: Key, right: Key) -> Bool {
      (left.benchmark, left.variant, left.seed) < (right.benchmark, right.variant, right.seed)
    }

    /// `surf-week/calm/1`.
    package var text: String { "\(benchmark)/\(variant)/\(seed)" }
  }

  /// What is kept of a member.
  package struct Member: Hashable, Sendable {
    /// Its digest.
    package var digest: String
    /// Its metrics by name.
    package var metrics: [String: Double]
    /// Its journal's blocks; nil where digests do not matter.
    package var blocks: JournalBlocks?

    /// Makes a member.
    package init(digest: String, metrics: [String: Double], blocks: JournalBlocks?) {
      self.digest = digest
      self.metrics = metrics
      self.blocks = blocks
    }
  }

  /// The suite's name.
  package var suite: String
  /// The version of the tool that made it.
  package var toolVersion: String
  /// The members.
  package var members: [Key: Member]

  /// Makes a baseline.
  package init(suite: String, toolVersion: String, members: [Key: Member]) {
    self.suite = suite
    self.toolVersion = toolVersion
    self.members = members
  }

  /// Makes a baseline of what was measured.
  package init(suite: String, measured: [MeasuredBenchmark]) {
    self.init(suite: suite, toolVersion: ToolVersion.current, members: [:])
    for benchmark in measured {
      for variant in benchmark.variants {
        for member in variant.members {
          let key = Key(
            benchmark: benchmark.benchmark.name, variant: variant.name, seed: member.seed)
          members[key] = Member(
            digest: member.digest, metrics: member.metrics, blocks: member.blocks)
        }
      }
    }
  }

  /// What replacing `old` by this changes, a line a member, in the file's order.
  package func changes(from old: BenchBaseline?) -> [String] {
    guard let old else { return members.keys.sorted().map { "+ \($0.text)" } }
    var lines: [String] = []
    for key in Set(members.keys).union(old.members.keys).sorted() {
      switch (old.members[key], members[key]) {
      case (nil, _): lines.append("+ \(key.text)")
      case (_, nil): lines.append("- \(key.text)")
      case (let before?, let after?) where before != after:
        let metrics = Self.changedMetrics(from: before.metrics, to: after.metrics)
        var parts: [String] = []
        if before.digest != after.digest { parts.append("digest") }
        if !metrics.isEmpty {
          parts.append("\(metrics.count) metrics, such as \(metrics[0])")
        }
        if parts.isEmpty { parts.append("the blocks of its journal") }
        lines.append("~ \(key.text): \(parts.joined(separator: "; "))")
      default: break
      }
    }
    return lines
  }

  /// The metrics whose values differ, by name: `job.wait.mean 12.5 → 13`.
  package static func changedMetrics(
    from before: [String: Double], to after: [String: Double]
  ) -> [String] {
    func text(_ value: Double?) -> String {
      guard let value else { return "none" }
      return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      before[name] == after[name] ? nil : "\(name) \(text(before[name])) → \(text(after[name]))"
    }
  }
}
