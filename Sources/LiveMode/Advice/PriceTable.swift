package import Documents
package import SpotScheduler
package import Units

/// A price table that cannot be used: every problem, with its place.
package struct PriceTableError: Error, Sendable {
  /// The problems, in reading order.
  package var diagnostics: [Diagnostic]
}

/// What an hour of a machine costs, for telling what advice does to the bill.
package struct PriceTable: Hashable, Sendable {
  /// A price, and the machines that have it.
  package struct Entry: Hashable, Sendable {
    /// The clusters whose machines have it, by their names in the snapshot; empty for any.
    package var clusters: [String]
    /// The hosts that have it; empty for any.
    package var hosts: [String]
    /// What an hour costs.
    package var perHour: Money

    /// Makes an entry.
    package init(clusters: [String] = [], hosts: [String] = [], perHour: Money) {
      self.clusters = clusters
      self.hosts = hosts
      self.perHour = perHour
    }
  }

  /// What prices are counted in.
  package var currency: Currency
  /// The prices; the first that fits a machine is its price.
  package var entries: [Entry]

  /// Makes a table.
  package init(currency: Currency, entries: [Entry]) {
    self.currency = currency
    self.entries = entries
  }

  /// What an hour of an object's machine costs; nil when no entry fits.
  package func perHour(_ id: ScheduledMachineID, in snapshot: FleetSnapshot) -> Money? {
    let machine = snapshot.scheduledMachines[Int(id.index)]
    let cluster = snapshot.clusters[Int(machine.cluster.index)].name
    let index = Int(machine.host.index)
    let host = index < snapshot.hosts.count ? snapshot.hosts[index].name : nil
    return entries.first { entry in
      (entry.clusters.isEmpty || entry.clusters.contains(cluster))
        && (entry.hosts.isEmpty || host.map { entry.hosts.contains($0) } ?? false)
    }?.perHour
  }
}

extension PriceTable {
  /// The format of a price table.
  package static let format = DocumentFormat(
    identifier: "prices.schema.json", title: "fivespot machine prices",
    root: .record(
      RecordShape(
        "What machines cost by the hour. The first entry that fits a machine counts.",
        fields: [
          FieldShape(
            "apiVersion",
            .scalar(
              .word("format version", [ScalarFormat.Word(SnapshotFormat.version, "The first.")])),
            .required, "The version of this format."),
          FieldShape(
            "currency", .scalar(.text(expectation: "a currency such as USD")), .required,
            "The currency, by its ISO 4217 code."),
          FieldShape(
            "machines",
            .list(
              ListShape(
                of: "price",
                .record(
                  RecordShape(
                    "What some machines cost.",
                    fields: [
                      FieldShape(
                        "clusters",
                        .list(ListShape(of: "cluster", .scalar(.name(of: "cluster")))),
                        .defaultsTo(.sequence([])), "The clusters; without any, all."),
                      FieldShape(
                        "hosts",
                        .list(
                          ListShape(of: "host", .scalar(.text(expectation: "a host's name")))),
                        .defaultsTo(.sequence([])), "The hosts; without any, all."),
                      FieldShape(
                        "perHour",
                        .scalar(.text(expectation: "an amount in quotes, such as \"1.25\"")),
                        .required, "What an hour costs."),
                    ])), minimumCount: 1)), .required, "The prices."),
        ])))

  /// Reads a table, in JSON or YAML.
  ///
  /// - Throws: Every problem at once.
  package static func read(
    _ bytes: [UInt8], path: String
  ) throws(PriceTableError) -> PriceTable {
    let document: Document
    do throws(DocumentError) {
      document = try Document.parseOne(bytes, file: path, holding: "price table")
    } catch {
      throw PriceTableError(diagnostics: [Diagnostic(error)])
    }
    let outcome = ShapeCheck.check([.base(document.root)], against: format)
    guard outcome.isValid else { throw PriceTableError(diagnostics: outcome.diagnostics) }
    var diagnostics: [Diagnostic] = []
    let table = PriceTable(outcome.root, &diagnostics)
    guard let table, diagnostics.isEmpty else {
      throw PriceTableError(diagnostics: diagnostics)
    }
    return table
  }

  private init?(_ root: CheckedNode, _ diagnostics: inout [Diagnostic]) {
    func refuse(_ node: CheckedNode, _ message: String, _ remedy: String) {
      diagnostics.append(
        Diagnostic(
          .error, .invalidValue, at: node.position, path: node.path, message, remedy: remedy))
    }
    let code = root.member("currency")
    let currency = code.text.flatMap { Currency(code: $0) }
    if currency == nil { refuse(code, "it is no currency", "write three letters such as USD") }
    var entries: [Entry] = []
    for node in root.member("machines").elements {
      let price = node.member("perHour")
      do throws(MoneyError) {
        let amount = try Money(text: price.text ?? "")
        // Sums over a fleet stay whole below this bound.
        guard amount >= .zero, amount <= Money(units: 1_000_000_000) else {
          refuse(price, "an hour of no machine costs that", "write a price from 0 to 1e9")
          continue
        }
        entries.append(
          Entry(
            clusters: node.member("clusters").elements.compactMap(\.text),
            hosts: node.member("hosts").elements.compactMap(\.text), perHour: amount))
      } catch {
        refuse(price, "\(error)", "write digits and a point, such as \"1.25\"")
      }
    }
    guard let currency else { return nil }
    self.init(currency: currency, entries: entries)
  }
}
