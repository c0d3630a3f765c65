import Documents
import Traces
import Units

/// What machines and energy cost.
extension ScenarioFormat {
  static let prices = Shape.record(
    RecordShape(
      "What machines and energy cost, in one currency.",
      fields: [
        FieldShape("currency", .scalar(.currency), .required, "The currency of all amounts."),
        FieldShape(
          "energyPerKilowattHour", .scalar(.money), .defaultsTo(.integer(0)),
          "What a kilowatt-hour costs at the meter of the building."),
        FieldShape(
          "powerUsageEffectiveness",
          .scalar(
            .thousandths(
              "number", expectation: "a number from 1 to 10 such as 1.4", in: 1_000...10_000,
              examples: ["1.4"])),
          .defaultsTo(.integer(1)),
          "The energy that the building takes over the energy that its machines take."),
        FieldShape(
          "pools",
          .table(TableShape(of: "pool", names: .name(of: "pool"), entry: .defined("Price"))),
          .required,
          "The price of each pool's machines, or in a control plane of each deployment's; what is not "
            + "named is left out of all costs."),
      ]))

  static let price = Shape.union(
    UnionShape(
      tag: "kind", "What one machine of a pool costs.",
      [
        UnionShape.Alternative(
          "owned",
          RecordShape(
            "It was bought, and takes energy.",
            fields: [
              FieldShape("purchase", .scalar(.money), .required, "What it was bought for."),
              FieldShape(
                "residual", .scalar(.money), .defaultsTo(.integer(0)),
                "What it is worth at the end of its life."),
              FieldShape(
                "lifeYears", .scalar(.integer(1...50)), .required,
                "Over how many years of 8,760 hours it is written off, in a straight line."),
              FieldShape("watts", watts, .required, "The power that it takes."),
            ])),
        UnionShape.Alternative(
          "rented",
          RecordShape(
            "It is rented by the time, at a price that is given here.",
            fields: [
              FieldShape("perHour", .scalar(.money), .required, "What an hour costs."),
              FieldShape(
                "listPerHour", .scalar(.money), .optional,
                "What an hour costs by the price list, on demand, which savings are counted "
                  + "against; as `perHour` when left out."),
            ] + billing)),
        UnionShape.Alternative(
          "recorded",
          RecordShape(
            "It is rented by the time, at a recorded price: on demand for a pool of the capacity "
              + "type `on-demand`, preemptible for `spot`.",
            fields: [
              FieldShape(
                "trace", trace(.prices, "Recorded prices."), .required,
                "The price list, in US dollars."),
              FieldShape(
                "machineType",
                .scalar(
                  .text(
                    "machine type", expectation: "a machine type such as n1-highmem-16",
                    examples: ["n1-highmem-16"])),
                .required, "The type to look up."),
            ] + billing)),
      ]))

  private static let billing = [
    FieldShape(
      "minimumBilled", .scalar(.duration()), .defaultsTo(.string("1m")),
      "The least time that a machine is charged for."),
    FieldShape(
      "billedStep", .scalar(.duration(above: .zero)), .defaultsTo(.string("1s")),
      "What the charged time is rounded up to a multiple of."),
  ]

  private static let watts = Shape.record(
    RecordShape(
      "The power of one machine, in watts.",
      fields: [
        watt("idle", "When it is on and does nothing."),
        watt("full", "When all its CPU is used."),
        watt("off", "When it is off: its management controller."),
      ]))

  private static func watt(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(
      name,
      .scalar(
        .thousandths(
          "number", expectation: "a number of watts such as 220", in: 0...100_000_000,
          examples: ["220", "12.5"])),
      .required, summary)
  }
}
