import Documents
import Units

/// What a report says of a control plane, as a document for scripts.
enum ControlPlaneJSON {
  static func value(_ report: ControlPlaneReport) -> DocumentValue {
    .mapping([
      ("end", .string(report.end.rfc3339)),
      ("variants", .sequence(report.variants.map(variant))),
    ])
  }

  private static func variant(_ variant: ControlPlaneVariant) -> DocumentValue {
    .mapping([
      ("name", .string(variant.name)),
      ("stepSeconds", .number(variant.step.secondsAsDouble)),
      ("machines", .mapping(variant.stages.map { ($0.name, numbers($0.values)) })),
      ("missing", numbers(variant.missing)),
      ("queueMost", .mapping(variant.queues.map { ($0.name, numbers($0.values)) })),
      (
        "longestReconcileSeconds",
        .mapping(variant.longestReconciles.map { ($0.name, numbers($0.values)) })
      ),
      ("orders", .sequence(variant.orders.map(order))),
      ("replacements", .sequence(variant.replacements.map(replacement))),
      ("drainSeconds", numbers(variant.drains.map(\.seconds))),
      ("holds", .sequence(variant.holds.map(hold))),
      ("shortages", .sequence(variant.shortages.map(shortage))),
    ])
  }

  private static func numbers(_ values: [Double]) -> DocumentValue {
    .sequence(values.map { .number($0) })
  }

  private static func number(_ value: Double?) -> DocumentValue {
    value.map { .number($0) } ?? .null
  }

  private static func order(_ line: OrderLine) -> DocumentValue {
    .mapping([
      ("deployment", .string(line.deployment)), ("kind", .string(line.kind)),
      ("value", .integer(line.value)), ("orderedAt", .string(line.orderedAt.rfc3339)),
      ("seconds", number(line.seconds)), ("superseded", .boolean(line.isSuperseded)),
    ])
  }

  private static func replacement(_ line: ReplacementLine) -> DocumentValue {
    .mapping([
      ("machine", .string(line.machine)), ("lostAt", .string(line.lostAt.rfc3339)),
      ("foundAfterSeconds", number(line.foundAfter)),
      ("goneAfterSeconds", number(line.goneAfter)),
      ("wholeAfterSeconds", number(line.restoredAfter)),
    ])
  }

  private static func hold(_ line: HoldLine) -> DocumentValue {
    .mapping([
      ("machine", .string(line.machine)), ("deployment", .string(line.deployment)),
      ("workload", .string(line.workload)), ("budgets", .string(line.budgets)),
      ("cause", .string(line.cause)),
      ("pods", .sequence(line.pods.split(separator: " ").map { .string(String($0)) })),
      ("beganAt", .string(line.beganAt.rfc3339)), ("seconds", .number(line.seconds)),
      ("ended", .boolean(line.hasEnded)), ("overruled", .boolean(line.isOverruled)),
      ("refusals", .integer(line.refusals)),
    ])
  }

  private static func shortage(_ line: ShortageLine) -> DocumentValue {
    .mapping([
      ("deployment", .string(line.deployment)), ("allowed", .integer(line.allowed)),
      ("worst", .integer(line.worst)), ("machineHours", .number(line.machineHours)),
      ("overLimitSeconds", .number(line.overLimitSeconds)),
    ])
  }
}
