/// The version of the tool that is recorded with each run.
package enum ToolVersion {
  /// Major, minor and patch; minor grows with each change that can change a digest.
  package static let current = "0.2.0"
}
