import Documents
import Units

/// Availability probes of spot machines on one clock: the instant, then a column of 0 and 1 for
/// each zone.
enum SpotAvailability {
  /// A day between two probes tells nothing; a record in other units lies above it.
  static let longestStep = TimeSpan.days(1)

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedAvailability {
    var reader = CSVReader.strict(bytes, file: file)
    let zones = try zones(&reader, file: file)
    var probes = [[Bool]](repeating: [], count: zones.count)
    var start: Instant?
    var last: Instant?
    var step: TimeSpan?
    while try reader.readRow() {
      let at = try instant(reader)
      if let last {
        guard at > last else {
          throw reader.error(
            0, "\(reader.string(0)) is not after \(last.rfc3339)", remedy: "rows go forward in time"
          )
        }
        let expected = step ?? at - last
        guard expected <= longestStep else {
          throw reader.error(
            0, "\(expected.text) after the probe before",
            remedy: "probes are at most \(longestStep.text) apart")
        }
        guard at - last == expected else {
          throw reader.error(
            0, "\((at - last).text) after the probe before, where the step is \(expected.text)",
            remedy: "are rows missing? fill them, or cut the file in two")
        }
        step = expected
      }
      if start == nil { start = at }
      last = at
      for index in zones.indices {
        let value = try reader.integer(
          index + 1, in: 0...1, remedy: "a probe is 0 or 1; counts of machines are no probes")
        probes[index].append(value == 1)
      }
    }
    guard let start, let step else {
      throw DocumentError(
        position: SourcePosition(file: file, line: max(reader.line, 1), column: 1),
        message: "fewer than two probes", remedy: "is the file cut short?")
    }
    return RecordedAvailability(
      zones: zones, start: start, step: step, probes: probes,
      notes: [
        "a probe that fails bounds the interruption of a running machine from above; spells "
          + "shorter than \(step.text) are unseen"
      ])
  }

  /// The zones that the header names after `utc`.
  private static func zones(
    _ reader: inout CSVReader, file: String
  ) throws(DocumentError) -> [String] {
    guard try reader.readRow() else {
      throw DocumentError(
        position: SourcePosition(file: file, line: 1, column: 1),
        message: "the file is empty", remedy: "its first line is utc and the names of zones")
    }
    guard reader.string(0) == "utc" else {
      throw reader.error(
        0, "column \"\(reader.string(0))\" where \"utc\" is expected",
        remedy: "the columns are utc and the zones")
    }
    var zones: [String] = []
    for field in 1..<max(reader.fieldCount, 1) {
      let zone = reader.string(field)
      let isNamed = zone.utf8.contains { $0 >= 0x61 && $0 <= 0x7A }
      guard isNamed, !zones.contains(zone) else {
        throw reader.error(
          field,
          zones.contains(zone) ? "zone \"\(zone)\" is given twice" : "\"\(zone)\" is no zone",
          remedy: "name each zone once, as in us-east-1a")
      }
      zones.append(zone)
    }
    guard !zones.isEmpty else {
      throw reader.error(0, "no zone follows", remedy: "the columns are utc and the zones")
    }
    return zones
  }

  private static func instant(_ reader: CSVReader) throws(DocumentError) -> Instant {
    do throws(TimestampError) {
      return try Instant(rfc3339: reader.string(0))
    } catch {
      throw reader.error(
        0, "\"\(reader.string(0))\": \(error)", remedy: "write it as in 2023-02-16T05:34:00Z")
    }
  }
}
