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
    let first = announcer.events(for: try outcome())
    #expect(
      first.map { "\($0.regarding.name) \($0.isWarning) \($0.reason): \($0.note)" } == [
        "day-1 false MachineCreated: Would create machine.",
        "night-2 true MachineDeleted: Would cordon, delete machine, delete 3 pods; a budget refuses "
          + "1 of its 3 pods.",
        "night-2 true PhaseBehind: 5-Spot says ShuttingDown since 2026-06-10T11:00:00Z; expected is "
          + "Inactive, MachineDeleted.",
      ])
    #expect(announcer.events(for: try outcome()).isEmpty, "nothing is new")
    #expect(
      announcer.events(for: try outcome(at: SampleFleet.noon + .seconds(30))).isEmpty,
      "time alone is no news")
  }

  @Test func `what is over and comes again is said again`() throws {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let count = announcer.events(for: try outcome()).count
    #expect(announcer.events(for: try outcome([])).isEmpty)
    #expect(announcer.events(for: try outcome()).count == count)
  }

  @Test func `an event is one that the API server takes`() throws {
    var announcer = AdviceAnnouncer(instance: "replica-0")
    let events = announcer.events(for: try outcome())
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
