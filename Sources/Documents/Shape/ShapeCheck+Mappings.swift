extension ShapeCheck {
  mutating func record(
    _ entries: [Entry], _ record: RecordShape, _ place: Place, at position: SourcePosition,
    tag: CheckedNode.Member? = nil, of union: UnionShape? = nil
  ) -> CheckedNode {
    var entries = entries
    let names = record.fields.map(\.name)
    for entry in entries where !names.contains(entry.key) {
      // A key that stands beside it already is hardly the one that was meant.
      let open = names.filter { name in
        !entries.contains { $0.key == name && $0.isGiven(at: entry.level) }
      }
      unknownKey(entry, among: open.isEmpty ? names : open, place, union, tag?.value.text)
    }
    for group in record.alternatives { choose(among: group, in: &entries) }
    var members = tag.map { [$0] } ?? []
    for field in record.fields {
      let entry = entries.first { $0.key == field.name }
      if let member = self.field(field, entry, place, at: position) { members.append(member) }
    }
    for group in record.alternatives {
      checkExactlyOne(of: group, in: members, place, at: position)
    }
    return CheckedNode(content: .mapping(members), position: position, path: place.path)
  }

  private mutating func unknownKey(
    _ entry: Entry, among names: [String], _ place: Place, _ union: UnionShape? = nil,
    _ word: String? = nil
  ) {
    // Null over something that is not there removes nothing; over a typing error it is one too.
    let owner = word.map { " of \"\($0)\"" } ?? ""
    let advice = NearestWord.advice(for: entry.key, among: names, noun: "known keys")
    // A key of another alternative was hardly mistyped.
    let others = (union?.alternatives ?? []).filter { alternative in
      alternative.record.fields.contains { $0.name == entry.key }
    }.map { "\"\($0.word)\"" }
    report(
      .unknownKey, at: entry.position, place.entry(entry.key, at: entry.position),
      "unknown key \"\(entry.key)\"\(owner)",
      remedy: others.isEmpty
        ? advice
        : (advice.map { $0 + "; " } ?? "") + "it is a key of \(others.joined(separator: " and "))")
  }

  /// Lets the topmost layer that names one of a group decide, when they exclude each other.
  private func choose(among group: [String], in entries: inout [Entry]) {
    let present = entries.filter { group.contains($0.key) && !collapsed($0.layers).isEmpty }
    guard let highest = present.map(\.valueLevel).max() else { return }
    let overruled = present.filter { $0.valueLevel < highest }.map(\.key)
    entries.removeAll { overruled.contains($0.key) }
  }

  private mutating func checkExactlyOne(
    of group: [String], in members: [CheckedNode.Member], _ place: Place,
    at position: SourcePosition
  ) {
    let present = members.filter { group.contains($0.key) }
    if present.isEmpty {
      report(
        .missingKey, at: place.anchor, place, "one of \(group.joined(separator: ", ")) is missing")
    }
    for extra in present.dropFirst() {
      report(
        .conflict, at: extra.keyPosition, place.entry(extra.key, at: extra.keyPosition),
        "\(present[0].key) (line \(present[0].keyPosition.line)) and \(extra.key) exclude each other",
        remedy: "keep one of them")
    }
  }

  /// One field of a record, or `nil` when it is absent and has no default.
  private mutating func field(
    _ field: FieldShape, _ entry: Entry?, _ place: Place, at position: SourcePosition
  ) -> CheckedNode.Member? {
    if let entry {
      let inner = place.entry(field.name, at: entry.position)
      if case .required = field.presence {} else { warnOfMissingValue(entry, inner) }
      warnOfNoEffect(entry, inner)
      let visible = collapsed(entry.layers)
      if !visible.isEmpty {
        return CheckedNode.Member(
          key: field.name, keyPosition: entry.position, value: node(visible, field.shape, inner),
          implied: field.implied)
      }
    }
    let anchor = entry?.position ?? place.anchor
    let inner = place.entry(field.name, at: anchor)
    switch field.presence {
    case .optional: return nil
    case .required:
      report(
        .missingKey, at: anchor, inner,
        entry == nil ? "the key \"\(field.name)\" is missing" : "\"\(field.name)\" has no value",
        remedy: "give \(expectation(of: field.shape))")
      return CheckedNode.Member(
        key: field.name, keyPosition: anchor, value: invalid(at: anchor, inner))
    case .defaultsTo(let value), .implies(let value):
      let layer = ShapeLayer.value(value, at: anchor, level: 0)
      return CheckedNode.Member(
        key: field.name, keyPosition: anchor, value: node([layer], field.shape, inner),
        implied: field.implied)
    }
  }

  /// Warns of a key without a value in the base, where null removes nothing.
  private mutating func warnOfMissingValue(_ entry: Entry, _ place: Place) {
    if entry.layers.count == 1, entry.layers[0].kind == .null, !entry.layers[0].isOverlay {
      report(
        .noEffect, as: .warning, at: entry.position, place, "the key has no value",
        remedy: "give it one or leave it out")
    }
  }

  /// Warns of an empty mapping laid over a full one.
  private mutating func warnOfNoEffect(_ entry: Entry, _ place: Place) {
    guard let top = entry.layers.last, top.isOverlay, top.kind == .mapping, top.members.isEmpty,
      case let below = collapsed(Array(entry.layers.dropLast())),
      below.contains(where: { !$0.members.isEmpty })
    else { return }
    report(
      .noEffect, as: .warning, at: top.position, place,
      "{} is laid over what is there already and changes nothing",
      remedy: "write null to remove it")
  }

  mutating func table(
    _ entries: [Entry], _ table: TableShape, _ place: Place, at position: SourcePosition
  ) -> CheckedNode {
    var members: [CheckedNode.Member] = []
    for entry in entries {
      let inner = place.entry(entry.key, at: entry.position)
      if case .failure(let refusal) = table.names.read(.text(entry.key)) {
        report(
          .invalidValue, at: entry.position, inner,
          message(of: refusal, for: .text(entry.key), table.names), remedy: refusal.remedy)
      }
      let visible = collapsed(entry.layers)
      if visible.isEmpty {
        if entry.layers.allSatisfy(\.isOverlay) {
          nothingToRemove(entry, besides: entries, table, inner)
        } else if entry.layers.count == 1 {
          report(
            .missingKey, at: entry.position, inner, "\"\(entry.key)\" has no value",
            remedy: "give \(expectation(of: table.entry)), or remove the name")
          members.append(
            CheckedNode.Member(
              key: entry.key, keyPosition: entry.position,
              value: invalid(at: entry.position, inner)))
        }
        continue
      }
      warnOfNoEffect(entry, inner)
      members.append(
        CheckedNode.Member(
          key: entry.key, keyPosition: entry.position, value: node(visible, table.entry, inner)))
    }
    if members.count < table.minimumCount {
      report(
        .invalidValue, at: place.anchor, place,
        "at least \(table.minimumCount) \(table.noun) is needed, found \(members.count)")
    }
    members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return CheckedNode(content: .mapping(members), position: position, path: place.path)
  }

  private mutating func nothingToRemove(
    _ entry: Entry, besides entries: [Entry], _ table: TableShape, _ place: Place
  ) {
    let names = entries.filter { !collapsed($0.layers).isEmpty }.map(\.key)
    report(
      .unknownName, at: entry.position, place,
      "there is no \(table.noun) \"\(entry.key)\" to remove",
      remedy: NearestWord.advice(for: entry.key, among: names, noun: "there are"))
  }

  mutating func union(_ layers: [ShapeLayer], _ union: UnionShape, _ place: Place) -> CheckedNode {
    let layers = layersOfOneTag(layers, union.tag)
    let top = layers[layers.count - 1]
    let entries = entries(of: layers)
    let words = union.alternatives.map(\.word)
    guard let entry = entries.first(where: { $0.key == union.tag }),
      let written = collapsed(entry.layers).last
    else {
      report(
        .missingKey, at: place.anchor, place, "the key \"\(union.tag)\" is missing",
        remedy: "give one of \(words.joined(separator: ", "))")
      checkLoosely(entries, union, place)
      return invalid(at: top.position, place)
    }
    let inner = place.entry(union.tag, at: entry.position)
    let format = ScalarFormat.word(
      union.tag, union.alternatives.map { ScalarFormat.Word($0.word, $0.record.summary) })
    let tag = node([written], .scalar(format), inner)
    guard let word = tag.text, let alternative = union.alternative(word) else {
      checkLoosely(entries, union, place)
      return invalid(at: top.position, place)
    }
    return record(
      entries.filter { $0.key != union.tag }, alternative.record, place, at: top.position,
      tag: CheckedNode.Member(key: union.tag, keyPosition: entry.position, value: tag),
      of: union)
  }

  /// Checks what can be checked while nobody knows which alternative is meant.
  private mutating func checkLoosely(_ entries: [Entry], _ union: UnionShape, _ place: Place) {
    let fields = union.alternatives.flatMap(\.record.fields)
    for entry in entries where entry.key != union.tag {
      guard let field = fields.first(where: { $0.name == entry.key }) else {
        unknownKey(entry, among: fields.map(\.name), place)
        continue
      }
      let visible = collapsed(entry.layers)
      guard !visible.isEmpty else { continue }
      _ = node(visible, field.shape, place.entry(entry.key, at: entry.position))
    }
  }

  /// The layers from the last one on that changes the tag: what another alternative needed below
  /// means nothing any more.
  private func layersOfOneTag(_ layers: [ShapeLayer], _ tag: String) -> [ShapeLayer] {
    var kept: [ShapeLayer] = []
    var current: ShapeLayer.Kind?
    for layer in layers {
      if let kind = layer.members.first(where: { $0.key == tag })?.value.kind, kind != .null {
        if let current, current != kind { kept = [] }
        current = kind
      }
      kept.append(layer)
    }
    return kept
  }
}
