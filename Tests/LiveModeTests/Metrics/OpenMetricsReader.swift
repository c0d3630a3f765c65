/// Reads OpenMetrics text and takes nothing that the specification does not allow.
///
/// Written from OpenMetrics 1.0, `specification/OpenMetrics.md`: one block a family, its metadata first and
/// in the order TYPE, UNIT, HELP; no family twice; names and suffixes by type; escapes; units as suffixes;
/// histograms cumulative and complete; the end marked.
struct OpenMetricsReader {
  struct Failure: Error, CustomStringConvertible {
    var line: Int
    var description: String
  }

  struct Sample: Hashable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  struct Family {
    var name: String
    var type: String
    var unit = ""
    var help = ""
    var samples: [Sample] = []
  }

  private(set) var families: [Family] = []
  private var number = 0

  static func read(_ text: String) throws -> [Family] {
    var reader = OpenMetricsReader()
    guard text.hasSuffix("# EOF\n") else { throw Failure(line: 0, description: "no end") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines.dropLast(2) {
      reader.number += 1
      try reader.take(String(line))
    }
    for family in reader.families { try reader.check(family) }
    return reader.families
  }

  private func failure(_ text: String) -> Failure { Failure(line: number, description: text) }

  private mutating func take(_ line: String) throws {
    guard !line.isEmpty else { throw failure("an empty line") }
    guard line.hasPrefix("#") else { return try takeSample(line) }
    let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 4, parts[0] == "#" else { throw failure("metadata of another form") }
    let isNewest = families.last?.name == parts[2]
    switch parts[1] {
    case "TYPE":
      guard !families.contains(where: { $0.name == parts[2] }) else { throw failure("twice") }
      guard ["counter", "gauge", "histogram", "info"].contains(parts[3]) else {
        throw failure("type \(parts[3])")
      }
      guard Self.isName(parts[2]) else { throw failure("name \(parts[2])") }
      families.append(Family(name: parts[2], type: parts[3]))
    case "UNIT":
      guard isNewest, let last = families.last, last.samples.isEmpty, last.help.isEmpty else {
        throw failure("a unit in the wrong place")
      }
      guard parts[2].hasSuffix("_" + parts[3]) else { throw failure("unit is no suffix") }
      families[families.count - 1].unit = parts[3]
    case "HELP":
      guard isNewest, let last = families.last, last.samples.isEmpty, last.help.isEmpty else {
        throw failure("a help in the wrong place")
      }
      var rest = parts[3][...]
      families[families.count - 1].help = try unescaped(&rest, until: nil)
    default: throw failure("metadata \(parts[1])")
    }
  }

  private mutating func takeSample(_ line: String) throws {
    var rest = line[...]
    let name = String(rest.prefix { $0 != "{" && $0 != " " })
    guard Self.isName(name) else { throw failure("name \(name)") }
    rest = rest.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      while rest.first != "}" {
        let label = String(rest.prefix { $0 != "=" })
        guard Self.isName(label), !label.contains(":"), !label.hasPrefix("__") else {
          throw failure("label \(label)")
        }
        rest = rest.dropFirst(label.count)
        guard rest.hasPrefix("=\"") else { throw failure("a label without a value") }
        rest = rest.dropFirst(2)
        guard labels.updateValue(try unescaped(&rest, until: "\""), forKey: label) == nil else {
          throw failure("label \(label) twice")
        }
        rest = rest.dropFirst()
        if rest.first == "," {
          rest = rest.dropFirst()
        } else if rest.first != "}" {
          throw failure("labels do not end")
        }
      }
      rest = rest.dropFirst()
    }
    guard rest.first == " ", let value = Double(rest.dropFirst()) else {
      throw failure("no value in \(line)")
    }
    guard let family = families.last, !family.help.isEmpty else { throw failure("no metadata") }
    let sample = Sample(name: name, labels: labels, value: value)
    guard !family.samples.contains(where: { $0.name == name && $0.labels == labels }) else {
      throw failure("a series twice")
    }
    let suffixes =
      switch family.type {
      case "counter": ["_total"]
      case "histogram": ["_bucket", "_sum", "_count"]
      case "info": ["_info"]
      default: [""]
      }
    guard suffixes.contains(where: { name == family.name + $0 }) else {
      throw failure("\(name) is no series of \(family.name)")
    }
    families[families.count - 1].samples.append(sample)
  }

  private func unescaped(_ rest: inout Substring, until end: Character?) throws -> String {
    var text = ""
    while let first = rest.first, first != end {
      rest = rest.dropFirst()
      guard first == "\\" else {
        guard first != "\"" else { throw failure("a bare quote") }
        text.append(first)
        continue
      }
      switch rest.first {
      case "\\": text.append("\\")
      case "n": text.append("\n")
      case "\"": text.append("\"")
      default: throw failure("an unknown escape")
      }
      rest = rest.dropFirst()
    }
    if end != nil, rest.isEmpty { throw failure("a value does not end") }
    return text
  }

  private func check(_ family: Family) throws {
    func fail(_ text: String) -> Failure {
      Failure(line: 0, description: "\(family.name): \(text)")
    }
    guard !family.samples.isEmpty else { throw fail("no series") }
    guard !family.help.isEmpty else { throw fail("no help") }
    switch family.type {
    case "counter":
      guard family.samples.allSatisfy({ $0.value >= 0 }) else { throw fail("below zero") }
      guard !family.name.hasSuffix("_total") else { throw fail("named _total") }
    case "info":
      guard family.samples.allSatisfy({ $0.value == 1 }), family.unit.isEmpty else {
        throw fail("an info is 1")
      }
    case "histogram":
      let buckets = family.samples.filter { $0.name.hasSuffix("_bucket") }
      let bounds = buckets.map { Double($0.labels["le"] ?? "") ?? .nan }
      guard bounds.last == .infinity, zip(bounds, bounds.dropFirst()).allSatisfy(<),
        zip(buckets, buckets.dropFirst()).allSatisfy({ $0.value <= $1.value })
      else { throw fail("buckets are not cumulative") }
      guard
        buckets.last?.value == family.samples.first(where: { $0.name.hasSuffix("_count") })?.value,
        family.samples.contains(where: { $0.name.hasSuffix("_sum") })
      else { throw fail("the count is another one") }
    default: break
    }
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
  }
}
