import Documents
import Facts
import Units

/// Tasks of an OpenDC workload trace as CSV: the SURF traces.
///
/// Submission and duration are in milliseconds, capacity in MHz over all cores, memory in megabytes. A
/// megabyte is 10⁶ bytes here: hosts and tasks are both given as 100000, and what matters is that
/// they agree. Durations and submissions come from Slurm's accounting, which counts whole seconds: a
/// millisecond value that is no whole second was not counted in milliseconds.
enum OpenDCTasks {
  static let columns = [
    "id", "submission_time", "duration", "cpu_count", "cpu_capacity", "mem_capacity",
  ]
  /// The month and the half-year have these two as well. Nothing here defers, so they are checked
  /// and left out.
  static let deferralColumns = ["deferrable", "deadline"]

  /// 2000-01-01 to 2100-01-01 in Unix milliseconds. Seconds fall before it, microseconds behind it.
  static let submissions: ClosedRange<Int64> = 946_684_800_000...4_102_444_800_000
  /// No batch system lets a job run for longer than 90 days.
  static let longestDuration: Int64 = 90 * 86_400_000

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedJobs {
    var reader = CSVReader.strict(bytes, file: file)
    let hasDeferral = mentionsDeferral(bytes)
    try reader.expectHeader(hasDeferral ? columns + deferralColumns : columns)
    var ids = UniqueIDs()
    var jobs: [Job] = []
    var names: [String] = []
    while try reader.readRow() {
      _ = try reader.integer(0, in: 0 ... .max, remedy: "an id is a whole number")
      let name = reader.string(0)
      try ids.insert(name, at: 0, of: reader)
      jobs.append(try job(reader))
      names.append(name)
      if hasDeferral { try checkDeferral(reader) }
    }
    return recorded(jobs, names: names, hasDeferral: hasDeferral)
  }

  private static func mentionsDeferral(_ bytes: [UInt8]) -> Bool {
    let firstLine = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    return deferralColumns.contains { firstLine.contains($0) }
  }

  private static func job(_ reader: CSVReader) throws(DocumentError) -> Job {
    let submitted = try reader.integer(
      1, in: submissions,
      remedy: "the column is in milliseconds since 1970, and lies between 2000 and 2100")
    try checkWholeSeconds(submitted, 1, reader)
    let duration = try reader.integer(
      2, in: 0...longestDuration,
      remedy: "the column is in milliseconds, and no job runs longer than 90 days")
    try checkWholeSeconds(duration, 2, reader)
    let cores = try reader.integer(
      3, in: 1...4_096, remedy: "the column counts whole cores of one machine")
    try checkSpeed(cores: cores, reader)
    return Job(
      submittedAt: Instant(nanoseconds: submitted * 1_000_000), work: .milliseconds(duration),
      request: ResourceVector(
        cpu: MilliCPU(cores * 1_000), memory: try memory(cores: cores, reader)))
  }

  private static func checkWholeSeconds(
    _ value: Int64, _ field: Int, _ reader: CSVReader
  ) throws(DocumentError) {
    guard value % 1_000 == 0 else {
      throw reader.error(
        field, "\(value) ms is not a whole number of seconds",
        remedy: "if the column is in seconds, multiply it by 1000")
    }
  }

  private static func checkSpeed(cores: Int64, _ reader: CSVReader) throws(DocumentError) {
    let millihertz = try reader.decimal(4, scale: 3)
    // In thousandths of a MHz: 500 MHz to 5.5 GHz a core, the fastest base clock that is sold.
    guard millihertz >= cores * 500_000, millihertz <= cores * 5_500_000 else {
      throw reader.error(
        4, "\(reader.string(4)) over \(cores) cores is no plausible speed",
        remedy: "the column is in MHz, summed over the cores: 500 to 5500 for each")
    }
  }

  private static func memory(cores: Int64, _ reader: CSVReader) throws(DocumentError) -> Bytes {
    let bytes = try reader.decimal(5, scale: 6)
    guard bytes >= 0 else {
      throw reader.error(
        5, "\(reader.string(5)) is negative", remedy: "amounts and times start at 0")
    }
    let megabyte: Int64 = 1_000_000
    guard bytes <= 64_000_000 * megabyte else {
      throw reader.error(
        5, "\(reader.string(5)) MB is more than any machine has",
        remedy: "the column is in megabytes; divide bytes by 1000000 and kilobytes by 1000")
    }
    guard bytes == 0 || bytes >= 32 * megabyte * cores else {
      throw reader.error(
        5, "\(reader.string(5)) MB is too little for \(cores) cores",
        remedy: "the column is in megabytes; multiply gigabytes by 1000")
    }
    return Bytes(bytes)
  }

  private static func checkDeferral(_ reader: CSVReader) throws(DocumentError) {
    guard ["true", "false"].contains(reader.string(6).lowercased()) else {
      throw reader.error(6, "\"\(reader.string(6))\" is not true or false")
    }
    let deadline = try reader.integer(
      7, in: submissions, remedy: "the column is in milliseconds since 1970")
    guard deadline >= (try reader.integer(1)) else {
      throw reader.error(7, "\(deadline) is before the submission", remedy: "compare the columns")
    }
  }

  /// Rows are not in order of submission; equal instants keep the order of the file.
  private static func recorded(
    _ jobs: [Job], names: [String], hasDeferral: Bool
  ) -> RecordedJobs {
    let order = jobs.indices.sorted {
      let (left, right) = (jobs[$0].submittedAt, jobs[$1].submittedAt)
      return left != right ? left < right : $0 < $1
    }
    let moved = zip(jobs.indices, order).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    var notes: [String] = []
    if moved > 0 {
      notes.append("sorted by submission: \(moved) of \(jobs.count) rows changed place")
    }
    if hasDeferral { notes.append("deferrable and deadline are left out: no job is deferred") }
    return RecordedJobs(
      clock: .calendar, origin: order.first.map { jobs[$0].submittedAt } ?? .epoch,
      workload: Workload(jobs: order.map { jobs[$0] }, jobNames: order.map { names[$0] }),
      notes: notes)
  }
}
