import Documents

/// The files of the `capi` suite that are checked.
///
/// An expectation there names what a vector is about and no more, so what else comes out does not
/// count against it.
enum ClusterAPISuites {
  /// The checks by `suite/file`.
  static let checks: [String: FileCheck] = [
    "capi/deletion_order": FileCheck(
      functions: ["deletion_order": MachineSetSuite.deletion],
      accepts: MachineSetSuite.acceptsDeletion),
    "capi/drain": check([
      "evictPods": DrainSuite.evictionPass, "getPodsForEviction": DrainSuite.decisions,
      "matchesSelector": DrainSuite.selector, "matchingRules": DrainSuite.rules,
      "ruleAppliesToMachine": DrainSuite.ruleOfMachine, "ruleAppliesToPod": DrainSuite.ruleOfPod,
      "skipDeleted": DrainSuite.skipDeleted,
    ]),
    "capi/eviction_api": check(["eviction_api": DisruptionSuite.eviction]),
    "capi/k8s_small_facts": check(KubernetesFactsSuite.functions),
    "capi/kube_node_resources": check(["kube_node_resources": ScoreSuite.nodeResources]),
    "capi/kube_scheduler_core": FileCheck(
      functions: SchedulerCoreSuite.functions, accepts: SchedulerCoreSuite.accepts),
    "capi/kube_score_interpod": check(["kube_score_interpod": PodScoreSuite.affinity]),
    "capi/kube_score_simple": check(["kube_score_simple": ScoreSuite.plugin]),
    "capi/kube_score_topology_spread": check([
      "kube_score_topology_spread": PodScoreSuite.spread
    ]),
    "capi/machine_conditions": check([
      "machineAvailable": MachineSuite.available, "machineReady": MachineSuite.ready,
      "nodeHealthy": MachineSuite.nodeHealthy, "outdatedTaint": MachineSuite.outdated,
    ]),
    "capi/machine_delete_gates": check([
      "deleteNodeAllowed": MachineSuite.nodeCleanup, "gate": MachineSuite.gate,
      "nodeDelete": MachineSuite.nodeDeletion, "waitForVolumes": MachineSuite.volumes,
    ]),
    "capi/machine_phase": check(["machine_phase": MachineSuite.phase]),
    "capi/machineset_preflight": check(["machineset_preflight": MachineSetSuite.preflight]),
    "capi/md_rollout_math": check(RolloutMathSuite.functions),
    "capi/md_rollout_sequences": check(RolloutMathSuite.functions),
    "capi/md_rollout_steps": check(RolloutMathSuite.functions),
    "capi/mhc": check(HealthCheckSuite.functions),
    "capi/pdb_status": check(["pdb_status": DisruptionSuite.status]),
    "capi/providers": check([
      "asgGlobalTimeout": ProviderSuite.longestHook, "bmoBackoff": ProviderSuite.hostBackoff,
      "etcdReplicas": ProviderSuite.etcdMembers, "fastTrack": ProviderSuite.fastTrack,
      "mcsCycle": ProviderSuite.dependencyCycle, "mcsMissing": ProviderSuite.missingDependency,
      "nthHeartbeat": ProviderSuite.heartbeats, "servicesToDeploy": ProviderSuite.services,
      "upgradeStep": ProviderSuite.upgradeStep,
    ]),
    "capi/queue_and_cadence": check(WorkQueueSuite.functions),
    "capi/remediation_order": check(["remediation_order": MachineSetSuite.remediation]),
    "capi/replica_defaulting": check(["defaultReplicas": MachineSetSuite.replicas]),
  ]

  private static func check(_ functions: [String: FileCheck.Function]) -> FileCheck {
    FileCheck(functions: functions, accepts: FileCheck.hasMembers)
  }
}
