import Documents
import KubernetesModel

extension ScalarFormat {
  /// A number, or a share of all in whole per cents, as Kubernetes' IntOrString; read as its text.
  static var countOrPercentage: ScalarFormat {
    ScalarFormat(
      "number or percentage", expectation: "a whole number such as 2, or a part such as 25%",
      outline: Outline(types: ["integer", "string"], pattern: "^[0-9]{1,7}%?$"),
      examples: [.integer(1), .string("25%")]
    ) { written in
      guard let text = written.numberOrText else { return .failure(ScalarRefusal(wrongType: "")) }
      guard let value = CountOrPercentage.read(text) else { return .failure(ScalarRefusal("")) }
      switch value {
      case .count(let count):
        return .success(Reading(.text("\(count)"), canonical: .integer(Int64(count))))
      case .percent(let percent):
        guard percent <= 100 else { return .failure(ScalarRefusal("it is above 100%")) }
        return .success(Reading(.text("\(percent)%"), canonical: .string("\(percent)%")))
      }
    }
  }
}

/// Numbers and shares as texts.
enum CountOrPercentage {
  /// Reads `2` or `25%`; nil for any other text.
  static func read(_ text: String) -> IntOrPercent? {
    if text.hasSuffix("%") {
      guard text.utf8.count <= 4, text.utf8.dropLast().allSatisfy({ $0 &- 0x30 < 10 }) else {
        return nil
      }
      return try? IntOrPercent(text)
    }
    guard (1...7).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return nil
    }
    return Int(text).map { .count($0) }
  }
}
