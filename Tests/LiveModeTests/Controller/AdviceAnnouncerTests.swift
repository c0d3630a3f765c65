import Documents
import FleetTestSupport
import KubernetesClient
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Events")
struct AdviceAnnouncerTests {
  private func outcome(
    _ entries: [(source: ObjectSource, object: DocumentValue)] = SampleFleet.atNoon,
    at now: Instant = SampleFleet.noon
  ) throws -> LiveReconciler.Outcome {
    var reconciler = LiveReconciler(
      try SampleFleet.objects(entries), profile: .upstream03)
    return reconciler.reconcile(at: now)
  }

  @Test func `advice and differences stand beside their object, once`() throws {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let first = announcer.events(for: try outcome(), at: SampleFleet.noon)
    #expect(
      first.map { "\($0.regarding.name) \($0.isWarning) \($0.reason): \($0.note)" } == [
        "day-1 false MachineCreated: Would create machine.",
        "night-2 true MachineDeleted: Would cordon, delete machine, delete 3 pods; a budget refuses "
          + "1 of its 3 pods.",
        "night-2 true PhaseBehind: 5-Spot says ShuttingDown since 2026-06-10T11:00:00Z; expected is "
          + "Inactive, MachineDeleted.",
      ])
    #expect(announcer.events(for: try outcome(), at: SampleFleet.noon).isEmpty, "nothing is new")
    #expect(
      announcer.events(for: try outcome(at: SampleFleet.noon + .seconds(30)), at: SampleFleet.noon)
        .isEmpty,
      "time alone is no news")
  }

  @Test func `what is over and comes again is said again`() throws {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let count = announcer.events(for: try outcome(), at: SampleFleet.noon).count
    #expect(announcer.events(for: try outcome([]), at: SampleFleet.noon).isEmpty)
    #expect(announcer.events(for: try outcome(), at: SampleFleet.noon).count == count)
  }

  @Test func `of an object no more is told than may be, and the rest later if it holds then`()
    throws
  {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let (full, empty) = (try outcome(), try outcome([]))
    func told(_ outcome: LiveReconciler.Outcome, at now: Instant) -> [String] {
      announcer.events(for: outcome, at: now).map(\.regarding.name)
    }
    // night-2 has two events each time: 24 by twelve times, and one of the next two.
    for round in 1...12 {
      #expect(told(full, at: SampleFleet.noon) == ["day-1", "night-2", "night-2"], "\(round)")
      #expect(told(empty, at: SampleFleet.noon).isEmpty)
    }
    #expect(told(full, at: SampleFleet.noon) == ["day-1", "night-2"])
    #expect(announcer.heldBack == 1)
    #expect(told(full, at: SampleFleet.noon + .seconds(299)).isEmpty)
    #expect(announcer.heldBack == 1, "each counts once")
    #expect(told(full, at: SampleFleet.noon + .seconds(300)) == ["night-2"])
    // Who begins to lead says what holds, as far as it may.
    announcer.beginAnew()
    #expect(told(full, at: SampleFleet.noon + .seconds(300)) == ["day-1"])
    #expect(announcer.heldBack == 3)
    #expect(told(empty, at: SampleFleet.noon + .seconds(600)).isEmpty)
    #expect(told(full, at: SampleFleet.noon + .seconds(600)) == ["day-1", "night-2"])
    #expect(announcer.heldBack == 4)
  }

  @Test func `a rate is of one object, and of any number of them`() {
    var rate = EventRate()
    func takes(_ object: String, at now: Instant) -> Bool { rate.takes(object, at: now) }
    for index in 0..<3 * EventRate.capacity {
      #expect(takes("o-\(index)", at: SampleFleet.noon))
    }
    for _ in 0..<EventRate.burst { #expect(takes("late", at: SampleFleet.noon)) }
    #expect(!takes("late", at: SampleFleet.noon))
    #expect(!takes("late", at: SampleFleet.noon + EventRate.refill - .milliseconds(1)))
    #expect(takes("late", at: SampleFleet.noon + EventRate.refill))
    #expect(!takes("late", at: SampleFleet.noon + EventRate.refill))
    let later = SampleFleet.noon + EventRate.refill * 100
    for _ in 0..<EventRate.burst { #expect(takes("late", at: later)) }
    #expect(!takes("late", at: later), "it fills up to the burst and no further")
  }

  @Test func `an event is one that the API server takes`() throws {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let events = announcer.events(for: try outcome(), at: SampleFleet.noon)
    let day = try #require(events.first { $0.regarding.name == "day-1" })
    #expect(day.regarding.apiVersion == "5spot.finos.org/v1alpha1")
    for event in events {
      let node = try Document.parseJSON(
        try event.document(at: SampleFleet.noon).canonicalJSON(), file: "event"
      ).root
      #expect(node["eventTime"]?.string == "2026-06-10T12:00:00.000000Z")
      #expect((node["note"]?.string?.utf8.count ?? 0) <= 1_024)
      #expect(node["reportingController"]?.string == AdviceAnnouncer.controller)
      #expect(node["metadata"]?["namespace"]?.string == "fleet")
      #expect(node["regarding"]?["uid"]?.string == event.regarding.uid)
      for key in ["reason", "action", "reportingInstance"] {
        #expect(node[key]?.string?.isEmpty == false && (node[key]?.string?.count ?? 0) <= 128)
      }
    }
  }
}
