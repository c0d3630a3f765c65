import SimulationKernel
import Testing
import Units

@testable import Traces

@Suite("Price lists of Google Compute Engine")
struct GCEPricesTests {
  private static let prices = """
    machine_type,ondemand_usd_per_hour,preemptible_usd_per_hour
    n1-highmem-16,0.9472,0.2000
    c3d-highmem-16,0.97984,
    n2-highmem-16,1.0481,0.2536

    """

  @Test("header, cut files and duplicates")
  func skeleton() throws { try checkSkeleton(Self.prices, as: "gce-prices") }

  @Test(
    "a wrong unit, order or value is an error on its line",
    arguments: [
      Spoilt(1, 0, "", "empty"),
      Spoilt(3, 0, "n1-highmem-16", "already"),
      Spoilt(1, 1, "0", "not above 0"),
      Spoilt(1, 1, "-0.9", "not above 0"),
      Spoilt(1, 1, "$0.95", "not an amount"),
      Spoilt(1, 1, "9.4e-1", "not an amount"),
      Spoilt(1, 1, "", "empty"),
      Spoilt(1, 1, "0.1", "above the price on demand"),  // swapped
      Spoilt(1, 1, "947200", "dearer than any machine"),  // millionths
      Spoilt(1, 2, "0", "not above 0"),
      Spoilt(1, 2, "free", "not an amount"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.prices, as: "gce-prices") }

  @Test("the recorded file, whole")
  func whole() throws {
    guard
      case .prices(let list) = try RecordedFiles.read(
        "gce-prices/gce_us_central1.csv", as: "gce-prices")
    else {
      Issue.record("no prices")
      return
    }
    #expect(list.prices.count == 233)
    #expect(list.prices.filter { $0.preemptible == nil }.count == 27)
    #expect(
      list.price(of: "n1-highmem-16")
        == RecordedPrice(
          machineType: "n1-highmem-16", onDemand: try Money(text: "0.9472"),
          preemptible: try Money(text: "0.2")))
    #expect(list.notes == ["27 of 233 machine types have no preemptible price"])
  }
}

@Suite("The Spot Instance Advisor of AWS")
struct SpotAdvisorTests {
  private static let advice = """
    region,os,instance_type,vcpu,ram_gib,interruption_band,savings_pct
    us-east-1,Linux,r5.4xlarge,16,128.0,2,65
    us-east-1,Linux,m5.4xlarge,16,64.0,4,-3
    us-east-2,Linux,m5.4xlarge,16,64.0,0,71

    """

  @Test("header, cut files and duplicates")
  func skeleton() throws { try checkSkeleton(Self.advice, as: "aws-spot-advisor") }

  @Test(
    "a wrong band, system or value is an error on its line",
    arguments: [
      Spoilt(1, 0, "", "empty"),
      Spoilt(1, 1, "Windows", "not Linux"),
      Spoilt(2, 2, "r5.4xlarge", "already"),
      Spoilt(1, 3, "0", "not between"),
      Spoilt(1, 5, "5", "not between"),  // counted from 1
      Spoilt(1, 5, "12", "not between"),  // a percentage
      Spoilt(1, 5, "<5%", "not an integer"),
      Spoilt(1, 6, "650", "not between"),
      Spoilt(1, 6, "0.65", "not an integer"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.advice, as: "aws-spot-advisor") }

  @Test("the recorded file, whole: pairs and bands")
  func whole() throws {
    guard
      case .spotAdvice(let advice) = try RecordedFiles.read(
        "aws-spot-advisor-2025/spot_advisor_linux.csv.gz", as: "aws-spot-advisor")
    else {
      Issue.record("no advice")
      return
    }
    let counts = InterruptionBand.allCases.map { band in
      advice.rows.reduce(0) { $0 + ($1.band == band ? 1 : 0) }
    }
    #expect(counts == [3_239, 2_894, 2_025, 1_874, 4_930])
    #expect(advice.rows.map(\.savingsPercent).min() == -62)
  }

  /// −ln(1 − p) / L with L = 24 h, by hand: 0.0011, 0.0032, 0.0056, 0.0080 and 0.0120 an hour.
  @Test("the hazard of each band for runs of a day")
  func hazards() throws {
    let perHour = try InterruptionBand.allCases.map { band in
      let law = try band.lifetime(runLength: .hours(24), openTopPermille: 250)
      return 3_600 / (try #require(law.mean))
    }
    for (found, hand) in zip(perHour, [0.001055, 0.003248, 0.005564, 0.008016, 0.011987]) {
      #expect(abs(found - hand) < 1e-6)
    }
    let month = try InterruptionBand.below5.lifetime(runLength: .hours(730), openTopPermille: 250)
    #expect(abs(month.cumulativeProbability(at: 730 * 3_600) - 0.025) < 1e-12)
  }
}

@Suite("Availability of spot machines")
struct SpotAvailabilityTests {
  private static let probes = """
    utc,us-east-1a,us-east-1b
    2023-02-16T05:34:00Z,1,0
    2023-02-16T05:37:15Z,1,1
    2023-02-16T05:40:30Z,0,1
    2023-02-16T05:43:45Z,1,0
    2023-02-16T05:47:00Z,1,1

    """

  @Test(
    "a wrong clock, order, zone or value is an error on its line",
    arguments: [
      Spoilt(0, 0, "time", "utc"),
      Spoilt(0, 2, "us-east-1a", "given twice"),
      Spoilt(0, 1, "", "is no zone"),
      Spoilt(2, 0, "2023-02-16 05:37:15", "RFC 3339"),
      Spoilt(2, 0, "1676525835", "RFC 3339"),
      Spoilt(3, 0, "2023-02-16T05:36:00Z", "not after"),
      Spoilt(3, 0, "2023-02-16T05:43:45Z", "where the step is"),
      Spoilt(2, 0, "2023-02-18T05:34:00Z", "after the probe before"),
      Spoilt(2, 1, "3", "not between"),  // a count of machines
      Spoilt(2, 1, "true", "not an integer"),
      Spoilt(2, 1, "", "empty"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.probes, as: "spot-availability") }

  @Test("an empty file, one without zones and one of a single probe are refused")
  func tooShort() throws {
    for text in ["", "utc\n", "utc,us-east-1a\n2023-02-16T05:34:00Z,1\n"] {
      #expect(try error(reading: text, as: "spot-availability") != nil)
    }
  }

  @Test("spells by hand, with either meaning of 1")
  func spells() throws {
    guard
      case .availability(let recorded) = try TraceFormats.named("spot-availability")?
        .read(Array(Self.probes.utf8), file: "f")
    else {
      Issue.record("no probes")
      return
    }
    let up = recorded.upSpells(of: nil, where: true).observations
    // Zone a was up when the record starts, which is left out, and is when it ends.
    #expect(up.map(\.zone) == ["us-east-1a", "us-east-1b", "us-east-1b"])
    #expect(up.map(\.lifetime) == [.seconds(390), .seconds(390), .seconds(195)])
    #expect(up.map(\.end) == [.stop, .preempted, .stop])
    let inverted = recorded.upSpells(of: ["us-east-1a"], where: false).observations
    #expect(inverted.map(\.lifetime) == [.seconds(195)])
    #expect(inverted.map(\.end) == [.preempted])
  }

  /// Counted by a program of its own in another language.
  @Test("the recorded file, whole: spells and their mean in hours, zone by zone")
  func whole() throws {
    guard
      case .availability(let recorded) = try RecordedFiles.read(
        "frontier-spot-2023/p3_2xlarge_availability.csv.gz", as: "spot-availability")
    else {
      Issue.record("no probes")
      return
    }
    #expect(recorded.step == .seconds(195))
    #expect(recorded.probes.allSatisfy { $0.count == 19_865 })
    let known: [(String, Int, Double)] = [
      ("us-east-1a", 252, 0.7166335978835979), ("us-east-1c", 341, 1.4538970588235294),
      ("us-east-2a", 142, 5.660224586288416), ("us-west-2b", 92, 9.939880952380953),
    ]
    for (zone, count, mean) in known {
      let spells = recorded.upSpells(of: [zone], where: true).observations
      #expect(spells.count == count)
      let ended = spells.filter { $0.end == .preempted }
      let sum = ended.reduce(0) { $0 + $1.lifetime.secondsAsDouble }
      #expect(abs(sum / Double(ended.count) / 3_600 - mean) < 1e-9, "\(zone)")
    }
  }
}
