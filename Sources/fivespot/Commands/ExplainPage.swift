import Documents
import Planning
import RunStore
import SpotScheduler
import Units

/// What `fivespot explain` prints, for people and for programs.
struct ExplainPage {
  let answer: RunExplanation.Answer
  let run: RunRecord
  let member: MemberRecord
  let machine: String

  private var history: DecisionHistory { answer.history }

  private var writer: ExplanationText {
    ExplanationText(snapshot: answer.snapshot, zone: answer.zone)
  }

  /// The decisions of the day of the instant up to it, on the clock of the machine's schedule, and
  /// the last one of before.
  private var entries: ArraySlice<DecisionHistory.Entry> {
    let zone = answer.zone ?? .utc
    let day = zone.civil(at: history.instant).date
    let first = history.entries.firstIndex { zone.civil(at: $0.at).date == day }
    return history.entries[max((first ?? history.entries.endIndex) - 1, 0)...]
  }

  // MARK: Text

  /// The page, line by line.
  var lines: [String] {
    var lines = [
      "\(machine) at \(writer.clock(history.instant))",
      "run \(run.runID.prefix(12)), \(member.variant), seed \(member.seed): "
        + "run again, the same digest",
      "",
    ]
    for state in history.states {
      lines.append(
        "\(answer.snapshot.name(of: state.machine)): \(state.status.phase.rawValue) since "
          + "\(writer.clock(state.status.since)); its Machine is \(state.seen.stage.rawValue)")
      lines.append("  \(writer.text(state.status.reason))")
    }
    lines += ["", "decisions of the day, and the last one before"]
    for entry in entries { lines += text(entry) }
    if history.entries.isEmpty { lines.append("  none so far") }
    lines.append("next")
    lines += history.next.map(text) ?? ["  none until the end of the run"]
    if let cause = answer.cause {
      lines += ["", "what brought it there"] + writer.lines(of: cause)
    }
    if let last = answer.last {
      lines += ["", "the last decision"] + writer.lines(of: last)
    }
    return lines
  }

  private func text(_ entry: DecisionHistory.Entry) -> [String] {
    var parts: [(machine: ScheduledMachineID, text: String)] = entry.changes.map { change in
      let (before, after) = (change.before.phase, change.after.phase)
      let phases = before == after ? after.rawValue : "\(before.rawValue) -> \(after.rawValue)"
      return (change.machine, "\(phases) (\(change.after.reason.rule.rawValue))")
    }
    parts += entry.actions.map { ($0.machine, writer.text($0)) }
    return parts.map {
      "  \(writer.clock(entry.at))  \(answer.snapshot.name(of: $0.machine))  \($0.text)"
    }
  }

  // MARK: JSON

  /// The page as a document.
  var document: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", .string(SnapshotFormat.version)), ("run", .string(run.runID)),
      ("variant", .string(member.variant)), ("seed", .lexeme(String(member.seed))),
      ("digest", .string(member.digest ?? "")), ("scenarioHash", .string(member.scenarioHash)),
      ("machine", .string(machine)), ("at", .string(history.instant.rfc3339)),
      ("profile", .string(answer.profile.name)),
      ("policyHash", .string(answer.profile.policyHash.hex)),
    ]
    if let zone = answer.zone { members.append(("timezone", .string(zone.name))) }
    members += [
      ("objects", .sequence(history.states.map(value))),
      ("decisions", .sequence(entries.map(value))),
    ]
    if let next = history.next { members.append(("next", value(next))) }
    if let cause = answer.cause {
      members.append(
        ("cause", ExplanationDocument.document(of: cause, on: answer.snapshot)))
    }
    if let last = answer.last ?? answer.cause {
      members.append(
        ("lastDecision", ExplanationDocument.document(of: last, on: answer.snapshot)))
    }
    return .mapping(members)
  }

  private func value(_ state: DecisionHistory.State) -> DocumentValue {
    .mapping([
      ("machine", .string(answer.snapshot.name(of: state.machine))),
      ("phase", .string(state.status.phase.rawValue)),
      ("reason", DecisionDocument.value(of: state.status.reason)),
      ("since", .string(state.status.since.rfc3339)),
      ("stage", .string(state.seen.stage.rawValue)),
      ("stageSince", .string(state.seen.since.rfc3339)),
      ("cordoned", .boolean(state.seen.isCordoned)),
    ])
  }

  private func value(_ entry: DecisionHistory.Entry) -> DocumentValue {
    .mapping([
      ("at", .string(entry.at.rfc3339)),
      (
        "changes",
        .sequence(
          entry.changes.map {
            .mapping([
              ("machine", .string(answer.snapshot.name(of: $0.machine))),
              ("from", .string($0.before.phase.rawValue)),
              ("to", .string($0.after.phase.rawValue)),
              ("reason", DecisionDocument.value(of: $0.after.reason)),
            ])
          })
      ),
      (
        "actions",
        .sequence(entry.actions.map { DecisionDocument.action($0, in: answer.snapshot) })
      ),
    ])
  }
}
