/// Why facts cannot be those of a run of this fleet and workload.
package struct ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The index of the fact, from 0; the number of facts when it is the end that is wrong.
  package var index: Int
  /// The fact in words.
  package var fact: String
  /// What is wrong with it.
  package var message: String

  package var description: String { "event \(index): \(message): \(fact)" }
}
