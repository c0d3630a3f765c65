import Documents

extension PodAffinityTerm {
  /// Reads a term, narrowed by the keys that it names, as the API server stores it.
  init(_ fields: ManifestFields, podLabels: Labels) throws(DocumentError) {
    self.init(
      labelSelector: try .optional("labelSelector", of: fields),
      topologyKey: try fields.requiredText("topologyKey"),
      namespaces: try fields.texts("namespaces"),
      namespaceSelector: try .optional("namespaceSelector", of: fields))
    narrow(
      matching: try fields.texts("matchLabelKeys"),
      differing: try fields.texts("mismatchLabelKeys"), podLabels: podLabels)
  }
}

extension PodAffinity {
  /// Reads `podAffinity` or `podAntiAffinity`.
  init(_ fields: ManifestFields, podLabels: Labels) throws(DocumentError) {
    self.init()
    for term in try fields.mappings(ManifestKey.required) {
      required.append(try PodAffinityTerm(term, podLabels: podLabels))
    }
    for preference in try fields.mappings(ManifestKey.preferred) {
      guard let weight = try preference.whole("weight") else { throw preference.missing("weight") }
      preferred.append(
        PreferredPodTerm(
          weight: weight,
          try PodAffinityTerm(preference.mapping("podAffinityTerm"), podLabels: podLabels)))
    }
  }
}

extension TopologySpreadConstraint {
  /// Reads a constraint.
  init(_ fields: ManifestFields) throws(DocumentError) {
    guard let maxSkew = try fields.whole("maxSkew") else { throw fields.missing("maxSkew") }
    guard let action = try fields.word("whenUnsatisfiable", UnsatisfiableAction.self) else {
      throw fields.missing("whenUnsatisfiable")
    }
    self.init(
      maxSkew: maxSkew, topologyKey: try fields.requiredText("topologyKey"),
      whenUnsatisfiable: action, labelSelector: try .optional("labelSelector", of: fields),
      minDomains: try fields.whole("minDomains"),
      nodeAffinityPolicy: try fields.word("nodeAffinityPolicy") ?? .honor,
      nodeTaintsPolicy: try fields.word("nodeTaintsPolicy") ?? .ignore,
      matchLabelKeys: try fields.texts("matchLabelKeys"))
  }
}

/// Keys that stand in more than one place.
enum ManifestKey {
  static let required = "requiredDuringSchedulingIgnoredDuringExecution"
  static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
}
