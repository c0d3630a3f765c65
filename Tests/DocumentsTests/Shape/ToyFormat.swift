import Documents

/// A small format with one of everything, for the tests of shapes.
let toyFormat = DocumentFormat(
  identifier: "toy.schema.json", title: "toy",
  root: .record(
    RecordShape(
      "A toy.",
      fields: [
        FieldShape("name", .scalar(.name(of: "toy")), .required, "Its name."),
        FieldShape(
          "size", .scalar(.integer(1...9)), .defaultsTo(.integer(3)), "How large it is."),
        FieldShape("ratio", .scalar(.number(above: 0)), .optional, "A ratio."),
        FieldShape("loud", .scalar(.boolean), .defaultsTo(.boolean(false)), "Whether it is loud."),
        FieldShape("born", .scalar(.instant), .optional, "When it was made."),
        FieldShape(
          "parts",
          .table(TableShape(of: "part", names: .name(of: "part"), entry: .defined("Part"))),
          .defaultsTo(.mapping([])), "Its parts."),
        FieldShape(
          "tags", .list(ListShape(of: "tag", .scalar(.text()), minimumCount: 1)), .optional,
          "Words for it."),
        FieldShape(
          "colour", .scalar(.text()), .implies(.string("red")), "What it looks like."),
      ])),
  definitions: [
    DocumentFormat.Definition(
      "Part",
      .shorthand(
        ShorthandShape(.duration(), for: .defined("LongPart")) { span in
          .mapping([(key: "kind", value: .string("spring")), (key: "lasts", value: span)])
        })),
    DocumentFormat.Definition(
      "LongPart",
      .union(
        UnionShape(
          tag: "kind", "A part.",
          [
            UnionShape.Alternative(
              "spring",
              RecordShape(
                "A spring.",
                fields: [
                  FieldShape("lasts", .scalar(.duration()), .required, "How long it lasts.")
                ])),
            UnionShape.Alternative(
              "gear",
              RecordShape(
                "A gear.",
                fields: [
                  FieldShape("teeth", .scalar(.integer()), .optional, "Its teeth."),
                  FieldShape("radius", .scalar(.number()), .optional, "Its radius."),
                  FieldShape("inner", .defined("Part"), .optional, "A part inside."),
                ], alternatives: [["teeth", "radius"]])),
          ]))),
  ])

/// Checks texts laid over each other, the lowest first, each a file `0.yaml`, `1.yaml`…
func checkToy(_ layers: String...) throws -> ShapeCheck.Outcome {
  let nodes = try layers.enumerated().map { index, text in
    try Document.parseYAML(Array(text.utf8), file: "\(index).yaml")[0].root
  }
  return ShapeCheck.check(
    [.base(nodes[0])] + nodes.dropFirst().map { .overlay($0) }, against: toyFormat)
}

/// The canonical text of a check without errors.
func canonicalText(_ outcome: ShapeCheck.Outcome) throws -> String {
  String(decoding: try outcome.root.canonical.canonicalJSON(), as: UTF8.self)
}
