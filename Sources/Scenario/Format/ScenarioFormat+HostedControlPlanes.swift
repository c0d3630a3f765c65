import Documents
import Units

/// Several workload clusters, and control planes that run as pods.
extension ScenarioFormat {
  static func clusterField(_ what: String) -> FieldShape {
    FieldShape(
      "cluster", .scalar(.name(of: "cluster", examples: ["batch"])), .optional,
      "The workload cluster of its \(what); those that say none share one.")
  }

  static let hostedControlPlanes = FieldShape(
    "hostedControlPlanes",
    .table(
      TableShape(
        of: "cluster", names: .name(of: "cluster", examples: ["batch"]),
        entry: .record(hostedControlPlane))),
    .implies(.mapping([])),
    "Clusters whose control planes run as pods of another one, as k0smotron makes them; those of all "
      + "others are always there and cost nothing.")

  private static let hostedControlPlane = RecordShape(
    "A control plane that runs as pods: two StatefulSets, named after the cluster with -controllers and "
      + "-etcd.",
    fields: [
      FieldShape(
        "in", .scalar(.name(of: "cluster")), .required, "The cluster that its pods run in."),
      FieldShape(
        "replicas", .scalar(.integer(1...99)), .defaultsTo(.integer(1)),
        "How many controllers; etcd has as many members, or one more where that is even."),
      FieldShape(
        "request", .defined("PodResources"), .optional,
        "What a controller asks for; without it pods are only counted."),
      FieldShape(
        "storage",
        .scalar(
          .word(
            "storage",
            [
              ScalarFormat.Word("etcd", "Pods of its own."),
              ScalarFormat.Word("database", "A database elsewhere."),
            ])), .defaultsTo(.string("etcd")), "Where its state is."),
      FieldShape(
        "etcdRequest", .defined("PodResources"), .optional, "What a member of etcd asks for."),
      FieldShape(
        "volumeDetach", .defined("Distribution"), .optional,
        "That members of etcd have volumes, and how long one takes to be detached."),
      step("start", "10s", "40s", "From a pod's place to its being ready."),
      step("termination", "1s", "30s", "From a pod's eviction to its end."),
    ])
}
