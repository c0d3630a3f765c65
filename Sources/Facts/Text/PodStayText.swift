import KubernetesModel
import Units

/// Stays on lent machines as rows of a table.
package struct PodStayText: Sendable {
  /// The columns, in order; those of the jurisdiction are where the pod ran.
  package static let columns = [
    "job", "machine", "pool", "owner", "cluster", "region", "zone", "labels", "from", "to",
    "minutes", "tenure_ends_at", "asked_to_leave_at", "ended", "kept",
  ]

  private let header: JournalHeader
  private let pools: [String]
  private let owners: [String]
  /// Region, zone and all labels of each machine.
  private let places: [[String]]
  private let clusters: [String]

  /// Makes the writer of stays in a run on `fleet`.
  package init(header: JournalHeader, fleet: Fleet) {
    self.header = header
    let ofNode = fleet.nodes.map { fleet.pools[Int($0.pool.index)] }
    pools = ofNode.map(\.name)
    let placesOfPools = fleet.pools.map { pool in
      [
        pool.labels["topology.kubernetes.io/region"] ?? "",
        pool.labels["topology.kubernetes.io/zone"] ?? "",
        pool.labels.pairs.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
      ]
    }
    places = fleet.nodes.map { placesOfPools[Int($0.pool.index)] }
    owners = ofNode.map { fleet.clusters[Int($0.cluster.index)].name }
    clusters = fleet.clusters.map(\.name)
  }

  /// The heading, without a line feed.
  package static var csvHeader: String { columns.joined(separator: ",") }

  /// A row, without a line feed.
  package func csvRow(_ stay: PodStay) -> String {
    values(stay).map { FactText.csvField($0) }.joined(separator: ",")
  }

  /// A line of JSON, without a line feed; what is not known is left out.
  package func jsonLine(_ stay: PodStay) -> String {
    var members: [String] = []
    for (column, value) in zip(Self.columns, values(stay)) where !value.isEmpty {
      members.append("\"\(column)\":" + (column == "minutes" ? value : FactText.quoted(value)))
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private func values(_ stay: PodStay) -> [String] {
    let node = Int(stay.node)
    return [
      header.name(of: stay.pod), header.name(stay.node, in: .node), pools[node], owners[node],
      clusters[Int(stay.cluster)],
    ] + places[node] + [
      stay.from.rfc3339, stay.to.rfc3339, Self.minutes(stay.span.nanoseconds),
      stay.tenureEnd.rfc3339, stay.askedToLeaveAt?.rfc3339 ?? "", stay.ending.rawValue,
      stay.isKept ? "yes" : "no",
    ]
  }

  /// Minutes to the thousandth, rounded half up.
  package static func minutes(_ nanoseconds: Int128) -> String {
    let thousandths = (nanoseconds + 30_000_000) / 60_000_000
    let digits = String(1_000 + thousandths % 1_000).dropFirst()
    return "\(thousandths / 1_000).\(digits)"
  }

  private static func minutes(_ nanoseconds: Int64) -> String { minutes(Int128(nanoseconds)) }
}

extension JournalHeader {
  /// The name of a pod as tables have it: that of its job, or its workload's and its number.
  package func name(of pod: PromiseBreach.Subject) -> String {
    switch pod {
    case .job(let job): name(job, in: .job)
    case .service(let service): name(service, in: .service)
    case .pod(let number, let service): "\(name(service, in: .service))/\(number)"
    case .machine: ""
    }
  }
}
