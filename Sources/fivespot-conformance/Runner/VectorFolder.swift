import CommandSupport
import Foundation

/// The folder that was named on the command line: which suites and files lie in it.
struct VectorFolder {
  /// A suite and the folder that holds its files.
  struct Location {
    var suite: Suite
    /// The folder's path, as far as possible as the user wrote it.
    var path: String
  }

  /// A file of a suite.
  struct Entry {
    /// The path to read and to show in messages.
    var path: String
    /// The path below the suite without extension.
    var name: String
  }

  /// The suites in the order of the registry.
  private(set) var suites: [Location] = []
  /// Names of folders that are no suite and are not passed over, sorted.
  private(set) var unknown: [String] = []

  init(_ directory: String) throws(CommandError) {
    guard VectorFolder.isDirectory(directory) else {
      let isFile = FileManager.default.fileExists(atPath: directory)
      throw CommandError(
        .missingInput, "\(directory): \(isFile ? "not a folder" : "no such folder")")
    }
    let name = URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent
    if let suite = Registry.suite(named: name) {
      suites = [Location(suite: suite, path: directory)]
      return
    }
    if Registry.passedOver.contains(name) { return }
    let folders = try VectorFolder.names(in: directory).filter { name in
      !VectorFolder.isPassedOver(name)
        && VectorFolder.isDirectory(VectorFolder.join(directory, name))
    }
    for suite in Registry.suites where folders.contains(suite.name) {
      suites.append(Location(suite: suite, path: VectorFolder.join(directory, suite.name)))
    }
    unknown = folders.filter { name in
      Registry.suite(named: name) == nil && !Registry.passedOver.contains(name)
    }
    if suites.isEmpty && !folders.contains(where: Registry.passedOver.contains) {
      throw VectorFolder.unknownSuites([name])
    }
  }

  /// The error for folders that are no suite, nor hold any.
  static func unknownSuites(_ names: [String]) -> CommandError {
    let quoted = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let known = Registry.suites.map(\.name).joined(separator: ", ")
    return CommandError(
      .invalidInput,
      "unknown suite\(names.count == 1 ? "" : "s") \(quoted); the suites are \(known)")
  }

  /// The vector files of a suite, by path, and the paths of files that are none.
  static func files(
    of location: Location
  ) throws(CommandError) -> (entries: [Entry], strangers: [String]) {
    var entries: [Entry] = []
    var strangers: [String] = []
    for below in try namesBelow(location.path) {
      let path = join(location.path, below)
      let components = below.split(separator: "/")
      guard !components.contains(where: { isPassedOver(String($0)) }), !isDirectory(path) else {
        continue
      }
      let suffix = "." + location.suite.fileExtension
      if below.hasSuffix(suffix) {
        entries.append(Entry(path: path, name: String(below.dropLast(suffix.count))))
      } else {
        strangers.append(path)
      }
    }
    return (entries, strangers)
  }

  /// Notes for readers and hidden files.
  private static func isPassedOver(_ name: String) -> Bool {
    name.hasPrefix(".") || name.lowercased().hasSuffix(".md")
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private static func names(in path: String) throws(CommandError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw CommandError(.missingInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  private static func namesBelow(_ path: String) throws(CommandError) -> [String] {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: resolved).sorted()
    } catch {
      throw CommandError(.missingInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
