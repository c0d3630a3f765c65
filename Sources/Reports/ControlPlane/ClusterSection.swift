/// What workload clusters went through: pods without a place, hosted control planes that did not answer,
/// Jobs, and hosts whose steps failed.
enum ClusterSection {
  /// A figure, by its metric, and how it is written.
  private typealias Figure = (metric: String, head: String, text: @Sendable (Double) -> String)

  /// The section; nil where nothing of it is in the run.
  static func section(_ report: ControlPlaneReport) -> PageSection? {
    let blocks = [
      table("Pods without a place", pending, report),
      table("API servers of hosted control planes", apiServers, report),
      table("Jobs", jobs, report), table("Machines of peer pods", peers, report),
      table("Hosts", hosts, report),
    ].compactMap { $0 }
    guard !blocks.isEmpty else { return nil }
    return PageSection(
      heading: "Workload clusters",
      lead: "What ran in them and below: means over the seeds. The views pending_pods, "
        + "api_server_outages and cluster_jobs have more.",
      blocks: blocks.flatMap { $0 })
  }

  private static let pending: [Figure] = [
    ("service.pending.pod_hours", "pod-hours", { NumberText.short($0) }),
    ("service.pending.peak", "most at a time", { NumberText.short($0) }),
  ]
  private static let apiServers: [Figure] = [
    ("api_server.outages", "outages", { NumberText.short($0) }),
    (
      "api_server.outage_hours", "time without answer", { NumberText.duration(seconds: $0 * 3_600) }
    ),
    ("api_server.outage.p50", "median", { NumberText.duration(seconds: $0) }),
    ("api_server.outage.max", "longest", { NumberText.duration(seconds: $0) }),
  ]
  private static let jobs: [Figure] = [
    ("cluster_job.succeeded", "succeeded", { NumberText.short($0) }),
    ("cluster_job.failed", "failed", { NumberText.short($0) }),
    ("cluster_job.length.p50", "median", { NumberText.duration(seconds: $0) }),
    ("cluster_job.length.max", "longest", { NumberText.duration(seconds: $0) }),
  ]
  private static let peers: [Figure] = [
    ("peer_machine.count", "machines", { NumberText.short($0) }),
    ("peer_machine.hours", "machine-hours", { NumberText.short($0) }),
  ]
  private static let hosts: [Figure] = [
    ("host.set_ups.failed", "set-ups that failed", { NumberText.short($0) }),
    ("host.cleanings.failed", "cleanings that failed", { NumberText.short($0) }),
  ]

  private static func table(
    _ caption: String, _ figures: [Figure], _ report: ControlPlaneReport
  ) -> [PageBlock]? {
    let rows = report.variants.compactMap { variant -> [String]? in
      let values = figures.map { report.mean($0.metric, variant.name) }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return [variant.name] + zip(figures, values).map { $1.map($0.text) ?? "—" }
    }
    guard !rows.isEmpty else { return nil }
    return [
      .heading(caption), .table(DataTable(heads: ["variant"] + figures.map(\.head), rows: rows)),
    ]
  }
}
