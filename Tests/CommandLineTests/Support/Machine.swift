import Foundation

/// What this machine lets the tests do; those that need more are skipped, and say why.
enum Machine {
  static let isRoot = geteuid() == 0

  /// Rights are dropped only by root; anybody else has none that permissions do not bind.
  static let unprivileged = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
  static let canBeBoundByPermissions = !isRoot || succeeds(unprivileged + ["true"])

  static let canTraceCalls = succeeds(["strace", "-f", "-e", "trace=network", "true"])
  static let canLeaveTheNetwork = succeeds(["unshare", "-n", "true"])

  static let canMount: Bool = {
    guard isRoot, let scratch = try? Scratch() else { return false }
    guard succeeds(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", scratch.path("")]) else {
      return false
    }
    return succeeds(["umount", scratch.path("")])
  }()

  /// Whether a helper program is there and ends well.
  static func succeeds(_ words: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == 0
  }
}

/// A disk of a given size, for a test of what happens when it is full; unmounted with the test.
final class SmallDisk {
  let folder: String

  init?(at folder: String, bytes: Int) {
    guard
      Machine.succeeds(["mount", "-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", folder])
    else { return nil }
    self.folder = folder
  }

  func grow(to bytes: Int) -> Bool {
    Machine.succeeds(["mount", "-o", "remount,size=\(bytes)", folder])
  }

  deinit { _ = Machine.succeeds(["umount", "-l", folder]) }
}
