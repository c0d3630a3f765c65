import Facts
package import Placement

/// A queue of jobs that shares its cluster with others.
package struct JobQueue: Hashable, Sendable {
  /// Its name, by which pod templates name it.
  package var name: String
  /// How much it is due, against the weights of the others; 1 or more.
  package var weight: Int64
  /// Whether others pass a job that does not fit.
  package var strategy: FairShareQueue.Strategy

  /// Makes a queue.
  package init(
    name: String, weight: Int64 = 1, strategy: FairShareQueue.Strategy = .bestEffortFIFO
  ) {
    self.name = name
    self.weight = weight
    self.strategy = strategy
  }
}

extension SimulationPlan {
  /// Whether jobs wait in queues of their own: somebody asked for queues, or has jobs that start
  /// together.
  package var hasBatchQueues: Bool {
    !queues.isEmpty || workload.jobs.contains { $0.gangSize > 1 }
  }

  /// Jobs that start together follow one another and differ in what they ask for alone, and each names
  /// a queue where there are any.
  func validateQueues() throws(SimulationError) {
    for (index, queue) in queues.enumerated() {
      guard queue.weight > 0 else {
        throw .inconsistentPlan("queue \(queue.name) has weight \(queue.weight); it is 1 or more")
      }
      guard !queues[..<index].contains(where: { $0.name == queue.name }) else {
        throw .inconsistentPlan("there are two queues \(queue.name)")
      }
    }
    for template in workload.podTemplates where !queues.isEmpty {
      guard let name = template.queue, queues.contains(where: { $0.name == name }) else {
        throw .inconsistentPlan(
          "jobs wait in queue \(template.queue ?? "of no name"), which is not there")
      }
    }
    let jobs = workload.jobs
    var index = 0
    while index < jobs.count {
      let size = Int(jobs[index].gangSize)
      let gang = jobs[index...].prefix(size)
      let isWhole =
        size > 0 && gang.count == size
        && gang.enumerated().allSatisfy { place, job in
          Int(job.member) == place && Int(job.gangSize) == size && job.work == gang[index].work
            && job.submittedAt == gang[index].submittedAt && job.cluster == gang[index].cluster
            && job.template == gang[index].template
        }
      guard isWhole else {
        throw .inconsistentPlan(
          "job \(index) begins \(size) that start together, and those that follow are others")
      }
      index += size
    }
  }
}
