package import Documents
import Units

extension RunReport {
  /// The summary as JSON for scripts: sorted keys, shortest round-trip numbers, no wall clock in
  /// the compared part.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    try DocumentValue.mapping(jsonMembers).prettyJSON(sortsKeys: true)
  }

  /// The members of the summary's document.
  var jsonMembers: [(key: String, value: DocumentValue)] {
    let variants = variants.map { variant in
      DocumentValue.mapping([
        ("description", .string(variant.description)),
        ("members", .sequence(variant.members.map(member))),
        ("metrics", .mapping(spreads(of: variant))),
        ("name", .string(variant.name)),
      ])
    }
    let inputs = inputs.map { input in
      DocumentValue.mapping([
        ("bytes", .integer(Int64(input.byteCount))), ("licence", .string(input.license)),
        ("path", .string(input.path)), ("sha256", .string(input.sha256)),
      ])
    }
    return [
      ("schemaVersion", .string("1.0")),
      ("run", .string(runID)), ("scenario", .string(scenarioName)),
      ("description", .string(scenarioDescription)), ("status", .string(status)),
      ("createdAt", .string(createdAt)), ("toolVersion", .string(toolVersion)),
      ("zoneRules", .string(zoneRulesVersion)), ("start", .string(start.rfc3339)),
      ("commandLine", .sequence(commandLine.map { .string($0) })),
      ("verdict", .sequence(RunVerdict.sentences(self).map { .string($0) })),
      ("variants", .sequence(variants)), ("inputs", .sequence(inputs)),
    ] + tableMembers
  }

  /// What cloud pools and queues came to, where a run has such.
  private var tableMembers: [(key: String, value: DocumentValue)] {
    var members: [(key: String, value: DocumentValue)] = []
    if !cloudPools.isEmpty {
      members.append(("cloudPools", .sequence(cloudPools.map { pool($0) })))
    }
    if !queues.isEmpty { members.append(("queues", .sequence(queues.map { queue($0) }))) }
    return members
  }

  private func pool(_ row: CloudPoolRow) -> DocumentValue {
    .mapping([
      ("variant", .string(row.variant)), ("pool", .string(row.pool)),
      ("capacityType", .string(row.capacityType)), ("dryHours", .number(row.dryHours)),
      ("launches", .number(row.launches)), ("launchesDry", .number(row.launchesDry)),
      ("launchesRefused", .number(row.launchesRefused)), ("boughtHours", .number(row.boughtHours)),
      (
        "fallbackHours",
        .mapping([
          ("dry", .number(row.fallbackHours.dry)), ("refused", .number(row.fallbackHours.refused)),
          ("usedUp", .number(row.fallbackHours.usedUp)),
        ])
      ),
    ])
  }

  private func queue(_ row: QueueRow) -> DocumentValue {
    func number(_ value: Double?) -> DocumentValue { value.map { .number($0) } ?? .null }
    return .mapping([
      ("variant", .string(row.variant)), ("queue", .string(row.queue)),
      ("submitted", .number(row.submitted)), ("started", .number(row.started)),
      ("waitMeanSeconds", number(row.waits.mean)), ("waitP95Seconds", number(row.waits.p95)),
      ("totalWaitMeanSeconds", number(row.waits.total)), ("share", number(row.share)),
      ("shareWhenShort", number(row.shareWhenShort)),
    ])
  }

  private func member(_ member: ReportMember) -> DocumentValue {
    var values: [(key: String, value: DocumentValue)] = []
    for (metric, value) in zip(metrics, member.values) {
      if let value { values.append((metric.name, .number(value))) }
    }
    return .mapping([
      ("digest", .string(member.digest)), ("metrics", .mapping(values)),
      ("seed", .lexeme(String(member.seed))),
    ])
  }

  private func spreads(of variant: ReportVariant) -> [(key: String, value: DocumentValue)] {
    metrics.enumerated().compactMap { index, metric in
      variant.spread(ofMetric: index).map { spread in
        (
          key: metric.name,
          value: .mapping([
            ("mean", .number(spread.mean)), ("p5", .number(spread.p5)),
            ("p50", .number(spread.p50)), ("p95", .number(spread.p95)),
            ("seeds", .integer(Int64(spread.count))), ("unit", .string(metric.unit)),
          ])
        )
      }
    }
  }
}
