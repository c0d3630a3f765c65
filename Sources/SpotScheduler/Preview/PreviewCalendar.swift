import Units

/// Windows as a calendar file by RFC 5545.
package enum PreviewCalendar {
  /// The calendar with an event a window.
  ///
  /// Times are in UTC. An event's UID is made of what is on and when it opens, so that the same
  /// window is the same event in every file. The stamp of all events is the start of the stretch:
  /// the same call gives the same bytes.
  ///
  /// - Parameter version: The version of the tool.
  package static func text(of entries: [PreviewedEntry], version: String) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fivespot//preview \(version)//EN",
      "CALSCALE:GREGORIAN",
      // A calendar has to have a component, also when nothing is ever on.
      "BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000",
      "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
    ]
    for entry in entries {
      for window in entry.preview.windows { lines += event(of: window, entry) }
    }
    lines.append("END:VCALENDAR")
    return lines.map { folded($0) + "\r\n" }.joined()
  }

  private static func event(
    of window: SchedulePreview.Window, _ previewed: PreviewedEntry
  ) -> [String] {
    let (entry, preview) = (previewed.entry, previewed.preview)
    let opening = window.opens?.rfc3339 ?? "always"
    let identity = "\(entry.kind) \(entry.name) \(opening)"
    let schedule = entry.scheduleName.map { " by \($0)" } ?? ""
    return [
      "BEGIN:VEVENT", "UID:\(SHA256.digest(Array(identity.utf8)).hex.prefix(32))@fivespot",
      "DTSTAMP:\(stamp(preview.start))", "DTSTART:\(stamp(window.opens ?? preview.start))",
      "DTEND:\(stamp(window.closes ?? preview.end))",
      "SUMMARY:\(escaped("\(entry.name) is on"))",
      "DESCRIPTION:\(escaped("\(entry.kind) \(entry.name)\(schedule)"))", "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]
  }

  /// `20260608T130000Z`: whole seconds, as edges are.
  private static func stamp(_ instant: Instant) -> String {
    Instant(seconds: instant.secondsRoundedDown).rfc3339.filter { $0 != "-" && $0 != ":" }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The line in pieces of at most 75 bytes; a character is never cut.
  private static func folded(_ line: String) -> String {
    var result = ""
    var length = 0
    for scalar in line.unicodeScalars {
      let size = UTF8.width(scalar)
      if length + size > 75 {
        result += "\r\n "
        length = 1
      }
      result.unicodeScalars.append(scalar)
      length += size
    }
    return result
  }
}
