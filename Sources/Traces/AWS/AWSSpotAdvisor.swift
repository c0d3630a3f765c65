import Documents
import Units

/// The Linux part of AWS's Spot Instance Advisor feed, one row a region and type.
enum AWSSpotAdvisor {
  static let columns = [
    "region", "os", "instance_type", "vcpu", "ram_gib", "interruption_band", "savings_pct",
  ]

  static func read(_ bytes: [UInt8], file: String) throws(DocumentError) -> RecordedSpotAdvice {
    var reader = CSVReader.strict(bytes, file: file)
    try reader.expectHeader(columns)
    var ids = UniqueIDs()
    var rows: [RecordedSpotAdvisory] = []
    var dearer = 0
    while try reader.readRow() {
      let region = try reader.text(0)
      guard reader.string(1) == "Linux" else {
        throw reader.error(
          1, "\"\(reader.string(1))\" is not Linux", remedy: "only the Linux part is read")
      }
      let machineType = try reader.text(2)
      try ids.insert(region + " " + machineType, at: 2, of: reader)
      _ = try reader.integer(3, in: 1...2_048, remedy: "the column counts virtual CPUs")
      let number = try reader.integer(
        5, in: 0...4, remedy: "the column holds the number of a band, 0 to 4, and no percentage")
      guard let band = InterruptionBand(rawValue: number) else {
        preconditionFailure("a number from 0 to 4 is a band")
      }
      let savings = try reader.integer(
        6, in: -100...100, remedy: "the column is in per cent of the price on demand")
      if savings < 0 { dearer += 1 }
      rows.append(
        RecordedSpotAdvisory(
          region: region, machineType: machineType, band: band, savingsPercent: savings))
    }
    return RecordedSpotAdvice(
      rows: rows,
      notes: dearer == 0
        ? [] : ["\(dearer) of \(rows.count) pairs were dearer as spot than on demand"])
  }
}
