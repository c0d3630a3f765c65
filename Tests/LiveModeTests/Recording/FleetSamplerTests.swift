import Documents
import FleetTestSupport
import LiveMode
import Testing
import Units

/// Samples of a fleet that is read twice.
@Suite struct FleetSamplerTests {
  private func cluster(
    _ sample: FleetRecording.Sample, _ name: String
  ) throws -> FleetRecording.Cluster {
    try #require(sample.clusters.first { $0.name == name })
  }

  @Test func `a fleet at noon in numbers`() throws {
    var sampler = FleetSampler(
      prices: PriceTable(
        currency: try #require(Currency(code: "USD")),
        entries: [
          PriceTable.Entry(clusters: ["batch"], perHour: try Money(text: "0.30"))
        ]))
    let objects = try SampleFleet.objects()
    let sample = sampler.sample(
      objects.fleet(FleetTerms()), objects: objects, at: SampleFleet.noon)
    #expect(sample.at == SampleFleet.noon && sample.clusters.map(\.name) == ["batch", "trading"])
    let batch = try cluster(sample, "batch")
    // Four pods of two cores that are no DaemonSet's and not over; one waits.
    #expect(batch.podsRunning == 4 && batch.running == MilliCPU(8_000))
    #expect(batch.podsWaiting == 1 && batch.waiting == MilliCPU(2_000))
    #expect(batch.lentReady == 2 && batch.ownReady == 0)
    #expect(batch.evictions == nil && batch.interruptions == nil)
    #expect(batch.perHour == (try Money(text: "0.60")))
    let trading = try cluster(sample, "trading")
    #expect(trading.ownReady == 1 && trading.running == MilliCPU(4_500))
    // No entry has a price for its machine.
    #expect(trading.perHour == nil)
    #expect(sample.budgets.count == 1 && sample.budgets.allSatisfy { $0.allowed == 1 })
    #expect(sample.budgets.first?.lentPods == 3, "\(sample.budgets)")
  }

  @Test func `what went since the sample before is counted, and only once`() throws {
    var sampler = FleetSampler()
    let before = try SampleFleet.objects()
    _ = sampler.sample(before.fleet(FleetTerms()), objects: before, at: SampleFleet.noon)
    var after = before
    after.remove(ObjectReference(.machine, "fleet", "night-2", in: .management))
    let now = SampleFleet.noon + .minutes(5)
    let sample = sampler.sample(after.fleet(FleetTerms()), objects: after, at: now)
    let batch = try cluster(sample, "batch")
    #expect(batch.interruptions == 1 && batch.evictions == 0 && batch.lentReady == 1)
    let again = sampler.sample(after.fleet(FleetTerms()), objects: after, at: now + .minutes(5))
    #expect(try cluster(again, "batch").interruptions == 0)
    let idle = try cluster(again, "trading")
    #expect(idle.interruptions == 0 && idle.evictions == 0)
  }

  @Test func `a recording goes by the clock of the fleet's first schedule`() throws {
    let fleet = try SampleFleet.fleet()
    let head = FleetRecording.Head(of: fleet.snapshot, currency: nil)
    #expect(head.timezone == "UTC" && head.holidays.isEmpty)
  }

  @Test func `nothing secret comes into a line`() throws {
    var sampler = FleetSampler()
    let objects = try SampleFleet.objects()
    let line = try sampler.sample(
      objects.fleet(FleetTerms()), objects: objects, at: SampleFleet.noon
    ).line()
    let text = String(decoding: line, as: UTF8.self)
    for secret in SampleFleet.secrets { #expect(!text.contains(secret)) }
    for name in ["10.0.0.1", "n1", "b-1", "desk"] { #expect(!text.contains("\"\(name)\"")) }
  }
}
