import Foundation
package import Units

/// The zone rules of a machine, such as those of `/usr/share/zoneinfo`.
package enum ZoneInfoDirectory {
  /// Why a folder holds no usable zone rules.
  package enum Failure: Error, Sendable, CustomStringConvertible {
    /// The folder or a file in it cannot be read.
    case unreadable(path: String, reason: String)
    /// There is no zone file in the folder.
    case empty(path: String)
    /// A zone file is damaged.
    case damaged(path: String, ZoneRulesError)

    /// What is wrong, where, and what to do.
    package var description: String {
      switch self {
      case .unreadable(let path, let reason):
        "\(path): cannot be read: \(reason); name a folder such as /usr/share/zoneinfo"
      case .empty(let path):
        "\(path): holds no TZif file; name a folder such as /usr/share/zoneinfo"
      case .damaged(let path, let error): "\(path): \(error)"
      }
    }
  }

  /// Folders of `/usr/share/zoneinfo` that repeat its zones under other names, or with leap seconds.
  private static let repeated: Set<String> = ["posix", "right"]

  /// Reads every zone file below `folder`.
  ///
  /// Files that are no TZif are passed over, as a zone folder has tables beside its zones. The
  /// release comes from `tzdata.zi` or `+VERSION`, else it is `unknown`.
  package static func load(_ folder: String) throws(Failure) -> ZoneRulesSet {
    var files: [(name: String, bytes: [UInt8])] = []
    try collect(folder, prefix: "", into: &files)
    guard !files.isEmpty else { throw .empty(path: folder) }
    let release = version(of: folder)
    do throws(ZoneRulesError) {
      return try ZoneRulesSet(files: files, version: release)
    } catch {
      throw .damaged(path: folder, error)
    }
  }

  private static func collect(
    _ folder: String, prefix: String, into files: inout [(name: String, bytes: [UInt8])]
  ) throws(Failure) {
    // Foundation's own words for what went wrong name neither the call nor the cause.
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadable(path: folder, reason: String(cString: strerror(errno)))
    }
    close(descriptor)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
    for name in names {
      let path = folder + "/" + name
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        if prefix.isEmpty, repeated.contains(name) { continue }
        // A link to a folder above would never end; zone names have at most three parts.
        guard prefix.utf8.count < 64 else { continue }
        try collect(path, prefix: prefix + name + "/", into: &files)
        continue
      }
      do throws(InputFile.Failure) {
        let bytes = try InputFile.read(path, limit: 1 << 20)
        if ZoneRules.isTZif(bytes) { files.append((prefix + name, bytes)) }
      } catch {
        throw .unreadable(path: path, reason: error.reason)
      }
    }
  }

  private static func version(of folder: String) -> String {
    for name in ["tzdata.zi", "+VERSION"] {
      guard let bytes = try? InputFile.read(folder + "/" + name, limit: 1 << 22) else { continue }
      let text = String(decoding: bytes.prefix(256), as: UTF8.self)
      if let version = ZoneRulesSet.version(ofDatabaseText: text) { return version }
    }
    return "unknown"
  }
}
