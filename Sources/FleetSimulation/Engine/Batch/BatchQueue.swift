import Facts
import Placement
import Units

/// The jobs of one cluster that wait in queues by weight, those that start together as one.
struct BatchQueue {
  /// What tells apart who finds room where: the largest and the smallest member, how many they are,
  /// and what else their pods say.
  private struct Shape: Hashable {
    var largest: ResourceVector
    var smallest: ResourceVector
    var count: Int
    var template: UInt16
  }

  private(set) var queue: FairShareQueue
  /// By pod template: the queue that its jobs wait in.
  private let queueOfTemplate: [Int]
  private let priorities: [Int32]
  private var shapes: [Shape: Int] = [:]
  /// By the first job of a gang that waits: the members that wait.
  private var members: [UInt32: [UInt32]] = [:]
  /// Members that wait for others of their gang to come, before it can wait for room.
  private var gathering: [UInt32] = []

  init(_ plan: borrowing SimulationPlan) {
    let queues = plan.queues.isEmpty ? [JobQueue(name: "default")] : plan.queues
    queue = FairShareQueue(
      queues.map { .init(name: $0.name, weight: $0.weight, strategy: $0.strategy) },
      capacity: .zero)
    queueOfTemplate = plan.workload.podTemplates.map { template in
      queues.firstIndex { $0.name == template.queue } ?? 0
    }
    priorities = plan.workload.podTemplates.map(\.priority)
  }

  /// The jobs that wait, in order of submission.
  var waiting: [UInt32] {
    (gathering + queue.waiting.flatMap { members[UInt32($0.id)] ?? [] }).sorted()
  }

  /// A member of a gang waits for the others.
  mutating func gather(_ job: UInt32) { gathering.append(job) }

  /// All of a gang wait that have work left, in order: they may start.
  mutating func add(_ gang: [UInt32], of jobs: [Job]) {
    guard let head = gang.first, let last = gang.last else { return }
    let job = jobs[Int(head)]
    let first = head - UInt32(job.member)
    gathering.removeAll { first <= $0 && $0 < first + UInt32(job.gangSize) }
    let shape = Shape(
      largest: job.request, smallest: jobs[Int(last)].request, count: gang.count,
      template: job.template)
    let number = shapes[shape] ?? shapes.count
    shapes[shape] = number
    members[first] = gang
    queue.add(
      FairShareQueue.Gang(
        id: Int(first), queue: queueOfTemplate[Int(job.template)],
        priority: priorities[Int(job.template)], since: job.submittedAt, shape: number))
  }

  /// The gang that is to be tried next, and its members that wait; nil when none is.
  mutating func next(at now: Instant) -> (gang: FairShareQueue.Gang, members: [UInt32])? {
    guard let gang = queue.next(at: now) else { return nil }
    return (gang, members[UInt32(gang.id)] ?? [])
  }

  /// A gang was taken out and did not fit.
  mutating func putBack(_ gang: FairShareQueue.Gang, at now: Instant) {
    queue.putBack(gang, at: now)
  }

  /// A gang was taken out and starts.
  mutating func start(_ gang: FairShareQueue.Gang, of jobs: [Job]) {
    let started = members.removeValue(forKey: UInt32(gang.id)) ?? []
    for job in started {
      queue.take(jobs[Int(job)].request, for: gang.queue)
    }
  }

  /// A job gave its room back.
  mutating func end(_ job: Job) {
    queue.giveBack(job.request, of: queueOfTemplate[Int(job.template)])
  }

  /// Gangs may fit that did not, on nodes that have so much when they are empty.
  mutating func roomCame(_ capacity: ResourceVector) {
    queue.capacity = capacity
    queue.roomCame()
  }

  /// How a waiting job stands.
  func standing(of job: UInt32, _ jobs: [Job]) -> BatchStanding {
    let first = Int(job) - Int(jobs[Int(job)].member)
    let place = queueOfTemplate[Int(jobs[Int(job)].template)]
    let all = queue.waiting
    let gang = all.first { $0.id == first }
    let ahead = gang.map { gang in all.filter { $0.queue == place && $0 < gang } } ?? []
    return BatchStanding(
      queue: queue.queues[place].name, weight: queue.queues[place].weight,
      strategy: queue.queues[place].strategy, share: queue.weightedShare(place),
      ahead: ahead.count, first: ahead.min().map { UInt32($0.id) },
      size: Int(jobs[Int(job)].gangSize), failures: gang?.failures ?? 0,
      notBefore: gang?.notBefore)
  }
}
