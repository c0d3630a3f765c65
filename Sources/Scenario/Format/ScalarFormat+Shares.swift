import Documents
import Units

extension ScalarFormat {
  /// A percentage with its sign, such as `70%` or `2.5%`, read as thousandths.
  ///
  /// - Parameters:
  ///   - range: What is allowed, in thousandths.
  ///   - isWhole: Whether it has to be a whole number of per cent.
  static func percentage(
    in range: ClosedRange<Int64> = 0...1_000, isWhole: Bool = false, examples: [String] = ["70%"]
  ) -> ScalarFormat {
    ScalarFormat(
      "percentage",
      expectation: "a percentage from \(Share.text(range.lowerBound)) to "
        + "\(Share.text(range.upperBound))",
      outline: Outline(
        types: ["string"], pattern: isWhole ? "^[0-9]{1,6}%$" : "^[0-9]{1,6}(\\.[0-9])?%$"),
      examples: examples.map { .string($0) }
    ) { written in
      switch Share.read(written) {
      case .failure(let refusal): return .failure(refusal)
      case .success(let permille):
        guard range.contains(permille) else { return .failure(ScalarRefusal("")) }
        guard !isWhole || permille % 10 == 0 else {
          return .failure(ScalarRefusal("it has to be a whole number of per cent"))
        }
        return .success(Reading(.integer(permille), canonical: .string(Share.text(permille))))
      }
    }
  }

  /// CPU, or a percentage of what is owned: `340` or `10%`; read as the canonical text.
  static var cpuOrPercentage: ScalarFormat {
    ScalarFormat(
      "cpu quantity or percentage",
      expectation: "a number of cores such as 340, or a part such as 10%",
      outline: Outline(
        types: ["string", "number"], pattern: "^([0-9]{1,6}(\\.[0-9])?%|[0-9]+(\\.[0-9]+)?m?)$"),
      examples: [.string("10%"), .integer(340)]
    ) { written in
      if case .text(let text) = written, text.hasSuffix("%") {
        return Share.read(written).flatMap { permille in
          guard permille <= 1_000 else { return .failure(ScalarRefusal("it is above 100%")) }
          let text = Share.text(permille)
          return .success(Reading(.text(text), canonical: .string(text)))
        }
      }
      return cpu.read(written).flatMap { reading in
        // 0.2 is a fifth of a core in Kubernetes' words, and a fifth of the whole in many others'.
        if case .integer(1..<1_000) = reading.meaning, !isInThousandths(written) {
          return .failure(
            ScalarRefusal(
              "less than a core may be meant as a part of the whole; write 200m or 20%"))
        }
        guard case .integer(let milli) = reading.meaning else {
          preconditionFailure("a cpu quantity is a whole number of thousandths")
        }
        return .success(Reading(.text("\(milli)m"), canonical: reading.canonical))
      }.mapError { ScalarRefusal($0.reason) }
    }
  }

  private static func isInThousandths(_ written: WrittenScalar) -> Bool {
    if case .text(let text) = written { return text.hasSuffix("m") }
    return false
  }

  /// A number with at most three decimal places, read as thousandths.
  static func thousandths(
    _ name: String, expectation: String, in range: ClosedRange<Int64>, examples: [String]
  ) -> ScalarFormat {
    var outline = Outline(types: ["number"])
    outline.minimum = Double(range.lowerBound) / 1_000
    outline.maximum = Double(range.upperBound) / 1_000
    return ScalarFormat(
      name, expectation: expectation, outline: outline, examples: examples.map { .lexeme($0) }
    ) { written in
      guard case .number(let lexeme) = written else {
        return .failure(ScalarRefusal(wrongType: "", remedy: "write a number without unit"))
      }
      guard let value = Share.thousandths(of: lexeme) else {
        return .failure(ScalarRefusal("at most three decimal places are read"))
      }
      guard range.contains(value) else { return .failure(ScalarRefusal("")) }
      return .success(
        Reading(.integer(value), canonical: .lexeme(Share.decimal(ofThousandths: value))))
    }
  }

  /// An amount of money of at least zero, in the currency of the prices; read as its exact text.
  static var money: ScalarFormat {
    ScalarFormat(
      "amount", expectation: "an amount of money such as 0.9472",
      outline: Outline(types: ["number", "string"], pattern: "^[0-9]+(\\.[0-9]{1,12})?$"),
      examples: [.lexeme("0.9472"), .integer(9_000)]
    ) { written in
      guard let text = written.numberOrText else { return .failure(ScalarRefusal(wrongType: "")) }
      do throws(MoneyError) {
        let amount = try Money(text: text)
        guard amount >= .zero else { return .failure(ScalarRefusal("it is below 0")) }
        return .success(Reading(.text(amount.text), canonical: .lexeme(amount.text)))
      } catch {
        return .failure(
          ScalarRefusal("", remedy: "write digits and a point only; the currency stands in prices"))
      }
    }
  }

  /// A currency by its ISO 4217 code.
  static var currency: ScalarFormat {
    ScalarFormat(
      "currency", expectation: "a currency such as USD",
      outline: Outline(types: ["string"], pattern: "^[A-Z]{3}$"), examples: [.string("USD")]
    ) { written in
      guard case .text(let text) = written, let currency = Currency(code: text) else {
        return .failure(ScalarRefusal("", remedy: "write the three capital letters of ISO 4217"))
      }
      return .success(Reading(.text(currency.code), canonical: .string(currency.code)))
    }
  }
}

/// Percentages and decimals as texts.
enum Share {
  /// Reads `70%` or `2.5%` as thousandths.
  static func read(_ written: WrittenScalar) -> Result<Int64, ScalarRefusal> {
    guard case .text(let text) = written else {
      guard case .number(let lexeme) = written else {
        return .failure(ScalarRefusal(wrongType: ""))
      }
      return .failure(
        ScalarRefusal(wrongType: "it has no sign", remedy: "write \(percentage(of: lexeme))"))
    }
    guard text.hasSuffix("%"), let value = thousandths(of: String(text.dropLast())),
      value <= 999_999_000
    else { return .failure(ScalarRefusal("")) }
    guard value % 100 == 0 else {
      return .failure(ScalarRefusal("at most one decimal place is read"))
    }
    return .success(value / 100)
  }

  /// What a number without a sign probably means: 0.05 is 5%, and 5 is 5%.
  private static func percentage(of lexeme: String) -> String {
    guard lexeme.hasPrefix("0."), let value = thousandths(of: lexeme) else { return lexeme + "%" }
    return text(value)
  }

  /// Writes thousandths as a percentage.
  static func text(_ permille: Int64) -> String {
    let (whole, tenth) = permille.quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(whole)%" : "\(whole).\(tenth)%"
  }

  /// Reads digits with at most three places after a point; nil for any other text.
  static func thousandths(of text: String) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ (1...9).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }),
      let whole = Int64(parts[0])
    else { return nil }
    guard parts.count == 2 else { return whole * 1_000 }
    guard parts[1].utf8.count <= 3, var fraction = Int64(parts[1]) else { return nil }
    for _ in parts[1].utf8.count..<3 { fraction *= 10 }
    return whole * 1_000 + fraction
  }

  /// Writes thousandths as a decimal number without needless zeros.
  static func decimal(ofThousandths value: Int64) -> String {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: 1_000)
    guard rest != 0 else { return "\(whole)" }
    var digits = "\(1_000 + rest)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
