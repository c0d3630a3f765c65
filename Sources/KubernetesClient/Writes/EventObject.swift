package import Documents
package import Units

/// An event beside an object, for `kubectl describe` (`events.k8s.io/v1`).
package struct EventObject: Hashable, Sendable {
  /// The object that it is about.
  package struct Reference: Hashable, Sendable {
    /// `5spot.finos.org/v1alpha1`.
    package var apiVersion: String
    /// `ScheduledMachine`.
    package var kind: String
    /// Empty for cluster-scoped objects.
    package var namespace: String
    /// The name.
    package var name: String
    /// The identity.
    package var uid: String

    /// Makes a reference.
    package init(
      apiVersion: String, kind: String, namespace: String, name: String, uid: String
    ) {
      self.apiVersion = apiVersion
      self.kind = kind
      self.namespace = namespace
      self.name = name
      self.uid = uid
    }
  }

  /// The longest note: 1,024 bytes, else 422.
  package static let noteLimit = 1_024

  /// What it is about.
  package var regarding: Reference
  /// Whether something is wrong.
  package var isWarning: Bool
  /// A word in CamelCase: why.
  package var reason: String
  /// A word in CamelCase: what was done or would be.
  package var action: String
  /// A sentence for people.
  package var note: String
  /// Who says it, `fivespot.dev/scheduler`.
  package var controller: String
  /// Which instance of it.
  package var instance: String

  /// Makes an event.
  package init(
    regarding: Reference, isWarning: Bool = false, reason: String, action: String, note: String,
    controller: String, instance: String
  ) {
    self.regarding = regarding
    self.isWarning = isWarning
    self.reason = reason
    self.action = action
    self.note = note
    self.controller = controller
    self.instance = instance
  }

  /// The namespace it is stored in: the object's, `default` for cluster-scoped ones.
  package var namespace: String { regarding.namespace.isEmpty ? "default" : regarding.namespace }

  /// The object to create.
  ///
  /// - Parameter now: when; also the end of the name, as client-go has it.
  package func document(at now: Instant) -> DocumentValue {
    let stamp = String(UInt64(bitPattern: now.nanoseconds), radix: 16)
    // A name has at most 253 bytes.
    let name = "\(regarding.name.prefix(253 - stamp.utf8.count - 1)).\(stamp)"
    return [
      "apiVersion": "events.k8s.io/v1", "kind": "Event",
      "metadata": ["name": .string(name), "namespace": .string(namespace)],
      "eventTime": .string(MicroTime.text(now)),
      "type": isWarning ? "Warning" : "Normal",
      "reason": .string(reason), "action": .string(action),
      "note": .string(Self.shortened(note)),
      "reportingController": .string(controller), "reportingInstance": .string(instance),
      "regarding": [
        "apiVersion": .string(regarding.apiVersion), "kind": .string(regarding.kind),
        "namespace": .string(regarding.namespace), "name": .string(regarding.name),
        "uid": .string(regarding.uid),
      ],
    ]
  }

  private static func shortened(_ note: String) -> String {
    guard note.utf8.count > noteLimit else { return note }
    var kept = ""
    var length = 3
    for character in note {
      length += character.utf8.count
      guard length <= noteLimit else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
