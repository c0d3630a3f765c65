import SimulationKernel
import Units

/// The event queue alone, and the queue with a small model on top.
let kernelBenchmarks: [Benchmark] =
  [100, 10_000, 1_000_000].flatMap { pending in
    [
      Benchmark(name: "kernel.hold.pending-\(pending)", unit: "events/CPU-s") {
        hold(pending: pending, events: holdEvents).rate
      },
      Benchmark(name: "kernel.hold.pending-\(pending).cpp", unit: "events/CPU-s") {
        // Both sides must have given back the same events in the same order.
        let checksum = hold(pending: pending, events: holdEvents).checksum
        return try Comparison(program: "hold", arguments: ["\(pending)", "\(holdEvents)"])
          .measure(expecting: "\(checksum)")
      },
    ]
  }

private let holdEvents = 5_000_000

/// The increments of the hold model: SplitMix64, the same in the comparison program.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A span of 0 … 999,999 ns; the bias of the high product is below 10⁻¹³.
  mutating func increment() -> Int64 {
    Int64(bitPattern: next().multipliedFullWidth(by: 1_000_000).high)
  }
}

/// The hold model: with `pending` events pending, pops one and pushes it again 0 … 999,999 ns later.
private func hold(pending: Int, events: Int) -> (rate: Double, checksum: UInt64) {
  var random = SplitMix64(state: 1)
  var queue = EventQueue<UInt64>()
  for index in 0..<pending {
    queue.push(UInt64(index), at: Instant(nanoseconds: random.increment()))
  }
  var checksum: UInt64 = 0
  func turn(_ count: Int) {
    for _ in 0..<count {
      guard let event = queue.pop() else { return }
      checksum = checksum &* 31 &+ event.payload
      queue.push(
        event.payload, at: Instant(nanoseconds: event.at.nanoseconds + random.increment()))
    }
  }
  // As many turns unmeasured as there are events pending, so that the first spread is forgotten.
  turn(pending)
  let value = rate(of: events) { turn(events) }
  return (value, checksum)
}
