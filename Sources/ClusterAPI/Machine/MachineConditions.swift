package import Units

/// The status of a condition.
package enum ConditionStatus: String, CaseIterable, Hashable, Sendable {
  /// It holds.
  case isTrue = "True"
  /// It does not.
  case isFalse = "False"
  /// Nobody can say.
  case unknown = "Unknown"

  /// The status of a condition whose absence of fault is good: true for false and the reverse.
  package var negated: ConditionStatus {
    switch self {
    case .isTrue: .isFalse
    case .isFalse: .isTrue
    case .unknown: .unknown
    }
  }

  /// Of two that should both be true: a definite fault counts most, then what nobody knows.
  package func and(_ other: ConditionStatus) -> ConditionStatus {
    if self == .isFalse || other == .isFalse { return .isFalse }
    return self == .unknown || other == .unknown ? .unknown : .isTrue
  }
}

/// The conditions of a Machine that the controllers derive.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller_status.go`.
package enum MachineConditions {
  /// `NodeHealthy`, from those of the Node: ready, and without pressure. An absent one is unknown.
  package static func nodeHealthy(
    ready: ConditionStatus?, memoryPressure: ConditionStatus?, diskPressure: ConditionStatus?,
    processPressure: ConditionStatus?
  ) -> ConditionStatus {
    (ready ?? .unknown)
      .and(memoryPressure?.negated ?? .unknown).and(diskPressure?.negated ?? .unknown)
      .and(processPressure?.negated ?? .unknown)
  }

  /// A condition that `Ready` sums up.
  package struct Part: Hashable, Sendable {
    /// Its status; nil when it is absent, which is unknown.
    package var status: ConditionStatus?
    /// Whether it should be false.
    package var isNegative: Bool

    /// Makes a part.
    package init(_ status: ConditionStatus?, isNegative: Bool = false) {
      self.status = status
      self.isNegative = isNegative
    }
  }

  /// `Ready`: neither deleting nor updating, with bootstrap, infrastructure and Node in order, the
  /// health check too where there is one, and every readiness gate.
  package static func ready(
    deleting: ConditionStatus?, updating: ConditionStatus?, bootstrapConfigReady: ConditionStatus?,
    infrastructureReady: ConditionStatus?, nodeHealthy: ConditionStatus?,
    healthCheckSucceeded: ConditionStatus?, readinessGates: [Part] = []
  ) -> ConditionStatus {
    var summary = (deleting ?? .unknown).negated
      .and((updating ?? .unknown).negated)
      .and(bootstrapConfigReady ?? .unknown).and(infrastructureReady ?? .unknown)
      .and(nodeHealthy ?? .unknown)
    if let healthCheckSucceeded { summary = summary.and(healthCheckSucceeded) }
    for gate in readinessGates {
      let status = gate.status ?? .unknown
      summary = summary.and(gate.isNegative ? status.negated : status)
    }
    return summary
  }

  /// `Available`, of a Machine that has been ready for `readyFor`, and how long to wait before it
  /// can be; nil when time alone does not make it so.
  package static func available(
    ready: ConditionStatus, readyFor: TimeSpan, minReady: TimeSpan
  ) -> (status: ConditionStatus, lookAgainAfter: TimeSpan?) {
    guard ready == .isTrue else { return (.isFalse, nil) }
    return readyFor >= minReady ? (.isTrue, nil) : (.isFalse, minReady - readyFor)
  }

  /// Whether the Node of a Machine carries the taint that steers pods away from nodes about to be
  /// replaced: its set is behind its deployment.
  package static func isOutdated(machineSetRevision: Int, machineDeploymentRevision: Int?) -> Bool {
    machineDeploymentRevision.map { machineSetRevision < $0 } ?? false
  }
}
