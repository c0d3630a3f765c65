import Documents

/// What a report says of the resolved scenarios of a run: who lends to whom, and on what terms.
struct ScenarioSettings {
  /// The resolved scenario of each variant that is shown, by the variant's name.
  let documents: [(variant: String, root: DocumentNode)]

  /// Entries that money, energy and promises rest on; curves, services and jobs are in the scenario.
  private static let shown = [
    "horizon", "seed", "timezone", "clusters", "nodes", "lending", "autoscaling", "interruptions",
    "recovery", "placement", "promises", "prices",
  ]

  private static let ofJobs = ["recovery", "placement"]

  init(_ texts: [(variant: String, text: String)]) {
    documents = texts.compactMap { variant, text in
      (try? Document.parseJSON(Array(text.utf8), file: "resolved scenario")).map {
        (variant, $0.root)
      }
    }
  }

  /// The cluster that lends, as the first variant that has it names it.
  var owner: String? { lending("owner") }

  /// The clusters that borrow in any of the variants, each once.
  var borrowers: [String] {
    var names: [String] = []
    for document in documents {
      guard let lending = document.root["lending"] else { continue }
      let listed = lending["borrowers"]?.elements.compactMap(\.string)
      for name in listed ?? lending["borrower"]?.string.map({ [$0] }) ?? []
      where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// The cluster that the jobs of the first source run in.
  var jobCluster: String? {
    documents.first?.root["workload"]?.members.first?.value["cluster"]?.string
  }

  /// Pools of machines that no price is given for; none in a scenario without prices.
  var unpricedPools: [String] {
    guard let root = documents.first?.root, let prices = root["prices"] else { return [] }
    let priced = root["controlPlane"]?["deployments"] ?? root["nodes"]
    return priced?.members.map(\.key).filter { prices["pools"]?[$0] == nil } ?? []
  }

  /// The entries with their values, each value once with the variants that have it.
  var lines: [SettingLine] {
    var lines: [SettingLine] = []
    var index: [String: Int] = [:]
    for document in documents {
      for name in Self.shown {
        // A control plane has a scheduler and workloads of its own.
        guard let node = document.root[name],
          !(Self.ofJobs.contains(name) && document.root["controlPlane"] != nil)
        else { continue }
        Self.flatten(node, path: name) { path, value in
          let key = path + "\u{0}" + value
          if let known = index[key] {
            lines[known].variants.append(document.variant)
          } else {
            index[key] = lines.count
            lines.append(SettingLine(path: path, value: value, variants: [document.variant]))
          }
        }
      }
    }
    let order = Self.shown
    return lines.enumerated().sorted { first, second in
      func place(_ line: SettingLine) -> (Int, String) {
        (order.firstIndex { line.path.hasPrefix($0) } ?? order.count, line.path)
      }
      let (left, right) = (place(first.element), place(second.element))
      return left == right ? first.offset < second.offset : left < right
    }.map { _, line in
      var line = line
      if line.variants.count == documents.count { line.variants = [] }
      return line
    }
  }

  private func lending(_ key: String) -> String? {
    documents.lazy.compactMap { $0.root["lending"]?[key]?.string }.first
  }

  private static func flatten(
    _ node: DocumentNode, path: String, _ line: (String, String) -> Void
  ) {
    switch node.kind {
    case .mapping:
      for member in node.members { flatten(member.value, path: "\(path).\(member.key)", line) }
    case .sequence:
      let words = node.elements.compactMap { scalar($0) }
      if words.count == node.count {
        line(path, words.joined(separator: ", "))
      } else {
        for (index, element) in node.elements.enumerated() {
          flatten(element, path: "\(path)[\(index)]", line)
        }
      }
    default: line(path, scalar(node) ?? "")
    }
  }

  private static func scalar(_ node: DocumentNode) -> String? {
    switch node.kind {
    case .string: node.string
    case .number: node.lexeme
    case .boolean: (node.boolean ?? false) ? "true" : "false"
    case .null: "none"
    case .mapping, .sequence: nil
    }
  }
}
