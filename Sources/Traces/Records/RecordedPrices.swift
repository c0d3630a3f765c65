package import Units

/// A recorded price list of rented machines, in US dollars an hour.
package struct RecordedPrices: Hashable, Sendable {
  /// The machine types, in the order of the file.
  package var prices: [RecordedPrice]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a price list.
  package init(prices: [RecordedPrice], notes: [String] = []) {
    self.prices = prices
    self.notes = notes
  }

  /// The row of that machine type, or nil.
  package func price(of machineType: String) -> RecordedPrice? {
    prices.first { $0.machineType == machineType }
  }
}

/// What one machine type costs.
package struct RecordedPrice: Hashable, Sendable {
  /// The type, such as `n1-highmem-16`.
  package var machineType: String
  /// An hour on demand.
  package var onDemand: Money
  /// An hour of a machine that the cloud may take back; nil when it is not offered so.
  package var preemptible: Money?

  /// Makes a price.
  package init(machineType: String, onDemand: Money, preemptible: Money?) {
    self.machineType = machineType
    self.onDemand = onDemand
    self.preemptible = preemptible
  }
}
