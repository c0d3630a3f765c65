import Documents
import SpotScheduler
import Units

/// Previews as a document for other programs.
struct PreviewDocument {
  /// The zone in which local times are written; nil for each schedule's own.
  let display: ZoneRules?
  let zones: ZoneRulesSet
  let from: Instant
  let to: Instant

  func document(of entries: [PreviewedEntry]) -> DocumentValue {
    let total = entries.reduce(Int128(0)) { $0 + Int128($1.machineTime.nanoseconds) }
    return .mapping([
      ("from", .string(from.rfc3339)), ("to", .string(to.rfc3339)),
      ("zoneRules", .string(zones.version)),
      ("machines", .integer(Int64(entries.reduce(0) { $0 + $1.entry.machines }))),
      ("machineHours", Self.hours(TimeSpan(nanoseconds: Int64(clamping: total)))),
      ("schedules", .sequence(entries.map(document))),
    ])
  }

  private func document(of previewed: PreviewedEntry) -> DocumentValue {
    let (entry, preview) = (previewed.entry, previewed.preview)
    let clock = LocalText(zone: display ?? entry.schedule.zone ?? .utc)
    var members: [(key: String, value: DocumentValue)] = [
      ("kind", .string(entry.kind)), ("name", .string(entry.name)),
      ("schedule", Self.text(entry.scheduleName)), ("zone", Self.text(entry.schedule.zone?.name)),
      ("off", Self.text(entry.remark)), ("machines", .integer(Int64(entry.machines))),
    ]
    members += [
      ("hoursPerWeek", preview.hoursPerWeek.map { .integer(Int64($0)) } ?? .null),
      ("hours", Self.hours(preview.activeTime)),
      ("machineHours", Self.hours(previewed.machineTime)),
      ("nextActivation", Self.instant(preview.nextActivation)),
      ("nextClosing", Self.instant(preview.nextClosing)),
      ("nextCleanup", Self.instant(previewed.nextCleanup)),
    ]
    members += [
      ("windows", .sequence(preview.windows.map { document(of: $0, clock) })),
      ("closedDays", .sequence(preview.closedDays.map(document))),
      ("clockEffects", .sequence(preview.clockEffects.map(document))),
    ]
    return .mapping(members)
  }

  private func document(of day: SchedulePreview.ClosedDay) -> DocumentValue {
    [
      "date": .string(day.date.iso),
      "closesAt": Self.text(day.closesAt.map { LocalText.hour($0) }),
    ]
  }

  private func document(
    of window: SchedulePreview.Window, _ clock: LocalText
  ) -> DocumentValue {
    var hours = DocumentValue.null
    if let opens = window.opens, let closes = window.closes { hours = Self.hours(closes - opens) }
    return .mapping([
      ("opens", Self.instant(window.opens)), ("closes", Self.instant(window.closes)),
      ("opensLocal", Self.text(window.opens.map(clock.rfc3339))),
      ("closesLocal", Self.text(window.closes.map(clock.rfc3339))),
      ("hours", hours),
    ])
  }

  private func document(of effect: SchedulePreview.ClockEffect) -> DocumentValue {
    .mapping([
      ("kind", .string(effect.kind.rawValue)), ("date", .string(effect.date.iso)),
      ("transition", .string(effect.transition.rfc3339)),
      ("nominalHours", Self.hours(effect.nominal)), ("hours", Self.hours(effect.actual)),
    ])
  }

  private static func text(_ text: String?) -> DocumentValue { text.map { .string($0) } ?? .null }

  private static func instant(_ instant: Instant?) -> DocumentValue {
    instant.map { .string($0.rfc3339) } ?? .null
  }

  private static func hours(_ span: TimeSpan) -> DocumentValue {
    let hour: Int64 = 3_600_000_000_000
    return span.nanoseconds % hour == 0
      ? .integer(span.nanoseconds / hour) : .number(span.secondsAsDouble / 3_600)
  }
}
