import Units

/// Digests, timestamps, zone lookups and the functions behind random draws.
let unitsBenchmarks: [Benchmark] = [
  Benchmark(name: "units.sha256", unit: "bytes/CPU-s") {
    let block = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 131) }
    return rate(of: 128 * block.count) {
      var hash = SHA256()
      for _ in 0..<128 { hash.update(block) }
      keep(hash.finalize())
    }
  },
  Benchmark(name: "units.rfc3339-parse", unit: "timestamps/CPU-s") {
    let text = Array("2026-06-08T09:00:00.25+02:00".utf8)
    return try rate(of: 2_000_000) {
      var sum: Int64 = 0
      for _ in 0..<2_000_000 { sum &+= try Instant(rfc3339: text.span).nanoseconds }
      keep(sum)
    }
  },
  Benchmark(name: "units.zone-offset.table", unit: "lookups/CPU-s") {
    try zoneOffsets(from: 600_000_000)
  },
  Benchmark(name: "units.zone-offset.footer", unit: "lookups/CPU-s") {
    try zoneOffsets(from: 4_000_000_000)
  },
  Benchmark(name: "units.log", unit: "calls/CPU-s") { functionRate { Mathematics.log($0) } },
  Benchmark(name: "units.exp", unit: "calls/CPU-s") { functionRate { Mathematics.exp($0) } },
  Benchmark(name: "units.pow", unit: "calls/CPU-s") { functionRate { Mathematics.pow($0, 0.7) } },
]

/// Lookups of New York's offset every 997 s, from a second since the epoch on.
private func zoneOffsets(from second: Int64) throws -> Double {
  guard let rules = ZoneRulesSet.pinned["America/New_York"] else {
    throw BenchmarkError(description: "the pinned set lacks America/New_York")
  }
  return rate(of: 1_000_000) {
    var sum = 0
    for step in 0..<1_000_000 as Range<Int64> {
      sum &+= rules.offsetSeconds(at: Instant(seconds: second + step * 997))
    }
    keep(sum)
  }
}

private func functionRate(_ function: (Double) -> Double) -> Double {
  rate(of: 5_000_000) {
    var sum = 0.0
    var x = 0.1
    for _ in 0..<5_000_000 {
      sum += function(x)
      x += 1e-6
    }
    keep(sum)
  }
}
