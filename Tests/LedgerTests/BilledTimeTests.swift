import Ledger
import Testing
import Units

/// How much of a rented machine's time is charged.
@Suite struct BilledTimeTests {
  static let price = RentedMachinePrice(
    perHour: Money(units: 1), listPerHour: Money(units: 2), minimumBilled: .seconds(60),
    billedStep: .seconds(1))

  @Test(
    "Charged by the second, and a minute at least",
    arguments: [
      (TimeSpan.zero, TimeSpan.seconds(60)),
      (.seconds(59), .seconds(60)),
      (.seconds(60), .seconds(60)),
      (TimeSpan(nanoseconds: 60_000_000_001), .seconds(61)),
      (.milliseconds(1_020_500), .seconds(1_021)),
      (.hours(1), .hours(1)),
    ]) func billedBySeconds(used: TimeSpan, billed: TimeSpan)
  {
    #expect(Self.price.billedTime(of: used) == billed)
  }

  @Test("Charged by the begun hour") func billedByHours() {
    var price = Self.price
    price.billedStep = .hours(1)
    price.minimumBilled = .zero
    #expect(price.billedTime(of: .zero) == .zero)
    #expect(price.billedTime(of: TimeSpan(nanoseconds: 1)) == .hours(1))
    #expect(price.billedTime(of: .minutes(60)) == .hours(1))
    #expect(price.billedTime(of: .minutes(61)) == .hours(2))
  }

  @Test("A span at the end of the scale is rounded to it") func longest() {
    #expect(Self.price.billedTime(of: .max) == .max)
  }
}
