import CommandSupport
import SpotScheduler
import Units

/// Previews as lines for the terminal.
struct PreviewText {
  /// The zone in which times are shown; nil for each schedule's own.
  let display: ZoneRules?
  let from: Instant
  let to: Instant

  func lines(of entries: [PreviewedEntry]) -> [String] {
    var lines = entries.flatMap { self.lines(of: $0) + [""] }
    let machines = entries.reduce(0) { $0 + $1.entry.machines }
    if machines > 1 {
      let total = entries.reduce(Int128(0)) { $0 + Int128($1.machineTime.nanoseconds) }
      lines.append(
        "\(machines) machines: \(Self.hours(TimeSpan(nanoseconds: Int64(clamping: total)))) "
          + "machine-hours")
    } else {
      _ = lines.popLast()
    }
    return lines
  }

  private func lines(of previewed: PreviewedEntry) -> [String] {
    let (entry, preview) = (previewed.entry, previewed.preview)
    let zone = display ?? entry.schedule.zone ?? .utc
    let clock = LocalText(zone: zone)
    var heading = "\(entry.kind) \(entry.name)"
    if let schedule = entry.scheduleName { heading += ", by \(schedule)" }
    if let own = entry.schedule.zone { heading += ", \(own.name)" }
    if zone.name != entry.schedule.zone?.name { heading += ", times in \(zone.name)" }
    var lines = [heading]
    if let remark = entry.remark { lines.append("  off: \(remark)") }
    let count = preview.windows.count
    var extent = "\(count) window\(count == 1 ? "" : "s"), \(Self.hours(preview.activeTime)) h"
    if entry.machines != 1 { extent += entry.machines == 0 ? "" : " each" }
    if let week = preview.hoursPerWeek { extent += "; \(week) h in an ordinary week" }
    lines.append("  \(clock.text(from)) to \(clock.text(to)): \(extent)")
    lines.append(
      "  next activation \(preview.nextActivation.map(clock.text) ?? "never"), next "
        + (entry.machines > 0
          ? "clean-up \(previewed.nextCleanup.map(clock.text) ?? "never")"
          : "close \(preview.nextClosing.map(clock.text) ?? "never")"))
    if !preview.windows.isEmpty {
      let rows = preview.windows.map { window in
        [
          window.opens.map(clock.text) ?? "before", window.closes.map(clock.text) ?? "open end",
          Self.span(of: window),
        ]
      }
      lines += TextTable.lines([["opens", "closes", "span"]] + rows, leftAligned: 2)
        .map { "  \($0)" }
    }
    lines += preview.closedDays.map { day in
      "  \(day.date.weekday.abbreviation) \(day.date.iso): "
        + (day.closesAt.map { "closes early, at \(LocalText.hour($0))" } ?? "closed, a holiday")
    }
    return lines + preview.clockEffects.map { "  \(sentence(on: $0, clock))" }
  }

  private func sentence(on effect: SchedulePreview.ClockEffect, _ clock: LocalText) -> String {
    let day = "\(effect.date.weekday.abbreviation) \(effect.date.iso)"
    let cause = "the clock changes at \(clock.text(effect.transition))"
    switch effect.kind {
    case .skipped: return "\(day): no window of \(effect.nominal.text), \(cause)"
    case .shortened, .lengthened:
      return "\(day): a window of \(effect.actual.text) instead of \(effect.nominal.text), \(cause)"
    }
  }

  private static func span(of window: SchedulePreview.Window) -> String {
    guard let opens = window.opens, let closes = window.closes else { return "" }
    return (closes - opens).text
  }

  /// Hours with two digits, cut after what is not zero.
  static func hours(_ span: TimeSpan) -> String {
    let hundredths = (Int128(span.nanoseconds) * 100 + 1_800_000_000_000) / 3_600_000_000_000
    let (whole, part) = (hundredths / 100, hundredths % 100)
    if part == 0 { return "\(whole)" }
    return part % 10 == 0 ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
  }
}

/// Instants as the clock of a zone shows them.
struct LocalText {
  let zone: ZoneRules

  /// `mon 2026-06-08 09:00 EDT`, with seconds where there are any.
  func text(_ instant: Instant) -> String {
    let local = zone.civil(at: instant)
    let (minutes, second) = (local.secondsOfDay / 60, local.secondsOfDay % 60)
    let seconds = second == 0 ? "" : ":\(Self.two(second))"
    return "\(local.date.weekday.abbreviation) \(local.date.iso) \(Self.two(minutes / 60)):"
      + "\(Self.two(minutes % 60))\(seconds) \(zone.abbreviation(at: instant))"
  }

  /// RFC 3339 with the zone's offset: `2026-06-08T09:00:00-04:00`.
  func rfc3339(_ instant: Instant) -> String {
    let local = zone.civil(at: instant)
    let offset = zone.offsetSeconds(at: instant) / 60
    let (minutes, second) = (local.secondsOfDay / 60, local.secondsOfDay % 60)
    return "\(local.date.iso)T\(Self.two(minutes / 60)):\(Self.two(minutes % 60)):"
      + "\(Self.two(second))\(offset < 0 ? "-" : "+")\(Self.two(abs(offset) / 60)):"
      + Self.two(abs(offset) % 60)
  }

  /// `13:00`.
  static func hour(_ hour: Int) -> String { "\(two(hour)):00" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
