package import SimulationKernel
package import Units

/// CPU that is used, at equal steps of time.
package struct GeneratedLoad: Hashable, Sendable {
  /// When the first value begins.
  package var start: Instant
  /// How long each value holds.
  package var step: TimeSpan
  /// Thousandths of a core.
  package var values: [Int64]

  /// A load that follows a curve, with noise.
  ///
  /// Value `i` is `whole` × share × the curve's level at the start of step `i` × (1 + e), where e is
  /// uniform over the whole millionths from −`noisePermille` to +`noisePermille`, drawn anew for
  /// each step. All in whole numbers, rounded once, to the nearest thousandth of a core.
  ///
  /// - Parameters:
  ///   - curve: The level over time.
  ///   - whole: What the curve's levels are parts of.
  ///   - sharePermille: The part of the curve that is this load, in thousandths.
  ///   - noisePermille: The greatest deviation from the curve, in thousandths of the level, below
  ///     1,000.
  ///   - stream: Where the noise comes from.
  package init(
    following curve: MarketHoursCurve, of whole: MilliCPU, sharePermille: Int64,
    noisePermille: Int64, step: TimeSpan, from start: Instant, to end: Instant,
    stream: consuming RandomStream
  ) {
    precondition(step > .zero && start < end, "a load needs a step above zero and a horizon")
    precondition(0 <= noisePermille && noisePermille < 1_000, "noise is a part of the level")
    self.start = start
    self.step = step
    values = []
    var stream = stream
    let bound = noisePermille * 1_000
    var at = start
    while at < end {
      let level = curve.levelPerMillion(at: at)
      let deviation =
        bound == 0 ? 0 : Int64(stream.uniform(below: UInt64(2 * bound + 1))) - bound
      let product =
        Int128(whole.value) * Int128(sharePermille) * Int128(level)
        * Int128(1_000_000 + deviation)
      let divisor: Int128 = 1_000 * 1_000_000 * 1_000_000
      values.append(Int64((product + divisor / 2) / divisor))
      let (next, isBeyond) = at.nanoseconds.addingReportingOverflow(step.nanoseconds)
      if isBeyond { break }
      at = Instant(nanoseconds: next)
    }
  }
}
