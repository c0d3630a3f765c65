import SimulationKernel
package import Units

/// Which spot markets have machines, and when each turns next: alternating spells, with contagion
/// between the markets of a region.
///
/// When a modelled market runs dry by itself, each other one of its region that is up falls in the same
/// instant with a probability, and likewise it rises; what these add to a market's own turns is taken
/// off its own hazard, so that it turns as often as its laws say. The probes of nine zones over 45 days ask
/// for it: 19 % of their falls come together with another of the region, where chance makes 3 %.
package struct SpotMarkets: Sendable {
  /// What their streams are counted under together.
  static let label = "spot"
  static let spellLabel = "spot.spell"
  static let contagionLabel = "spot.contagion"
  static let lossLabel = "spot.loss"

  private let plans: [SpotMarketPlan]
  /// By market: the others of its region that it may take along.
  private let neighbours: [[Int]]
  /// By market: how often others make it fall, in a second of its being up, and rise, in a second of its
  /// being down.
  private var contagionRates: [(up: Double, down: Double)]
  private let end: Instant
  private var spells: [RandomStream]
  private var contagion: [RandomStream]
  private var losses: [RandomStream]
  private var recordedNext: [Int]
  /// By market: whether machines can be had.
  package private(set) var isUp: [Bool]
  /// By market: when it turns next by itself; nil when it never does.
  package private(set) var nextTurn: [Instant?]

  /// Starts the markets of a run: a modelled one is up as often as its laws say, at the beginning of a
  /// spell.
  package init(_ plans: [SpotMarketPlan], seed: UInt64, start: Instant, end: Instant) {
    self.plans = plans
    self.end = end
    neighbours = plans.indices.map { one in
      plans.indices.filter { other in
        one != other && plans[one].isModelled && plans[other].isModelled
          && plans[one].region == plans[other].region
      }
    }
    let cycles = plans.map(\.longRunCycles)
    contagionRates = plans.indices.map { _ in (0, 0) }
    func streams(_ label: String) -> [RandomStream] {
      plans.indices.map { RandomStream(seed: seed, label: label, entity: UInt64($0)) }
    }
    spells = streams(Self.spellLabel)
    contagion = streams(Self.contagionLabel)
    losses = streams(Self.lossLabel)
    recordedNext = Array(repeating: 0, count: plans.count)
    isUp = Array(repeating: true, count: plans.count)
    nextTurn = Array(repeating: nil, count: plans.count)
    for market in plans.indices {
      switch plans[market].availability {
      case .recorded(let startsUp, _): isUp[market] = startsUp
      case .modelled: isUp[market] = spells[market].unit() < cycles[market].up
      }
    }
    contagionRates = rates(cycles: cycles)
    for market in plans.indices { nextTurn[market] = drawTurn(of: market, after: start) }
  }

  /// How often others turn each market, when all turn as often as their laws say: of a market's turns
  /// those are its own that nobody made it take. Both follow from each other, so they are found by
  /// turns; that ends, as contagion makes up less than all turns, or else is cut at all of them.
  private func rates(cycles: [(rate: Double, up: Double)]) -> [(up: Double, down: Double)] {
    var own = Array(repeating: (falls: 1.0, rises: 1.0), count: plans.count)
    var rates = contagionRates
    for _ in 0..<64 {
      for market in plans.indices {
        let (falls, rises) = neighbours[market].reduce((0.0, 0.0)) { sum, other in
          (
            sum.0 + own[other].falls * cycles[other].rate,
            sum.1 + own[other].rises * cycles[other].rate
          )
        }
        rates[market] = (
          Double(plans[market].contagionPermille) / 1_000 * falls,
          Double(plans[market].recoveryPermille) / 1_000 * rises
        )
      }
      for market in plans.indices where cycles[market].rate > 0 {
        let (rate, up) = cycles[market]
        own[market] = (
          max(1 - rates[market].up * up / rate, 0), max(1 - rates[market].down * (1 - up) / rate, 0)
        )
      }
    }
    return rates
  }

  /// Whether there are none.
  var isEmpty: Bool { plans.isEmpty }

  /// How many numbers were drawn so far.
  var drawn: UInt64 {
    (spells + contagion + losses).reduce(0) { $0 + $1.drawn }
  }

  /// A market turns by itself: it and those that it takes along, in order.
  package mutating func turn(_ market: Int, at now: Instant) -> [Int] {
    isUp[market].toggle()
    var turned = [market]
    for other in neighbours[market] where isUp[other] != isUp[market] {
      let probability =
        isUp[market] ? plans[other].recoveryPermille : plans[other].contagionPermille
      guard probability > 0, contagion[other].bernoulli(UInt64(probability), in: 1_000) else {
        continue
      }
      isUp[other].toggle()
      turned.append(other)
    }
    for one in turned { nextTurn[one] = drawTurn(of: one, after: now) }
    return turned
  }

  /// When a market turns by itself next, that has just turned.
  private mutating func drawTurn(of market: Int, after now: Instant) -> Instant? {
    switch plans[market].availability {
    case .recorded(_, let turns):
      while recordedNext[market] < turns.count, turns[recordedNext[market]] <= now {
        recordedNext[market] += 1
      }
      return recordedNext[market] < turns.count ? turns[recordedNext[market]] : nil
    case .modelled(let up, let down):
      let law = isUp[market] ? up : down
      let rate = isUp[market] ? contagionRates[market].up : contagionRates[market].down
      let seconds = Self.spell(law, without: rate, spells[market].openUnit())
      let span = max(TimeSpan(roundingSeconds: seconds), TimeSpan(nanoseconds: 1))
      let (sum, isBeyond) = now.nanoseconds.addingReportingOverflow(span.nanoseconds)
      return isBeyond || sum >= end.nanoseconds ? nil : Instant(nanoseconds: sum)
    }
  }

  /// A spell of a law of which the constant hazard `rate` is taken off: its survival is S(x) e^(rate x),
  /// and the spell is the first x at which that is `unit`. The steps towards it never pass it.
  private static func spell(_ law: Distribution, without rate: Double, _ unit: Double) -> Double {
    var seconds = law.quantile(1 - unit)
    guard rate > 0 else { return seconds }
    for _ in 0..<1_000 {
      let survival = unit * Mathematics.exp(-rate * seconds)
      let next = law.quantile(min(1 - survival, 1 - 0x1p-53))
      guard next > seconds else { break }
      seconds = next
    }
    return seconds
  }

  // MARK: Losses

  /// How many of `count` machines go when a market runs dry: at least one.
  package mutating func loss(of market: Int, among count: Int) -> Int {
    guard count > 1 else { return count }
    switch plans[market].loss {
    case .wipeOut(let permille):
      if losses[market].bernoulli(UInt64(permille), in: 1_000) { return count }
      return 1 + Int(losses[market].uniform(below: UInt64(count - 1)))
    case .beta(let a, let b):
      let part = Self.beta(a, b, &losses[market])
      return min(max(Int((part * Double(count)).rounded(.up)), 1), count)
    }
  }

  /// A Beta variable from two of Gamma: X / (X + Y).
  private static func beta(_ a: Double, _ b: Double, _ stream: inout RandomStream) -> Double {
    guard let one = try? Distribution.gamma(shape: a, scale: 1),
      let other = try? Distribution.gamma(shape: b, scale: 1)
    else { preconditionFailure("the law was validated") }
    let (x, y) = (one.sample(&stream), other.sample(&stream))
    return x + y > 0 ? x / (x + y) : 0.5
  }

  /// Which of `count` machines go, in the order in which they are told.
  mutating func victims(of market: Int, among count: Int) -> [Int] {
    var all = Array(0..<count)
    let taken = loss(of: market, among: count)
    for place in 0..<taken {
      all.swapAt(place, place + Int(losses[market].uniform(below: UInt64(count - place))))
    }
    return Array(all.prefix(taken))
  }

  /// How long after the market ran dry one that goes is told, and whether it is told.
  mutating func warning(of market: Int) -> (delay: TimeSpan, isTold: Bool) {
    let spread = plans[market].spread.nanoseconds
    let delay = spread > 0 ? Int64(losses[market].uniform(below: UInt64(spread))) : 0
    let missed = UInt64(plans[market].missedNoticePermille)
    return (
      TimeSpan(nanoseconds: delay), missed == 0 || !losses[market].bernoulli(missed, in: 1_000)
    )
  }
}

extension SpotMarketPlan {
  fileprivate var isModelled: Bool {
    if case .modelled = availability { true } else { false }
  }

  /// How many spells up it has a second, and which part of time is up; none of a recorded one.
  fileprivate var longRunCycles: (rate: Double, up: Double) {
    guard case .modelled(let up, let down) = availability, let upMean = up.mean,
      let downMean = down.mean
    else { return (0, 1) }
    return (1 / (upMean + downMean), upMean / (upMean + downMean))
  }
}
