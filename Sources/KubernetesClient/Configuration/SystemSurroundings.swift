import Foundation

/// What a configuration is read from: variables and files. Tests name their own.
package struct SystemSurroundings: Sendable {
  /// The variables of the environment.
  package var variables: [String: String]
  /// The bytes of a file; `nil` when there is none.
  package var read: @Sendable (_ path: String) throws(ConfigurationError) -> [UInt8]?
  /// Where a pod finds its credentials.
  package var serviceAccountFolder = ClientConfiguration.serviceAccountFolder

  /// Makes surroundings.
  package init(
    variables: [String: String],
    read: @escaping @Sendable (_ path: String) throws(ConfigurationError) -> [UInt8]?
  ) {
    self.variables = variables
    self.read = read
  }

  /// Those of this process.
  package static var process: SystemSurroundings {
    var own = SystemSurroundings(variables: ProcessInfo.processInfo.environment) {
      (path) throws(ConfigurationError) in
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ConfigurationError(
          "\(path) cannot be read", remedy: "look at its owner and its permissions",
          isMissing: true)
      }
      return Array(data)
    }
    #if DEBUG
      // For tests of the program as a process: a release knows no other folder.
      if let folder = own.variables["FIVESPOT_TEST_SERVICE_ACCOUNT"] {
        own.serviceAccountFolder = folder
      }
    #endif
    return own
  }

  /// The bytes of a file that must be there.
  func require(
    _ path: String, _ what: String
  ) throws(ConfigurationError) -> [UInt8] {
    guard let bytes = try read(path) else {
      throw ConfigurationError("\(what) \(path) does not exist", isMissing: true)
    }
    return bytes
  }
}
