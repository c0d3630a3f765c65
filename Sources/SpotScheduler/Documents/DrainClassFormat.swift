package import Documents

/// Drain classes: their shape.
extension SnapshotFormat {
  static let drainClasses = drainClasses(.defaultsTo(.sequence([])))

  /// The classes as a field of a policy; where none are given, as `presence` says. The document has
  /// to define `LabelSelector`.
  package static func drainClasses(_ presence: FieldShape.Presence) -> FieldShape {
    FieldShape(
      "drainClasses", .list(ListShape(of: "class", .record(drainClass))), presence,
      "How pods of certain kinds leave; the first class that matches counts, others leave by their "
        + "own order and grace.")
  }

  private static let drainClass = RecordShape(
    "How pods of one kind leave a machine that goes home. Deadlines count from the begin of the "
      + "drain.",
    fields: [
      FieldShape("name", .scalar(.text("class name")), .required, "Its name."),
      FieldShape(
        "namespaces",
        .list(ListShape(of: "namespace", .scalar(.text("namespace")), minimumCount: 1)), .optional,
        "The namespaces of its pods; without it, any."),
      FieldShape(
        "podSelector", .defined("LabelSelector"), .optional,
        "The labels of its pods; without it, any."),
      FieldShape(
        "minimumPriority", .scalar(.podPriority), .optional,
        "The lowest priority of its pods; without it, any."),
      FieldShape(
        "maximumPriority", .scalar(.podPriority), .optional,
        "The highest priority of its pods; without it, any."),
      FieldShape(
        "order", .scalar(.podPriority), .optional,
        "When they are evicted: lower ones first, higher ones when those are gone or at their "
          + "deadline; without it, by their own `drainOrder`."),
      FieldShape(
        "graceCap", .scalar(.duration()), .optional,
        "The most of its grace period that a pod gets; without it, all."),
      FieldShape(
        "evictionDeadline", .scalar(.duration()), .optional,
        "How long they are asked before the escalation; without it, `drainDeadline`."),
      FieldShape(
        "escalation",
        .scalar(
          .words("escalation", DrainClass.Escalation.self) {
            switch $0 {
            case .wait: "Nothing is deleted: they are asked until they go."
            case .delete: "They are deleted past their budgets, with grace up to `graceCap`."
            case .force: "They are deleted past their budgets, without grace."
            }
          }), .defaultsTo(.string("force")), "What happens to those that are left."),
    ])
}
