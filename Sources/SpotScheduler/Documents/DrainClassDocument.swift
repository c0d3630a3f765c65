package import Documents
import KubernetesModel
package import Units

/// Drain classes as documents write them.
extension DrainClass {
  /// A checked class; what is wrong with it beyond its shape is added to `diagnostics`.
  init(_ node: CheckedNode, diagnostics: inout [Diagnostic]) {
    let lowest = Int32(clamping: node["minimumPriority"]?.integer ?? Int64(Int32.min))
    let highest = Int32(clamping: node["maximumPriority"]?.integer ?? Int64(Int32.max))
    if lowest > highest {
      let bound = node.member("minimumPriority")
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: bound.position, path: bound.path,
          "it is above maximumPriority, so no pod belongs to the class",
          remedy: "let it be the lower one"))
    }
    var selector = LabelSelector()
    if let node = node["podSelector"] {
      let (read, problems) = LabelSelector.read(node)
      selector = read
      diagnostics += problems.map {
        Diagnostic(
          .error, .invalidValue, at: $0.node.position, path: $0.node.path, $0.error.description)
      }
    }
    let isOfAny = node["minimumPriority"] == nil && node["maximumPriority"] == nil
    self.init(
      name: node.text("name"),
      namespaces: node["namespaces"]?.elements.compactMap(\.text) ?? [],
      podSelector: selector,
      priorities: isOfAny || lowest > highest ? nil : lowest...highest,
      order: node["order"]?.integer.map { Int32(clamping: $0) },
      graceCap: node["graceCap"]?.span, evictionDeadline: node["evictionDeadline"]?.span,
      escalation: Escalation(rawValue: node.text("escalation")) ?? .force)
    if escalation == .delete, graceCap == nil {
      let word = node.member("escalation")
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: word.position, path: word.path,
          "delete gives pods their grace after the deadline, and the way home counts it",
          remedy: "say with graceCap how much it is at most, or write force"))
    }
  }

  /// Reads the classes of a policy.
  ///
  /// - Parameters:
  ///   - node: The checked list.
  ///   - drainDeadline: How long pods are asked that belong to a class without a deadline of its own.
  ///   - diagnostics: Is added what is wrong with the list beyond its shape.
  package static func read(
    _ node: CheckedNode, drainDeadline: TimeSpan, diagnostics: inout [Diagnostic]
  ) -> [DrainClass] {
    var classes: [DrainClass] = []
    for element in node.elements {
      let drainClass = DrainClass(element, diagnostics: &diagnostics)
      if classes.contains(where: { $0.name == drainClass.name }) {
        let name = element.member("name")
        diagnostics.append(
          Diagnostic(
            .error, .conflict, at: name.position, path: name.path,
            "there are two classes of the name \"\(drainClass.name)\"",
            remedy: "give each a name of its own"))
      }
      classes.append(drainClass)
    }
    for (element, drainClass) in zip(node.elements, classes) {
      guard
        let earlier = classes.first(where: {
          $0.isAsked(longerThan: drainClass, drainDeadline: drainDeadline)
        })
      else { continue }
      let place = element["evictionDeadline"] ?? element
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: place.position, path: place.path,
          "its turn may come after its deadline: \"\(earlier.name)\" goes before it and is asked "
            + "for longer", remedy: "let the class of the higher order have the longer deadline"))
    }
    return classes
  }

  /// Whether it goes first and may keep another one waiting past that one's deadline.
  private func isAsked(longerThan other: DrainClass, drainDeadline: TimeSpan) -> Bool {
    guard let order, let otherOrder = other.order, order < otherOrder,
      other.escalation != .wait
    else { return false }
    return evictionDeadline ?? drainDeadline > other.evictionDeadline ?? drainDeadline
  }

  /// The class as a document writes it.
  package var value: DocumentValue {
    func bound(_ priority: Int32?, unless none: Int32) -> DocumentValue? {
      priority.flatMap { $0 == none ? nil : .integer(Int64($0)) }
    }
    return SnapshotText.mapping([
      ("name", .string(name)),
      ("namespaces", namespaces.isEmpty ? nil : .sequence(namespaces.map { .string($0) })),
      ("podSelector", podSelector.value),
      ("minimumPriority", bound(priorities?.lowerBound, unless: .min)),
      ("maximumPriority", bound(priorities?.upperBound, unless: .max)),
      ("order", order.map { .integer(Int64($0)) }),
      ("graceCap", graceCap.map { SnapshotText.span($0) }),
      ("evictionDeadline", evictionDeadline.map { SnapshotText.span($0) }),
      ("escalation", .string(escalation.rawValue)),
    ])
  }
}
