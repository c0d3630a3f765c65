import Facts
import Placement
import SimulationKernel
import Units

extension SimulationPlan {
  /// Refuses a plan that cannot be simulated, with the first reason.
  package func validate() throws(SimulationError) {
    guard start < end else { throw .emptyHorizon(start: start, end: end) }
    for (what, count) in [("nodes", fleet.nodes.count), ("jobs", workload.jobs.count)]
    where count >= Int(UInt32.max) {
      throw .tooMany(what: what, count: count)
    }
    for (index, node) in fleet.nodes.enumerated() {
      guard Int(node.pool.index) < fleet.pools.count else {
        throw .unknownPoolOfNode(node: index, pool: node.pool)
      }
      guard ResourceVector.zero.fits(in: node.allocatable) else {
        throw .negativeResources(what: "node", index: index)
      }
    }
    try validateJobs()
    try validateDevices()
    try validateScheduler()
    try validateQueues()
    try validateInterruptions()
    try validateRecovery()
    try validateServices()
    try validateLending()
    try validateAutoscaling()
  }

  private func validateJobs() throws(SimulationError) {
    for cluster in workload.jobClusters where Int(cluster.index) >= fleet.clusters.count {
      throw .inconsistentPlan("jobs run in cluster \(cluster.index), which is not there")
    }
    var previous = start
    for (index, job) in workload.jobs.enumerated() {
      guard job.submittedAt >= start else {
        throw .jobBeforeStart(job: index, submittedAt: job.submittedAt, start: start)
      }
      guard job.submittedAt >= previous else { throw .jobsOutOfOrder(job: index) }
      previous = job.submittedAt
      guard ResourceVector.zero.fits(in: job.request) else {
        throw .negativeResources(what: "job", index: index)
      }
      guard workload.runsJobs(in: job.cluster) else {
        throw .inconsistentPlan(
          "job \(index) runs in cluster \(job.cluster.index), which is none of those with jobs")
      }
      try check(job.work, "the work of job \(index)", least: .zero)
    }
  }

  /// A placement that knows devices takes nodes and jobs that can be put in devices.
  private func validateDevices() throws(SimulationError) {
    guard case .devices = placement else { return }
    for (index, node) in fleet.nodes.enumerated() where !node.hasWholeDevices {
      throw .inconsistentPlan(
        "node \(fleet.nodeNames[index]) has \(node.allocatable.gpu.value) thousandths of a GPU; under "
          + "\(placement.word) a node has 0 to \(DeviceSet.countMax) whole devices")
    }
    for (index, job) in workload.jobs.enumerated() where job.devices == nil {
      throw .inconsistentPlan(
        "job \(index) asks for \(job.request.gpu.value) thousandths of a GPU; under \(placement.word) "
          + "it is a share of one device or whole devices")
    }
  }

  /// kube-scheduler counts GPUs whole, and knows each job's template.
  private func validateScheduler() throws(SimulationError) {
    for (index, job) in workload.jobs.enumerated()
    where Int(job.template) >= workload.podTemplates.count {
      throw .inconsistentPlan("job \(index) has pod template \(job.template), which is not there")
    }
    guard case .scheduler = placement else { return }
    for (index, node) in fleet.nodes.enumerated() where !node.allocatable.hasWholeGPUs {
      throw .inconsistentPlan(
        "node \(fleet.nodeNames[index]) has \(node.allocatable.gpu.value) thousandths of a GPU; "
          + "under \(placement.word) GPUs are whole, as Kubernetes counts them")
    }
    for (index, job) in workload.jobs.enumerated() where !job.request.hasWholeGPUs {
      throw .inconsistentPlan(
        "job \(index) asks for \(job.request.gpu.value) thousandths of a GPU; under "
          + "\(placement.word) GPUs are whole, as Kubernetes counts them")
    }
    for pool in fleet.pools where pool.maxPods < 1 {
      throw .inconsistentPlan("machines of the pool \(pool.name) take no pod; they take 1 or more")
    }
  }

  private func validateInterruptions() throws(SimulationError) {
    for (index, interruption) in interruptions.enumerated() {
      let pool = interruption.pool
      guard Int(pool.index) < fleet.pools.count else { throw .unknownPool(pool) }
      guard !interruptions[..<index].contains(where: { $0.pool == pool }) else {
        throw .poolInterruptedTwice(pool)
      }
      if let mean = interruption.lifetime?.mean, mean <= 0 { throw .noLifetime(pool, mean: mean) }
      if let problem = interruption.market?.problem {
        throw .inconsistentPlan(
          "the market of pool \(fleet.pools[Int(pool.index)].name) has \(problem)")
      }
      try check(interruption.notice, "the notice of pool \(pool.index)", least: .zero)
      if let part = interruption.rebalance?.probabilityPermille, !(0...1_000).contains(part) {
        throw .inconsistentPlan(
          "rebalance recommendations of pool \(fleet.pools[Int(pool.index)].name) come in \(part) "
            + "thousandths of cases, which go from 0 to 1000")
      }
    }
  }

  private func validateRecovery() throws(SimulationError) {
    switch recovery {
    case .restart(let cost):
      try check(cost, "the cost of a restart", least: .zero)
    case .checkpoint(let interval, let cost, let restore):
      try check(interval, "the interval between checkpoints", least: TimeSpan(nanoseconds: 1))
      try check(cost, "the cost of a checkpoint", least: .zero)
      try check(restore, "the cost of restoring", least: .zero)
    }
  }

  func check(
    _ span: TimeSpan, _ what: @autoclosure () -> String, least: TimeSpan
  ) throws(SimulationError) {
    guard span >= least, span <= RecoveryPolicy.longestSpan else {
      let bound = least > .zero ? "above zero" : "zero or more"
      throw .spanOutOfRange(what: what(), span: span, rule: bound + " and at most 36500 days")
    }
  }
}
