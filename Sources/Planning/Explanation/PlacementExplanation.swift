import Documents
package import Facts
package import FleetSimulation
package import RunStore
package import Scenario
package import Units

/// Runs a stored member again and tells why a pod is on its node, or why it waits.
package enum PlacementExplanation {
  /// A moment at which nodes were looked at for the pod.
  package struct Scene: Sendable {
    /// When.
    package var at: Instant
    /// What was found.
    package var explanation: JobExplanation
  }

  /// What is told.
  package struct Answer: Sendable {
    /// The job's name.
    package var pod: String
    /// Its number.
    package var job: UInt32
    /// The instant that is told about.
    package var instant: Instant
    /// What became of it until then.
    package var story: PodStory
    /// How often a node was looked for until then.
    package var attempts: Int
    /// The attempt that gave it its node, or the last one in vain; nil when there was none.
    package var attempt: Scene?
    /// How it stands at the instant, of one that waits then.
    package var present: JobExplanation?
    /// How nodes are chosen.
    package var placement: JobPlacement
    /// What it asks for.
    package var request: ResourceVector
    /// How many start together with it, itself included.
    package var gangSize: Int
    /// What its pod says beside its requests.
    package var template: PodTemplate
    /// The names of nodes, by number.
    package var nodeNames: [String]
    /// The names of jobs, by number.
    package var jobNames: [String]
  }

  /// Why a question has no answer.
  package enum Failure: Error, Sendable {
    /// No job has that name; a remedy that names near ones.
    case unknownPod(remedy: String)
    /// The pods of a control plane are not followed one by one.
    case isOfControlPlane
    /// It is the name of a service, whose pods have no names.
    case isService
    /// The instant is not within the horizon.
    case outsideHorizon(start: Instant, end: Instant)
    /// The rerun has another digest than the stored member: it tells of another run.
    case anotherRun(stored: String, rerun: String)
  }

  /// Explains where the pod of a job was at an instant, and why.
  ///
  /// - Parameters:
  ///   - member: The stored member; its digest is held against that of the rerun.
  ///   - scenario: The member's scenario, restored from the store.
  ///   - pod: The job, as `source/name`, or by its name alone where only one has it.
  ///   - instant: When; nil is when it got its node last or, if it never did, the end of the run.
  ///   - isCancelled: Asked every few thousand events.
  /// - Returns: The answer, or nil when it was cancelled on the way.
  /// - Throws: `Failure`, or what running a member throws.
  package static func explain(
    _ member: MemberRecord, scenario: ResolvedScenario, pod: String, at instant: Instant?,
    isCancelled: () -> Bool
  ) throws -> Answer? {
    let plan = try scenario.plan(seed: member.seed)
    guard plan.controlPlane == nil else { throw Failure.isOfControlPlane }
    let job = try number(of: pod, in: plan.workload)
    if let instant, !(plan.start <= instant && instant < plan.end) {
      throw Failure.outsideHorizon(start: plan.start, end: plan.end)
    }
    var facts: [Fact] = []
    var attempts: [Instant] = []
    let listening = JobWatch(
      job: job, instant: nil,
      wants: { _, at in
        attempts.append(at)
        return false
      }, takes: { _, _, _ in }, hears: { facts.append($0) })
    let outcome = try MemberSimulation.run(
      plan, accounting: .none, keepsJournal: false, isChecking: false, watch: listening,
      isCancelled: isCancelled)
    guard let outcome else { return nil }
    guard outcome.result.digest == member.digest else {
      throw Failure.anotherRun(stored: member.digest ?? "", rerun: outcome.result.digest)
    }
    let told =
      instant ?? facts.last { $0.kind == .jobStarted }?.at
      ?? plan.end - TimeSpan(nanoseconds: 1)
    let story = PodStory(facts, until: told)
    let made = attempts.prefix { $0 <= told }
    var answer = Answer(
      pod: plan.workload.jobNames[Int(job)], job: job, instant: told, story: story,
      attempts: made.count, attempt: nil, present: nil, placement: plan.placement,
      request: plan.workload.jobs[Int(job)].request,
      gangSize: Int(plan.workload.jobs[Int(job)].gangSize),
      template: plan.workload.podTemplates[Int(plan.workload.jobs[Int(job)].template)],
      nodeNames: plan.fleet.nodeNames, jobNames: plan.workload.jobNames)
    let isPlaced = story.isPlaced
    let place = isPlaced ? made.lastIndex { $0 == story.lastStart } : made.indices.last
    guard
      try watchAgain(plan, at: told, attempt: place, into: &answer, isCancelled: isCancelled)
    else { return nil }
    return answer
  }

  /// Runs the member once more up to the instant, and has the attempt and the instant explained; false
  /// when it was cancelled.
  private static func watchAgain(
    _ plan: SimulationPlan, at instant: Instant, attempt: Int?, into answer: inout Answer,
    isCancelled: () -> Bool
  ) throws -> Bool {
    var found: Scene?
    var present: JobExplanation?
    var isOver = false
    let watch = JobWatch(
      job: answer.job, instant: instant,
      wants: { moment, at in
        if at > instant { isOver = true }
        return moment == .instant || attempt.map { moment == .attempt($0) } ?? false
      },
      takes: { moment, at, explanation in
        if moment == .instant {
          present = explanation
          isOver = true
        } else {
          found = Scene(at: at, explanation: explanation)
        }
      }, hears: { if $0.at > instant { isOver = true } })
    var wasCancelled = false
    var sink = NoSink()
    _ = try FleetSimulation.run(
      plan, into: &sink,
      isCancelled: {
        wasCancelled = isCancelled()
        return wasCancelled || isOver
      }, watch: watch)
    answer.attempt = found
    answer.present = present
    return !wasCancelled
  }

  private struct NoSink: FactSink {
    mutating func record(_ fact: Fact) {}
  }

  /// The job of a name: by its whole name, or by that without its source where it is the only one.
  static func number(of name: String, in workload: Workload) throws(Failure) -> UInt32 {
    let names = workload.jobNames
    if let index = names.firstIndex(of: name) { return UInt32(index) }
    let short = names.indices.filter { names[$0].hasSuffix("/" + name) }
    if short.count == 1 { return UInt32(short[0]) }
    if workload.services.contains(where: { $0.name == name || name.hasPrefix($0.name + "/") }) {
      throw .isService
    }
    let alike =
      short.isEmpty
      ? names.lazy.filter { !name.isEmpty && $0.contains(name) }.prefix(6).map(\.self)
      : short.prefix(6).map { names[$0] }
    guard alike.isEmpty else {
      throw .unknownPod(remedy: "did you mean \(alike.joined(separator: ", "))?")
    }
    throw .unknownPod(
      remedy: NearestWord.advice(for: name, among: names, noun: "pods") ?? "")
  }
}

extension PodStory {
  /// Whether the job has a node, or had one to its end.
  package var isPlaced: Bool {
    switch state {
    case .running, .ending, .finished: true
    case .future, .rejected, .waiting: false
    }
  }
}
