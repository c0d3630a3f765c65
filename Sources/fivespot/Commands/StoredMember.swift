import CommandSupport
import Foundation
import RunStore
import Scenario
import Units

/// Members of a store as commands name them and run them again.
enum StoredMember {
  /// The one member that a reference names, narrowed by a variant and a seed when they are given.
  static func only(
    _ reference: String, variant: String? = nil, seed: UInt64? = nil, in store: RunStore
  ) throws(CommandError) -> (run: RunRecord, member: MemberRecord) {
    // A reference that names a variant already is a question of its own.
    let isNarrowed = reference.contains("/")
    let selection = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.find(isNarrowed ? reference : variant.map { "\(reference)/\($0)" } ?? reference)
    }
    let members = selection.members.filter {
      (seed == nil || $0.seed == seed) && (variant == nil || $0.variant == variant)
    }
    guard members.count == 1, let member = members.first else {
      let all = members.isEmpty ? selection.members : members
      let names = all.prefix(12).map { "\($0.variant)/\($0.seed)" }
      throw CommandError(
        .usage,
        "\(reference) has \(members.count) members\(isNarrowed ? variant.map { " of variant \($0)" } ?? "" : "")"
          + "\(seed.map { " of seed \($0)" } ?? ""); name one, "
          + "such as \(selection.run.runID.prefix(12))/\(names.first ?? "VARIANT/SEED") "
          + "(members: \(names.joined(separator: ", "))\(all.count > 12 ? ", …" : ""))")
    }
    return (selection.run, member)
  }

  /// The folder in which a run found its scenario.
  static func folder(of run: RunRecord) -> String {
    (run.scenarioPath as NSString).deletingLastPathComponent
  }

  /// A member's scenario, restored and held against its hash and those of its inputs.
  ///
  /// - Throws: `RestorationError` for inputs that are not what they were; `CommandError` for a
  ///   stored scenario that was changed.
  static func scenario(
    of member: MemberRecord, in store: RunStore, folder: String, zones: ZoneRulesSet = .pinned
  ) throws -> ResolvedScenario {
    let canonical = try store.resolvedScenario(of: member)
    let scenario = try ResolvedScenario.restore(
      canonical: Array(canonical.utf8), baseDirectory: folder, zones: zones)
    guard scenario.hash == member.scenarioHash else {
      throw CommandError(
        .thresholdFailed,
        "the stored scenario of \(member.variant)/\(member.seed) was changed: it has SHA-256 "
          + "\(scenario.hash), and the run had \(member.scenarioHash)")
    }
    return scenario
  }
}

extension RestorationError {
  /// What a command says that cannot repeat a run: changed inputs are a difference, missing ones are
  /// missing input.
  var commandError: CommandError { commandError("the run cannot be repeated", .thresholdFailed) }

  /// What a command says for which it has `consequence`, with an exit code for what is not as it was.
  func commandError(_ consequence: String, _ difference: ExitCode) -> CommandError {
    switch self {
    case .malformed:
      CommandError(.invalidInput, "the stored scenario cannot be read: \(description)")
    case .zoneRulesDiffer: CommandError(difference, "\(consequence): \(description)")
    case .inputsDiffer(let differences):
      CommandError(
        isMissingInput ? .missingInput : difference,
        "\(consequence): its inputs are not what they were",
        details: differences.map(\.description))
    }
  }
}
