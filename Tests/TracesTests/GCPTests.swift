import Testing
import Units

@testable import Traces

@Suite("GCP preemption lives")
struct GCPTests {
  private static let lives = """
    vm,zone,machine_type,created,ended,end_cause,lifetime_s,activity
    a1,us-central1-c,n1-highcpu-32,,2019-04-04T09:15:44.972-07:00,stop,245.01,non-idle
    a2,us-central1-f,n1-standard-2,2019-02-18T08:58:00.088-08:00,2019-02-18T10:15:05.966-08:00,preempted,4648.701,idle
    a3,us-east1-b,n1-highcpu-2,2019-03-01T08:00:00.000-08:00,2019-03-02T08:01:00.000-08:00,preempted,86470.5,non-idle
    a4,us-east1-b,n1-highcpu-2,2019-03-01T08:00:00.000-08:00,2019-03-01T08:00:20.000-08:00,stop,65.25,non-idle

    """

  @Test("header, cut files and duplicates")
  func skeleton() throws { try checkSkeleton(Self.lives, as: "gcp-preemption") }

  @Test(
    "a wrong unit, order, polarity or value is an error on its line",
    arguments: [
      Spoilt(2, 1, "europe", "not a zone"),
      Spoilt(2, 2, "us-central1-f", "not a machine type"),
      Spoilt(2, 3, "2019-02-18T10:15:06.000-08:00", "before created"),
      Spoilt(2, 3, "2019-02-18T09:15:00", "RFC 3339"),
      Spoilt(2, 3, "1550509080", "RFC 3339"),
      Spoilt(2, 4, "2019-02-18T07:15:05.966-08:00", "before created"),
      Spoilt(2, 5, "Preempted", "not a known word"),
      Spoilt(2, 5, "1", "not a known word"),
      Spoilt(2, 5, "", "not a known word"),
      Spoilt(3, 5, "stop", "most other lives that reached"),  // inverted
      Spoilt(2, 6, "1.291", "does not agree"),  // hours
      Spoilt(2, 6, "77.478", "does not agree"),  // minutes
      Spoilt(2, 6, "4648701", "beyond the 24-hour cap"),  // milliseconds
      Spoilt(4, 6, "0.018", "does not agree"),  // hours, of a short life
      Spoilt(4, 6, "65250", "does not agree"),  // milliseconds, of a short life
      Spoilt(2, 6, "-1", "not above 0"),
      Spoilt(2, 6, "0", "not above 0"),
      Spoilt(2, 6, "", "empty"),
      Spoilt(2, 7, "busy", "not a known word"),
      Spoilt(2, 0, "", "empty"),
    ])
  func spoilt(cell: Spoilt) throws { try cell.check(Self.lives, as: "gcp-preemption") }

  @Test("a name may return in another zone, not in its own")
  func names() throws {
    try Spoilt(4, 0, "a3", "already").check(Self.lives, as: "gcp-preemption")
    let elsewhere = Self.lives.replacing("a4,us-east1-b", with: "a3,us-east1-c")
    #expect(try error(reading: elsewhere, as: "gcp-preemption") == nil)
  }

  private func recorded() throws -> RecordedLifetimes {
    guard
      case .lifetimes(let lives) = try RecordedFiles.read(
        "gcp-preemption-2019/gcp_preemptions.csv", as: "gcp-preemption")
    else {
      Issue.record("no lifetimes")
      return RecordedLifetimes(observations: [])
    }
    return lives
  }

  @Test("the recorded file, whole: counts, filters and notes")
  func whole() throws {
    let lives = try recorded()
    #expect(lives.observations.count == 1_200)
    #expect(lives.observations.filter { $0.end == .preempted }.count == 582)
    #expect(lives.observations.map(\.lifetime).max() == .milliseconds(89_398_235))
    #expect(lives.filtered(machineTypes: ["n1-highcpu-32"]).observations.count == 358)
    #expect(lives.filtered(zones: ["us-east1-b"]).observations.count == 363)
    #expect(lives.notes.count == 3)
  }

  /// Worked out with exact fractions by a program of its own in another language.
  @Test("the estimate agrees with exact fractions at the hours of the literature")
  func oracle() throws {
    let curve = try recorded().estimate()
    let all: [(Int64, Double)] = [
      (1, 0.1681373235858988),
      (3, 0.25214649175225884),
      (6, 0.3014239185750276),
      (12, 0.3499588119691754),
      (20, 0.39793725347816156),
      (23, 0.4171303633297311),
    ]
    for (hours, probability) in all {
      #expect(abs(curve.probabilityEnded(by: .hours(hours)) - probability) < 1e-12, "\(hours) h")
    }
    let large = try recorded().filtered(machineTypes: ["n1-highcpu-32"]).estimate()
    let ofLarge: [(Int64, Double)] = [
      (1, 0.2590002136594776),
      (3, 0.3724473834825487),
      (6, 0.4441194991831635),
      (12, 0.5203727394367706),
      (20, 0.5692820982442052),
      (23, 0.6002937871706224),
    ]
    for (hours, probability) in ofLarge {
      #expect(abs(large.probabilityEnded(by: .hours(hours)) - probability) < 1e-12, "\(hours) h")
    }
    #expect(curve.tailProbability == 0)
  }
}
