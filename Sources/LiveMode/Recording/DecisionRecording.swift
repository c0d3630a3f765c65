package import Documents
package import SpotScheduler
package import Units

/// Decisions of a live run, each with what it was made from, as lines of JSON.
///
/// The scheduler is the one that simulations run, and a line holds all that it reads: so whoever replays a
/// recording gets the same decisions to the last byte, or has another scheduler.
package enum DecisionRecording {
  /// A decision as a line: the snapshot, and the decision as `fivespot decide` prints it, which names the
  /// instant, the profile and its terms.
  package static func line(
    of decision: Decision, on snapshot: FleetSnapshot, at now: Instant, profile: SchedulerProfile,
    zones: ZoneRulesSet
  ) throws(DocumentWriteError) -> [UInt8] {
    let line: DocumentValue = [
      "decision": DecisionDocument.document(of: decision, on: snapshot, at: now, profile: profile),
      "snapshot": try SnapshotDocument.document(of: snapshot, zoneRules: zones.version),
    ]
    return try line.canonicalJSON() + [0x0A]
  }

  /// The decision of a reconciliation as a line.
  package static func line(
    of outcome: LiveReconciler.Outcome, zones: ZoneRulesSet
  ) throws(DocumentWriteError) -> [UInt8] {
    try line(
      of: outcome.plan.decision, on: outcome.plan.snapshot, at: outcome.plan.at,
      profile: outcome.plan.profile, zones: zones)
  }
}

/// A recording decided anew.
package struct DecisionReplay: Hashable, Sendable {
  /// Where a replay and its recording part.
  package struct Difference: Hashable, Sendable {
    /// The line, from 1.
    package var line: Int
    /// What is wrong: `actions[3]`, or why the line cannot be read.
    package var what: String
  }

  /// How many lines gave the same decision.
  package private(set) var same = 0
  /// The first line that did not; nil when all did.
  package private(set) var firstDifference: Difference?

  /// Decides every line anew, up to the first that differs.
  package init(of bytes: [UInt8], zones: ZoneRulesSet) {
    for line in bytes.split(separator: 0x0A) {
      do throws(Failure) {
        guard let difference = try Self.difference(in: Array(line), zones) else {
          same += 1
          continue
        }
        firstDifference = Difference(line: same + 1, what: difference)
      } catch {
        firstDifference = Difference(line: same + 1, what: error.reason)
      }
      return
    }
  }

  private struct Failure: Error {
    var reason: String
  }

  /// What differs in a line's decision; nil for nothing.
  private static func difference(
    in line: [UInt8], _ zones: ZoneRulesSet
  ) throws(Failure) -> String? {
    let root: DocumentNode
    do throws(DocumentError) {
      root = try Document.parseJSON(line, file: "recording").root
    } catch {
      throw Failure(reason: error.message)
    }
    guard let state = root["snapshot"], let recorded = root["decision"],
      let now = (recorded["at"]?.string).flatMap({ try? Instant(rfc3339: $0) })
    else { throw Failure(reason: "the line has no snapshot, or no decision with an instant") }
    let profile = try profile(of: recorded)
    let again: DocumentValue
    do throws(SnapshotDocumentError) {
      let snapshot = try SnapshotDocument.read(
        bytes(of: state.value), path: "recording", zones: zones)
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: profile)
      again = DecisionDocument.document(of: decision, on: snapshot, at: now, profile: profile)
    } catch {
      throw Failure(reason: error.diagnostics.first?.description ?? "the snapshot cannot be read")
    }
    if bytes(of: again) == bytes(of: recorded.value) { return nil }
    return place(again, recorded.value)
  }

  private static func profile(of decision: DocumentNode) throws(Failure) -> SchedulerProfile {
    let name = decision["profile"]?.string ?? ""
    for upstream in [SchedulerProfile.upstream01, .upstream03] where upstream.name == name {
      return upstream
    }
    guard name == SchedulerProfile.regulated(RegulatedPolicy()).name,
      case .mapping(let terms)? = decision["policy"]?.value
    else { throw Failure(reason: "there is no profile \"\(name)\"") }
    let version = (key: "apiVersion", value: DocumentValue.string(SnapshotFormat.version))
    do throws(SnapshotDocumentError) {
      return .regulated(
        try SnapshotDocument.readPolicy(bytes(of: .mapping([version] + terms)), path: "recording"))
    } catch {
      throw Failure(reason: error.diagnostics.first?.description ?? "the policy cannot be read")
    }
  }

  /// The bytes of a value that was read or decided, which always has a written form.
  private static func bytes(of value: DocumentValue) -> [UInt8] {
    (try? value.canonicalJSON()) ?? []
  }

  /// The first place in which two decisions differ.
  private static func place(_ one: DocumentValue, _ other: DocumentValue) -> String {
    guard case .mapping(let left) = one, case .mapping(let right) = other else { return "all" }
    for (key, value) in left {
      guard let twin = right.first(where: { $0.key == key })?.value else { return key }
      if value == twin { continue }
      guard case .sequence(let mine) = value, case .sequence(let theirs) = twin else { return key }
      let index = zip(mine, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      return "\(key)[\(index ?? min(mine.count, theirs.count))]"
    }
    return right.first { member in !left.contains { $0.key == member.key } }?.key ?? "its spelling"
  }
}
