package import Documents

extension BenchBaseline {
  /// The version of the form: a reader takes any with its major number.
  static let schemaVersion = "1.0"

  /// The baseline as it is committed: sorted keys, shortest round-trip numbers, no wall clock.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    typealias Entries = [(key: String, value: DocumentValue)]
    var benchmarks: Entries = []
    let keys = members.keys.sorted()
    for benchmark in Self.unique(keys.map(\.benchmark)) {
      let own = keys.filter { $0.benchmark == benchmark }
      var variants: Entries = []
      for variant in Self.unique(own.map(\.variant)) {
        let seeds = own.filter { $0.variant == variant }
        variants.append(
          (variant, .mapping(seeds.map { ("\($0.seed)", value(of: $0)) })))
      }
      benchmarks.append((benchmark, .mapping(variants)))
    }
    return try DocumentValue.mapping([
      ("benchmarks", .mapping(benchmarks)), ("schemaVersion", .string(Self.schemaVersion)),
      ("suite", .string(suite)), ("toolVersion", .string(toolVersion)),
    ]).prettyJSON(sortsKeys: true)
  }

  private func value(of key: Key) -> DocumentValue {
    guard let member = members[key] else { return .null }
    var entries: [(key: String, value: DocumentValue)] = [
      ("digest", .string(member.digest)),
      (
        "metrics",
        .mapping(
          member.metrics.keys.sorted().map { ($0, .number(member.metrics[$0] ?? .nan)) })
      ),
    ]
    if let blocks = member.blocks {
      entries.append(
        (
          "journal",
          .mapping([
            ("blockRows", .integer(Int64(blocks.rows))),
            // One text, so that a baseline has a line a member and not a line a block.
            ("blocks", .string(blocks.digests.joined(separator: " "))),
            ("facts", .integer(Int64(blocks.facts))), ("header", .string(blocks.header)),
          ])
        ))
    }
    return .mapping(entries)
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Reads a baseline.
  ///
  /// - Throws: The first thing that is wrong with it, with its place.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) throws(DocumentError) -> BenchBaseline {
    let root = try Document.parseJSON(bytes, file: path).root
    let version = try root.text("schemaVersion")
    guard version.hasPrefix("1.") else {
      throw DocumentError(
        position: root["schemaVersion"]?.position ?? root.position,
        message: "the baseline has version \(version) of its form; this tool reads 1",
        remedy: "make it again with --update")
    }
    var baseline = BenchBaseline(
      suite: try root.text("suite"), toolVersion: try root.text("toolVersion"), members: [:])
    for benchmark in try root.mapping("benchmarks").members {
      for variant in benchmark.value.members {
        for member in variant.value.members {
          guard let seed = UInt64(member.key) else {
            throw DocumentError(
              position: member.keyPosition, message: "\"\(member.key)\" is no seed")
          }
          let key = Key(benchmark: benchmark.key, variant: variant.key, seed: seed)
          baseline.members[key] = try Self.member(member.value)
        }
      }
    }
    return baseline
  }

  private static func member(_ node: DocumentNode) throws(DocumentError) -> Member {
    var metrics: [String: Double] = [:]
    for metric in try node.mapping("metrics").members {
      guard let value = metric.value.double else {
        throw DocumentError(
          position: metric.value.position, message: "the value of \(metric.key) is no number")
      }
      metrics[metric.key] = value
    }
    guard node["journal"] != nil else {
      return Member(digest: try node.text("digest"), metrics: metrics, blocks: nil)
    }
    let journal = try node.mapping("journal")
    let blocks = JournalBlocks(
      facts: try journal.count("facts", atLeast: 0),
      rows: try journal.count("blockRows", atLeast: 1), header: try journal.text("header"),
      digests: try journal.text("blocks").split(separator: " ").map(String.init))
    guard blocks.digests.count == (blocks.facts + blocks.rows - 1) / blocks.rows else {
      throw DocumentError(
        position: journal.position,
        message: "\(blocks.digests.count) blocks of \(blocks.rows) rows do not make "
          + "\(blocks.facts) facts")
    }
    return Member(digest: try node.text("digest"), metrics: metrics, blocks: blocks)
  }
}

extension DocumentNode {
  fileprivate func text(_ key: String) throws(DocumentError) -> String {
    guard let value = self[key]?.string else { throw missing(key, "a text") }
    return value
  }

  fileprivate func mapping(_ key: String) throws(DocumentError) -> DocumentNode {
    guard let value = self[key], value.kind == .mapping else { throw missing(key, "a mapping") }
    return value
  }

  fileprivate func count(_ key: String, atLeast minimum: Int64) throws(DocumentError) -> Int {
    guard let value = self[key]?.integer, value >= minimum, value < 1 << 40 else {
      throw missing(key, "a whole number of at least \(minimum)")
    }
    return Int(value)
  }

  private func missing(_ key: String, _ what: String) -> DocumentError {
    DocumentError(
      position: self[key]?.position ?? position, message: "\(key) has to be \(what)",
      remedy: "make the baseline again with --update")
  }
}
