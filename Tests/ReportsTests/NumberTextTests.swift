import Reports
import Testing

@Suite("Numbers in reports")
struct NumberTextTests {
  @Test(
    "group thousands and round half to even",
    arguments: [
      (0.0, 0, "0"), (1234.5, 0, "1,234"), (1235.5, 0, "1,236"), (1234567.0, 0, "1,234,567"),
      (-1234.25, 1, "−1,234.2"), (0.05, 1, "0.0"), (999.96, 1, "1,000.0"),
      (.infinity, 2, "n/a"), (.nan, 2, "n/a"),
    ] as [(Double, Int, String)])
  func decimal(value: Double, digits: Int, expected: String) {
    #expect(NumberText.decimal(value, fractionDigits: digits) == expected)
  }

  @Test(
    "show about three digits, small ones too",
    arguments: [
      (0.0, "0"), (1_234.0, "1,234"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.0123"),
      (0.0009, "9.00e-4"), (3.0066721296e-6, "3.01e-6"), (-0.00012, "−1.20e-4"),
      (.nan, "n/a"),
    ] as [(Double, String)])
  func short(value: Double, expected: String) {
    #expect(NumberText.short(value) == expected)
  }

  @Test(
    "show spans in their two largest units",
    arguments: [
      (0.0, "0 s"), (0.25, "0.2500 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"),
      (3_600, "1 h"), (7_384, "2 h 3 min"), (86_400 * 3 + 7_200, "3 d 2 h"), (-61, "−1 min 1 s"),
    ] as [(Double, String)])
  func duration(seconds: Double, expected: String) {
    #expect(NumberText.duration(seconds: seconds) == expected)
  }

  @Test(
    "an axis ends on a round number at or above the highest value",
    arguments: [0.0, 0.003, 0.7, 1, 3.2, 9.99, 10, 42, 99, 277, 4_432, 1_000_001, -5])
  func axis(maximum: Double) {
    let axis = AxisScale(zeroTo: maximum)
    #expect(axis.upper >= maximum)
    #expect(axis.lower == 0)
    #expect(axis.ticks.count >= 2 && axis.ticks.count <= 12)
    #expect(maximum <= 0 || axis.upper <= maximum * 2.5)
    #expect(axis.ticks.last == axis.upper)
  }

  @Test("markup escapes what would be markup")
  func escape() {
    #expect(
      Markup.escape("<a href=\"x\">'&'</a>")
        == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")
  }

  @Test("a number keeps its unit on its line, and nothing else")
  func prose() {
    #expect(
      Markup.prose("saves 12 USD (-3.5 %) in 8 days, 2 h 5 min late, 3 of 4 & so on")
        == "saves 12\u{00A0}USD (-3.5\u{00A0}%) in 8 days, 2\u{00A0}h 5\u{00A0}min late, "
        + "3 of 4 &amp; so on")
  }
}
