/// Everything that filters and scores read of a pod but its memory, as plain numbers.
///
/// Pods of one kind get the same scores everywhere, so a score is kept for each kind and node.
struct PackingKind: Hashable, Sendable, BitwiseCopyable {
  /// CPU asked for, in thousandths of a core.
  var cpu: Int64
  /// How many devices it takes.
  var count: Int
  /// What it takes of each, in thousandths.
  var each: Int64
  /// The models that it can use, as bits of the fleet's model numbers.
  var models: UInt64

  /// What it takes of all devices together, in thousandths.
  var gpu: Int64 { Int64(count) * each }

  /// Whether it asks for part of a device.
  var isShare: Bool { count == 1 && each < DeviceRequest.device }

  /// Its class: 0 for a share, else the number of whole devices.
  var deviceClass: Int { isShare ? 0 : count }
}
