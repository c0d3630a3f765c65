import Units

/// The sentences that a report of lent machines begins with: a claim each, before any chart.
package enum LendingVerdict {
  /// The claims: work that was left undone, for without it no cost compares; then money, promises,
  /// use and waits.
  package static func claims(_ report: LendingReport) -> [Claim] {
    var claims = undone(report)
    if report.others.isEmpty, let only = report.baseline, !only.meanCosts.isEmpty {
      claims.append(
        Claim(
          tone: .plain,
          sentence: "\(only.name) costs \(report.moneyText.full(only.meanTotal)) \(report.period).")
      )
    }
    for variant in report.others { claims += money(variant, report) }
    claims += depreciation(report)
    for variant in report.variants { claims += promises(variant, report) }
    claims += services(report) + use(report) + waits(report)
    if claims.isEmpty, report.controlPlane == nil {
      claims.append(Claim(tone: .plain, sentence: "No member has figures."))
    }
    if let sentence = RunVerdict.incompleteness(report.run) {
      claims.append(Claim(tone: .bad, sentence: sentence))
    }
    return claims
  }

  /// Jobs that did not end, or were never taken, in the variants that had any.
  private static func undone(_ report: LendingReport) -> [Claim] {
    func mean(_ metric: String, _ variant: LendingVariant) -> Double {
      LendingWaits.mean(metric, variant.name, report.run) ?? 0
    }
    let parts = report.variants.compactMap { variant -> String? in
      let undone = mean("job.unfinished", variant) + mean("job.rejected", variant)
      guard undone > 0 else { return nil }
      return "\(NumberText.short(undone)) of \(NumberText.short(mean("job.submitted", variant))) "
        + "jobs in \(variant.name)"
    }
    guard !parts.isEmpty else { return [] }
    return [
      Claim(
        tone: .bad,
        sentence: "Work was left undone, so costs are not those of the same work: "
          + list(parts) + ".")
    ]
  }

  private static func money(_ variant: LendingVariant, _ report: LendingReport) -> [Claim] {
    guard let baseline = report.baseline, !variant.meanCosts.isEmpty,
      let saving = MoneySpread(report.savings(of: variant))
    else { return [] }
    let text = report.moneyText
    guard text.rounded(saving.mean) != .zero else {
      return [
        Claim(
          tone: .plain,
          sentence: "\(variant.name) costs as much as \(baseline.name) \(report.period).")
      ]
    }
    let isCheaper = saving.mean >= .zero
    var sentence = "\(variant.name) "
    sentence += isCheaper ? "saves " : "costs "
    sentence += magnitude(saving.mean, text) + (isCheaper ? "" : " more") + " \(report.period)"
    var spread: [String] = []
    if baseline.meanTotal > .zero {
      let share = -Double(saving.mean.picounits) / Double(baseline.meanTotal.picounits)
      spread.append((share > 0 ? "+" : "") + NumberText.percent(share))
    }
    if saving.count > 1, saving.p5 != saving.p95 {
      // Few seeds have no percentiles worth the name: their 5th and 95th are the ends.
      let what = saving.count < 20 ? "\(saving.count) seeds" : "90 % of \(saving.count) seeds"
      spread.append("\(text.amount(saving.p5)) to \(text.amount(saving.p95)) saved in \(what)")
    }
    if !spread.isEmpty { sentence += " (\(spread.joined(separator: "; ")))" }
    sentence += " against \(baseline.name)"
    let causes = causes(variant, baseline, text)
    sentence += (causes.isEmpty ? "" : ": " + causes.joined(separator: "; ")) + "."
    return [Claim(tone: isCheaper ? .good : .bad, sentence: sentence)]
  }

  private static func causes(
    _ variant: LendingVariant, _ baseline: LendingVariant, _ text: MoneyText
  ) -> [String] {
    var causes: [String] = []
    func total(_ variant: LendingVariant, _ prefix: String) -> Money {
      variant.meanCosts.filter { $0.driver.hasPrefix(prefix) }.reduce(.zero) { $0 + $1.amount }
    }
    func change(_ words: String, _ prefix: String) {
      let delta = total(variant, prefix) - total(baseline, prefix)
      guard text.amount(delta) != text.amount(.zero) else { return }
      causes.append("\(words) \(delta > .zero ? "rises" : "falls") by \(magnitude(delta, text))")
    }
    change("the cloud bill", "cloud")
    change("energy", "owned.energy")
    change("depreciation", "owned.depreciation")
    return causes
  }

  /// That lending changes nothing about what was bought, when it is so.
  private static func depreciation(_ report: LendingReport) -> [Claim] {
    let amounts = report.variants.filter { !$0.meanCosts.isEmpty }.map { variant in
      variant.meanCosts.filter { $0.driver == "owned.depreciation" }.reduce(Money.zero) {
        $0 + $1.amount
      }
    }
    guard let first = amounts.first, first > .zero, amounts.count > 1,
      amounts.allSatisfy({ $0 == first })
    else { return [] }
    return [
      Claim(
        tone: .plain,
        sentence: "Nothing owned is sold: \(report.moneyText.full(first)) of depreciation "
          + "\(report.period) stays in every variant.")
    ]
  }

  private static func magnitude(_ money: Money, _ text: MoneyText) -> String {
    text.full(money < .zero ? -money : money)
  }

  private static func promises(_ variant: LendingVariant, _ report: LendingReport) -> [Claim] {
    let tested = variant.promises.filter { $0.opportunities > 0 }
    guard !tested.isEmpty else { return [] }
    let seeds = variant.members.count
    let over = seeds > 1 ? " in \(seeds) seeds" : ""
    let broken = tested.filter { $0.breaches > 0 }
    if broken.isEmpty {
      let occasions = tested.reduce(0) { $0 + $1.opportunities }
      return [
        Claim(
          tone: .good,
          sentence: "No promise was broken by \(variant.name): "
            + "\(NumberText.grouped(occasions)) occasions\(over) to break one.")
      ]
    }
    let parts = broken.map { count in
      let words = LendingWords.promise(count.promise)
      var part = "\(words.words) \(NumberText.grouped(count.breaches)) of "
      part += "\(NumberText.grouped(count.opportunities)) times"
      if count.worstSeconds > 0 {
        part += ", worst \(NumberText.duration(seconds: count.worstSeconds)) \(words.worst)"
      }
      return part
    }
    return [
      Claim(
        tone: .bad,
        sentence: "\(variant.name) broke\(seeds > 1 ? over + ":" : "") "
          + parts.joined(separator: "; ") + ".")
    ]
  }

  /// Pods of services without a place, in the variants that had any.
  private static func services(_ report: LendingReport) -> [Claim] {
    let parts = report.variants.compactMap { variant -> String? in
      guard let lack = ServiceLack(variant, report.run), lack.podHours.mean > 0 else { return nil }
      let unserved = lack.unservedCoreHours.mean
      return "\(NumberText.short(lack.podHours.mean)) pod-hours in \(variant.name), at most "
        + "\(NumberText.short(lack.peak)) pods at a time, "
        + (unserved > 0 ? "\(NumberText.short(unserved)) core-hours" : "nothing")
        + " of their load unserved"
    }
    guard !parts.isEmpty else { return [] }
    return [
      Claim(
        tone: .bad,
        sentence: "Pods of services had no place \(report.period): "
          + parts.joined(separator: "; ") + ".")
    ]
  }

  private static func use(_ report: LendingReport) -> [Claim] {
    let shares = report.variants.compactMap { variant in
      variant.ownedUse.map { "\(NumberText.percent($0)) in \(variant.name)" }
    }
    guard shares.count > 1 else { return [] }
    let seed = report.hasSeveralSeeds ? ", first seed" : ""
    return [
      Claim(
        tone: .plain,
        sentence: "Use of the machines that \(report.owner) owns, whoever they serve\(seed): "
          + list(shares) + ".")
    ]
  }

  private static func waits(_ report: LendingReport) -> [Claim] {
    let waits = report.variants.compactMap { variant in
      LendingWaits.mean("job.wait.p95", variant.name, report.run).map {
        "\(RangePlot.words($0)) in \(variant.name)"
      }
    }
    guard !waits.isEmpty else { return [] }
    return [
      Claim(
        tone: .plain,
        sentence: "95 of 100 jobs that start have waited at most: " + list(waits) + ".")
    ]
  }

  private static func list(_ parts: [String]) -> String { parts.joined(separator: ", ") }
}
