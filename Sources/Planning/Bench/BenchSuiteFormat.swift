package import Documents

/// The format of a benchmark suite, version 0: one description for the check, the JSON Schema and
/// the manual.
package enum BenchSuiteFormat {
  /// The version that a file names.
  package static let version = "fivespot.bench/v0"

  /// What a suite holds.
  package static let file = DocumentFormat(
    identifier: "bench.schema.json", title: "fivespot benchmark suite",
    root: .record(
      RecordShape(
        "Scenarios to run, and what their figures have to be.",
        fields: [
          FieldShape(
            "apiVersion",
            .scalar(
              .word("format version", [ScalarFormat.Word(version, "The first format.")])),
            .required, "The version of this format."),
          FieldShape(
            "name", .scalar(.name(of: "suite", examples: ["nightly"])), .required,
            "What the suite is called; a baseline belongs to the suite of its name."),
          FieldShape(
            "description", .scalar(.text(examples: ["What may not get worse."])), .optional,
            "What the suite is about."),
          FieldShape(
            "benchmarks",
            .table(
              TableShape(
                of: "benchmark", names: .name(of: "benchmark"), entry: .record(benchmark),
                minimumCount: 1)),
            .required, "The benchmarks, each one scenario with its seeds."),
        ])))

  private static let benchmark = RecordShape(
    "One scenario with some of its variants, run with the same seeds each time.",
    fields: [
      FieldShape(
        "scenario", .scalar(.text("path", examples: ["surf-week.yaml"])), .required,
        "The scenario file, from the suite's folder."),
      FieldShape(
        "variants",
        .list(ListShape(of: "variant", .scalar(.name(of: "variant")), minimumCount: 1)), .optional,
        "The variants to run; every one when it is left out."),
      FieldShape(
        "seeds", .scalar(seeds), .optional,
        "The seeds: one, a range or a list; the scenario's own when it is left out."),
      FieldShape(
        "set",
        .list(
          ListShape(
            of: "setting",
            .scalar(
              .text(
                "path=value", expectation: "a setting such as nodes.lisa.count=50",
                examples: ["nodes.lisa.count=50"])))),
        .defaultsTo(.sequence([])), "Entries of the scenario to set, as `run --set` takes them."),
      FieldShape(
        "exact", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "Whether every member's digest has to be the baseline's."),
      FieldShape(
        "thresholds",
        .table(
          TableShape(
            of: "metric", names: metric,
            entry: .list(ListShape(of: "threshold", .scalar(threshold), minimumCount: 1)))),
        .defaultsTo(.mapping([])),
        "What metrics have to be, for each variant over its seeds; `fivespot metrics` lists them."),
    ])

  private static var metric: ScalarFormat {
    var outline = ScalarFormat.Outline(
      types: ["string"], pattern: "^[a-z0-9_-]+(\\.[a-z0-9_-]+)*$")
    outline.maximumLength = 128
    return ScalarFormat(
      "metric", expectation: "a metric such as job.wait.mean", outline: outline,
      examples: ["job.wait.mean"]
    ) { written in
      guard case .text(let text) = written else { return .failure(ScalarRefusal(wrongType: "")) }
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let isName = parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
          }
      }
      guard isName, text.utf8.count <= 128 else { return .failure(ScalarRefusal("")) }
      return .success(ScalarFormat.Reading(.text(text), canonical: .string(text)))
    }
  }

  private static var seeds: ScalarFormat {
    ScalarFormat(
      "seeds", expectation: "seeds such as 7, 1..30 or 1,5,9",
      outline: ScalarFormat.Outline(
        types: ["integer", "string"],
        pattern: "^[0-9]+(\\.\\.[0-9]+)?(,[0-9]+(\\.\\.[0-9]+)?)*$"),
      examples: [7, "1..30", "1,5,9"]
    ) { written in
      let text: String
      switch written {
      case .boolean: return .failure(ScalarRefusal(wrongType: ""))
      case .number(let lexeme): text = lexeme
      case .text(let written): text = written
      }
      guard let seeds = SeedText.seeds(text) else { return .failure(ScalarRefusal("")) }
      let canonical = seeds.map(String.init).joined(separator: ",")
      return .success(ScalarFormat.Reading(.text(canonical), canonical: .string(canonical)))
    }
  }

  private static var threshold: ScalarFormat {
    ScalarFormat(
      "threshold", expectation: "a threshold such as \"p95 < 1200\"",
      outline: ScalarFormat.Outline(
        types: ["string"],
        pattern:
          "^\\s*(mean|avg|min|max|med|count|p\\s*\\(?\\s*[0-9.]+\\s*\\)?)\\s*(<=|>=|==|!=|<|>)"
          + "\\s*(-?[0-9.]+([eE][-+]?[0-9]+)?|baseline.*)\\s*$"),
      examples: ["p95 < 1200", "mean < baseline * 1.02"]
    ) { written in
      guard case .text(let text) = written else { return .failure(ScalarRefusal(wrongType: "")) }
      do throws(ThresholdError) {
        let threshold = try Threshold(text)
        return .success(
          ScalarFormat.Reading(
            .text(threshold.description), canonical: .string(threshold.description)))
      } catch {
        return .failure(ScalarRefusal(error.message, remedy: error.remedy))
      }
    }
  }
}
