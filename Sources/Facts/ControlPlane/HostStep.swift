/// A step of a host that can fail.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added, never
/// reused.
package enum HostStep: Int64, CaseIterable, Sendable {
  /// It was to be set up for a Machine, and that is tried again.
  case setUp = 1
  /// It was to be cleaned after one. A host over SSH is left dirty then: nothing can be set up on it until
  /// somebody mends it. The image of a bare-metal host is wiped again.
  case cleaning = 2
}
