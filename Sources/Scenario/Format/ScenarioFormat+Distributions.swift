import Documents
import Traces
import Units

extension ScenarioFormat {
  /// A law of random spans; a bare duration is always that long.
  static let distributionDefinitions = [
    DocumentFormat.Definition(
      "Distribution",
      .shorthand(
        ShorthandShape(.duration(), for: .defined("Law")) { span in
          .mapping([(key: "distribution", value: .string("constant")), (key: "value", value: span)])
        })),
    DocumentFormat.Definition(
      "Law",
      .union(
        UnionShape(
          tag: "distribution", "A law of random spans of time.",
          simpleLaws + tables + compositeLaws))),
  ]

  private static func law(
    _ word: String, _ summary: String, _ fields: [FieldShape]
  ) -> UnionShape.Alternative {
    UnionShape.Alternative(word, RecordShape(summary, fields: fields))
  }

  private static func span(
    _ name: String, _ summary: String, isPositive: Bool = true
  ) -> FieldShape {
    FieldShape(
      name, .scalar(isPositive ? .duration(above: .zero) : .duration()), .required, summary)
  }

  private static func parameter(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(name, .scalar(.number(above: 0, atMost: 1e6)), .required, summary)
  }

  private static let simpleLaws = [
    law(
      "constant", "Always the same.", [span("value", "How long.", isPositive: false)]),
    law(
      "uniform", "Any span between two, each as likely.",
      [
        span("low", "The shortest.", isPositive: false),
        span("high", "What all are shorter than."),
      ]),
    law("exponential", "Without memory.", [span("mean", "The mean.")]),
    law(
      "weibull", "P(longer than x) = exp(-(x/scale)^shape); below shape 1 the risk falls with age.",
      [parameter("shape", "The shape, 1 for exponential."), span("scale", "The scale.")]),
    law(
      "lognormal", "The logarithm is normal.",
      [
        span("median", "The median."),
        parameter("sigma", "The standard deviation of the natural logarithm."),
      ]),
    law(
      "gamma", "The sum of `shape` exponential spans of mean `scale`.",
      [parameter("shape", "The shape."), span("scale", "The scale.")]),
    law(
      "bounded-pareto", "A power law between two bounds.",
      [
        parameter("shape", "The exponent: the smaller, the heavier the tail."),
        span("low", "The shortest."), span("high", "The longest."),
      ]),
  ]

  private static let tables = [
    law(
      "empirical", "A table of spans and how likely it is to be at most each.",
      [
        FieldShape(
          "points",
          .list(
            ListShape(
              of: "point",
              .record(
                RecordShape(
                  "A point of the cumulative curve.",
                  fields: [
                    span("value", "The span, above the one before.", isPositive: false),
                    FieldShape(
                      "probability", .scalar(.number(atLeast: 0, atMost: 1)), .required,
                      "How likely it is to be at most as long; 1 at the last point."),
                  ])), minimumCount: 1)),
          .required, "The points, ascending."),
        FieldShape(
          "interpolation",
          .scalar(
            .word(
              "interpolation",
              [
                ScalarFormat.Word("step", "Only the spans of the table occur."),
                ScalarFormat.Word("linear", "The curve runs straight from point to point."),
              ])),
          .defaultsTo(.string("step")), "What lies between two points."),
      ]),
    law(
      "recorded", "The law of recorded lifetimes, censored ones treated as Kaplan and Meier do.",
      [
        FieldShape(
          "trace",
          .union(
            UnionShape(
              tag: "format", "Recorded lifetimes.",
              traceAlternatives(
                .lifetimes,
                extra: [
                  names("zones", "zone", "Only machines of these zones."),
                  names("machineTypes", "machine type", "Only machines of these types."),
                ])
                + traceAlternatives(
                  .availability,
                  extra: [
                    names("zones", "zone", "Only spells of these zones."),
                    FieldShape(
                      "available", .scalar(.integer(0...1, examples: [1])), .required,
                      "Which value of the file means that a machine could be had. Files of both "
                        + "kinds exist, and nothing in them tells which they are."),
                  ]))),
          .required,
          "Lifetimes from a file. Of availability, the spells in which a machine could be had "
            + "count as lives: an upper bound on interruptions, from probes.")
      ]),
    law(
      "aws-advisor",
      "Without memory, at the rate that interrupts the share of runs which AWS's Spot Instance "
        + "Advisor publishes: mean = runLength / -ln(1 - share).",
      [
        FieldShape(
          "trace", trace(.spotAdvice, "Interruption bands."), .required, "The advisor's bands."),
        FieldShape(
          "region", .scalar(.text("region", examples: ["us-east-1"])), .required, "The region."),
        FieldShape(
          "machineType", .scalar(.text("machine type", examples: ["r5.4xlarge"])), .required,
          "The machine type."),
        FieldShape(
          "runLength", .scalar(.duration(above: .zero, examples: ["24h", "730h"])), .required,
          "How long the runs were that the share is of. AWS does not say, so it is your assumption: "
            + "730h reads the share as one a month."),
        FieldShape(
          "openBand", .scalar(.percentage(in: 200...999, examples: ["25%"])),
          .defaultsTo(.string("25%")),
          "What the highest band is taken for, which says no more than above 20%."),
      ]),
  ]

  private static func names(_ name: String, _ noun: String, _ summary: String) -> FieldShape {
    FieldShape(
      name, .list(ListShape(of: noun, .scalar(.text(maximumLength: 128)), minimumCount: 1)),
      .optional, summary)
  }

  private static let compositeLaws = [
    law(
      "hyper-exponential", "One of several exponential laws, chosen by weight.",
      [
        FieldShape(
          "branches",
          .list(
            ListShape(
              of: "branch",
              .record(
                RecordShape(
                  "An exponential law and its weight.",
                  fields: [weight, span("mean", "The mean of the branch.")])),
              minimumCount: 1)),
          .required, "The branches.")
      ]),
    law(
      "mixture", "One of several laws, chosen by weight.",
      [
        FieldShape(
          "components",
          .list(
            ListShape(
              of: "component",
              .record(
                RecordShape(
                  "A law and its weight.",
                  fields: [
                    weight, FieldShape("law", .defined("Distribution"), .required, "The law."),
                  ])),
              minimumCount: 1)),
          .required, "The components.")
      ]),
    law(
      "truncated", "A law given that its result lies within bounds.",
      [
        FieldShape("law", .defined("Distribution"), .required, "The law."),
        FieldShape("low", .scalar(.duration()), .optional, "The shortest result."),
        FieldShape("high", .scalar(.duration(above: .zero)), .optional, "The longest result."),
      ]),
  ]

  private static let weight = FieldShape(
    "weight", .scalar(.number(above: 0, atMost: 1e9)), .required,
    "How often it is chosen, in relation to the other weights.")
}
