import Documents
import Units

/// What the two lists of openb have in common: amounts of CPU, memory and GPU.
enum OpenBUnits {
  /// 4 TiB, in MiB: four times the largest machine. Bytes and KiB lie above it.
  static let memoryMax: Int64 = 4 << 20
  /// 1,024 cores.
  static let cpuMax: Int64 = 1_024_000
  /// The most devices in one machine.
  static let deviceMax: Int64 = 16
  static let memoryRemedy = "the column is in MiB; divide bytes by 1048576 and KiB by 1024"
  static let cpuRemedy = "the column is in thousandths of a core"
  static let deviceRemedy = "the column counts whole devices"
}
