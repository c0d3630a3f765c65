import Units

/// The pods on lent machines that promises speak of, each in a place of its own: a job's pod in the place
/// of its job, and a pod of a control plane, which a number names, behind all jobs.
struct LentPods: Sendable {
  private let jobGrace: TimeSpan
  private let clusterOfJob: [UInt32]
  private let graces: [TimeSpan]
  private let clusterOfService: [UInt32]
  /// The service of each pod that has a number; the first one for numbers that are not used.
  private var serviceOfPod: [UInt32] = []

  init(_ workload: Workload) {
    jobGrace = workload.jobTerminationGrace
    clusterOfJob = workload.jobs.map(\.cluster.index)
    graces = workload.services.map(\.terminationGrace)
    clusterOfService = workload.services.map(\.cluster.index)
  }

  /// How many places there are so far.
  var count: Int { clusterOfJob.count + serviceOfPod.count }

  /// The place of the pod that a fact speaks of; nil where none can be meant.
  mutating func place(of fact: Fact) -> Int? {
    let number = Int(fact.subject)
    switch fact.kind {
    case .podBound:
      guard fact.value >= 0, fact.value < graces.count else { return nil }
      while serviceOfPod.count <= number { serviceOfPod.append(0) }
      serviceOfPod[number] = UInt32(fact.value)
      return clusterOfJob.count + number
    case .podAskedToLeave, .podCutShort, .podReleased:
      return number < serviceOfPod.count ? clusterOfJob.count + number : nil
    default: return number
    }
  }

  /// The service of the pod in a place; nil for a job's.
  func service(of place: Int) -> UInt32? {
    place < clusterOfJob.count ? nil : serviceOfPod[place - clusterOfJob.count]
  }

  /// Whose pod that is.
  func subject(of place: Int) -> PromiseBreach.Subject {
    service(of: place).map { .pod(number: UInt32(place - clusterOfJob.count), service: $0) }
      ?? .job(UInt32(place))
  }

  /// Its own grace period.
  func grace(of place: Int) -> TimeSpan {
    service(of: place).map { graces[Int($0)] } ?? jobGrace
  }

  /// Its cluster.
  func cluster(of place: Int) -> Int {
    Int(service(of: place).map { clusterOfService[Int($0)] } ?? clusterOfJob[place])
  }
}
