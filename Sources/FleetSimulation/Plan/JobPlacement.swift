package import Facts
package import Placement
import Units

/// How a job's node is chosen.
///
/// Chosen by name once per run; the raw value is the word that a scenario uses.
package enum JobPlacement: Hashable, Sendable {
  /// By what nodes have left of each resource; a node's GPUs are one amount.
  case totals(PlacementPolicy)
  /// By what each GPU device has left: a job's share lies on one device.
  case devices(PackingPolicy)
  /// By kube-scheduler, with its queue; the pods of services too.
  case scheduler(SchedulerPolicy, PlacementProfile)

  /// The placement of that word, with nothing but its word said of it; nil when there is none.
  package init?(word: String) {
    if let policy = PlacementPolicy(rawValue: word) {
      self = .totals(policy)
    } else if let policy = PackingPolicy(rawValue: word) {
      self = .devices(policy)
    } else if let policy = SchedulerPolicy(rawValue: word) {
      self = .scheduler(policy, policy.profile())
    } else {
      return nil
    }
  }

  /// The first node with room.
  package static var firstFit: JobPlacement { .totals(.firstFit) }
  /// The node with the least room left over.
  package static var bestFit: JobPlacement { .totals(.bestFit) }

  /// The word that a scenario uses.
  package var word: String {
    switch self {
    case .totals(let policy): policy.rawValue
    case .devices(let policy): policy.rawValue
    case .scheduler(let policy, _): policy.rawValue
    }
  }
}

extension Node {
  /// Whether its GPUs are whole devices, and not more of them than a placement by device knows.
  package var hasWholeDevices: Bool {
    let (devices, rest) = allocatable.gpu.value.quotientAndRemainder(
      dividingBy: DeviceRequest.device)
    return rest == 0 && devices <= Int64(DeviceSet.countMax)
  }
}

extension Job {
  /// The devices that it asks for; nil when its amount is neither a share of one nor whole ones.
  package var devices: DeviceRequest? { DeviceRequest(total: request.gpu) }
}

extension ResourceVector {
  /// Whether it has whole GPUs only, as Kubernetes counts them.
  package var hasWholeGPUs: Bool { gpu.value % DeviceRequest.device == 0 }
}
