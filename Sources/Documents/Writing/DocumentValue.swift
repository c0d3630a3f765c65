/// A value to be written as JSON or YAML.
package indirect enum DocumentValue: Sendable {
  /// Nothing.
  case null
  /// True or false.
  case boolean(Bool)
  /// An exact integer.
  case integer(Int64)
  /// A finite double; a writer throws on NaN and infinities.
  case number(Double)
  /// A number as text, exact at any size: `1.10`, `1e400`.
  case lexeme(String)
  /// A text.
  case string(String)
  /// An ordered list.
  case sequence([DocumentValue])
  /// Names and values, in the order to write them where the form does not sort.
  case mapping([(key: String, value: DocumentValue)])
}

/// A value that has no written form.
package struct DocumentWriteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The way to the value from the top: `summary.cost[3]`; empty for the top itself.
  package let path: String
  /// What is wrong with it.
  package let message: String

  /// `path: message`.
  package var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

extension DocumentNode {
  /// The value without its positions. Numbers keep their text.
  package var value: DocumentValue {
    switch kind {
    case .null: .null
    case .boolean: .boolean(boolean ?? false)
    case .number: .lexeme(lexeme ?? "")
    case .string: .string(string ?? "")
    case .sequence: .sequence(elements.map(\.value))
    case .mapping: .mapping(members.map { ($0.key, $0.value.value) })
    }
  }
}

/// Equality of meaning: numbers by their exact decimal value however written, mappings without regard to order.
extension DocumentValue: Equatable {
  package static func == (left: DocumentValue, right: DocumentValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.sequence(let left), .sequence(let right)): left == right
    case (.mapping(let left), .mapping(let right)):
      left.count == right.count
        && zip(sortedByKey(left), sortedByKey(right)).allSatisfy {
          $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value
        }
    default:
      if let left = left.decimal, let right = right.decimal { left == right } else { false }
    }
  }

  /// The exact decimal value of a number, or `nil` for anything else and for numbers that cannot be written.
  var decimal: DecimalText? {
    switch self {
    case .integer(let value): DecimalText(String(value))
    case .number(let value): value.isFinite ? DecimalText(value.description) : nil
    case .lexeme(let text): DecimalText(text)
    default: nil
    }
  }
}

/// The members by the bytes of their keys.
func sortedByKey(
  _ members: [(key: String, value: DocumentValue)]
) -> [(key: String, value: DocumentValue)] {
  members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A text.
  package init(stringLiteral value: String) { self = .string(value) }
  /// An exact integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// True or false.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// A double.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// Null.
  package init(nilLiteral: ()) { self = .null }
  /// A list.
  package init(arrayLiteral elements: DocumentValue...) { self = .sequence(elements) }
  /// Names and values in the order written.
  package init(dictionaryLiteral elements: (String, DocumentValue)...) {
    self = .mapping(elements.map { (key: $0.0, value: $0.1) })
  }
}
