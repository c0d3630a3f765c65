import SimulationKernel
import Units

/// A waiting room in front of identical servers: Poisson arrivals, any service law, first come first
/// served. One unit of model time is a second.
struct ServiceStation {
  var servers: Int
  /// The most customers in the station, those served included; more are turned away.
  var capacity = Int.max
  /// Arrivals per second.
  var arrivalRate: Double
  var service: Distribution

  /// What one replication gave, after the warm-up.
  struct Outcome {
    var blockingProbability: Double
    /// Mean wait of those let in, in seconds.
    var meanWait: Double
    /// Mean number in the station.
    var meanNumber: Double
    /// The integral of the number over time and the sum of the stays, both in nanoseconds, from the first
    /// arrival until the station is empty again.
    var numberIntegral: Int128
    var sumOfStays: Int128
  }

  private enum Event: BitwiseCopyable {
    case arrival
    case departure(arrived: Instant)
  }

  /// Lets `customers` arrive, of which the first `warmUp` are not measured, then closes the door and
  /// serves the rest.
  func run(seed: UInt64, customers: Int, warmUp: Int) throws -> Outcome {
    var arrivals = RandomStream(seed: seed, label: "arrival")
    var services = RandomStream(seed: seed, label: "service")
    let gap = try Distribution.exponential(mean: 1 / arrivalRate)
    var queue = EventQueue<Event>()
    var waiting = WaitingRoom()
    var number = TimeWeighted(start: .epoch)
    var whole = number
    var busy = 0
    var arrived = 0
    var blocked = 0
    var waits = Tally()
    var sumOfStays: Int128 = 0
    var measuredEnd = Instant.epoch
    var meanNumber = 0.0

    func begin(
      _ arrival: Instant, at now: Instant, measured: Bool, into queue: inout EventQueue<Event>
    ) {
      if measured { waits.add((now - arrival).secondsAsDouble) }
      queue.push(.departure(arrived: arrival), at: now + service.sampleSpan(&services))
    }

    queue.push(.arrival, at: Instant.epoch + gap.sampleSpan(&arrivals))
    while let (now, event) = queue.pop() {
      switch event {
      case .arrival:
        arrived += 1
        if arrived == warmUp { number.restart(at: now) }
        if arrived < customers {
          queue.push(.arrival, at: now + gap.sampleSpan(&arrivals))
        } else {
          measuredEnd = now
          meanNumber = number.mean(until: now) ?? 0
        }
        guard busy + waiting.count < capacity else {
          if arrived > warmUp { blocked += 1 }
          continue
        }
        whole.add(1, at: now)
        if measuredEnd == .epoch { number.add(1, at: now) }
        if busy < servers {
          busy += 1
          begin(now, at: now, measured: arrived > warmUp, into: &queue)
        } else {
          waiting.append(now)
        }
      case .departure(let arrival):
        sumOfStays += Int128((now - arrival).nanoseconds)
        whole.add(-1, at: now)
        if measuredEnd == .epoch { number.add(-1, at: now) }
        if let next = waiting.popFirst() {
          begin(next, at: now, measured: arrived > warmUp, into: &queue)
        } else {
          busy -= 1
        }
      }
    }
    return Outcome(
      blockingProbability: Double(blocked) / Double(customers - warmUp), meanWait: waits.mean,
      meanNumber: meanNumber, numberIntegral: whole.integral(until: .distantFuture),
      sumOfStays: sumOfStays)
  }

  /// First in, first out, in an array with a moving head.
  private struct WaitingRoom {
    private var arrivals: [Instant] = []
    private var head = 0

    var count: Int { arrivals.count - head }

    mutating func append(_ arrival: Instant) { arrivals.append(arrival) }

    mutating func popFirst() -> Instant? {
      guard head < arrivals.count else { return nil }
      let first = arrivals[head]
      head += 1
      if head > 1_024, head * 2 > arrivals.count {
        arrivals.removeFirst(head)
        head = 0
      }
      return first
    }
  }
}

/// The closed forms of queueing theory, in the recursions that do not overflow.
enum ClosedForm {
  /// The blocking probability of M/G/c/c with the offered load `load` (A. K. Erlang, 1917).
  static func erlangB(servers: Int, load: Double) -> Double {
    (1...servers).reduce(1.0) { load * $0 / (Double($1) + load * $0) }
  }

  /// The mean wait of M/M/c with service rate 1.
  static func meanWait(servers: Int, arrivalRate: Double) -> Double {
    let blocking = erlangB(servers: servers, load: arrivalRate)
    let utilisation = arrivalRate / Double(servers)
    let delay = blocking / (1 - utilisation * (1 - blocking))
    return delay / (Double(servers) - arrivalRate)
  }

  /// The mean wait of M/G/1 (F. Pollaczek, A. Khinchine).
  static func meanWait(arrivalRate: Double, meanService: Double, secondMoment: Double) -> Double {
    arrivalRate * secondMoment / (2 * (1 - arrivalRate * meanService))
  }
}
