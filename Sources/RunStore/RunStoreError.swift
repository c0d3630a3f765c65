/// Why a store cannot do what it was asked for: what, where, and what to do about it.
package struct RunStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for a program.
  package enum Code: String, Hashable, Sendable {
    /// There is no file at the path.
    case notFound
    /// The path is a folder.
    case isDirectory
    /// The file is something else than a store.
    case notAStore
    /// The store was written by a later version of the tool.
    case newerVersion
    /// The file, or the folder it lies in, cannot be written to.
    case readOnly
    /// The file cannot be opened, for another reason.
    case cannotOpen
    /// Another process holds the store for longer than the waiting time.
    case locked
    /// The disk, or the quota, is full.
    case diskFull
    /// The file is damaged.
    case corrupt
    /// Reading or writing failed below the store.
    case inputOutput
    /// No run has that name.
    case runNotFound
    /// Several runs have that prefix.
    case ambiguousRun
    /// The run has no such variant or seed, or it did not end.
    case memberNotFound
    /// The member's journal was not kept.
    case journalNotKept
    /// What was to be stored contradicts itself.
    case invalid
    /// The query is not one that reads, or not SQL.
    case badQuery
    /// The query took longer than its limit.
    case timeLimit
    /// SQLite refused for a reason that has no case of its own.
    case other
  }

  /// What went wrong, for a program.
  package var code: Code
  /// The store's path.
  package var path: String
  /// What went wrong, for people.
  package var message: String
  /// What to do about it.
  package var remedy: String?

  /// Makes an error.
  package init(_ code: Code, path: String, _ message: String, remedy: String? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.remedy = remedy
  }

  package var description: String {
    let remedy = remedy.map { " (\($0))" } ?? ""
    return "\(path): \(message)\(remedy)"
  }
}
