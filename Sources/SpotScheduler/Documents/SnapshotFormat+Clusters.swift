package import Documents

/// Clusters and hosts: their load, and the terms on which hosts are lent.
extension SnapshotFormat {
  private static func load(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(name, .scalar(.cpuAmount), .defaultsTo(.integer(0)), summary)
  }

  static let cluster = RecordShape(
    "A cluster's load, what it keeps back, and the terms on which it lends and borrows.",
    fields: [
      FieldShape("name", .scalar(.name(of: "cluster")), .required, "Its name."),
      load("lendableAllocatable", "CPU of its Ready machines that may be lent, cordoned included."),
      load("requested", "CPU that its pods request or wait for, on machines that may be lent."),
      load("headroom", "CPU that has to stay free at any time."),
      load("reserved", "CPU that is kept for named purposes."),
      load("pending", "CPU that waiting work asks for."),
      load("used", "CPU that its pods use now, on machines that may be lent."),
      load("usedPeak", "The most CPU that they used at a time of late."),
      load("floor", "CPU of machines that it has at least, as an owner and as a borrower."),
      FieldShape(
        "weight", .scalar(.integer(1...1_000_000)), .defaultsTo(.integer(1)),
        "Its share among borrowers of one priority, relative to theirs."),
      labels("Where and what it is."),
      selector("hostSelector", "Which hosts may come to it; without it, all."),
      selector("borrowerSelector", "Which clusters its hosts may go to; without it, all."),
      FieldShape(
        "confidential", .record(confidential), .optional,
        "What a host has to have for its confidential workloads."),
    ])

  static let host = RecordShape(
    "A physical machine; which objects it is of, they say themselves.",
    fields: [
      FieldShape("name", .scalar(.text("host name")), .required, "Its name."),
      FieldShape("cpu", .scalar(.cpuAmount), .required, "What it gives to workloads."),
      labels("Where and what it is."),
      FieldShape(
        "trustedExecution", .record(trustedExecution), .optional,
        "Its trusted execution environment."),
      FieldShape(
        "lastTenant", .scalar(.name(of: "cluster")), .optional,
        "The cluster whose workloads ran on it since it was sanitised; without it, it is clean."),
    ])

  /// What a cluster with confidential workloads asks, read by `ConfidentialTerms.init(_:)`.
  package static let confidential = RecordShape(
    "What a cluster with confidential workloads asks of a host.",
    fields: [
      FieldShape(
        "runtimeHandlers",
        .list(
          ListShape(
            of: "handler",
            .scalar(.text("runtime handler", examples: ["kata-qemu-snp", "kata-qemu-tdx"])),
            minimumCount: 1)), .required,
        "The handlers of their runtime classes; a host runs at least one of them."),
      FieldShape(
        "keys", .scalar(.integer(0...1_000_000)), .defaultsTo(.integer(1)),
        "How many confidential pods a host can hold at least."),
      FieldShape(
        "maximumAttestationAge", .scalar(.duration()), .required,
        "How old the proof of a host may be."),
    ])

  private static let trustedExecution = RecordShape(
    "What a host offers to confidential workloads.",
    fields: [
      FieldShape(
        "technology",
        .scalar(
          .words("technology", TrustedExecution.Technology.self) {
            switch $0 {
            case .sevSNP: "AMD SEV-SNP."
            case .tdx: "Intel TDX."
            case .secureExecution: "IBM Secure Execution."
            }
          }), .required, "The hardware behind it."),
      FieldShape(
        "keys", .scalar(.integer(0...1_000_000)), .required,
        "How many confidential pods it can hold."),
      FieldShape(
        "attestation",
        .scalar(
          .words("attestation", TrustedExecution.Attestation.self) {
            switch $0 {
            case .unattested: "No evidence came yet."
            case .verified: "The evidence was verified."
            case .failed: "The evidence was refused."
            }
          }), .defaultsTo(.string("unattested")), "What is known of the last attestation."),
      FieldShape(
        "verifiedAt", .scalar(.instant), .optional, "When the evidence was verified."),
    ])

  static func labels(_ summary: String) -> FieldShape {
    FieldShape("labels", .table(labelTable), .defaultsTo(.mapping([])), summary)
  }

  /// Labels by key, as a cluster, a host or a selector has them.
  package static let labelTable = TableShape(
    of: "label", names: .labelKey, entry: .scalar(.labelValue))

  private static func selector(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(name, .defined("LabelSelector"), .optional, summary)
  }

  /// A selector by labels, read by `LabelSelector.init(_:)`.
  package static let labelSelector = RecordShape(
    "A selector by labels, as Kubernetes has it: all of it has to hold.",
    fields: [
      FieldShape(
        "matchLabels", .table(labelTable), .defaultsTo(.mapping([])),
        "Labels with these values."),
      FieldShape(
        "matchExpressions",
        .list(
          ListShape(
            of: "expression",
            .record(
              RecordShape(
                "A condition on one label.",
                fields: [
                  FieldShape("key", .scalar(.labelKey), .required, "The label."),
                  FieldShape(
                    "operator",
                    .scalar(
                      .word(
                        "operator",
                        [
                          ScalarFormat.Word("In", "Its value is one of these."),
                          ScalarFormat.Word("NotIn", "It has none of these values."),
                          ScalarFormat.Word("Exists", "It is there."),
                          ScalarFormat.Word("DoesNotExist", "It is not there."),
                        ])), .required, "What has to hold."),
                  FieldShape(
                    "values", .list(ListShape(of: "value", .scalar(.labelValue))),
                    .defaultsTo(.sequence([])), "The values of In and NotIn."),
                ])))), .defaultsTo(.sequence([])), "Further conditions."),
    ])
}
