import Documents
import SpotScheduler

/// The files of the `5spot` suite that hold the behaviour of released 5-Spot beyond its grammars.
///
/// An expectation there names what a vector is about and no more, so what else comes out does not
/// count against it.
enum UpstreamSuites {
  /// The checks by `suite/file`.
  static let checks: [String: FileCheck] = [
    "5spot/backoff": check([
      "compute": OperationsSuite.backoff, "errorLabel": OperationsSuite.errorLabel,
      "policy": OperationsSuite.retries,
    ]),
    "5spot/capacity_decision": check(["capacity_decision": CapacitySuite.decision]),
    "5spot/capacity_path": check([
      "drained": CapacitySuite.drainedPath, "field": CapacitySuite.fieldPath,
      "inject": CapacitySuite.injection, "read": CapacitySuite.reading,
    ]),
    "5spot/events": check([
      "phaseEvent": EventSuite.phaseChange, "statusPatch": EventSuite.statusPatch,
    ]),
    "5spot/finalizer": check([
      "addFinalizer": FinalizerSuite.addition, "cleanup": FinalizerSuite.cleanup,
      "defaults": FinalizerSuite.defaults, "deletion": FinalizerSuite.deletion,
      "hasFinalizer": FinalizerSuite.presence, "removeFinalizer": FinalizerSuite.removal,
      "timeoutEvent": FinalizerSuite.timeoutEvent,
    ]),
    "5spot/grace_period": check(["grace_period": PhaseSuite.grace]),
    "5spot/loop_protection": check([
      "prune": ReclaimSuite.pruning, "record": ReclaimSuite.recording,
      "shouldWarn": ReclaimSuite.warning,
    ]),
    "5spot/phase_transitions": check(["phase_transitions": PhaseSuite.transition]),
    "5spot/pod_eviction": check([
      "drain": NodeDrainSuite.drain, "evict": NodeDrainSuite.deletion,
      "shouldEvict": NodeDrainSuite.selection,
    ]),
    "5spot/process_match": check(["process_match": ProcessSuite.match]),
    "5spot/provider_capital_markets": check(CapitalMarketsSuite.functions),
    "5spot/provider_time_based": check(TimeBasedSuite.functions),
    "5spot/reclaim_controller": check([
      "clearPatch": ReclaimSuite.clearPatch, "configMap": ReclaimSuite.configMap,
      "configMapName": ReclaimSuite.configMapName, "disableEvent": ReclaimSuite.disableEvent,
      "disablePatch": ReclaimSuite.disablePatch, "event": ReclaimSuite.event,
      "labelPatch": ReclaimSuite.labelPatch, "message": ReclaimSuite.message,
      "nodeRequest": ReclaimSuite.nodeRequest, "provision": ReclaimSuite.provision,
      "renderToml": ReclaimSuite.configuration,
    ]),
    "5spot/sharding": check(["sharding": OperationsSuite.shard]),
    "5spot/spot_verdict": check([
      "compose": VerdictSuite.composition, "persist": VerdictSuite.persistence,
      "resolve": VerdictSuite.resolution, "verdict": VerdictSuite.verdict,
    ]),
    "5spot/taint_diff": check(["taint_diff": TaintSuite.plan]),
    "5spot/taint_reconcile": check(["taint_reconcile": TaintSuite.round]),
    "5spot/workshop_checks": check(["workshop_checks": OperationsSuite.workshop]),
  ]

  private static func check(_ functions: [String: FileCheck.Function]) -> FileCheck {
    FileCheck(functions: functions, accepts: FileCheck.hasMembers)
  }
}

extension Vector {
  /// The release of 5-Spot whose behaviour it records.
  func release() throws(VectorError) -> Upstream.Release {
    guard case .node(let node, _) = content else { throw VectorError("no object") }
    switch node["layer"]?.string {
    case "A": return .v01
    case "B": return .v03
    case let layer: throw VectorError("unknown layer \"\(layer ?? "")\"")
    }
  }
}

extension DocumentValue {
  /// A mapping without the members that are nil.
  static func present(_ members: [(key: String, value: DocumentValue?)]) -> DocumentValue {
    .mapping(members.compactMap { key, value in value.map { (key: key, value: $0) } })
  }
}
