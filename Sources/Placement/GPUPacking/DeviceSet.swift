/// Some of a node's devices, by number from 0: at most 64.
package struct DeviceSet: Hashable, Sendable, BitwiseCopyable {
  /// Bit `i` for device `i`.
  package var bits: UInt64

  /// No device.
  package static var empty: DeviceSet { DeviceSet(bits: 0) }

  /// The most devices that a node may have.
  package static let countMax = 64

  /// Makes a set of the bits.
  package init(bits: UInt64) { self.bits = bits }

  /// The set of one device.
  package init(device: Int) { bits = 1 << UInt64(device) }

  /// Adds a device.
  package mutating func insert(_ device: Int) { bits |= 1 << UInt64(device) }

  /// How many there are.
  package var count: Int { bits.nonzeroBitCount }

  /// The numbers, ascending.
  package var devices: [Int] {
    (0..<DeviceSet.countMax).filter { bits >> UInt64($0) & 1 == 1 }
  }
}
