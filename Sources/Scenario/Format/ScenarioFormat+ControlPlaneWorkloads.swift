import Documents
import Units

/// What runs in the workload cluster of a control plane, and what drains do with it.
extension ScenarioFormat {
  static let clusterWorkload = RecordShape(
    "Equal pods that a controller keeps up.",
    fields: [
      FieldShape(
        "kind",
        .scalar(
          .word(
            "kind",
            [
              ScalarFormat.Word("ReplicaSet", "A pod is replaced as soon as it is to go."),
              ScalarFormat.Word(
                "StatefulSet", "One pod an ordinal, replaced when the old one is gone for good."),
              ScalarFormat.Word("DaemonSet", "A pod on every Node; drains leave it."),
              ScalarFormat.Word("Job", "Pods that end."),
            ])), .implies(.string("ReplicaSet")), "What keeps the pods up."),
      FieldShape(
        "replicas", .scalar(.integer(0...10_000_000)), .optional,
        "How many pods; of a ReplicaSet or StatefulSet, which need it."),
      clusterField("pods"),
      step("start", "5s", "20s", "From a pod's place to its being ready."),
      step("termination", "1s", "30s", "From a pod's eviction to its end."),
      FieldShape(
        "terminationGrace", .scalar(.duration()), .implies(.string("30s")),
        "How long an evicted pod may take, at most, on a machine that is lent."),
      FieldShape(
        "budgets",
        .table(
          TableShape(
            of: "budget", names: .name(of: "budget", examples: ["pricing"]),
            entry: .record(disruptionBudget))),
        .defaultsTo(.mapping([])),
        "The PodDisruptionBudgets over the pods of a ReplicaSet or StatefulSet. More than one is a "
          + "mistake that is often made: then no pod can be evicted."),
      FieldShape(
        "begins", .scalar(.instant), .optional, "When it is deployed; without it, at the start."),
      FieldShape(
        "toleration", .scalar(.duration()), .defaultsTo(.string("5m")),
        "How long its pods stay bound to a Node that is Unknown; those of a DaemonSet for ever."),
      FieldShape(
        "request", .defined("PodResources"), .optional,
        "What a pod asks for; without it pods are only counted."),
      FieldShape(
        "overhead", .defined("PodResources"), .optional,
        "What the RuntimeClass of a pod adds to its request, such as the virtual machine of a confidential "
          + "container; 250m and 120Mi for peer pods unless it is given."),
      FieldShape(
        "peerPods", .record(peerPods), .optional,
        "Lets each pod run in a machine of a cloud beside its Node, as `kata-remote` does: what the pod asks "
          + "for makes the size of that machine, and the Node bears the overhead."),
      FieldShape(
        "podManagement",
        .scalar(
          .word(
            "policy",
            [
              ScalarFormat.Word(
                "OrderedReady", "One after another, when the one before is ready."),
              ScalarFormat.Word("Parallel", "All at once."),
            ])), .optional, "How a StatefulSet makes its pods; without it, OrderedReady."),
      FieldShape(
        "volume", .record(volume), .optional, "A volume for each ordinal of a StatefulSet."),
      FieldShape("job", .record(job), .optional, "What a Job does, which needs it."),
    ] + workloadScalingFields)

  static let podResources = RecordShape(
    "What pods take of a Node.",
    fields: [
      FieldShape("cpu", .scalar(.cpu), .required, "Cores."),
      FieldShape("memory", .scalar(.memory), .required, "Memory."),
    ])

  private static let peerPods = RecordShape(
    "Machines of a cloud that pods run in.",
    fields: [
      step("launch", "30s", "90s", "From a pod's place to its machine's running."),
      FieldShape(
        "attestation", .defined("Distribution"), .optional,
        "From then until the key broker has verified the evidence; without it nothing is attested."),
      FieldShape(
        "brokerOutages",
        .list(
          ListShape(
            of: "outage",
            .record(RecordShape("A span in which nobody is answered.", fields: spanFields)))),
        .defaultsTo(.sequence([])),
        "When the key broker is away: who asks then is answered afterwards."),
    ])

  private static let volume = RecordShape(
    "Volumes that one Node at a time may have. Where the Node does not answer they stay attached for six "
      + "minutes more, unless the Node goes or is out of service.",
    fields: [
      step("detach", "2s", "20s", "From the end of a pod to the end of its volume's attachment.")
    ])

  private static let job = RecordShape(
    "Pods that end, so many at a time, until enough succeeded.",
    fields: [
      FieldShape(
        "parallelism", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(1)),
        "How many run at a time."),
      FieldShape(
        "completions", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(1)),
        "How many have to succeed."),
      FieldShape(
        "backoffLimit", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(6)),
        "With more failures than this it has failed."),
      FieldShape(
        "completionMode",
        .scalar(
          .word(
            "mode",
            [
              ScalarFormat.Word("NonIndexed", "Any pod counts."),
              ScalarFormat.Word("Indexed", "Each index has to succeed once."),
            ])), .defaultsTo(.string("NonIndexed")), "Whether its pods have indices."),
      FieldShape(
        "run", .defined("Distribution"), .required, "From a pod's being ready to its end."),
      FieldShape(
        "failures", .scalar(.percentage(in: 0...1_000, examples: ["1%"])),
        .defaultsTo(.string("0%")), "How many pods fail at their end."),
      FieldShape(
        "ignoresDisruption", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether pods that were evicted or lost with their Node count for nothing, as a "
          + "podFailurePolicy over DisruptionTarget says; else they count as failed."),
      FieldShape(
        "ttlAfterFinished", .scalar(.duration()), .optional,
        "How long after the Job's end its pods are deleted; without it they stay, and a drain that "
          + "waits for them never ends."),
    ])

  static let kubernetesVersion = ScalarFormat.text(
    "version", expectation: "a version of Kubernetes such as v1.34.2", maximumLength: 64,
    examples: ["v1.34.2"])

  static let drainRules = FieldShape(
    "drainRules",
    .table(
      TableShape(
        of: "rule", names: .name(of: "rule"),
        entry: .record(
          RecordShape(
            "A MachineDrainRule. Of several for a pod the first by name counts.",
            fields: [
              FieldShape(
                "behavior",
                .scalar(
                  .word(
                    "behavior",
                    [
                      ScalarFormat.Word("Drain", "They are evicted, the lowest order first."),
                      ScalarFormat.Word("Skip", "They stay and are not waited for."),
                      ScalarFormat.Word(
                        "WaitCompleted", "They stay, and the drain waits until they are gone."),
                    ])), .required, "What drains do with the pods."),
              FieldShape(
                "order", .scalar(.integer(Int64(Int32.min)...Int64(Int32.max))), .optional,
                "When they are evicted, under Drain; without it, 0."),
              FieldShape(
                "workloads",
                .list(
                  ListShape(of: "workload", .scalar(.name(of: "workload")), minimumCount: 1)),
                .optional, "Whose pods; without it, all."),
              FieldShape(
                "deployments",
                .list(
                  ListShape(of: "deployment", .scalar(.name(of: "deployment")), minimumCount: 1)),
                .optional, "Of whose Machines; without it, all."),
            ])))), .implies(.mapping([])), "What drains do with pods that they would evict.")

  static let controlPlaneVersion = FieldShape(
    "version", .scalar(kubernetesVersion), .optional,
    "The version of the control plane at the start; without it MachineSets make Machines whatever it is."
  )

  static let controlPlaneUpgrades = FieldShape(
    "upgrades",
    .list(
      ListShape(
        of: "upgrade",
        .record(
          RecordShape(
            "An upgrade of the control plane, during which no Machine is made.",
            fields: [
              FieldShape("at", .scalar(.instant), .required, "From when."),
              FieldShape(
                "duration", .scalar(.duration(above: .zero)), .required, "For how long."),
              FieldShape(
                "version", .scalar(kubernetesVersion), .required, "The version that it gets."),
            ])))), .implies(.sequence([])), "Its upgrades, the earliest first.")

  private static let disruptionBudget = RecordShape(
    "A PodDisruptionBudget.",
    fields: [
      FieldShape(
        "maxUnavailable", .scalar(.countOrPercentage), .optional, "How many pods may be down."),
      FieldShape(
        "minAvailable", .scalar(.countOrPercentage), .optional, "How many pods have to be up."),
      FieldShape(
        "unhealthyPodEvictionPolicy",
        .scalar(
          .word(
            "policy",
            [
              ScalarFormat.Word(
                "IfHealthyBudget", "Pods that are not ready go while enough others are."),
              ScalarFormat.Word("AlwaysAllow", "Pods that are not ready may always go."),
            ])), .defaultsTo(.string("IfHealthyBudget")),
        "Whether pods that are not ready may be evicted."),
    ],
    alternatives: [["maxUnavailable", "minAvailable"]])
}
