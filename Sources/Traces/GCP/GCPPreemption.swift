import Documents
import Units

/// Lives of preemptible VMs of Google Compute Engine in 2019, under their 24-hour cap.
///
/// `lifetime_s` is taken as published; `created` and `ended` bracket it and show its unit. The two
/// differ by up to minutes, because an insert operation ends some time after the VM began to live.
enum GCPPreemption {
  static let columns = [
    "vm", "zone", "machine_type", "created", "ended", "end_cause", "lifetime_s", "activity",
  ]

  /// Whether the VM had work.
  enum Activity: String, CaseIterable {
    case idle
    case nonIdle = "non-idle"
  }

  /// The cap, and the longest life that can be under it: some were taken up to an hour later.
  static let cap = TimeSpan.hours(24)
  static let longest = TimeSpan.hours(25)
  /// How far a life may differ from `ended - created`, either way.
  static let slack = TimeSpan.minutes(10)

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedLifetimes {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var ids = UniqueIDs()
    var observations: [RecordedLifetime] = []
    var unbracketed = 0
    var cappedStops = 0
    var capped = 0
    var firstCappedStop: DocumentError?
    while try reader.readRow() {
      let observation = try observation(reader)
      try ids.insert(observation.zone + "/" + observation.name, at: 0, of: reader)
      if reader.isEmpty(3) { unbracketed += 1 }
      observations.append(observation)
      guard observation.lifetime >= cap else { continue }
      capped += 1
      guard observation.end == .stop else { continue }
      cappedStops += 1
      if firstCappedStop == nil { firstCappedStop = inversion(reader) }
    }
    // Who reaches the cap is taken away by it. A few users stop their VM in that very hour; when
    // most did, the words mean the opposite of what they say.
    if let firstCappedStop, cappedStops * 2 > capped { throw firstCappedStop }
    return RecordedLifetimes(
      observations: observations,
      notes: notes(observations, unbracketed: unbracketed, capped: capped))
  }

  private static func notes(
    _ observations: [RecordedLifetime], unbracketed: Int, capped: Int
  ) -> [String] {
    let stops = observations.reduce(0) { $0 + ($1.end == .stop ? 1 : 0) }
    var notes = [
      "\(stops) of \(observations.count) VMs were stopped by their user: censored, not dead",
      "\(capped) lives reached the 24-hour cap of the product of 2019",
    ]
    if unbracketed > 0 {
      notes.append("\(unbracketed) rows have no created: their lifetime is not cross-checked")
    }
    return notes
  }

  private static func inversion(_ reader: CSVReader) -> DocumentError {
    reader.error(
      5, "\"\(reader.string(5))\" ends this and most other lives that reached the 24-hour cap",
      remedy: "the cap preempts: are preempted and stop swapped?")
  }

  private static func observation(
    _ reader: CSVReader
  ) throws(DocumentError) -> RecordedLifetime {
    let zone = try reader.text(1)
    guard zone.utf8.count > 2, zone.utf8.dropLast().last == UInt8(ascii: "-") else {
      throw reader.error(1, "\"\(zone)\" is not a zone", remedy: "write it as in us-central1-c")
    }
    let machineType = try reader.text(2)
    guard machineType.utf8.last.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false,
      machineType.utf8.contains(UInt8(ascii: "-"))
    else {
      throw reader.error(
        2, "\"\(machineType)\" is not a machine type", remedy: "write it as in n1-highcpu-16")
    }
    let ended = try instant(4, reader)
    let end = try reader.word(5, as: RecordedLifetime.End.self)
    let lifetime = try lifetime(reader)
    if !reader.isEmpty(3) {
      let created = try instant(3, reader)
      guard created <= ended else {
        throw reader.error(
          4, "\(reader.string(4)) is before created, \(reader.string(3))",
          remedy: "are the two columns swapped?")
      }
      try check(lifetime, against: ended - created, reader)
    }
    _ = try reader.word(7, as: Activity.self)
    return RecordedLifetime(
      name: try reader.text(0), zone: zone, machineType: machineType, lifetime: lifetime, end: end)
  }

  private static func instant(_ field: Int, _ reader: CSVReader) throws(DocumentError) -> Instant {
    let text = reader.bytes(field)
    do {
      return try Instant(rfc3339: text.span)
    } catch {
      throw reader.error(
        field, "\"\(reader.string(field))\": \(error)",
        remedy: "write it as in 2019-03-27T11:00:20.048-07:00")
    }
  }

  private static func lifetime(_ reader: CSVReader) throws(DocumentError) -> TimeSpan {
    let lifetime = TimeSpan(nanoseconds: try reader.decimal(6, scale: 9))
    guard lifetime > .zero else {
      throw reader.error(6, "\(reader.string(6)) is not above 0", remedy: "a life takes time")
    }
    guard lifetime <= longest else {
      throw reader.error(
        6, "\(reader.string(6)) s is beyond the 24-hour cap",
        remedy: "the column is in seconds; divide milliseconds by 1000")
    }
    return lifetime
  }

  /// Holds a life against the calendar: right to minutes, and of the same order when it is short.
  private static func check(
    _ lifetime: TimeSpan, against elapsed: TimeSpan, _ reader: CSVReader
  ) throws(DocumentError) {
    let difference = lifetime - elapsed
    guard difference <= slack, difference >= .zero - slack,
      lifetime * 10 >= elapsed, lifetime <= elapsed * 10 + .minutes(1)
    else {
      throw reader.error(
        6,
        "\(reader.string(6)) s does not agree with ended − created, "
          + "\(elapsed.nanoseconds / 1_000_000_000) s",
        remedy: "the column is in seconds; multiply minutes by 60 and hours by 3600")
    }
  }
}
