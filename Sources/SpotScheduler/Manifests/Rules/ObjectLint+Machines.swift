import Documents
import Units

/// Advice on machines.
extension ObjectLint {
  mutating func checkMachineAdvice(
    _ spec: ManifestField, _ version: ScheduledMachineSpec.Version
  ) {
    if version == .v1alpha1 {
      add(
        .retiredVersion, object.root["apiVersion"], "v1alpha1 is served up to 5-Spot 0.2 only")
    }
    checkNames(spec)
    for command in spec["killIfCommands"].elements {
      guard let text = command.text, text.utf8.count > 15 else { continue }
      add(
        .commandTooLong, command,
        "\(ManifestText.quoted(text)) has \(text.utf8.count) bytes, and names of processes have "
          + "15 at most")
    }
    for taint in spec["nodeTaints"].elements where taint["value"].text?.isEmpty == true {
      add(.emptyTaintValue, taint["value"], "the value is empty")
    }
    if let drain = try? TimeoutText.parse(spec["nodeDrainTimeout"].text ?? "5m"), drain <= .zero {
      add(.zeroDrain, spec["nodeDrainTimeout"], "the drain fails before its first pod")
    }
    if spec["killSwitch"].node?.boolean == true {
      add(.killSwitchOn, spec["killSwitch"], "the machine goes to Terminated and stays there")
    }
    if let priority = spec["priority"].node?.integer, priority != 50 {
      add(.priority, spec["priority"], "priority \(priority) does not put it before others")
    }
    checkKinds(spec)
  }

  private mutating func checkNames(_ spec: ManifestField) {
    let name = object.root["metadata"]["name"]
    if let text = name.text, text.utf8.count > 63 {
      add(.labelValue, name, "the name has \(text.utf8.count) characters, and labels take 63")
    }
    let cluster = spec["clusterName"]
    if let text = cluster.text, let last = text.utf8.last, !ByteClass.alphanumeric.contains(last) {
      add(
        .labelValue, cluster, "\(ManifestText.quoted(text)) ends in what no label value ends in")
    }
  }

  private mutating func checkKinds(_ spec: ManifestField) {
    for side in RuntimeChecks.EmbeddedSide.allCases {
      let field = spec[side.fieldName]["kind"]
      guard let kind = field.text, let plural = Self.plural(of: kind) else { continue }
      add(
        .pluralGuess, field,
        "5-Spot asks for \"\(kind.lowercased())s\", and the resource is \"\(plural)\"")
    }
    let kind = spec["bootstrapSpec"]["kind"]
    if kind.text == "KubeadmConfig" {
      add(.kubeadmVersion, kind, "a KubeadmConfig is not used before the Machine has a version")
    }
  }

  /// The plural by the rules of English that controller tools follow, when it is not the name and
  /// an s; nil when it is.
  private static func plural(of kind: String) -> String? {
    let name = kind.lowercased()
    let bytes = Array(name.utf8)
    guard let last = bytes.last else { return nil }
    if ["s", "x", "z", "ch", "sh"].contains(where: { name.hasSuffix($0) }) { return name + "es" }
    let isAfterVowel = bytes.count > 1 && "aeiou".utf8.contains(bytes[bytes.count - 2])
    guard last == UInt8(ascii: "y"), !isAfterVowel else { return nil }
    return name.dropLast() + "ies"
  }

  // MARK: References

  mutating func checkReference(_ reference: ManifestField) {
    guard let node = reference.value, let wanted = try? SpotScheduleReference(node),
      (try? RuntimeChecks.checkScheduleGroup(of: wanted.apiVersion)) != nil
    else { return }
    let providers = set.providers(wanted.kind, named: wanted.name)
    if let provider = providers.first(where: { $0.namespace == object.namespace }) {
      if let index = provider.index { checkTimeouts(against: hoursOfWeek(of: set.objects[index])) }
      return
    }
    let what = "\(wanted.kind) \(object.namespace)/\(wanted.name)"
    if let other = providers.first {
      add(
        .missingProvider, reference["name"],
        "there is no \(what), but one in \(other.namespace)",
        remedy: "put both into one namespace")
      return
    }
    // Of a few names one may be meant; among hundreds, likeness says nothing.
    let names = set.providerNames(wanted.kind, in: object.namespace).prefix(100)
    add(
      .missingProvider, reference["name"], "there is no \(what) in the input",
      remedy: NearestWord.nearest(to: wanted.name, among: names).map { "did you mean \"\($0)\"?" })
  }
}
