import Documents
import SpotScheduler
import Units

/// The schedule files of the `5spot` suite.
enum ScheduleSuite {
  static func dayRanges(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "items"])
    let items = try input.texts("items")
    return outcome { () throws(ScheduleError) in
      numbers(try DaysOfWeek(parsing: items).weekdays.map { Int($0.rawValue) })
    }
  }

  static func hourRanges(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "items"])
    let items = try input.texts("items")
    return outcome { () throws(ScheduleError) in
      numbers(try HoursOfDay(parsing: items).numbers)
    }
  }

  static func duration(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "text"])
    let text = try input.text("text")
    do throws(TimeoutError) {
      return ["ok": seconds(try TimeoutText.parse(text))]
    } catch {
      return ["error": .string(error.className)]
    }
  }

  static func evaluation(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "instant"])
    let schedule = try spec(input.node("schedule"))
    let instant = try input.instant("instant")
    return outcome { () throws(ScheduleError) in
      ["active": .boolean(try schedule.isActive(at: instant, in: .pinned))]
    }
  }

  static func edges(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "schedule", "from", "to"])
    let schedule = try spec(input.node("schedule"))
    let start = try input.instant("from")
    let end = try input.instant("to")
    return outcome { () throws(ScheduleError) in
      let edges = try schedule.edges(from: start, to: end, in: .pinned)
      let pairs = edges.map { edge -> DocumentValue in
        [.string(edge.instant.rfc3339), .boolean(edge.isActive)]
      }
      return [
        "initial": .boolean(edges.initial),
        "edges": .sequence(pairs),
        "activeSeconds": seconds(edges.activeTime),
      ]
    }
  }

  /// The schedule of an input; absent members have the defaults of the resource.
  static func spec(_ node: DocumentNode?) throws(VectorError) -> ScheduleSpec {
    let fields = try InputFields(
      node, at: "input.schedule", known: ["daysOfWeek", "hoursOfDay", "timezone", "enabled"])
    var spec = ScheduleSpec()
    spec.daysOfWeek = try fields.optionalTexts("daysOfWeek") ?? spec.daysOfWeek
    spec.hoursOfDay = try fields.optionalTexts("hoursOfDay") ?? spec.hoursOfDay
    spec.timezone = try fields.optionalText("timezone") ?? spec.timezone
    spec.enabled = try fields.optionalBoolean("enabled") ?? spec.enabled
    return spec
  }

  private static func outcome(
    _ compute: () throws(ScheduleError) -> DocumentValue
  ) -> DocumentValue {
    do throws(ScheduleError) {
      return try compute()
    } catch {
      return ["error": .string(error.className)]
    }
  }

  private static func numbers(_ numbers: [Int]) -> DocumentValue {
    ["ok": .sequence(numbers.map { .integer(Int64($0)) })]
  }

  /// Whole seconds as an integer, else with a fraction.
  private static func seconds(_ span: TimeSpan) -> DocumentValue {
    span.nanoseconds.isMultiple(of: 1_000_000_000)
      ? .integer(span.nanoseconds / 1_000_000_000) : .number(span.secondsAsDouble)
  }
}
