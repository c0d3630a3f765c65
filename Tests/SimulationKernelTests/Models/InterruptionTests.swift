import SimulationKernel
import Testing
import Units

/// Work that exponential failures interrupt, on the kernel alone.
private struct InterruptedJob {
  /// Seconds of work, undisturbed.
  var work: Double
  /// Failures per second of work.
  var failureRate: Double
  /// Seconds from a failure to the next start; nothing fails meanwhile.
  var restartCost: Double
  /// Seconds of work after which it is saved; nil restarts from scratch.
  var checkpointInterval: Double?
  /// Seconds that saving takes; a failure meanwhile loses the interval.
  var checkpointCost = 0.0

  private enum Event: BitwiseCopyable {
    case saved
    case failed
    case restarted
  }

  /// How long one job takes from start to end, in seconds.
  func duration(_ failures: inout RandomStream) throws -> Double {
    let lifetime = try Distribution.exponential(mean: 1 / failureRate)
    var queue = EventQueue<Event>()
    var remaining = work
    var segment = 0.0
    var saving = EventHandle.none
    var failing = EventHandle.none
    queue.push(.restarted, at: .epoch)
    while let (now, event) = queue.pop() {
      switch event {
      case .saved:
        queue.cancel(failing)
        remaining -= segment
        if remaining <= 1e-9 { return (now - .epoch).secondsAsDouble }
        queue.push(.restarted, at: now)
      case .failed:
        queue.cancel(saving)
        queue.push(.restarted, at: now + TimeSpan(roundingSeconds: restartCost))
      case .restarted:
        segment = min(checkpointInterval ?? work, remaining)
        saving = queue.push(
          .saved, at: now + TimeSpan(roundingSeconds: segment + checkpointCost))
        failing = queue.push(.failed, at: now + lifetime.sampleSpan(&failures))
      }
    }
    return .nan
  }
}

@Suite(
  "Interrupted work against its closed forms",
  .enabled(if: isRelease, "long replications: run with -c release"))
struct InterruptionTests {
  @Test(
    "a restart from scratch takes (1 / f + r)(e^(f w) − 1)",
    arguments: [
      (1, 0.25, 0.05, 1.150302938), (4, 0.25, 0.1, 7.044955497), (10, 0.1, 0.2, 17.526474650),
    ]
      as [(Double, Double, Double, Double)])
  func restart(work: Double, failureRate: Double, restartCost: Double, expected: Double) throws {
    let job = InterruptedJob(work: work, failureRate: failureRate, restartCost: restartCost)
    try expectAgreement(try replicate(job), with: expected, "restart")
  }

  @Test("checkpoints cut the work into pieces that restart alone")
  func checkpoint() throws {
    let job = InterruptedJob(
      work: 10, failureRate: 0.1, restartCost: 0.2, checkpointInterval: 2.5, checkpointCost: 0.1)
    // Four pieces of 2.6 with saving: each restarts as a job of its own, and e^0.26 − 1 is 0.29693…
    let expected = 4 * (10 + 0.2) * 0.296_930_086_665_771_86
    try expectAgreement(try replicate(job), with: expected, "checkpoint")
  }

  @Test("the availability of a machine is up / (up + down)")
  func availability() throws {
    let up = try Distribution.weibull(shape: 0.7, scale: 50)
    let down = try Distribution.lognormal(mu: 1, sigma: 1)
    let availabilities = try replicationSeeds.map { seed in
      var ups = RandomStream(seed: seed, label: "up")
      var downs = RandomStream(seed: seed, label: "down")
      var queue = EventQueue<Bool>()
      var state = TimeWeighted(level: 1, start: .epoch)
      queue.push(false, at: Instant.epoch + up.sampleSpan(&ups))
      let end = Instant.epoch + .seconds(1_000_000)
      while let (now, isUp) = queue.pop(before: end) {
        state.set(isUp ? 1 : 0, at: now)
        queue.push(!isUp, at: now + (isUp ? up.sampleSpan(&ups) : down.sampleSpan(&downs)))
      }
      return try #require(state.mean(until: end))
    }
    let means = (up: try #require(up.mean), down: try #require(down.mean))
    try expectAgreement(
      availabilities, with: means.up / (means.up + means.down), "availability")
  }

  private func replicate(_ job: InterruptedJob) throws -> [Double] {
    try replicationSeeds.map { seed in
      var tally = Tally()
      for entity in 0..<8_000 as Range<UInt64> {
        var failures = RandomStream(seed: seed, label: "failure", entity: entity)
        tally.add(try job.duration(&failures))
      }
      return tally.mean
    }
  }
}
