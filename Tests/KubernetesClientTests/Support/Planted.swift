import KubernetesClient

/// Secrets that tests plant; none may show in a description, a dump or an error.
enum Planted {
  static let token = "tok-PLANTED-4711"
  static let password = "pw-PLANTED-4712"
  static let key = "key-PLANTED-4713"

  /// Whether a text shows a planted secret, in the clear or in base64.
  static func shows(_ text: String) -> Bool {
    [token, password, key].contains {
      text.contains($0) || text.contains(Base64.encode(Array($0.utf8)))
    }
  }
}

extension SystemSurroundings {
  /// Surroundings of a test: some files, some variables.
  static func fake(_ files: [String: String], _ variables: [String: String] = [:]) -> Self {
    SystemSurroundings(variables: variables) { (path) throws(ConfigurationError) in
      files[path].map { Array($0.utf8) }
    }
  }
}
