import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// Plans of control planes for tests, and questions to what became of them.
enum ControlPlaneWorld {
  /// A cloud whose laws are constants: a secret after 1.5 s, a machine after 60 s, gone after 10 s, a
  /// Node after 30 s and Ready after 12 s.
  static func cloud(
    provisioning: Double = 60, deletion: Double = 10, mostAtOnce: Int? = nil
  ) throws -> ProviderPlan {
    try ProviderPlan(
      bootstrap: .constant(1.5), provisioning: .constant(provisioning),
      deletion: .constant(deletion), join: .constant(30), ready: .constant(12),
      mostAtOnce: mostAtOnce)
  }

  /// A run of `hours` with one deployment in that cloud.
  static func plan(
    replicas: Int, strategy: RolloutStrategy = .standard, hours: Int64 = 4,
    healthCheck: MachineHealthCheck? = nil, podsPerNode: Int = 110,
    drainTimeout: TimeSpan? = nil, mostAtOnce: Int? = nil,
    profile: ControllerProfile = .v113
  ) throws -> ControlPlanePlan {
    try ControlPlanePlan(
      start: .epoch, end: .epoch + .hours(hours), seed: 1, profile: profile,
      deployments: [
        DeploymentPlan(
          replicas: replicas, strategy: strategy, drainTimeout: drainTimeout,
          provider: cloud(mostAtOnce: mostAtOnce),
          healthCheck: healthCheck, podsPerNode: podsPerNode)
      ])
  }

  /// A health check that gives a Node 300 s to come back.
  static let healthCheck = MachineHealthCheck(
    checks: HealthChecks(nodeConditions: [
      UnhealthyCondition(type: 0, status: .unknown, timeout: .seconds(300)),
      UnhealthyCondition(type: 0, status: .isFalse, timeout: .seconds(300)),
    ]))

  /// Pods that are ready after `start` seconds and gone after 30, deployed when the first Nodes are
  /// all up, so that each gets its share.
  static func pods(
    _ replicas: Int, start: Double = 5, budgets: [DisruptionLimit] = [],
    toleration: TimeSpan? = .seconds(300)
  ) throws -> WorkloadPlan {
    try WorkloadPlan(
      replicas: replicas, start: .constant(start), termination: .constant(30),
      budgets: budgets.map { PodDisruptionBudgetSpec(selector: nil, limit: $0) },
      begins: Instant(seconds: 500), toleration: toleration)
  }
}

extension ControlPlaneOutcome {
  /// When a fact of a kind first happened at or after `instant`, to `subject` if that is given.
  func first(
    _ kind: ControlPlaneFact.Kind, of subject: Int32? = nil, from instant: Instant = .epoch
  ) -> ControlPlaneFact? {
    facts.first {
      $0.kind == kind && $0.at >= instant && (subject == nil || $0.subject == subject)
    }
  }

  /// All facts of a kind.
  func facts(_ kind: ControlPlaneFact.Kind) -> [ControlPlaneFact] {
    facts.filter { $0.kind == kind }
  }

  /// How often a kind of fact happened.
  func count(_ kind: ControlPlaneFact.Kind) -> Int { facts.count { $0.kind == kind } }
}
