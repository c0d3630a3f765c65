import ClusterAPI
import Facts
import SpotScheduler
import Units

/// A part of a page for the terminal: a heading, and lines or a table under it.
package struct PageSection: Hashable, Sendable {
  /// The heading.
  package var heading: String
  /// The rows of a table, the first one its heading; or lines of one cell each.
  package var rows: [[String]]
  /// How many columns at the left are words.
  package var wordColumns: Int

  /// Makes a section.
  package init(_ heading: String, _ rows: [[String]], wordColumns: Int = .max) {
    self.heading = heading
    self.rows = rows
    self.wordColumns = wordColumns
  }
}

extension AdvicePlan {
  /// The plan for people.
  package func page() -> [PageSection] {
    var sections = [PageSection("What would be done", actionRows)]
    if isEmpty { sections[0].rows = [["nothing"]] }
    if !pods.isEmpty { sections.append(PageSection("Pods that would go", podRows)) }
    if !budgets.isEmpty {
      sections.append(PageSection("Budgets that are asked", budgetRows, wordColumns: 2))
    }
    sections.append(PageSection("How much", summaryRows))
    if !phases.isEmpty {
      sections.append(
        PageSection(
          "Phases",
          [["object", "from", "to", "why"]]
            + phases.map {
              [snapshot.name(of: $0.machine), $0.from.rawValue, $0.to.rawValue, $0.reason.phrase]
            }))
    }
    if !findings.isEmpty {
      sections.append(PageSection("Findings", findings.map { [$0.text] }))
    }
    return sections
  }

  private var actionRows: [[String]] {
    [["", "action", "object", "node", "pod", "why"]]
      + actions.enumerated().map { index, advised in
        [
          String(index + 1), advised.action.verb.phrase, snapshot.name(of: advised.action.machine),
          advised.node?.name ?? "", advised.pod.map { pods[$0].seen.reference.path } ?? "",
          advised.action.reason.phrase,
        ]
      }
  }

  private var podRows: [[String]] {
    [["pod", "object", "way", "grace", "what its budget says"]]
      + pods.map { pod in
        [
          pod.seen.reference.path, snapshot.name(of: pod.machine), pod.way.rawValue,
          pod.grace?.text ?? "", answer(to: pod),
        ]
      }
  }

  private func answer(to pod: PodAtRisk) -> String {
    let names = pod.budgets.map { budgets[$0].seen.reference.path }.joined(separator: ", ")
    switch pod.review {
    case .allowed: return names.isEmpty ? "no budget" : "\(names) allows it"
    case .tooManyRequests: return "\(names) refuses it now (429)"
    case .internalError: return "\(names): an error, as both cover it (500)"
    case .forbidden: return "\(names) is not fit to decide by (403)"
    }
  }

  private var budgetRows: [[String]] {
    [["budget", "cluster", "allowed", "asked", "refused", "past it"]]
      + budgets.map {
        [
          $0.seen.reference.path, $0.seen.reference.source.text, String($0.allowed),
          String($0.asked), String($0.refused), String($0.past),
        ]
      }
  }

  private var summaryRows: [[String]] {
    let radius = blastRadius
    var rows = [
      [
        "machines",
        "\(radius.machines) of \(radius.machinesInFleet): \(radius.machinesCreated) made, "
          + "\(radius.machinesDeleted) deleted",
      ],
      ["nodes", "\(radius.nodes)"],
      [
        "pods",
        "\(radius.pods): \(radius.podsRefused) that a budget refuses now, "
          + "\(radius.podsPastBudget) past a budget",
      ],
      ["cost", costText],
      ["next look", nextLookAt?.rfc3339 ?? "none"],
    ]
    let broken = promises.filter { $0.count > 0 }.map { "\($0.promise.name) \($0.count)" }
    rows.append(["promises at risk", broken.isEmpty ? "none" : broken.joined(separator: ", ")])
    if !decision.divergences.isEmpty {
      rows.append(["otherwise than regulated", "\(decision.divergences.count) times"])
    }
    return rows
  }

  private var costText: String {
    if blastRadius.machinesCreated + blastRadius.machinesDeleted == 0 { return "no change" }
    guard let currency = cost.currency else { return "unknown: no prices were given" }
    guard let perHour = cost.perHour else { return "unknown: no machine of these has a price" }
    let amount = "\(perHour.text(fractionDigits: 2)) \(currency.code) an hour"
    return cost.unpriced.isEmpty
      ? amount : "\(amount), without a price for \(cost.unpriced.count) machines"
  }
}

extension Reason {
  /// The reason in words.
  fileprivate var phrase: String {
    instant.map { "\(rule.rawValue) at \($0.rfc3339)" } ?? rule.rawValue
  }
}

extension Action.Verb {
  /// The verb in words.
  fileprivate var phrase: String {
    switch self {
    case .createMachine: "create the Machine"
    case .deleteMachine: "delete the Machine"
    case .cordon: "cordon"
    case .uncordon: "uncordon"
    case .announceDrain(let at): "announce a drain at \(at.rfc3339)"
    case .evict(_, let grace): grace.map { "evict with \($0.text) of grace" } ?? "evict"
    case .deletePod(_, let grace): "delete with \(grace.text) of grace"
    case .sanitise: "sanitise the host"
    case .attest: "attest the host"
    case .disableObject: "switch the object off"
    case .clearReclaimRequest: "clear the request for the machine"
    }
  }
}
