import Documents
import Units

/// Hosts that are there before the Machines of a control plane.
extension ScenarioFormat {
  static let hostPoolFields = [
    FieldShape(
      "concurrency", .scalar(.integer(1...1_000_000)), .optional,
      "How many machines are set up or cleaned at a time: 5 is k0smotron's default for RemoteMachines, "
        + "20 that of Metal3, which hosts have without it; a cloud has any number."),
    FieldShape(
      "hosts", hosts, .optional,
      "The hosts that its machines are made of; without it, there is one for everybody, as in a cloud."
    ),
  ]

  private static let count = FieldShape(
    "count", .scalar(.integer(1...100_000)), .required, "How many there are.")

  private static let hosts = Shape.union(
    UnionShape(
      tag: "type", "The hosts that machines are made of.",
      [
        UnionShape.Alternative(
          "metal3",
          RecordShape(
            "Bare metal under the baremetal-operator: provision is the writing of an image, deprovision "
              + "the cleaning. A Machine claims any host that is available, and looks again every 30 s.",
            fields: [
              count,
              FieldShape(
                "powerOn", .defined("Distribution"), .optional,
                "How much longer an image takes on a host that is off."),
              FieldShape(
                "staysOn", .scalar(.boolean), .defaultsTo(.boolean(false)),
                "Whether a host stays on between two Machines."),
              FieldShape(
                "inspection", .defined("Distribution"), .optional,
                "How long its hardware takes to be read first; without it, that was done before."),
              FieldShape(
                "failedSteps", .scalar(.percentage(in: 0...1_000, examples: ["1%"])),
                .defaultsTo(.string("0%")),
                "How many images and cleanings fail; the host is tried again after a delay that doubles "
                  + "from a minute or two."),
            ])),
        UnionShape.Alternative(
          "remote-machine",
          RecordShape(
            "Hosts over SSH under k0smotron: provision and deprovision are sessions that hold a worker. "
              + "The first free host by name is taken; a Machine that finds none tries again after a "
              + "delay that doubles.",
            fields: [
              count
            ] + remoteHostFaults)),
      ]))

  /// What goes wrong with hosts over SSH.
  static let remoteHostFaults = [
    FieldShape(
      "failedSetUps", .scalar(.percentage(in: 0...1_000, examples: ["1%"])),
      .defaultsTo(.string("0%")), "How many set-ups fail and are tried again."),
    FieldShape(
      "failedCleanUps", .scalar(.percentage(in: 0...1_000, examples: ["1%"])),
      .defaultsTo(.string("0%")),
      "How many clean-ups leave the host dirty: it is taken again, and no set-up succeeds."),
    FieldShape(
      "repair", .defined("Distribution"),
      .defaultsTo(
        .mapping([
          (key: "distribution", value: .string("uniform")), (key: "high", value: .string("8h")),
          (key: "low", value: .string("1h")),
        ])), "How long until somebody has mended a dirty host."),
  ]
}
