package import SimulationKernel
package import Units

/// The market that a pool of spot machines is had from: of one type, in one zone. While it is dry nothing
/// can be launched, and when it runs dry machines are taken away together.
package struct SpotMarketPlan: Hashable, Sendable {
  /// When machines can be had.
  package enum Availability: Hashable, Sendable {
    /// As recorded: at the start, then turned around at each of these instants, which ascend.
    case recorded(startsUp: Bool, turns: [Instant])
    /// Spells of having and of not having, in seconds, one after the other; in the long run, contagion
    /// included, as often as these laws say.
    case modelled(up: Distribution, down: Distribution)
  }

  /// How many of the machines go when the market runs dry.
  package enum Loss: Hashable, Sendable {
    /// All with that probability in thousandths, else any number of them, each as likely.
    case wipeOut(permille: Int64)
    /// A part of them that is Beta distributed, rounded up: U-shaped where both are below 1.
    case beta(Double, Double)
  }

  /// When machines can be had.
  package var availability: Availability
  /// The markets of one region fall and rise together now and then; only modelled ones do.
  package var region: String
  /// The probability, in thousandths, that it runs dry when another of its region does by itself.
  package var contagionPermille: Int64
  /// The same of coming back.
  package var recoveryPermille: Int64
  /// How many go.
  package var loss: Loss
  /// Over how long a time those that go are told.
  package var spread: TimeSpan
  /// The part of those that go that is not told, in thousandths.
  package var missedNoticePermille: Int64

  /// Makes a market.
  package init(
    availability: Availability, region: String = "", contagionPermille: Int64 = 0,
    recoveryPermille: Int64 = 0, loss: Loss = .wipeOut(permille: 1_000),
    spread: TimeSpan = .zero, missedNoticePermille: Int64 = 0
  ) {
    self.availability = availability
    self.region = region
    self.contagionPermille = contagionPermille
    self.recoveryPermille = recoveryPermille
    self.loss = loss
    self.spread = spread
    self.missedNoticePermille = missedNoticePermille
  }
}

extension SpotMarketPlan {
  /// Why it cannot be simulated, in words; nil when it can.
  var problem: String? {
    for (what, part) in [
      ("contagion", contagionPermille), ("recovery", recoveryPermille),
      ("missed notices", missedNoticePermille),
    ] where !(0...1_000).contains(part) {
      return "\(what) of \(part) thousandths, which go from 0 to 1000"
    }
    guard spread >= .zero else { return "a spread of \(spread.text)" }
    switch loss {
    case .wipeOut(let permille):
      guard (0...1_000).contains(permille) else {
        return "a wipe-out of \(permille) thousandths, which go from 0 to 1000"
      }
    case .beta(let a, let b):
      guard a > 0, b > 0, a <= 1e6, b <= 1e6 else { return "a Beta law of \(a) and \(b)" }
    }
    switch availability {
    case .recorded(_, let turns):
      guard zip(turns, turns.dropFirst()).allSatisfy({ $0 < $1 }) else {
        return "turns that do not ascend"
      }
    case .modelled(let up, let down):
      for (what, law) in [("up", up), ("down", down)] {
        guard let mean = law.mean, mean > 0 else {
          return "a spell \(what) without a mean above zero"
        }
      }
    }
    return nil
  }
}
