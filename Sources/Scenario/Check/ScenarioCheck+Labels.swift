import Documents
import KubernetesModel
import SpotScheduler

/// Labels and the selectors that read them: the jurisdictions of clusters and machines.
extension ScenarioCheck {
  /// Refuses conditions that the API refuses, and tells of selectors that let nothing through.
  mutating func checkSelectors(_ root: CheckedNode, _ outline: FleetOutline) {
    let offered = root["lending"]?["offers"]?.members.map(\.key) ?? []
    let borrowers = outline.borrowers(of: root)
    for cluster in root["clusters"]?.members ?? [] {
      if let node = cluster.value["hostSelector"], let selector = selector(node),
        borrowers.contains(cluster.key), !offered.isEmpty,
        !offered.contains(where: { selector.matches(labels(of: $0, in: root["nodes"])) })
      {
        report(
          .noEffect, as: .warning, at: node,
          "no pool on offer has these labels, so nothing is lent to \(cluster.key)",
          remedy: "give a pool of lending.offers labels in nodes.<pool>.labels")
      }
      if let node = cluster.value["borrowerSelector"], let selector = selector(node),
        root["lending"]?["owner"]?.text == cluster.key, !borrowers.isEmpty,
        !borrowers.contains(where: { selector.matches(labels(of: $0, in: root["clusters"])) })
      {
        report(
          .noEffect, as: .warning, at: node,
          "no borrower has these labels, so \(cluster.key) lends nothing",
          remedy: "give a cluster of lending.borrowers labels in clusters.<cluster>.labels")
      }
    }
  }

  private func labels(of name: String, in table: CheckedNode?) -> Labels {
    table?[name]?["labels"].map { Labels($0) } ?? Labels()
  }

  private mutating func selector(_ node: CheckedNode) -> LabelSelector? {
    guard node.isSound else { return nil }
    let (selector, problems) = LabelSelector.read(node)
    for problem in problems { report(at: problem.node, problem.error.description) }
    return problems.isEmpty ? selector : nil
  }
}

extension FleetOutline {
  /// The names of the clusters that borrow, as written.
  func borrowers(of root: CheckedNode) -> [String] {
    (root["lending"]?.borrowers ?? []).compactMap(\.text)
  }
}
