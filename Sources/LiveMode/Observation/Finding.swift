/// Something about the objects of a cluster that a reader of a snapshot has to know.
///
/// No object stops a snapshot: what cannot be used is left out and said so.
package struct Finding: Hashable, Comparable, Sendable {
  /// What was found.
  package enum Name: String, CaseIterable, Hashable, Sendable {
    /// A field has a type or value that the API does not allow.
    case malformedObject = "MalformedObject"
    /// It is of a version that nobody here reads.
    case unknownVersion = "UnknownVersion"
    /// 5-Spot's controller could not decode or would refuse it.
    case refusedSpec = "RefusedSpec"
    /// 5-Spot wrote a status that cannot be read, so its phase is not known.
    case unreadableStatus = "UnreadableStatus"
    /// Its schedule is not there, or cannot be read.
    case unresolvedSchedule = "UnresolvedSchedule"
    /// Its schedule is another provider's, of which only the present state is known.
    case opaqueSchedule = "OpaqueSchedule"
    /// Its deletion was asked for: nothing is decided on it.
    case beingDeleted = "BeingDeleted"
    /// The host that it takes is not known, so only upstream profiles decide on it.
    case hostUnknown = "HostUnknown"
    /// Whether it is its owner's or a borrower's is not known, or contradicts another object.
    case roleUnknown = "RoleUnknown"
    /// How much its host gives is not known.
    case hostSizeUnknown = "HostSizeUnknown"
    /// Several Machines look like its Machine.
    case severalMachines = "SeveralMachines"
    /// A MachineSet or something else makes its Machine anew when it is deleted.
    case foreignMachine = "ForeignMachine"
    /// Its Machine names a Node that is not there.
    case nodeMissing = "NodeMissing"
    /// The workload cluster was not read: pods, budgets and load are unknown.
    case clusterNotRead = "ClusterNotRead"
    /// The Cluster object is paused: its Machines are left as they are whatever is asked.
    case clusterPaused = "ClusterPaused"
    /// A cluster's name had to be changed to be unique.
    case clusterRenamed = "ClusterRenamed"
    /// A node asks for its machine back and does not say since when.
    case reclaimWithoutTime = "ReclaimWithoutTime"
    /// Two budgets cover a pod: its eviction is an error, whatever they say.
    case severalBudgets = "SeveralBudgets"

    /// Whether the object was left out on its account.
    package var leavesOut: Bool {
      switch self {
      case .malformedObject, .unknownVersion, .refusedSpec, .beingDeleted: true
      default: false
      }
    }
  }

  /// What was found.
  package var name: Name
  /// The object, in words.
  package var object: String
  /// What is wrong with it.
  package var message: String
  /// What to do about it; empty where that follows.
  package var remedy: String

  /// Makes a finding.
  package init(_ name: Name, _ object: String, _ message: String, remedy: String = "") {
    self.name = name
    self.object = object
    self.message = message
    self.remedy = remedy
  }

  /// `Name: object: message; remedy`.
  package var text: String {
    "\(name.rawValue): \(object): \(message)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }

  /// By name, object and message.
  package static func < (left: Self, right: Self) -> Bool {
    ObjectReference.precedes(
      [left.name.rawValue, left.object, left.message],
      [right.name.rawValue, right.object, right.message])
  }
}
