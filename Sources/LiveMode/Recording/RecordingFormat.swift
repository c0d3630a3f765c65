package import Documents
import SpotScheduler
import Units

/// The lines of a recording.
package enum RecordingFormat {
  private static func count(_ name: String, _ summary: String) -> FieldShape {
    FieldShape(name, .scalar(.integer(0...1_000_000_000)), .defaultsTo(.integer(0)), summary)
  }

  private static func version(_ word: String) -> FieldShape {
    FieldShape(
      "apiVersion",
      .scalar(
        .word("format version", [ScalarFormat.Word(SnapshotFormat.version, "The first format.")])),
      .required, "The version of this format.")
  }

  /// The first line.
  package static let head = DocumentFormat(
    identifier: "recording-head.schema.json", title: "fivespot recording",
    root: .record(
      RecordShape(
        "The first line of a recording.",
        fields: [
          version("head"),
          FieldShape(
            "kind", .scalar(.word("kind", [ScalarFormat.Word("FleetRecording", "A recording.")])),
            .required, "What the file is."),
          FieldShape(
            "timezone", .scalar(.text(expectation: "a time zone such as America/New_York")),
            .defaultsTo(.string("UTC")), "The zone whose clock the load goes by."),
          FieldShape(
            "holidays",
            .list(ListShape(of: "date", .scalar(.text(expectation: "a date such as 2026-12-25")))),
            .defaultsTo(.sequence([])), "Days that are like a Sunday."),
          FieldShape(
            "currency", .scalar(.text(expectation: "a currency such as USD")), .optional,
            "What prices are counted in."),
        ])))

  /// Every other line.
  package static let sample = DocumentFormat(
    identifier: "recording-sample.schema.json", title: "fivespot recording sample",
    root: .record(
      RecordShape(
        "A fleet at an instant.",
        fields: [
          FieldShape("at", .scalar(.instant), .required, "When it was read."),
          FieldShape(
            "clusters", .list(ListShape(of: "cluster", .record(cluster))), .required,
            "Its clusters."),
          FieldShape(
            "budgets", .list(ListShape(of: "budget", .record(budget))),
            .defaultsTo(.sequence([])), "The budgets that cover pods on lent machines."),
        ])))

  private static let cluster = RecordShape(
    "A cluster.",
    fields: [
      FieldShape("name", .scalar(.name(of: "cluster")), .required, "Its name."),
      count("running", "Thousandths of a core that pods on the fleet's machines request."),
      count("waiting", "Thousandths of a core that pods without a node request."),
      count("podsRunning", "Pods on the fleet's machines."),
      count("podsWaiting", "Pods without a node."),
      count("ownReady", "Its own machines that are Ready."),
      count("lentReady", "Machines lent to it that are Ready."),
      count("lentMoving", "Machines lent to it that are on their way."),
      FieldShape(
        "evictions", .scalar(.integer(0...1_000_000_000)), .optional,
        "Pods whose end was asked for since the line before."),
      FieldShape(
        "interruptions", .scalar(.integer(0...1_000_000_000)), .optional,
        "Machines lent to it that have gone since the line before."),
      FieldShape(
        "perHour", .scalar(.text(expectation: "an amount in quotes, such as \"1.25\"")), .optional,
        "What its machines cost an hour."),
    ])

  private static let budget = RecordShape(
    "A PodDisruptionBudget.",
    fields: [
      FieldShape("name", .scalar(.text(expectation: "a name")), .required, "Its name."),
      count("allowed", "How many of its pods an eviction may take."),
      count("lentPods", "Its pods on lent machines."),
    ])

  // MARK: Reading

  static func head(
    _ line: [UInt8], _ path: String, _ number: Int
  ) throws(RecordingError) -> FleetRecording.Head {
    let root = try checked(line, path, number, head)
    var made = FleetRecording.Head(timezone: root.text("timezone"))
    for node in root.member("holidays").elements {
      guard let date = try? CivilDate(iso: node.text ?? "") else {
        throw RecordingError(
          path, number, node.path, "\"\(node.text ?? "")\" is no date",
          remedy: "write year, month and day, as in 2026-12-25")
      }
      made.holidays.append(date)
    }
    if let code = root["currency"]?.text {
      made.currency = Currency(code: code)
      if made.currency == nil {
        throw RecordingError(
          path, number, "currency", "\"\(code)\" is no currency",
          remedy: "write three letters such as USD")
      }
    }
    return made
  }

  static func sample(
    _ line: [UInt8], _ path: String, _ number: Int
  ) throws(RecordingError) -> FleetRecording.Sample {
    let root = try checked(line, path, number, sample)
    var clusters: [FleetRecording.Cluster] = []
    for node in root.member("clusters").elements {
      var cluster = FleetRecording.Cluster(node.text("name"))
      cluster.running = MilliCPU(node.integer("running"))
      cluster.waiting = MilliCPU(node.integer("waiting"))
      cluster.podsRunning = node.integer("podsRunning")
      cluster.podsWaiting = node.integer("podsWaiting")
      cluster.ownReady = node.integer("ownReady")
      cluster.lentReady = node.integer("lentReady")
      cluster.lentMoving = node.integer("lentMoving")
      cluster.evictions = node["evictions"]?.integer
      cluster.interruptions = node["interruptions"]?.integer
      if let text = node["perHour"]?.text {
        guard let amount = try? Money(text: text) else {
          throw RecordingError(
            path, number, node.member("perHour").path, "\"\(text)\" is no amount",
            remedy: "write digits and a point, such as \"1.25\"")
        }
        cluster.perHour = amount
      }
      clusters.append(cluster)
    }
    let budgets = root.member("budgets").elements.map {
      FleetRecording.Budget(
        name: $0.text("name"), allowed: $0.integer("allowed"), lentPods: $0.integer("lentPods"))
    }
    return FleetRecording.Sample(at: root.instant("at"), clusters: clusters, budgets: budgets)
  }

  private static func checked(
    _ line: [UInt8], _ path: String, _ number: Int, _ format: DocumentFormat
  ) throws(RecordingError) -> CheckedNode {
    let document: Document
    do throws(DocumentError) {
      document = try Document.parseJSON(line, file: path)
    } catch {
      throw RecordingError(diagnostics: [Diagnostic(error).on(line: number)])
    }
    let outcome = ShapeCheck.check([.base(document.root)], against: format)
    guard outcome.isValid else {
      throw RecordingError(diagnostics: outcome.diagnostics.map { $0.on(line: number) })
    }
    return outcome.root
  }
}

extension Diagnostic {
  /// The same problem in a line of a larger file.
  fileprivate func on(line: Int) -> Diagnostic {
    var moved = self
    moved.position = SourcePosition(file: position.file, line: line, column: position.column)
    return moved
  }
}

// MARK: Writing

extension FleetRecording.Head {
  /// The first line of a file.
  package func line() throws(DocumentWriteError) -> [UInt8] {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", .string(SnapshotFormat.version)), ("kind", "FleetRecording"),
      ("timezone", .string(timezone)),
      ("holidays", .sequence(holidays.sorted().map { .string($0.iso) })),
    ]
    if let currency { members.append(("currency", .string(currency.code))) }
    return try DocumentValue.mapping(members).canonicalJSON() + [0x0A]
  }
}

extension FleetRecording.Sample {
  /// A line of a file. Equal samples give equal bytes.
  package func line() throws(DocumentWriteError) -> [UInt8] {
    var members: [(key: String, value: DocumentValue)] = [
      ("at", .string(at.rfc3339)), ("clusters", .sequence(clusters.map(\.value))),
    ]
    if !budgets.isEmpty {
      members.append(
        (
          "budgets",
          .sequence(
            budgets.map {
              [
                "name": .string($0.name), "allowed": .integer($0.allowed),
                "lentPods": .integer($0.lentPods),
              ]
            })
        ))
    }
    return try DocumentValue.mapping(members).canonicalJSON() + [0x0A]
  }
}

extension FleetRecording.Cluster {
  fileprivate var value: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("name", .string(name)), ("running", .integer(running.value)),
      ("waiting", .integer(waiting.value)), ("podsRunning", .integer(podsRunning)),
      ("podsWaiting", .integer(podsWaiting)), ("ownReady", .integer(ownReady)),
      ("lentReady", .integer(lentReady)), ("lentMoving", .integer(lentMoving)),
    ]
    if let evictions { members.append(("evictions", .integer(evictions))) }
    if let interruptions { members.append(("interruptions", .integer(interruptions))) }
    if let perHour { members.append(("perHour", .string(perHour.text))) }
    return .mapping(members)
  }
}
