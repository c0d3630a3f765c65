package import Facts
package import Placement
import SimulationKernel
package import Units

/// Watches one job of a run, and has it explained why nodes take it or not. It is given values and
/// returns none that the run acts on, so it cannot steer.
package struct JobWatch {
  /// A moment at which there is something to explain.
  package enum Moment: Hashable, Sendable {
    /// A node is about to be looked for. Attempts are counted from 0.
    case attempt(Int)
    /// The instant that was asked about is over.
    case instant
  }

  /// The job.
  package var job: UInt32
  /// The instant that is asked about; nil for none.
  package var instant: Instant?
  /// Whether the moment is to be explained.
  package var wants: (Moment, Instant) -> Bool
  /// Takes an explanation that was wanted.
  package var takes: (Moment, Instant, JobExplanation) -> Void
  /// Takes each fact about the job.
  package var hears: (Fact) -> Void

  /// Makes a watch.
  package init(
    job: UInt32, instant: Instant?, wants: @escaping (Moment, Instant) -> Bool,
    takes: @escaping (Moment, Instant, JobExplanation) -> Void,
    hears: @escaping (Fact) -> Void
  ) {
    self.job = job
    self.instant = instant
    self.wants = wants
    self.takes = takes
    self.hears = hears
  }
}

/// Why nodes take a job, or not, at one moment.
package struct JobExplanation: Sendable {
  /// What the placement says of it.
  package var placement: PodExplanation
  /// How many jobs of its cluster come before it in order of submission, and the first of them; nil
  /// where kube-scheduler has a queue of its own.
  package var ahead: (count: Int, first: UInt32?)?
  /// What kube-scheduler's queue knows of it.
  package var standing: SchedulingQueue<UInt32>.Standing?
  /// How it stands in queues by weight, where there are such.
  package var batch: BatchStanding?
}

extension JobWatch {
  /// Tells a fact when it is about the job.
  func hear(_ fact: Fact) {
    guard fact.subject == job else { return }
    switch fact.kind {
    case .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected, .podEvicted,
      .podKilled:
      hears(fact)
    default: break
    }
  }
}

extension FleetState {
  /// Has an attempt to place the watched job explained, before it is made.
  mutating func watchAttempt(of next: UInt32, in cluster: JobCluster) {
    guard let watch, watch.job == next else { return }
    let moment = JobWatch.Moment.attempt(watchedAttempts)
    watchedAttempts += 1
    guard watch.wants(moment, now) else { return }
    watch.takes(moment, now, explanation(of: next, in: cluster))
  }

  /// Has the instant that was asked about explained, once all its events are known: the next one comes
  /// at `instant`.
  mutating func tellWatch(before instant: Instant) {
    guard let watch, let asked = watch.instant, asked < instant else { return }
    self.watch?.instant = nil
    guard jobRecords[Int(watch.job)].phase == .waiting, watch.wants(.instant, asked) else {
      return
    }
    watch.takes(
      .instant, asked, explanation(of: watch.job, in: clusters[of: jobs[Int(watch.job)]]))
  }

  private mutating func explanation(
    of job: UInt32, in cluster: JobCluster
  ) -> JobExplanation {
    var answer = JobExplanation(
      placement: cluster.room.explain(jobs[Int(job)], number: job, at: now), ahead: nil,
      standing: nil)
    if let batch = cluster.batch {
      answer.batch = batch.standing(of: job, jobs)
    } else if cluster.room.hasScheduler {
      answer.standing = cluster.room.scheduler.pods.standing(of: job)
    } else {
      let before = cluster.waiting.unordered.filter { $0 < job }
      answer.ahead = (before.count, before.min())
    }
    return answer
  }
}
