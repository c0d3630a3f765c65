/// How far the Machine of a node has come in one cluster.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added,
/// never reused.
package enum MachineStage: Int64, CaseIterable, Sendable, BitwiseCopyable {
  /// There is none: the host is free, or serves another cluster.
  case absent = 0
  /// It was created and no host is free for it.
  case waitingForHost = 1
  /// Its host is being set up, or its node has not joined yet.
  case provisioning = 2
  /// Its node is Ready.
  case ready = 3
  /// Its node is cordoned and its pods are being moved away.
  case draining = 4
  /// It is being deleted: its host is cleaned and set free.
  case deleting = 5

  /// The stage's name in views and reports.
  package var name: String {
    switch self {
    case .absent: "absent"
    case .waitingForHost: "waiting-for-host"
    case .provisioning: "provisioning"
    case .ready: "ready"
    case .draining: "draining"
    case .deleting: "deleting"
    }
  }
}
