import Units

/// Facts in words, for people and their tools; no figure is ever derived from these texts.
package struct FactText: Sendable {
  private let header: JournalHeader

  /// Makes the words of a run with that header.
  package init(header: JournalHeader) { self.header = header }

  /// The name of whom the fact happened to, or an empty text.
  package func subject(of fact: Fact) -> String {
    fact.kind.subjectNamespace.map { header.name(fact.subject, in: $0) }
      ?? fact.kind.fixedSubjectName(fact.subject) ?? ""
  }

  /// The name of the other party, or an empty text.
  package func object(of fact: Fact) -> String {
    fact.kind.objectNamespace.map { header.name(fact.object, in: $0) } ?? ""
  }

  /// One fact as a phrase, such as
  /// `2026-06-08T09:00:00Z jobStarted job "a-17", node "n-3", attempt 2`.
  package func phrase(_ fact: Fact) -> String {
    var text = "\(fact.at.rfc3339) \(fact.kind.name)"
    var parts: [String] = []
    if let namespace = fact.kind.subjectNamespace {
      parts.append("\(namespace.word) \(Self.quoted(header.name(fact.subject, in: namespace)))")
    } else if let name = fact.kind.fixedSubjectName(fact.subject) {
      parts.append(name)
    } else if fact.subject != 0 {
      parts.append("subject \(fact.subject)")
    }
    if let namespace = fact.kind.objectNamespace {
      parts.append("\(namespace.word) \(Self.quoted(header.name(fact.object, in: namespace)))")
    } else if fact.object != 0 {
      parts.append("object \(fact.object)")
    }
    switch fact.kind.valueMeaning {
    case .none: if fact.value != 0 { parts.append("value \(fact.value)") }
    case .span(let word): parts.append("\(word) \(fact.value) ns")
    case .count(let word): parts.append("\(word) \(fact.value)")
    }
    if !parts.isEmpty { text += " " + parts.joined(separator: ", ") }
    return text
  }

  /// One fact as one line of JSON, without its line feed; `index` counts from 0.
  package func jsonLine(_ fact: Fact, index: Int) -> String {
    "{\"index\":\(index),\"at\":\"\(fact.at.rfc3339)\",\"kind\":\"\(fact.kind.name)\","
      + "\"subject\":\(Self.quoted(subject(of: fact))),"
      + "\"object\":\(Self.quoted(object(of: fact))),\"value\":\(fact.value)}"
  }

  /// The header row of the CSV form, without its line feed.
  package static let csvHeader = "index,at,kind,subject,object,value"

  /// One fact as one row of CSV, without its line feed; `index` counts from 0.
  package func csvRow(_ fact: Fact, index: Int) -> String {
    "\(index),\(fact.at.rfc3339),\(fact.kind.name),\(Self.csvField(subject(of: fact))),"
      + "\(Self.csvField(object(of: fact))),\(fact.value)"
  }

  /// A JSON string (RFC 8259): quotes, backslashes and control characters escaped.
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A CSV field (RFC 4180): quoted when it holds a separator, a quote or a line break.
  package static func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      return text
    }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
