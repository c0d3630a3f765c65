extension ShapeCheck {
  mutating func scalar(
    _ written: WrittenScalar, at position: SourcePosition, _ scalar: ScalarFormat, _ place: Place
  ) -> CheckedNode {
    switch scalar.read(written) {
    case .success(let reading):
      return CheckedNode(content: .scalar(reading), position: position, path: place.path)
    case .failure(let refusal):
      report(
        refusal.kind, at: position, place, message(of: refusal, for: written, scalar),
        remedy: refusal.remedy)
      return invalid(at: position, place)
    }
  }

  func message(
    of refusal: ScalarRefusal, for written: WrittenScalar, _ scalar: ScalarFormat
  ) -> String {
    let reason = refusal.reason.isEmpty ? "" : ": \(refusal.reason)"
    return "\(written.quoted) is not \(scalar.expectation)\(reason)"
  }

  mutating func list(_ layer: ShapeLayer, _ list: ListShape, _ place: Place) -> CheckedNode {
    let elements = layer.elements
    if elements.count < list.minimumCount {
      let least = list.minimumCount
      report(
        .invalidValue, at: layer.position, place,
        "a list of \(elements.count), and at least "
          + (least == 1 ? "1 \(list.noun) is" : "\(least) \(plural(list.noun)) are") + " needed")
    }
    let checked = elements.enumerated().map { index, element in
      let inner = place.element(index, at: element.position)
      guard element.kind != .null else { return refused(element, list.element, inner) }
      return node([element], list.element, inner)
    }
    guard elements.count >= list.minimumCount else { return invalid(at: layer.position, place) }
    return CheckedNode(content: .list(checked), position: layer.position, path: place.path)
  }

  /// Spells out the short form in each layer, so that a layer above can change a part of it.
  mutating func shorthand(
    _ layers: [ShapeLayer], _ shorthand: ShorthandShape, _ place: Place
  ) -> CheckedNode {
    var expanded: [ShapeLayer] = []
    for layer in layers {
      switch layer.kind {
      case .scalar(let written):
        switch shorthand.scalar.read(written) {
        case .success(let reading):
          let full = shorthand.expand(reading.canonical)
          expanded.append(.value(full, at: layer.position, level: layer.level))
        case .failure(let refusal):
          report(
            refusal.kind, at: layer.position, place,
            "\(written.quoted) is not \(expectation(of: .shorthand(shorthand)))"
              + (refusal.reason.isEmpty ? "" : ": \(refusal.reason)"),
            remedy: refusal.remedy)
          return invalid(at: layer.position, place)
        }
      case .mapping: expanded.append(layer)
      case .list, .null: return refused(layer, .shorthand(shorthand), place)
      }
    }
    return node(expanded, shorthand.full, place)
  }
}
