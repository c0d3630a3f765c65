import SimulationKernel
import Units

/// The event queue alone, and the queue with a small model on top.
let kernelBenchmarks: [Benchmark] = holdBenchmarks + [mmcBenchmark]

private let holdBenchmarks: [Benchmark] =
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

/// Ten servers under Poisson arrivals, 80 % busy: an arrival and a departure per customer.
private let mmcBenchmark = Benchmark(name: "kernel.mmc-10", unit: "events/CPU-s") {
  let customers = 2_000_000
  let arrivalGap = try Distribution.exponential(mean: 1.0 / 8)
  let serviceTime = try Distribution.exponential(mean: 1)
  var meanWait = 0.0
  let value = rate(of: 2 * customers) {
    meanWait = multiServerQueue(
      servers: 10, arrivalGap: arrivalGap, serviceTime: serviceTime, customers: customers)
  }
  // 0.2046 in theory; a model that is fast because it is wrong must not pass for fast.
  guard abs(meanWait / 0.204590075 - 1) < 0.1 else {
    throw BenchmarkError(description: "M/M/10 waits \(meanWait) s on average, not 0.2046 s")
  }
  return value
}

/// The mean wait, in seconds, of so many customers.
private func multiServerQueue(
  servers: Int, arrivalGap: Distribution, serviceTime: Distribution, customers: Int
) -> Double {
  enum Event: BitwiseCopyable {
    case arrival
    case departure
  }
  var arrivals = RandomStream(seed: 1, label: "arrival")
  var services = RandomStream(seed: 1, label: "service")
  var queue = EventQueue<Event>()
  var waiting: [Instant] = []
  var head = 0
  var busy = 0
  var arrived = 0
  var waits = Tally()
  queue.push(.arrival, at: .epoch)
  while let (now, event) = queue.pop() {
    switch event {
    case .arrival:
      arrived += 1
      if arrived < customers { queue.push(.arrival, at: now + arrivalGap.sampleSpan(&arrivals)) }
      if busy < servers {
        busy += 1
        waits.add(0)
        queue.push(.departure, at: now + serviceTime.sampleSpan(&services))
      } else {
        waiting.append(now)
      }
    case .departure:
      guard head < waiting.count else {
        busy -= 1
        continue
      }
      waits.add((now - waiting[head]).secondsAsDouble)
      head += 1
      queue.push(.departure, at: now + serviceTime.sampleSpan(&services))
      if head == waiting.count {
        waiting.removeAll(keepingCapacity: true)
        head = 0
      }
    }
  }
  return waits.mean
}
