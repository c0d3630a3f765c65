package import Documents
package import KubernetesModel
package import SpotScheduler
package import Units

/// CPU as cores or as a part of what a cluster owns.
package enum CPUAmount: Hashable, Sendable {
  /// Cores.
  case cpu(MilliCPU)
  /// A part, in thousandths.
  case permille(Int64)

  /// Reads the canonical text that the format makes: `340000m` or `10%`.
  init(canonical text: String) {
    if text.hasSuffix("%") {
      self = .permille((Share.thousandths(of: String(text.dropLast())) ?? 0) / 100)
    } else {
      self = .cpu(MilliCPU(known(Int64(text.dropLast()), text)))
    }
  }

  /// The amount, where `owned` is the whole; a part is rounded up.
  package func amount(of owned: MilliCPU) -> MilliCPU {
    switch self {
    case .cpu(let cpu): return cpu
    case .permille(let permille):
      let product = Int128(owned.value) * Int128(permille)
      return MilliCPU(Int64((product + 999) / 1_000))
    }
  }
}

/// A cluster.
package struct ClusterModel: Sendable {
  /// The cluster's name.
  package var name: String
  /// What is kept free at any time.
  package var headroom: CPUAmount
  /// What of its own machines it does not lend, whatever its load.
  package var floor: CPUAmount
  /// What is kept for named purposes, by name.
  package var reservations: [(purpose: String, cpu: MilliCPU)]
  /// As a borrower: higher ones are served first.
  package var priority: UInt8 = 50
  /// As a borrower: its share among those of one priority.
  package var weight = 1
  /// Where and what it is.
  package var labels = Labels()
  /// Which machines may come to it.
  package var hostSelector = LabelSelector()
  /// Which clusters its machines may go to.
  package var borrowerSelector = LabelSelector()
  /// What a machine has to have for its confidential workloads.
  package var confidential: ConfidentialTerms?
  /// Where the entry stands; nil for the cluster of a scenario that names none.
  package var position: SourcePosition?

  init(name: String) {
    self.name = name
    headroom = .permille(0)
    floor = .permille(0)
    reservations = []
  }

  init(name: String, _ node: CheckedNode) {
    self.name = name
    headroom = CPUAmount(canonical: node.text("headroom"))
    floor = CPUAmount(canonical: node.text("floor"))
    reservations = node.member("reservations").members.map {
      (purpose: $0.key, cpu: MilliCPU(known($0.value.integer, $0.key)))
    }
    priority = UInt8(clamping: node.integer("priority"))
    weight = Int(node.integer("weight"))
    labels = Labels(node.member("labels"))
    hostSelector = node["hostSelector"].map { LabelSelector.read($0).selector } ?? hostSelector
    borrowerSelector =
      node["borrowerSelector"].map { LabelSelector.read($0).selector } ?? borrowerSelector
    confidential = node["confidential"].map { ConfidentialTerms($0) }
    position = node.position
  }
}

/// A curve of market hours.
package struct CurveModel: Sendable {
  /// The curve's name.
  package var name: String
  /// The zone whose clock counts.
  package var timezone: String
  /// The days on which the market opens.
  package var days: [Weekday]
  /// Minutes since 00:00.
  package var opensMinute: Int
  /// Minutes since 00:00.
  package var closesMinute: Int
  /// The load from open to close, in thousandths.
  package var insidePermille: Int64
  /// The load else, in thousandths.
  package var outsidePermille: Int64
  /// How long the load takes from one to the other.
  package var ramp: TimeSpan
  /// How far a load may be off, in thousandths of it.
  package var noisePermille: Int64
  /// How often the load changes.
  package var step: TimeSpan
  /// The exceptional days; nil when there are none.
  package var calendar: CalendarReference?

  init(name: String, _ node: CheckedNode) {
    self.name = name
    timezone = node.text("timezone")
    let texts = node.member("days").elements.compactMap(\.text)
    days = known(try? DaysOfWeek(parsing: texts), texts.joined(separator: " ")).weekdays
    opensMinute = Int(node.integer("open"))
    closesMinute = Int(node.integer("close"))
    insidePermille = node.integer("inside")
    outsidePermille = node.integer("outside")
    ramp = node.span("ramp")
    noisePermille = node.integer("noise")
    step = node.span("step")
    calendar = node["calendar"].map { CalendarReference($0) }
  }
}

/// An exchange in a file of exchanges.
package struct CalendarReference: Sendable {
  /// The file.
  package var trace: TraceReference
  /// The exchange's code.
  package var exchange: String
  /// Where the code stands.
  package var position: SourcePosition
  /// The entry that names it.
  package var entry: String
  /// How long after an early close a day becomes a window.
  package var earlyCloseMargin: TimeSpan

  init(_ node: CheckedNode) {
    trace = TraceReference(node)
    exchange = node.text("exchange")
    position = node.member("exchange").position
    entry = node.member("exchange").path
    earlyCloseMargin = node["earlyCloseMargin"]?.span ?? .zero
  }
}

/// A long-running service.
package struct ServiceModel: Sendable {
  /// Where its load comes from.
  package enum Load: Sendable {
    /// A part of a curve, in thousandths.
    case curve(String, sharePermille: Int64)
    /// Always so much.
    case constant(MilliCPU)
    /// As it was recorded.
    case recorded(RecordedLoad)
  }

  /// What was recorded of a cluster.
  package struct RecordedLoad: Sendable {
    /// The file.
    package var trace: TraceReference
    /// The cluster's name in it.
    package var cluster: String
    /// Where its first instant goes; nil leaves it where it was.
    package var start: Instant?
    /// Where the cluster's name stands, and the entry that gives it.
    package var position: SourcePosition
    /// The entry that names the cluster.
    package var entry: String

    init(_ node: CheckedNode) {
      trace = TraceReference(node)
      let cluster = node.member("of")
      self.cluster = node.text("of")
      (position, entry) = (cluster.position, cluster.path)
      start = node["start"]?.instant
    }
  }

  /// The service's name.
  package var name: String
  /// The cluster that it runs in; nil is the only one.
  package var cluster: String?
  /// The only pool that it may run on.
  package var pool: String?
  /// Where its load comes from.
  package var load: Load
  /// What one pod requests.
  package var request: ResourceVector
  /// What part of the requests is to be used, in per cent.
  package var targetUtilisationPercent: Int64
  /// How many pods may be down, in per cent.
  package var maxUnavailablePercent: Int64
  /// How long an evicted pod has to end.
  package var terminationGrace: TimeSpan
  /// How long a new pod takes to be Ready.
  package var startTime: TimeSpan
  /// The fewest pods.
  package var minimumReplicas: Int
  /// The most pods.
  package var maximumReplicas: Int
  /// Where the request stands.
  package var podPosition: SourcePosition

  init(name: String, _ node: CheckedNode) {
    self.name = name
    cluster = node["cluster"]?.text
    pool = node["pool"]?.text
    if let curve = node["curve"]?.text {
      load = .curve(curve, sharePermille: node["share"]?.integer ?? 1_000)
    } else if let recorded = node["recorded"] {
      load = .recorded(RecordedLoad(recorded))
    } else {
      load = .constant(MilliCPU(node.integer("usage")))
    }
    let pod = node.member("pod")
    request = ResourceVector(
      cpu: MilliCPU(pod.integer("cpu")), memory: Bytes(pod.integer("memory")), gpu: MilliGPU(0))
    podPosition = pod.position
    targetUtilisationPercent = node.integer("targetUtilisation") / 10
    maxUnavailablePercent = node.integer("maxUnavailable") / 10
    terminationGrace = node.span("terminationGrace")
    startTime = node.span("startTime")
    minimumReplicas = Int(node.integer("minReplicas"))
    maximumReplicas = Int(node.integer("maxReplicas"))
  }
}
