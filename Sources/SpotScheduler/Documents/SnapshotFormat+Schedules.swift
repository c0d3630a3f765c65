import Documents

/// Schedules of a snapshot.
extension SnapshotFormat {
  static let schedule = RecordShape(
    "When something is on: in any of its windows, less the exceptions, while all of within are.",
    fields: [
      FieldShape(
        "windows", .list(ListShape(of: "window", .defined("Window"))), .defaultsTo(.sequence([])),
        "The windows; without any it is never on."),
      FieldShape(
        "exceptions", .list(ListShape(of: "window", .defined("Window"))),
        .defaultsTo(.sequence([])), "Windows that are taken out again, such as a blackout."),
      FieldShape(
        "within", .list(ListShape(of: "schedule", .defined("Schedule"))),
        .defaultsTo(.sequence([])), "Schedules that have to be on as well: an intersection."),
      FieldShape(
        "complement", .scalar(.boolean), .defaultsTo(.boolean(false)),
        "True turns it round: it is on exactly when it would be off."),
    ])

  private static let zone = FieldShape(
    "timezone", .scalar(.zoneName), .required, "The zone whose clock counts.")

  static let window = Shape.union(
    UnionShape(
      tag: "kind", "Stretches of time on the clock of a zone.",
      [
        UnionShape.Alternative(
          "days-and-hours",
          RecordShape(
            "5-Spot's days and hours.",
            fields: [
              zone,
              FieldShape(
                "daysOfWeek", .list(ListShape(of: "day", .scalar(.dayRange))), .required,
                "The days."),
              FieldShape(
                "hoursOfDay", .list(ListShape(of: "hour", .scalar(.hourRange))), .required,
                "The hours of each of those days: `9-17` ends at 18:00."),
              FieldShape(
                "enabled", .scalar(.boolean), .defaultsTo(.boolean(true)),
                "False switches it off."),
            ])),
        UnionShape.Alternative(
          "weekly",
          RecordShape(
            "From a minute of the week to another; it may cross midnight and the week's end.",
            fields: [
              zone,
              FieldShape("from", .scalar(.minuteOfWeek), .required, "When it opens."),
              FieldShape("to", .scalar(.minuteOfWeek), .required, "When it closes."),
            ])),
        UnionShape.Alternative(
          "civil",
          RecordShape(
            "From a minute of the calendar to another, once.",
            fields: [
              zone,
              FieldShape("from", .scalar(.minuteOfCalendar), .required, "When it opens."),
              FieldShape("to", .scalar(.minuteOfCalendar), .required, "When it closes."),
            ])),
        UnionShape.Alternative(
          "holidays",
          RecordShape(
            "Whole days.",
            fields: [
              zone,
              FieldShape(
                "dates", .list(ListShape(of: "date", .scalar(.civilDate))), .required,
                "The days."),
            ])),
        UnionShape.Alternative(
          "early-closes",
          RecordShape(
            "The rest of days that end early.",
            fields: [
              zone,
              FieldShape(
                "closes", .list(ListShape(of: "close", .scalar(.minuteOfCalendar))), .required,
                "When they end, by date and time."),
              FieldShape(
                "margin", .scalar(.duration()), .defaultsTo(.string("0s")),
                "How long after that the window opens."),
            ])),
      ]))
}
