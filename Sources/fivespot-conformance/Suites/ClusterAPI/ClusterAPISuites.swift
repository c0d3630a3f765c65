import Documents

/// The files of the `capi` suite that are checked.
///
/// An expectation there names what a vector is about and no more, so what else comes out does not
/// count against it.
enum ClusterAPISuites {
  /// The checks by `suite/file`.
  static let checks: [String: FileCheck] = [
    "capi/drain": check([
      "evictPods": DrainSuite.evictionPass, "getPodsForEviction": DrainSuite.decisions,
      "matchesSelector": DrainSuite.selector, "matchingRules": DrainSuite.rules,
      "ruleAppliesToMachine": DrainSuite.ruleOfMachine, "ruleAppliesToPod": DrainSuite.ruleOfPod,
      "skipDeleted": DrainSuite.skipDeleted,
    ]),
    "capi/eviction_api": check(["eviction_api": DisruptionSuite.eviction]),
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
    "capi/pdb_status": check(["pdb_status": DisruptionSuite.status]),
    "capi/providers": check([
      "asgGlobalTimeout": ProviderSuite.longestHook, "bmoBackoff": ProviderSuite.hostBackoff,
      "etcdReplicas": ProviderSuite.etcdMembers, "fastTrack": ProviderSuite.fastTrack,
      "mcsCycle": ProviderSuite.dependencyCycle, "mcsMissing": ProviderSuite.missingDependency,
      "nthHeartbeat": ProviderSuite.heartbeats, "servicesToDeploy": ProviderSuite.services,
      "upgradeStep": ProviderSuite.upgradeStep,
    ]),
  ]

  private static func check(_ functions: [String: FileCheck.Function]) -> FileCheck {
    FileCheck(functions: functions, accepts: FileCheck.hasMembers)
  }
}
