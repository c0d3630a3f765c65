import Units

/// What runs in workload clusters: hosted control planes and Jobs, and the hosts below.
extension ControlPlaneReplay {
  /// An API server answers or ceases; before it first answers, nobody misses it.
  mutating func applyAPIServer(_ fact: Fact) -> String? {
    let isServing = fact.kind == .apiServerServed
    guard isServing != (apiServers[fact.subject]?.isServing ?? false) else {
      return isServing ? "the API server answers already" : "the API server does not answer"
    }
    if isServing {
      if let outage = apiServers[fact.subject]?.outage {
        accounts.outages[outage].endedAt = fact.at
      }
      apiServers[fact.subject] = APIServerTally(isServing: true)
    } else {
      apiServers[fact.subject] = APIServerTally(
        isServing: false, outage: accounts.outages.count)
      accounts.outages.append(APIServerOutage(service: fact.subject, beganAt: fact.at))
    }
    return nil
  }

  mutating func applyJobEnd(_ fact: Fact) -> String? {
    guard fact.value >= 0 else { return "it took less than no time" }
    accounts.jobEnds.append(
      WorkloadEnd(
        service: fact.subject, endedAt: fact.at, length: TimeSpan(nanoseconds: fact.value),
        hasFailed: fact.kind == .workloadFailed))
    return nil
  }

  mutating func applyHostStep(_ fact: Fact) -> String? {
    guard let step = HostStep(rawValue: fact.value) else { return "there is no such step" }
    summary.hostSetUpsFailed = (summary.hostSetUpsFailed ?? 0) + (step == .setUp ? 1 : 0)
    summary.hostCleaningsFailed = (summary.hostCleaningsFailed ?? 0) + (step == .cleaning ? 1 : 0)
    return nil
  }

  /// Their figures, once everything is known.
  mutating func summariseWorkloads() {
    if !apiServers.isEmpty {
      summary.outages = SpanStatistics(
        accounts.outages.map { (($0.endedAt ?? end) - $0.beganAt).nanoseconds })
    }
    if !peerTimes.isEmpty { summary.peerMachines = SpanStatistics(peerTimes) }
    guard !accounts.jobEnds.isEmpty else { return }
    summary.jobLengths = SpanStatistics(
      accounts.jobEnds.filter { !$0.hasFailed }.map(\.length.nanoseconds))
    summary.jobsFailed = accounts.jobEnds.count(where: \.hasFailed)
  }
}

/// What is known of one API server.
struct APIServerTally: Hashable, Sendable {
  /// Whether it answers.
  var isServing: Bool
  /// Its outage that goes on, by its place in the accounts.
  var outage: Int?
}
