import Documents
import Facts
import Placement
import Units

/// The pod list of openb, and its variants: requests, and times in seconds from the trace's start.
///
/// A pod is submitted when it is created and works from scheduling to deletion. One that is `Pending`
/// was never scheduled: how long it would have worked is unknown, so it is left out and counted.
enum OpenBPods {
  static let columns = [
    "name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "qos", "pod_phase",
    "creation_time", "deletion_time", "scheduled_time",
  ]

  /// How a pod stood when it was deleted.
  enum Phase: String, CaseIterable {
    case running = "Running"
    case failed = "Failed"
    case pending = "Pending"
    case succeeded = "Succeeded"
  }

  /// The trace's quality-of-service classes.
  enum Quality: String, CaseIterable {
    case latencySensitive = "LS"
    case bestEffort = "BE"
    case burstable = "Burstable"
    case guaranteed = "Guaranteed"
  }

  /// Ten years in seconds: the trace has 149 days. Milliseconds and calendar times lie above it.
  static let timeMax: Int64 = 315_360_000
  static let timeRemedy = "the column is in seconds from the trace's start, at most ten years"

  /// One row, checked.
  struct Row {
    var name: String
    /// What it asks for; without models.
    var request: PackingPod
    /// The GPU models that it can use, joined by `|`; empty when any will do.
    var models: String
    /// When it was created, in seconds.
    var creation: Int64
    /// How long it worked, in seconds; nil for one that is Pending.
    var work: Int64?
  }

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedJobs {
    var jobs: [Job] = []
    var names: [String] = []
    var pending = 0
    var bound = 0
    for row in try rows(bytes, file: file) {
      if !row.models.isEmpty { bound += 1 }
      guard let work = row.work else {
        pending += 1
        continue
      }
      names.append(row.name)
      jobs.append(
        Job(
          submittedAt: Instant(seconds: row.creation), work: .seconds(work),
          request: ResourceVector(
            cpu: row.request.cpu, memory: row.request.memory, gpu: row.request.devices.total)))
    }
    var notes: [String] = []
    if pending > 0 {
      notes.append("\(pending) Pending pods are left out: they were never scheduled")
    }
    if bound > 0 {
      notes.append("\(bound) pods name GPU models (gpu_spec), which placement by resources ignores")
    }
    return RecordedJobs(
      clock: .ownStart, origin: .epoch, workload: Workload(jobs: jobs, jobNames: names),
      notes: notes)
  }

  /// All rows, in the order of the file.
  static func rows(_ bytes: [UInt8], file: String) throws(DocumentError) -> [Row] {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var ids = UniqueIDs()
    var rows: [Row] = []
    while try reader.readRow() {
      let name = try reader.text(0)
      try ids.insert(name, at: 0, of: reader)
      let request = try request(reader)
      _ = try reader.word(6, as: Quality.self)
      let phase = try reader.word(7, as: Phase.self)
      let times = try times(reader, phase: phase, after: rows.last?.creation ?? 0)
      rows.append(
        Row(
          name: name, request: request, models: reader.string(5), creation: times.creation,
          work: times.work))
    }
    return rows
  }

  /// `gpu_milli` is the part of one device and counts only when one is asked for.
  private static func request(_ reader: CSVReader) throws(DocumentError) -> PackingPod {
    let cpu = try reader.integer(1, in: 0...OpenBUnits.cpuMax, remedy: OpenBUnits.cpuRemedy)
    guard cpu == 0 || cpu >= 250 else {
      throw reader.error(
        1, "\(cpu) thousandths of a core is less than any pod asks for",
        remedy: OpenBUnits.cpuRemedy + "; multiply cores by 1000")
    }
    let memory = try reader.integer(
      2, in: 0...OpenBUnits.memoryMax, remedy: OpenBUnits.memoryRemedy)
    guard memory == 0 || memory >= 256 else {
      throw reader.error(
        2, "\(memory) MiB is less than any pod asks for",
        remedy: "the column is in MiB; multiply GiB by 1024")
    }
    let devices = try reader.integer(
      3, in: 0...OpenBUnits.deviceMax, remedy: OpenBUnits.deviceRemedy)
    let share = try reader.integer(
      4, in: 0...1_000, remedy: "the column is in thousandths of one GPU")
    // The share is of one device: several are asked for whole.
    let each = MilliGPU(devices == 1 ? share : DeviceRequest.device)
    guard let request = DeviceRequest(count: Int(devices), each: each) else {
      throw reader.error(
        4, "\(share) of one GPU is nothing", remedy: "give 1 to 1000, or num_gpu 0")
    }
    return PackingPod(cpu: MilliCPU(cpu), memory: .mebibytes(memory), devices: request)
  }

  private static func times(
    _ reader: CSVReader, phase: Phase, after lastCreation: Int64
  ) throws(DocumentError) -> (creation: Int64, work: Int64?) {
    let creation = try reader.integer(8, in: 0...timeMax, remedy: timeRemedy)
    guard creation >= lastCreation else {
      throw reader.error(
        8, "\(creation) comes after \(lastCreation) of an earlier row",
        remedy: "rows are in order of creation; is the file shuffled?")
    }
    let deletion = try reader.integer(9, in: 0...timeMax, remedy: timeRemedy)
    guard deletion >= creation else {
      throw reader.error(
        9, "\(deletion) is before the creation at \(creation)",
        remedy: "are the two columns swapped?")
    }
    guard phase != .pending else {
      guard reader.isEmpty(10) else {
        throw reader.error(
          10, "\(reader.string(10)) for a pod that is Pending",
          remedy: "a pending pod was never scheduled: leave it empty, or correct pod_phase")
      }
      return (creation, nil)
    }
    guard !reader.isEmpty(10) else {
      throw reader.error(
        10, "empty for a pod that is \(phase.rawValue)",
        remedy: "only a Pending pod has no scheduled_time")
    }
    let scheduled = try reader.integer(10, in: 0...timeMax, remedy: timeRemedy)
    guard scheduled >= creation else {
      throw reader.error(
        10, "\(scheduled) is before the creation at \(creation)",
        remedy: "a pod is created, then scheduled, then deleted; are the columns swapped?")
    }
    guard deletion >= scheduled else {
      throw reader.error(
        9, "\(deletion) is before the scheduling at \(scheduled)",
        remedy: "a pod is created, then scheduled, then deleted; are the columns swapped?")
    }
    return (creation, deletion - scheduled)
  }
}
