import Documents
import KubernetesModel
import Units

extension ScalarFormat {
  /// CPU as a Kubernetes quantity of zero or more, read as thousandths of a core.
  static var cpuAmount: ScalarFormat {
    ScalarFormat(
      "cpu quantity", expectation: "a number of cores such as 16 or 500m",
      outline: Outline(
        types: ["string", "number"],
        pattern: "^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?$"),
      examples: [.integer(16), .string("500m")]
    ) { written in
      let text: String
      switch written {
      case .number(let lexeme): text = lexeme
      case .text(let written): text = written
      case .boolean: return .failure(ScalarRefusal(wrongType: ""))
      }
      do throws(QuantityError) {
        let value = try Quantity(text: text).scaledValue(-3)
        guard value >= 0 else { return .failure(ScalarRefusal("it is below 0")) }
        guard value <= 1 << 52 else { return .failure(ScalarRefusal("no fleet has so much")) }
        return .success(
          Reading(.integer(value), canonical: SnapshotText.cpu(MilliCPU(value))))
      } catch {
        return .failure(ScalarRefusal("", remedy: "write a number, or one with m, as in 500m"))
      }
    }
  }

  /// The number of a pod, up to 64 bits, read as its decimal text.
  static var podNumber: ScalarFormat {
    var outline = Outline(types: ["integer"])
    outline.minimum = 0
    return ScalarFormat(
      "pod number", expectation: "a whole number of at least 0", outline: outline,
      examples: [.integer(7)]
    ) { written in
      guard case .number(let lexeme) = written else {
        return .failure(ScalarRefusal(wrongType: ""))
      }
      guard let number = UInt64(lexeme) else { return .failure(ScalarRefusal("")) }
      return .success(Reading(.text(String(number)), canonical: .lexeme(String(number))))
    }
  }

  /// The priority of a pod, as `spec.priority` has it.
  static var podPriority: ScalarFormat { .integer(Int64(Int32.min)...Int64(Int32.max)) }

  /// The name of an object as `namespace/name`.
  static var objectName: ScalarFormat {
    ScalarFormat(
      "object name", expectation: "a name such as trading/host-1",
      outline: Outline(types: ["string"], pattern: "^[^/\\s]+/[^/\\s]+$"),
      examples: [.string("trading/host-1")]
    ) { written in
      guard case .text(let text) = written else { return .failure(ScalarRefusal(wrongType: "")) }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, !text.contains(where: \.isWhitespace),
        parts.allSatisfy({ !$0.isEmpty })
      else {
        return .failure(ScalarRefusal("", remedy: "write the namespace, a slash and the name"))
      }
      return .success(Reading(.text(text), canonical: .string(text)))
    }
  }

  /// The key of a label.
  static var labelKey: ScalarFormat {
    checkedText(
      "label key", expectation: "a label such as topology.kubernetes.io/region", pattern: nil,
      examples: ["topology.kubernetes.io/region"],
      remedy: "write a name of letters, digits, - _ and ., after a prefix and a slash if need be"
    ) { QualifiedName.isKey($0) ? $0 : nil }
  }

  /// The value of a label; it may be empty.
  static var labelValue: ScalarFormat {
    checkedText(
      "label value", expectation: "the value of a label", pattern: nil, examples: ["eu-west-1"],
      remedy: "write up to 63 letters, digits, - _ and ., beginning and ending with one of the "
        + "first two"
    ) { QualifiedName.isValue($0) ? $0 : nil }
  }

  /// A time zone by its IANA name; whether there is such a zone is checked with the rules.
  static var zoneName: ScalarFormat {
    .text(
      "time zone", expectation: "a time zone such as America/New_York", maximumLength: 64,
      examples: ["UTC", "America/New_York"])
  }

  /// A minute of the week, read as its text.
  static var minuteOfWeek: ScalarFormat {
    checkedText(
      "time of the week", expectation: "a time of the week such as \"fri 18:00\"",
      pattern: "^(mon|tue|wed|thu|fri|sat|sun) (([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
      examples: ["fri 18:00", "mon 07:00"],
      remedy: "write mon to sun, a space, and a time as in 18:00"
    ) { WeekTime(text: $0)?.description }
  }

  /// A minute of the calendar, read as its text.
  static var minuteOfCalendar: ScalarFormat {
    checkedText(
      "local time", expectation: "a local date and time such as \"2026-12-24 13:00\"",
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}( (([01][0-9]|2[0-3]):[0-5][0-9]|24:00))?$",
      examples: ["2026-12-24 13:00", "2026-12-24"],
      remedy: "write a date, and if need be a space and a time"
    ) { CivilTime(text: $0)?.description }
  }

  /// A date, read as its text.
  static var civilDate: ScalarFormat {
    checkedText(
      "date", expectation: "a date such as 2026-12-25", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
      examples: ["2026-12-25"], remedy: "write year, month and day"
    ) { text in (try? CivilDate(iso: text))?.iso }
  }

  /// A day or range of days as 5-Spot writes them.
  static var dayRange: ScalarFormat {
    checkedText(
      "days", expectation: "a day or a range of days such as mon-fri", pattern: nil,
      examples: ["mon-fri", "sat"], remedy: "write mon to sun, or two of them with a dash"
    ) { text in (try? DaysOfWeek(parsing: [text])).map { _ in text } }
  }

  /// An hour or range of hours as 5-Spot writes them.
  static var hourRange: ScalarFormat {
    checkedText(
      "hours", expectation: "an hour or a range of hours such as \"19-23\"", pattern: nil,
      examples: ["19-23", "7"], remedy: "write an hour from 0 to 23 in quotes, or two with a dash"
    ) { text in (try? HoursOfDay(parsing: [text])).map { _ in text } }
  }

  /// A word of an enumeration whose raw values are the words.
  static func words<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ values: Value.Type, meanings: (Value) -> String
  ) -> ScalarFormat {
    .word(name, Value.allCases.map { Word($0.rawValue, meanings($0)) })
  }

  private static func checkedText(
    _ name: String, expectation: String, pattern: String?, examples: [String], remedy: String,
    read: @escaping @Sendable (String) -> String?
  ) -> ScalarFormat {
    ScalarFormat(
      name, expectation: expectation, outline: Outline(types: ["string"], pattern: pattern),
      examples: examples.map { .string($0) }
    ) { written in
      guard case .text(let text) = written else { return .failure(ScalarRefusal(wrongType: "")) }
      guard let canonical = read(text) else { return .failure(ScalarRefusal("", remedy: remedy)) }
      return .success(Reading(.text(canonical), canonical: .string(canonical)))
    }
  }
}

/// Values of snapshots and decisions as they are written.
enum SnapshotText {
  /// Whole cores as a number, others with `m`.
  static func cpu(_ cpu: MilliCPU) -> DocumentValue {
    cpu.value % 1_000 == 0 ? .integer(cpu.value / 1_000) : .string("\(cpu.value)m")
  }

  static func instant(_ instant: Instant) -> DocumentValue { .string(instant.rfc3339) }

  static func span(_ span: TimeSpan) -> DocumentValue { .string(span.text) }

  /// Without the members that are nil.
  static func mapping(_ members: [(key: String, value: DocumentValue?)]) -> DocumentValue {
    .mapping(members.compactMap { key, value in value.map { (key: key, value: $0) } })
  }
}
