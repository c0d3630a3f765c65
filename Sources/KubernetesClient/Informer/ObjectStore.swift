/// What is known of a collection: one state an object, the newest that was seen.
///
/// Versions are compared as numbers, which Kubernetes promises since 1.35 and etcd always gave: so an event
/// that comes twice, or after a newer one of its object, changes nothing. A version that is no number is
/// newer than any, in the order of arrival.
package struct ObjectStore<Value: Sendable>: Sendable {
  /// One object.
  package struct Entry: Sendable {
    /// The identity.
    package var uid: String
    /// The version of the state.
    package var resourceVersion: String
    /// What the caller keeps of it.
    package var value: Value
  }

  /// What an event or a list changed.
  package enum Change: Sendable {
    /// An object came. One that was replaced under its name comes as removed and added.
    case added(ObjectKey, Entry)
    /// An object changed.
    case modified(ObjectKey, old: Entry, new: Entry)
    /// An object went.
    case removed(ObjectKey, Entry)
  }

  /// The objects by their keys.
  package private(set) var entries: [ObjectKey: Entry] = [:]
  /// The versions at which objects went, so that a late event does not bring them back.
  private var graves: [ObjectKey: UInt64] = [:]
  private let graveLimit: Int

  /// Makes an empty store.
  ///
  /// - Parameter graveLimit: how many removed objects are remembered; when there are more, it is time for
  ///   a list, which needs no memory of them.
  package init(graveLimit: Int = 65_536) { self.graveLimit = graveLimit }

  /// Whether so many objects went that late events can no longer be told: time to list anew.
  package var needsList: Bool { graves.count > graveLimit }

  /// Whether an object is there, or was and went.
  package func knows(_ key: ObjectKey) -> Bool { entries[key] != nil || graves[key] != nil }

  /// Takes in the state of an object from an event; no change when it is not news.
  package mutating func put(_ key: ObjectKey, _ entry: Entry) -> [Change] {
    let version = UInt64(entry.resourceVersion)
    if let version, let grave = graves[key], version <= grave { return [] }
    guard let old = entries[key] else {
      graves[key] = nil
      entries[key] = entry
      return [.added(key, entry)]
    }
    if let version, let known = UInt64(old.resourceVersion), version <= known { return [] }
    entries[key] = entry
    return old.uid == entry.uid
      ? [.modified(key, old: old, new: entry)] : [.removed(key, old), .added(key, entry)]
  }

  /// Takes in that an object went, at a version.
  package mutating func remove(_ key: ObjectKey, at resourceVersion: String) -> [Change] {
    let version = UInt64(resourceVersion)
    if let version, let old = entries[key], let known = UInt64(old.resourceVersion),
      version < known
    {
      return []
    }
    if let version { graves[key] = max(graves[key] ?? 0, version) }
    return entries.removeValue(forKey: key).map { [.removed(key, $0)] } ?? []
  }

  /// Replaces everything by a list; the changes come in the order of the keys.
  package mutating func replace(with fresh: [ObjectKey: Entry]) -> [Change] {
    var changes: [Change] = []
    for key in entries.keys.sorted() where fresh[key] == nil {
      if let old = entries[key] { changes.append(.removed(key, old)) }
    }
    for (key, entry) in fresh.sorted(by: { $0.key < $1.key }) {
      guard let old = entries[key] else {
        changes.append(.added(key, entry))
        continue
      }
      if old.uid != entry.uid {
        changes += [.removed(key, old), .added(key, entry)]
      } else if old.resourceVersion != entry.resourceVersion {
        changes.append(.modified(key, old: old, new: entry))
      }
    }
    entries = fresh
    // A new stream begins behind the list: it repeats nothing from before.
    graves = [:]
    return changes
  }
}
