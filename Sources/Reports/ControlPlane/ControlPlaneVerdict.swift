/// The sentences that the report of a control plane begins with.
enum ControlPlaneVerdict {
  static func claims(_ report: ControlPlaneReport) -> [Claim] {
    var claims: [Claim] = []
    for variant in report.variants {
      claims += orders(variant, report)
      claims += availability(variant, report)
      claims += drains(variant, report)
      claims += pending(variant, report)
      claims += apiServers(variant, report)
      claims += queues(variant, report)
    }
    if claims.isEmpty {
      claims.append(Claim(tone: .plain, sentence: "No member has figures."))
    }
    if let sentence = RunVerdict.incompleteness(report.run) {
      claims.append(Claim(tone: .bad, sentence: sentence))
    }
    return claims
  }

  private static func orders(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    let created = report.mean("machine.created", variant.name) ?? 0
    let open = report.mean("order.open", variant.name) ?? 0
    var sentence = "\(variant.name): \(NumberText.counted(created, "Machine")) made"
    if let median = report.mean("order.rollout.convergence.p50", variant.name),
      let longest = report.mean("order.rollout.convergence.max", variant.name)
    {
      sentence += "; a rollout took \(NumberText.duration(seconds: median)) (median), the longest "
      sentence += NumberText.duration(seconds: longest)
    }
    sentence +=
      open > 0
      ? ", and \(NumberText.counted(open, "order")) not carried out at the end."
      : ", and no order was open at the end."
    return [Claim(tone: open > 0 ? .bad : .good, sentence: sentence)]
  }

  private static func availability(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    let beyond = report.mean("machine.missing.beyond_limit", variant.name) ?? 0
    let seconds = report.mean("machine.missing.time_over_limit", variant.name) ?? 0
    let deaths = report.mean("node.interruptions", variant.name) ?? 0
    var sentence = "\(variant.name): "
    sentence +=
      beyond > 0
      ? "deployments were short of up to \(NumberText.counted(beyond, "Machine")) more than maxUnavailable "
        + "allows, for \(NumberText.duration(seconds: seconds)) in all"
      : "no deployment was short of more Machines than maxUnavailable allows"
    if deaths > 0 {
      sentence += "; \(NumberText.counted(deaths, "Node")) died"
      if let median = report.mean("machine.replacement.p50", variant.name) {
        sentence +=
          ", and it took \(NumberText.duration(seconds: median)) (median) until all Machines "
        sentence += "were there again"
      }
    }
    return [Claim(tone: beyond > 0 ? .plain : .good, sentence: sentence + ".")]
  }

  private static func drains(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    guard let median = report.mean("drain.length.p50", variant.name),
      let high = report.mean("drain.length.p95", variant.name),
      let longest = report.mean("drain.length.max", variant.name)
    else { return [] }
    let overruled = report.mean("hold.overruled", variant.name) ?? 0
    var sentence =
      "\(variant.name): half of the drains took no longer than \(NumberText.duration(seconds: median)), "
      + "95 % no longer than \(NumberText.duration(seconds: high)), the longest "
      + NumberText.duration(seconds: longest)
    if overruled > 0 {
      sentence +=
        "; \(NumberText.short(overruled)) ended by their limit with pods that no budget let go"
    }
    return [Claim(tone: overruled > 0 ? .bad : .plain, sentence: sentence + ".")]
  }

  private static func pending(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    guard let hours = report.mean("service.pending.pod_hours", variant.name), hours > 0 else {
      return []
    }
    return [
      Claim(
        tone: .plain,
        sentence:
          "\(variant.name): pods waited for a place for \(NumberText.short(hours)) pod-hours in "
          + "all, those of the start included.")
    ]
  }

  private static func apiServers(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    guard let outages = report.mean("api_server.outages", variant.name) else { return [] }
    guard outages > 0, let hours = report.mean("api_server.outage_hours", variant.name),
      let longest = report.mean("api_server.outage.max", variant.name)
    else {
      return [
        Claim(
          tone: .good,
          sentence: "\(variant.name): the API servers of hosted control planes always answered.")
      ]
    }
    return [
      Claim(
        tone: .bad,
        sentence:
          "\(variant.name): API servers of hosted control planes had "
          + "\(NumberText.counted(outages, "outage")), "
          + "\(NumberText.duration(seconds: hours * 3_600)) in all, the longest "
          + "\(NumberText.duration(seconds: longest)); their clusters stood still meanwhile.")
    ]
  }

  private static func queues(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> [Claim] {
    guard let deepest = report.mean("controller.machine.queue.max", variant.name),
      let longest = report.mean("controller.machine.reconcile.p99", variant.name)
    else { return [] }
    let failed = report.mean("api.writes.failed", variant.name) ?? 0
    return [
      Claim(
        tone: .plain,
        sentence:
          "\(variant.name): at most \(NumberText.counted(deepest, "Machine")) waited for a worker, 99 % of their "
          + "reconciles took no longer than \(NumberText.duration(seconds: longest)), and "
          + "\(NumberText.counted(failed, "write")) failed.")
    ]
  }
}
