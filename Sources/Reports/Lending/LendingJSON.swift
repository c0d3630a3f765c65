import Documents
import Units

/// What a report says of lending, as a document for scripts.
enum LendingJSON {
  static func value(_ report: LendingReport) -> DocumentValue {
    .mapping(
      [
        ("baseline", report.baseline.map { .string($0.name) } ?? .null),
        ("borrower", .string(report.borrowerNames)), ("currency", .string(report.currency)),
        ("end", .string(report.end.rfc3339)), ("owner", .string(report.owner)),
        ("timezone", .string(report.clock.name)),
        ("unpricedPools", .sequence(report.unpricedPools.map { .string($0) })),
        (
          "settings",
          .sequence(
            report.settings.map { line in
              .mapping([
                ("path", .string(line.path)), ("value", .string(line.value)),
                ("variants", .sequence(line.variants.map { .string($0) })),
              ])
            })
        ),
        ("variants", .sequence(report.variants.map { variant($0, report) })),
      ]
        + (report.controlPlane.map { [("controlPlane", ControlPlaneJSON.value($0))] } ?? []))
  }

  private static func variant(_ variant: LendingVariant, _ report: LendingReport) -> DocumentValue {
    let savings = MoneySpread(report.savings(of: variant))
    return .mapping([
      ("name", .string(variant.name)),
      ("saving", savings.map(spread) ?? .null),
      ("total", MoneySpread(variant.members.map(\.total)).map(spread) ?? .null),
      (
        "costs",
        .mapping(variant.meanCosts.map { (key: $0.driver, value: .string($0.amount.text)) })
      ),
      (
        "capacityCores",
        .mapping(variant.meanCapacity.map { (key: $0.name, value: .number($0.cores)) })
      ),
      ("promises", .sequence(variant.promises.map(promise))),
      ("lateReturns", .sequence(variant.late.map(late))),
      ("members", .sequence(variant.members.map(member))),
      ("hours", hours(variant.hours)),
    ])
  }

  private static func member(_ member: LendingMember) -> DocumentValue {
    .mapping([
      ("seed", .lexeme(String(member.seed))), ("total", .string(member.total.text)),
      ("costs", .mapping(member.costs.map { (key: $0.driver, value: .string($0.amount.text)) })),
      ("promises", .sequence(member.promises.map(promise))),
    ])
  }

  private static func promise(_ count: PromiseCount) -> DocumentValue {
    .mapping([
      ("promise", .string(count.promise)), ("opportunities", .integer(count.opportunities)),
      ("breaches", .integer(count.breaches)), ("worstSeconds", .number(count.worstSeconds)),
    ])
  }

  private static func late(_ late: LateReturn) -> DocumentValue {
    .mapping([
      ("machine", .string(late.machine)), ("isRecall", .boolean(late.isRecall)),
      ("due", .string(late.span.lowerBound.rfc3339)),
      ("ready", .string(late.span.upperBound.rfc3339)),
    ])
  }

  /// Hourly means of the first seed, from the start of the run.
  private static func hours(_ hours: LendingHours) -> DocumentValue {
    func numbers(_ values: [Double]) -> DocumentValue { .sequence(values.map { .number($0) }) }
    return .mapping([
      ("ownedCores", numbers(hours.ownedCores)), ("usedCores", numbers(hours.usedCores)),
      ("requestedCores", numbers(hours.requestedCores)),
      ("queuedCores", numbers(hours.queuedCores)),
      ("supplyCores", .mapping(hours.supply.map { (key: $0.source, value: numbers($0.cores)) })),
    ])
  }

  private static func spread(_ spread: MoneySpread) -> DocumentValue {
    .mapping([
      ("mean", .string(spread.mean.text)), ("p5", .string(spread.p5.text)),
      ("p95", .string(spread.p95.text)), ("seeds", .integer(Int64(spread.count))),
    ])
  }
}
