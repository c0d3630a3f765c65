import Documents

/// What a snapshot of real clusters says of its origin. Nothing is decided by it.
extension SnapshotFormat {
  private static func text(_ name: String, _ expectation: String, _ summary: String) -> FieldShape {
    FieldShape(name, .scalar(.text(expectation: expectation)), .required, summary)
  }

  private static let namespace = FieldShape(
    "namespace", .scalar(.text(expectation: "a namespace")), .optional,
    "Its namespace; absent for an object of the whole cluster.")

  private static let state = [
    text("uid", "a uid", "Tells the object from another one that had its name before."),
    text("resourceVersion", "a resource version", "What the API server calls the state."),
  ]

  static let observed = FieldShape(
    "observed",
    .record(
      RecordShape(
        "Where a snapshot of real clusters comes from.",
        fields: [
          FieldShape("at", .scalar(.instant), .required, "When it was read."),
          FieldShape(
            "sources",
            .list(ListShape(of: "source", .scalar(.text(expectation: "a cluster's name")))),
            .required,
            "The clusters that were read: `management`, and workload clusters by the namespace and "
              + "name of their Cluster object."),
          FieldShape(
            "objects",
            .list(
              ListShape(
                of: "object",
                .record(
                  RecordShape(
                    "An object, in the state that was read.",
                    fields: [
                      text("cluster", "a cluster's name", "The source that it was read from."),
                      text("kind", "a kind", "Its kind."), namespace,
                      text("name", "a name", "Its name."),
                    ] + state)))), .required, "The objects behind the snapshot, but for pods."),
          FieldShape(
            "pods",
            .list(
              ListShape(
                of: "pod",
                .record(
                  RecordShape(
                    "A pod, in the state that was read.",
                    fields: [
                      FieldShape(
                        "id", .scalar(.podNumber), .required, "Its number in the snapshot."),
                      text("cluster", "a cluster's name", "The source that it was read from."),
                      text("namespace", "a namespace", "Its namespace."),
                      text("name", "a name", "Its name."),
                    ] + state)))), .required, "What the numbers of pods stand for."),
          FieldShape(
            "findings",
            .list(
              ListShape(
                of: "finding",
                .record(
                  RecordShape(
                    "Something that is wrong with an object.",
                    fields: [
                      text("finding", "a finding's name", "What."),
                      text("object", "an object", "With which object."),
                      text("message", "a sentence", "In words."),
                      FieldShape(
                        "remedy", .scalar(.text(expectation: "a sentence")), .optional,
                        "What to do."),
                    ])))), .defaultsTo(.sequence([])), "What is wrong with the objects."),
          FieldShape(
            "redactions", .list(ListShape(of: "part", .scalar(.text(expectation: "a part")))),
            .defaultsTo(.sequence([])), "What of the objects was left out, secrets among it."),
        ])), .optional,
    "Where it was read from, for whoever carries out what is decided. Nothing is decided by it.")
}
