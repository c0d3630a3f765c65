import Documents
import SpotScheduler
import Traces
import Units

extension ScalarFormat {
  /// A time zone by its IANA name; whether there is such a zone is checked with the rules.
  static var timeZone: ScalarFormat {
    .text(
      "time zone", expectation: "a time zone such as America/New_York", maximumLength: 64,
      examples: ["UTC", "America/New_York"])
  }

  /// A time of day on a clock, `07:00` to `24:00`, read as minutes since 00:00.
  static var timeOfDay: ScalarFormat {
    ScalarFormat(
      "time of day", expectation: "a time of day such as \"07:30\"",
      outline: Outline(
        types: ["string"], pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"),
      examples: [.string("07:30"), .string("18:00")]
    ) { written in
      guard case .text(let text) = written else {
        let digits = written.numberOrText ?? ""
        let isHour = digits.utf8.count <= 2 && Int(digits) ?? 99 <= 24
        let hour = digits.utf8.count == 1 ? "0" + digits : digits
        return .failure(
          ScalarRefusal(
            wrongType: "", remedy: isHour ? "write \"\(hour):00\"" : "write hours and minutes"))
      }
      guard let minute = ClockReading.minuteOfDay(text) else {
        return .failure(
          ScalarRefusal("", remedy: "write two digits of hours, a colon, two digits of minutes"))
      }
      return .success(
        Reading(.integer(Int64(minute)), canonical: .string(ClockReading.text(minute))))
    }
  }

  /// A minute of the week, `fri 18:00`, read as its text.
  static var weekTime: ScalarFormat {
    ScalarFormat(
      "time of the week", expectation: "a time of the week such as \"fri 18:00\"",
      outline: Outline(
        types: ["string"],
        pattern: "^(mon|tue|wed|thu|fri|sat|sun) (([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"),
      examples: [.string("fri 18:00"), .string("mon 07:00")]
    ) { written in
      guard case .text(let text) = written, ClockText.weekTime(text) != nil else {
        return .failure(
          ScalarRefusal("", remedy: "write mon to sun, a space, and a time as in 18:00"))
      }
      return .success(Reading(.text(text), canonical: .string(text)))
    }
  }

  /// A day or range of days as 5-Spot writes them.
  static var days: ScalarFormat {
    ScalarFormat(
      "days", expectation: "a day or a range of days such as mon-fri",
      outline: Outline(types: ["string"]), examples: [.string("mon-fri"), .string("sat")]
    ) { written in
      guard case .text(let text) = written else { return .failure(ScalarRefusal(wrongType: "")) }
      do throws(ScheduleError) {
        _ = try DaysOfWeek(parsing: [text])
        return .success(Reading(.text(text), canonical: .string(text)))
      } catch {
        return .failure(ScalarRefusal("\(error)"))
      }
    }
  }

  /// An hour or range of hours as 5-Spot writes them.
  static var hours: ScalarFormat {
    ScalarFormat(
      "hours", expectation: "an hour or a range of hours such as 19-23",
      outline: Outline(types: ["string", "integer"]), examples: [.string("19-23"), .string("0-5")]
    ) { written in
      guard let text = written.numberOrText else { return .failure(ScalarRefusal(wrongType: "")) }
      do throws(ScheduleError) {
        _ = try HoursOfDay(parsing: [text])
        return .success(Reading(.text(text), canonical: .string(text)))
      } catch {
        return .failure(ScalarRefusal("\(error)"))
      }
    }
  }
}

/// Times of the week as texts.
enum ClockText {
  /// The day and the minute of it that `fri 18:00` names; nil for any other text.
  static func weekTime(_ text: String) -> (weekday: Weekday, minute: Int)? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2,
      let weekday = Weekday.allCases.first(where: { $0.abbreviation == parts[0] }),
      let minute = ClockReading.minuteOfDay(parts[1])
    else { return nil }
    return (weekday, minute)
  }
}
