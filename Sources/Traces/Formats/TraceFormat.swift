package import Documents

/// What a recorded file becomes.
package enum TraceContent: Hashable, Sendable {
  /// Machines.
  case nodes(RecordedNodes)
  /// Jobs.
  case jobs(RecordedJobs)
  /// Lives of machines.
  case lifetimes(RecordedLifetimes)
  /// Probes of spot machines.
  case availability(RecordedAvailability)
  /// How often spot machines are interrupted, in bands.
  case spotAdvice(RecordedSpotAdvice)
  /// Exceptional days of exchanges.
  case exchanges(RecordedExchanges)
  /// Prices of rented machines.
  case prices(RecordedPrices)
  /// What pods requested over time.
  case demand(RecordedDemand)

  /// What the importer decided or left out.
  package var notes: [String] {
    switch self {
    case .nodes(let nodes): nodes.notes
    case .jobs(let jobs): jobs.notes
    case .lifetimes(let lifetimes): lifetimes.notes
    case .availability(let availability): availability.notes
    case .spotAdvice(let advice): advice.notes
    case .exchanges(let exchanges): exchanges.notes
    case .prices(let prices): prices.notes
    case .demand(let demand): demand.notes
    }
  }
}

/// A format of recorded files that can be read.
package struct TraceFormat: Sendable {
  /// What kind of content a format holds; the raw values are words of a scenario.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Machines.
    case nodes
    /// Jobs.
    case jobs
    /// Lives of machines.
    case lifetimes
    /// Probes of spot machines.
    case availability
    /// How often spot machines are interrupted, in bands.
    case spotAdvice = "spot-advice"
    /// Exceptional days of exchanges.
    case exchanges
    /// Prices of rented machines.
    case prices
    /// What pods requested over time.
    case demand
  }

  /// The word that a scenario uses.
  package let name: String
  /// What it holds.
  package let kind: Kind
  /// One line for a list of formats: the file, its columns and their units.
  package let summary: String
  private let read: @Sendable ([UInt8], String) throws(DocumentError) -> TraceContent

  init(
    _ name: String, _ kind: Kind, _ summary: String,
    read: @escaping @Sendable ([UInt8], String) throws(DocumentError) -> TraceContent
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.read = read
  }

  /// Reads a whole file, compressed with gzip or not: the first two bytes tell.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: The name that errors show.
  /// - Returns: The content, of this format's `kind`.
  /// - Throws: The first thing that is wrong, with line, column, value and remedy.
  package func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> TraceContent {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return try read(bytes, file) }
    return try read(try Gzip.decompress(bytes, file: file), file)
  }
}

/// Every format there is. A new importer adds its file and its line here.
package enum TraceFormats {
  /// In the order in which they are listed to users.
  package static let all: [TraceFormat] = [
    TraceFormat(
      "opendc-tasks", .jobs,
      "OpenDC tasks CSV: submission_time and duration in ms, cpu_capacity in MHz, mem_capacity in MB"
    ) { (bytes, file) throws(DocumentError) in
      .jobs(try OpenDCTasks.read(bytes, file: file))
    },
    TraceFormat(
      "opendc-topology", .nodes, "OpenDC topology JSON: clusters of hosts with counts, memory in MB"
    ) { (bytes, file) throws(DocumentError) in
      .nodes(try OpenDCTopology.read(bytes, file: file))
    },
    TraceFormat(
      "openb-nodes", .nodes, "openb node list CSV: cpu_milli, memory_mib, gpu count and model"
    ) { (bytes, file) throws(DocumentError) in
      .nodes(try OpenBNodes.read(bytes, file: file))
    },
    TraceFormat(
      "openb-pods", .jobs, "openb pod list CSV: requests as the nodes', times in s from trace start"
    ) { (bytes, file) throws(DocumentError) in
      .jobs(try OpenBPods.read(bytes, file: file))
    },
    TraceFormat(
      "gcp-preemption", .lifetimes,
      "GCP preemptible VM lives CSV: lifetime_s in s, end_cause preempted or stop"
    ) { (bytes, file) throws(DocumentError) in
      .lifetimes(try GCPPreemption.read(bytes, file: file))
    },
    TraceFormat(
      "spot-availability", .availability,
      "Spot probes CSV: utc, then a column of 0 and 1 for each zone, at equal steps"
    ) { (bytes, file) throws(DocumentError) in
      .availability(try SpotAvailability.read(bytes, file: file))
    },
    TraceFormat(
      "aws-spot-advisor", .spotAdvice,
      "AWS Spot Instance Advisor CSV: region, instance_type, interruption_band 0 to 4, savings_pct"
    ) { (bytes, file) throws(DocumentError) in
      .spotAdvice(try AWSSpotAdvisor.read(bytes, file: file))
    },
    TraceFormat(
      "exchange-days", .exchanges,
      "Exceptional days of exchanges CSV: market code, zone, date, holiday or early-close, hours"
    ) { (bytes, file) throws(DocumentError) in
      .exchanges(try ExchangeExceptions.read(bytes, file: file))
    },
    TraceFormat(
      "gce-prices", .prices,
      "Google Compute Engine prices CSV: machine_type, US dollars an hour on demand and preemptible"
    ) { (bytes, file) throws(DocumentError) in
      .prices(try GCEPrices.read(bytes, file: file))
    },
    TraceFormat(
      "fleet-recording", .demand,
      "A recording of fivespot-live record: a line of JSON for each sample of a fleet"
    ) { (bytes, file) throws(DocumentError) in
      .demand(try FleetRecordingLines.read(bytes, file: file))
    },
  ]

  /// The format of that name, or nil.
  package static func named(_ name: String) -> TraceFormat? { all.first { $0.name == name } }
}
