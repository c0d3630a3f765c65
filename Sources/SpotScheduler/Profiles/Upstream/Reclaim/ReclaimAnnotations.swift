package import Documents

extension Upstream {
  /// A request on a Node to take its machine out of the cluster at once, because its owner has
  /// started a program that wants the host.
  public struct NodeReclaim: Hashable, Sendable {
    /// Set to the literal `true` by whoever asks.
    public static var requestedKey: String { "5spot.finos.org/reclaim-requested" }
    /// Why.
    public static var reasonKey: String { "5spot.finos.org/reclaim-reason" }
    /// When, as text that nobody reads.
    public static var requestedAtKey: String { "5spot.finos.org/reclaim-requested-at" }

    /// Why, if said.
    public var reason: String?
    /// When, if said.
    public var requestedAt: String?

    /// Makes a request.
    public init(reason: String? = nil, requestedAt: String? = nil) {
      self.reason = reason
      self.requestedAt = requestedAt
    }

    /// The request that a Node's annotations hold; nil when they hold none.
    ///
    /// - Parameter annotation: The value of an annotation by its key; nil when there is none.
    public init?(annotations annotation: (String) -> String?) {
      guard let value = annotation(Self.requestedKey), value.isSame(as: "true") else { return nil }
      self.init(reason: annotation(Self.reasonKey), requestedAt: annotation(Self.requestedAtKey))
    }

    /// The message of the phase `EmergencyRemove`.
    public func message(node: String) -> String {
      let time = NodeReclaim.told(requestedAt).map { " at \($0)" } ?? ""
      let cause = NodeReclaim.told(reason).map { ": \($0)" } ?? ""
      return "Emergency reclaim of node \(node)\(time)\(cause)"
    }

    /// The warning at the beginning.
    public var event: Event {
      Event(
        type: .warning, reason: "EmergencyReclaim", action: "EmergencyReclaim",
        note: "The node's owner wants it back: "
          + (NodeReclaim.told(reason) ?? "no reason was given"))
    }

    /// The warning when the object was switched off, so that the machine does not come back.
    public static var disabledEvent: Event {
      Event(
        type: .warning, reason: "EmergencyReclaimDisabledSchedule",
        action: "EmergencyReclaimDisabledSchedule",
        note: "The object was switched off after an emergency reclaim; a user has to switch it on")
    }

    private static func told(_ text: String?) -> String? {
      text.flatMap { GrammarText.trimmed($0[...]).isEmpty ? nil : $0 }
    }

    // MARK: - Patches

    /// The merge patch that takes the annotations off the Node, and touches nothing else.
    package static var clearPatch: DocumentValue {
      [
        "metadata": [
          "annotations": .mapping(
            [requestedKey, reasonKey, requestedAtKey].map { (key: $0, value: .null) })
        ]
      ]
    }

    /// The merge patch that switches the object off.
    package static func disablePatch(_ release: Release) -> DocumentValue {
      switch release {
      case .v01: ["spec": ["schedule": ["enabled": false]]]
      case .v03: ["spec": ["enabled": false]]
      }
    }
  }
}
