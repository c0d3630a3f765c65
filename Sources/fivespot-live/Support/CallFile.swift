#if Live
  import CommandSupport
  import KubernetesClient

  /// Files that a call names.
  enum CallFile {
    /// The bytes of a file, or all that comes out of a pipe.
    static func bytes(of path: String) throws(CommandError) -> [UInt8] {
      do throws(ConfigurationError) {
        if let bytes = try SystemSurroundings.process.read(path) { return bytes }
      } catch {
        throw CommandError(.missingInput, error.description)
      }
      throw CommandError(.missingInput, "\(path): there is no such file")
    }
  }
#endif
