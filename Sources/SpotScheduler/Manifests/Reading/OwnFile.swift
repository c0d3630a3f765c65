import Documents

/// A file of fivespot's own, as somebody may hand it to whoever reads manifests.
enum OwnFile: String {
  case scenario = "a scenario"
  case snapshot = "a snapshot"
  case policy = "a policy"
  case suite = "a suite"
  case other = "a document"

  /// Knows one by its version and the keys that only it has; nil for anything that has a kind.
  init?(_ root: ManifestField) {
    guard let version = root["apiVersion"].text, root["kind"].value == nil else { return nil }
    if version.hasPrefix("fivespot.bench/") {
      self = .suite
      return
    }
    guard version.hasPrefix("fivespot/") else { return nil }
    func has(_ keys: String...) -> Bool { keys.contains { root[$0].node != nil } }
    let isPolicy = root.members.contains { field in
      SnapshotFormat.terms.contains { $0.name == field.key }
    }
    if has("horizon", "nodes", "workload", "variants") {
      self = .scenario
    } else if has("scheduledMachines", "hosts") {
      self = .snapshot
    } else {
      self = isPolicy ? .policy : .other
    }
  }

  /// Which command reads it.
  var advice: String {
    switch self {
    case .scenario: "check it with fivespot validate, and see its windows with fivespot preview"
    case .snapshot: "decide on it with fivespot decide, and see its windows with fivespot preview"
    case .policy: "give it to fivespot decide with --policy"
    case .suite: "check it with fivespot validate"
    case .other: "fivespot schema lists the formats that fivespot reads"
    }
  }
}
