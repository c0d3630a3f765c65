import Reports
import Testing
import Units

@Suite("Money in reports") struct MoneyTextTests {
  @Test(
    "group thousands and carry their sign",
    arguments: [
      ("1234567.5", 0, "1,234,568", "+1,234,568"), ("-1234.567", 2, "−1,234.57", "−1,234.57"),
      ("0", 0, "0", "±0"), ("0.004", 2, "0.00", "±0.00"), ("-0.4", 0, "0", "±0"),
      ("999", 0, "999", "+999"),
    ] as [(String, Int, String, String)])
  func amount(exact: String, digits: Int, plain: String, signed: String) throws {
    let text = MoneyText(currency: "USD", fractionDigits: digits)
    let money = try Money(text: exact)
    #expect(text.amount(money) == plain)
    #expect(text.signed(money) == signed)
    #expect(text.full(money) == plain + " USD")
  }

  @Test(
    "rounded parts sum to the rounded sum",
    arguments: [
      (["0.5", "0.5"], ["1", "0"]), (["1.4", "1.4", "1.4"], ["2", "1", "1"]),
      (["-0.5", "0.2"], ["0", "0"]), (["-1.6", "0.3", "0.3"], ["-1", "0", "0"]), ([], []),
    ] as [([String], [String])])
  func rounded(exact: [String], shown: [String]) throws {
    let text = MoneyText(currency: "USD", fractionDigits: 0)
    #expect(text.rounded(try exact.map { try Money(text: $0) }).map(\.text) == shown)
  }

  @Test func `large amounts are shown in whole units, small ones in hundredths`() {
    #expect(MoneyText(currency: "USD", largest: Money(units: 1_000)).fractionDigits == 0)
    #expect(MoneyText(currency: "USD", largest: Money(units: -999)).fractionDigits == 2)
  }
}
