import FleetSimulation
import SimulationKernel
import Traces
import Units

/// The load of one service, but for the seed.
struct ServiceLoad: Sendable {
  /// Where the load comes from.
  enum Source: Sendable {
    /// Always so much.
    case constant(MilliCPU)
    /// A part of a curve of a whole, with noise.
    case curve(
      MarketHoursCurve, whole: MilliCPU, sharePermille: Int64, noisePermille: Int64, step: TimeSpan)
    /// As it was recorded.
    case recorded(StepSeries)
  }

  var name: String
  var source: Source
  var targetUtilisationPercent: Int64
  var minimumReplicas: Int
  var maximumReplicas: Int

  /// What the service uses at most without noise, in thousandths of a core.
  var peak: Int64 {
    switch source {
    case .constant(let cpu): return cpu.value
    case .recorded(let series): return series.values.max() ?? 0
    case .curve(let curve, let whole, let share, _, _):
      let level = max(curve.insidePermille, curve.outsidePermille)
      return Int64(Int128(whole.value) * Int128(share) * Int128(level) / 1_000_000)
    }
  }

  /// The load of one replication: each service draws its noise from a stream of its own, so that
  /// another service changes nothing of it.
  func plan(from start: Instant, to end: Instant, seed: UInt64) -> ServicePlan {
    let usage: StepSeries
    switch source {
    case .constant(let cpu):
      usage = StepSeries(start: start, step: .days(1), values: [cpu.value])
    case .recorded(let series): usage = series
    case .curve(let curve, let whole, let share, let noise, let step):
      let load = GeneratedLoad(
        following: curve, of: whole, sharePermille: share, noisePermille: noise, step: step,
        from: start, to: end, stream: RandomStream(seed: seed, label: "service.load/\(name)"))
      usage = StepSeries(start: load.start, step: load.step, values: load.values)
    }
    return ServicePlan(
      usage: usage, targetUtilisationPercent: targetUtilisationPercent,
      minimumReplicas: minimumReplicas, maximumReplicas: maximumReplicas)
  }
}
