package import SimulationKernel

/// The controllers of Cluster API that have a work queue.
package enum ControllerKind: UInt8, CaseIterable, Hashable, Sendable {
  /// Of MachineDeployments.
  case machineDeployment
  /// Of MachineSets.
  case machineSet
  /// Of Machines.
  case machine
  /// Of MachineHealthChecks; the key is the deployment.
  case machineHealthCheck
}

/// What a controller had to do.
package struct ControllerReport: Sendable {
  /// How many objects were ready or waiting when one was taken.
  package var queueDepth = HighDynamicRangeHistogram()
  /// How long reconciles took, their writes included, in nanoseconds.
  package var reconcileTime = HighDynamicRangeHistogram()
  /// How many reconciles failed.
  package var failures = 0

  /// Nothing yet.
  init() {}
}
