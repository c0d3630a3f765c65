package import KubernetesClient
import SpotScheduler
package import Units

/// Says as events beside the objects what would be done to them, and where 5-Spot differs.
///
/// One event an object and advice, and none again while the advice stays the same: an event that says
/// nothing new is a write for nothing. Of one object no more is told than `EventRate` lets; what is held back is
/// told later, if it still holds then.
package struct AdviceAnnouncer: Sendable {
  /// Who says it, in events.
  package static let controller = "fivespot/live"

  /// Which instance says it.
  package let instance: String
  /// What was said last, and still holds.
  private var said: Set<String> = []
  /// What holds, and is held back.
  private var held: Set<String> = []
  private var rate = EventRate()
  /// How many events were ever held back, each once.
  package private(set) var heldBack: Int64 = 0

  /// Makes an announcer that has said nothing yet.
  package init(instance: String) { self.instance = instance }

  /// The events that are new with an outcome, by object, as far as they may be told now.
  ///
  /// - Parameter now: By a clock that nobody sets.
  package mutating func events(
    for outcome: LiveReconciler.Outcome, at now: Instant
  ) -> [EventObject] {
    let all = advice(outcome) + differences(outcome)
    let current = Set(all.map(key))
    said.formIntersection(current)
    held.formIntersection(current)
    return all.filter { event in
      let key = key(of: event)
      guard !said.contains(key) else { return false }
      guard rate.takes(event.regarding.uid, at: now) else {
        if held.insert(key).inserted { heldBack += 1 }
        return false
      }
      held.remove(key)
      said.insert(key)
      return true
    }
  }

  /// Forgets what was said, so that all that holds is said again, as far as it may be.
  package mutating func beginAnew() { said = [] }

  /// Forgets that an event was said, so that it is said again: it could not be written.
  package mutating func forget(_ event: EventObject) { said.remove(key(of: event)) }

  private func key(of event: EventObject) -> String {
    [event.regarding.uid, event.reason, event.action, event.note].joined(separator: "\u{0}")
  }

  private func advice(_ outcome: LiveReconciler.Outcome) -> [EventObject] {
    let plan = outcome.plan
    var actions: [ScheduledMachineID: [AdvisedAction]] = [:]
    for advised in plan.actions { actions[advised.action.machine, default: []].append(advised) }
    return actions.keys.sorted().compactMap { id in
      guard let own = actions[id], let last = own.last else { return nil }
      let pods = plan.pods.filter { $0.machine == id }
      let refused = pods.count { $0.isRefused }
      var words = Self.words(of: own)
      if refused > 0 { words += "; a budget refuses \(refused) of its \(pods.count) pods" }
      return event(
        Int(id.index), outcome, isWarning: refused > 0, reason: last.action.reason.rule.rawValue,
        action: "Advise", note: "Would \(words).")
    }
  }

  /// The actions on one object in words, pods by their number: an event is no list of pods.
  private static func words(of actions: [AdvisedAction]) -> String {
    var words: [String] = []
    var evicted = 0
    var deleted = 0
    for advised in actions {
      switch advised.action.verb {
      case .evict: evicted += 1
      case .deletePod: deleted += 1
      case .announceDrain(let at): words.append("announce a drain at \(at.rfc3339)")
      default: words.append(advised.action.verb.name.replacingDashes)
      }
    }
    if evicted > 0 { words.append("evict \(evicted) pods") }
    if deleted > 0 { words.append("delete \(deleted) pods") }
    return words.joined(separator: ", ")
  }

  private func differences(_ outcome: LiveReconciler.Outcome) -> [EventObject] {
    outcome.shadow.differences.compactMap { difference in
      guard difference.name.isFault, let id = outcome.fleet.object(named: difference.object) else {
        return nil
      }
      return event(
        Int(id.index), outcome, isWarning: true, reason: difference.name.rawValue,
        action: "Compare",
        note: "5-Spot says \(difference.said); expected is \(difference.expected).")
    }
  }

  private func event(
    _ index: Int, _ outcome: LiveReconciler.Outcome, isWarning: Bool, reason: String,
    action: String, note: String
  ) -> EventObject {
    let parts = outcome.fleet.objects[index]
    let seen = parts.scheduledMachine
    return EventObject(
      regarding: EventObject.Reference(
        apiVersion: "\(seen.reference.kind.group)/\(parts.apiVersion.rawValue)",
        kind: seen.reference.kind.rawValue, namespace: seen.reference.namespace,
        name: seen.reference.name, uid: seen.version.uid),
      isWarning: isWarning, reason: reason, action: action,
      note: Redaction.clean(text: note), controller: Self.controller, instance: instance)
  }
}

extension String {
  /// The words of a verb: `delete-machine` as `delete machine`.
  fileprivate var replacingDashes: String { String(map { $0 == "-" ? " " : $0 }) }
}
