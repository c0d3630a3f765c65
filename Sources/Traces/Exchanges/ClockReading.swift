/// Times of day as a clock shows them.
package enum ClockReading {
  /// Minutes since 00:00 of `HH:MM`, from 00:00 to 24:00; nil for any other text.
  package static func minuteOfDay(_ text: some StringProtocol) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      [bytes[0], bytes[1], bytes[3], bytes[4]].allSatisfy({ $0 &- 0x30 < 10 })
    else { return nil }
    func digit(_ index: Int) -> Int { Int(bytes[index]) - 0x30 }
    let (hour, minute) = (digit(0) * 10 + digit(1), digit(3) * 10 + digit(4))
    guard minute < 60, hour * 60 + minute <= 1_440 else { return nil }
    return hour * 60 + minute
  }

  /// The text of `minute` minutes since 00:00: `07:30`.
  package static func text(_ minute: Int) -> String {
    let (hours, minutes) = (minute / 60, minute % 60)
    return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
  }
}
