import Documents
import Units

/// What people do to a control plane by hand.
extension ScenarioFormat {
  static let ordersByHand = [
    UnionShape.Alternative(
      "pause",
      RecordShape(
        "spec.paused: the sets keep their proportions, and nothing is rolled out.",
        fields: orderFields)),
    UnionShape.Alternative(
      "resume", RecordShape("The end of a pause.", fields: orderFields)),
    UnionShape.Alternative(
      "annotate",
      RecordShape(
        "An annotation of Machines that controllers heed.",
        fields: orderFields + [
          FieldShape(
            "annotation", .scalar(.word("annotation", annotations)), .required, "Which."),
          FieldShape(
            "machine", .scalar(.integer(0...1_000_000)), .optional,
            "On which of the Machines that there are then, counted from the oldest; without it, on all."
          ),
          FieldShape(
            "remove", .scalar(.boolean), .defaultsTo(.boolean(false)),
            "Whether it is taken away."),
        ])),
    UnionShape.Alternative(
      "delete-machine",
      RecordShape(
        "The deletion of a Machine by hand, which is how OnDelete replaces them.",
        fields: orderFields + [
          FieldShape(
            "machine", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(0)),
            "Which of those that there are then, counted from the oldest.")
        ])),
    UnionShape.Alternative(
      "out-of-service",
      RecordShape(
        "A Node that does not answer is taken out of service: its pods and volumes are let go.",
        fields: instantFields + [
          FieldShape(
            "node", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(0)),
            "Which of the Nodes that are Unknown then, counted from the oldest.")
        ])),
    UnionShape.Alternative(
      "delete-pod",
      RecordShape(
        "A pod on a Node that does not answer is deleted by force.",
        fields: instantFields + [
          FieldShape("workload", .scalar(.name(of: "workload")), .required, "A pod of which."),
          FieldShape(
            "pod", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(0)),
            "Which of its pods on such Nodes, counted from the oldest."),
        ])),
  ]

  private static let instantFields = orderFields.filter { $0.name != "deployments" }

  private static let annotations = [
    ScalarFormat.Word("delete-machine", "Its set deletes it before others."),
    ScalarFormat.Word("exclude-node-draining", "Its Node is not drained."),
    ScalarFormat.Word(
      "exclude-wait-for-node-volume-detach", "Its deletion does not wait for volumes."),
    ScalarFormat.Word("pre-drain-hook", "Its deletion waits before the drain."),
    ScalarFormat.Word("pre-terminate-hook", "Its deletion waits before the machine goes."),
    ScalarFormat.Word("paused", "Its controller and the health check leave it alone."),
  ]
}
