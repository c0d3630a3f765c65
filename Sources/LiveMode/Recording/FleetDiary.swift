package import Units

/// A recording that goes on: in its file, and as far back as forecasts look in memory.
package struct FleetDiary: Sendable {
  /// How far back samples are kept in memory: four weeks, and the one that they forecast.
  package static let kept = TimeSpan.days(35)

  private var file: RecordingFile
  private var sampler: FleetSampler
  private let path: String
  private let timezone: String?
  /// What is recorded, without what is older than `kept`; nil before the first sample.
  package private(set) var recording: FleetRecording?

  /// How many bytes of a line that did not end were taken away.
  package var cut: Int { file.cut }
  /// When its last sample was taken; nil without samples.
  package var last: Instant? { file.last }

  /// Opens a file behind its last whole line; makes it when it is not there.
  ///
  /// - Parameters:
  ///   - prices: What prices are known; nil for none.
  ///   - timezone: The zone whose clock the load goes by; nil for that of the first schedule.
  package init(
    _ path: String, prices: PriceTable? = nil, timezone: String? = nil
  ) throws(RecordingFile.Failure) {
    self.path = path
    self.timezone = timezone
    file = try RecordingFile(path)
    sampler = FleetSampler(prices: prices)
    recording = file.takeRecording()
    trim()
  }

  /// Lets another process write it. Nothing is written after that.
  package func close() { file.close() }

  /// Adds what a fleet is at `now`, and waits until the disk has it.
  ///
  /// - Precondition: `now` is after `last`.
  package mutating func add(
    _ fleet: ObservedFleet, objects: ClusterObjects, at now: Instant
  ) throws(RecordingFile.Failure) {
    if file.head == nil {
      var head = FleetRecording.Head(of: fleet.snapshot, currency: sampler.prices?.currency)
      if let timezone { head.timezone = timezone }
      try file.begin(head)
    }
    guard let head = file.head else { return }
    if let prices = sampler.prices, prices.currency != head.currency {
      throw RecordingFile.Failure(
        kind: .broken,
        description: "\(path): it counts no \(prices.currency.code); begin a new file")
    }
    let sample = sampler.sample(fleet, objects: objects, at: now)
    try file.append(sample)
    if recording == nil { recording = FleetRecording(head: head) }
    recording?.samples.append(sample)
    trim()
  }

  private mutating func trim() {
    guard let last = recording?.samples.last, let first = recording?.samples.first,
      last.at - first.at > Self.kept + .days(1)
    else { return }
    recording?.samples.removeAll { last.at - $0.at > Self.kept }
  }
}
