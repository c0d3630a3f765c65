import Documents
package import Units

/// An explanation for people.
package struct ExplanationText {
  /// What was decided on; it has the names.
  private let snapshot: FleetSnapshot
  /// The zone on whose clock instants are shown beside UTC.
  private let zone: ZoneRules?

  /// Makes the writer of explanations on a snapshot.
  ///
  /// - Parameter zone: The zone on whose clock instants are shown beside UTC; nil for UTC alone.
  package init(snapshot: FleetSnapshot, zone: ZoneRules?) {
    self.snapshot = snapshot
    self.zone = zone
  }

  /// The explanation, line by line.
  package func lines(of explanation: Explanation) -> [String] {
    var lines = [
      "decision of \(clock(explanation.at)) on \(snapshot.name(of: explanation.machine))",
      "  phase     \(change(explanation))",
    ]
    for (index, reason) in explanation.reasons.enumerated() {
      lines.append((index == 0 ? "  rule      " : "  then      ") + text(reason))
    }
    for action in explanation.actions {
      lines.append("  action    \(text(action))")
    }
    for section in explanation.inputs.sections(on: snapshot) {
      let name = section.isList ? String(section.name.dropLast()) : words(section.name)
      lines.append("  input     \(name): \(text(section.amounts))")
    }
    for rejection in explanation.rejected {
      let amounts = rejection.amounts.isEmpty ? "" : "; " + text(rejection.amounts)
      lines.append(
        "  rejected  \(words(rejection.choice.rawValue)), by \(name(rejection.reason)): "
          + rejection.phrase + amounts)
    }
    for note in explanation.divergences {
      let amount = note.amount.map { " \($0)" } ?? ""
      let unit = note.divergence.unit.map { " \($0.rawValue)" } ?? ""
      lines.append(
        "  differs   \(note.divergence.rawValue)\(amount)\(unit): "
          + note.divergence.record.meaning.dropLast())
    }
    lines.append("  policy    \(explanation.profile), SHA-256 \(explanation.policyHash.hex)")
    return lines
  }

  /// An action in a few words.
  package func text(_ action: Action) -> String {
    let verb: String
    switch action.verb {
    case .createMachine: verb = "create-machine"
    case .deleteMachine: verb = "delete-machine"
    case .cordon: verb = "cordon"
    case .uncordon: verb = "uncordon"
    case .announceDrain(let at): verb = "announce-drain for \(clock(at))"
    case .evict(let pod, let grace):
      verb = "evict pod \(pod.index)" + (grace.map { " with \($0.text) grace" } ?? "")
    case .deletePod(let pod, let grace): verb = "delete-pod \(pod.index) with \(grace.text) grace"
    case .sanitise: verb = "sanitise"
    case .attest: verb = "attest"
    case .disableObject: verb = "disable-object"
    case .clearReclaimRequest: verb = "clear-reclaim-request"
    }
    return "\(verb) (\(action.reason.rule.rawValue))"
  }

  /// An instant in UTC, and on the zone's clock.
  package func clock(_ instant: Instant) -> String {
    guard let zone, instant != .distantFuture, instant != .distantPast else {
      return instant.rfc3339
    }
    let (date, seconds) = zone.civil(at: instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = date.weekday.abbreviation
    let time = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return "\(instant.rfc3339) (\(day) \(time) \(zone.abbreviation(at: instant)))"
  }

  /// A reason with what its rule says.
  package func text(_ reason: Reason) -> String {
    "\(name(reason)): \(reason.rule.meaning.dropLast())"
  }

  private func name(_ reason: Reason) -> String {
    reason.rule.rawValue + (reason.instant.map { " at \(clock($0))" } ?? "")
  }

  private func change(_ explanation: Explanation) -> String {
    let (before, after) = (explanation.before.phase, explanation.after.phase)
    return before == after ? after.rawValue : "\(before.rawValue) -> \(after.rawValue)"
  }

  private func text(_ amounts: [Explanation.Amount]) -> String {
    amounts.map { "\(words($0.name)) \(text($0.value))" }.joined(separator: ", ")
  }

  private func text(_ value: Explanation.Amount.Value) -> String {
    switch value {
    case .instant(let instant): clock(instant)
    case .span(let span): span.text
    case .cpu(let cpu): cores(cpu)
    case .count(let count): String(count)
    case .flag(let isSo): isSo ? "yes" : "no"
    case .text(let text): text
    }
  }

  private func cores(_ cpu: MilliCPU) -> String {
    let (whole, rest) = cpu.value.magnitude.quotientAndRemainder(dividingBy: 1_000)
    var text = (cpu.value < 0 ? "-" : "") + String(whole)
    if rest > 0 {
      var digits = String(1_000 + rest).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text + " cores"
  }

  /// `lastStart` as `last start`.
  private func words(_ name: String) -> String {
    var text = ""
    for character in name {
      if character.isUppercase, !text.isEmpty { text.append(" ") }
      text += character.lowercased()
    }
    return text
  }
}
