import Documents
import Units

/// The price list of Google Compute Engine: US dollars an hour, on demand and preemptible.
///
/// An empty preemptible price means that the type is not offered so. A price of 0 stands for
/// "unknown" in such lists and is refused.
enum GCEPrices {
  static let columns = ["machine_type", "ondemand_usd_per_hour", "preemptible_usd_per_hour"]

  /// 1,000 dollars an hour: ten times the dearest machine. Cents and micro-dollars lie above it.
  static let dearest = Money(units: 1_000)

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedPrices {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var ids = UniqueIDs()
    var prices: [RecordedPrice] = []
    while try reader.readRow() {
      let machineType = try reader.text(0)
      try ids.insert(machineType, at: 0, of: reader)
      let onDemand = try money(1, reader)
      let preemptible = reader.isEmpty(2) ? nil : try money(2, reader)
      if let preemptible, preemptible > onDemand {
        throw reader.error(
          2, "\(preemptible) is above the price on demand, \(onDemand)",
          remedy: "are the two columns swapped?")
      }
      prices.append(
        RecordedPrice(machineType: machineType, onDemand: onDemand, preemptible: preemptible))
    }
    let missing = prices.reduce(0) { $0 + ($1.preemptible == nil ? 1 : 0) }
    return RecordedPrices(
      prices: prices,
      notes: missing == 0
        ? [] : ["\(missing) of \(prices.count) machine types have no preemptible price"])
  }

  private static func money(_ field: Int, _ reader: CSVReader) throws(DocumentError) -> Money {
    let text = try reader.text(field)
    let price: Money
    do throws(MoneyError) {
      price = try Money(text: text)
    } catch {
      throw reader.error(field, "\"\(text)\": \(error)", remedy: "write dollars as in 0.9472")
    }
    guard price > .zero else {
      throw reader.error(
        field, "\(text) is not above 0", remedy: "leave an unknown preemptible price empty")
    }
    guard price <= dearest else {
      throw reader.error(
        field, "\(text) dollars an hour is dearer than any machine",
        remedy: "the column is in dollars an hour; divide cents by 100")
    }
    return price
  }
}
