import Documents
import SpotScheduler
import Testing
import Units

/// What names a policy, and how explanations are written.
@Suite struct ExplanationDocumentTests {
  @Test func `a policy's hash is that of its canonical text`() {
    let text =
      #"{"apiVersion":"fivespot/v0","policy":{"drainDeadline":"5m","emergencyDeadline":"1m","#
      + #""evictionRetry":"20s","notice":"15m","providerConcurrency":5,"reclaimHold":"30m","#
      + #""returnSession":"5m","returnTime":"10m","spareHosts":1,"tenure":"30m"},"#
      + #""profile":"regulated"}"#
    #expect(
      SchedulerProfile.regulated(RegulatedPolicy()).policyHash == SHA256.digest(Array(text.utf8)))
    #expect(
      SchedulerProfile.upstream03.policyHash
        == SHA256.digest(Array(#"{"apiVersion":"fivespot/v0","profile":"upstream-0.3"}"#.utf8)))
    var terms = RegulatedPolicy()
    terms.simultaneousStarts = 7
    #expect(
      SchedulerProfile.regulated(terms).policyHash
        != SchedulerProfile.regulated(RegulatedPolicy()).policyHash)
  }

  @Test func `5-Spot's row, its grace and its next look are written out`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    let close = try Instant(rfc3339: "2026-06-11T07:00:00Z")
    snapshot.observations[1] = MachineObservation(stage: .ready)
    snapshot.statuses[1] = ScheduledMachineStatus(
      phase: .active, reason: Reason(.machineCreated), observedGeneration: 1,
      isScheduleActive: true, nextEdgeAt: close)
    let explanation = Scheduler.explain(
      snapshot, machine: ScheduledMachineID(1), at: close, profile: .upstream03)
    #expect(explanation.inputs.rows.map(\.to) == [.shuttingDown])
    #expect(explanation.inputs.rows.first?.work == "nothing")
    #expect(explanation.inputs.grace?.end == close + .minutes(5))
    #expect(explanation.after.nextLookAt == close + .minutes(5))
    #expect(explanation.rejected.map(\.choice) == [.deleteMachine])

    let document = ExplanationDocument.document(of: explanation, on: snapshot)
    let json = String(decoding: try document.canonicalJSON(), as: UTF8.self)
    #expect(json.contains(#""machine":"batch/host-0""#))
    #expect(json.contains(#""graceEnds":"2026-06-11T07:05:00Z""#))
    #expect(json.contains(#""rows":[{"enabled":true,"from":"Active","graceOver":true"#))
    let lines = ExplanationText(snapshot: snapshot, zone: explanation.inputs.window?.zone)
      .lines(of: explanation)
    #expect(
      lines.first
        == "decision of 2026-06-11T07:00:00Z (thu 07:00:00 UTC) on batch/host-0")
    #expect(lines.contains("  phase     Active -> ShuttingDown"))
    #expect(
      lines.contains {
        $0.hasPrefix("  input     row: from Active, kill switch no, enabled yes, in schedule no")
      })
    #expect(
      lines.contains(
        "  rejected  delete machine, by GracePeriodActive at 2026-06-11T07:05:00Z "
          + "(thu 07:05:00 UTC): the grace period runs until then; grace ends "
          + "2026-06-11T07:05:00Z (thu 07:05:00 UTC)"))
  }

  @Test func `what 5-Spot does otherwise is named`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    let end = try Instant(rfc3339: "2026-06-11T07:05:00Z")
    snapshot.observations[1] = MachineObservation(stage: .ready)
    snapshot.statuses[1] = ScheduledMachineStatus(
      phase: .shuttingDown, reason: Reason(.gracePeriodActive), since: end - .minutes(5))
    snapshot.pods[1] = [
      PodObservation(id: PodID(7), boundAt: end - .hours(2), terminationGrace: .minutes(9))
    ]
    let explanation = Scheduler.explain(
      snapshot, machine: ScheduledMachineID(1), at: end, profile: .upstream03)
    #expect(
      explanation.divergences == [
        DivergenceNote(.budgetsBypassed, of: ScheduledMachineID(1), amount: 1),
        DivergenceNote(.drainDoesNotWait, of: ScheduledMachineID(1), amount: 1),
      ])
    let json = String(
      decoding: try ExplanationDocument.document(of: explanation, on: snapshot).canonicalJSON(),
      as: UTF8.self)
    #expect(json.contains(#""amount":1,"divergence":""#))
    let lines = ExplanationText(snapshot: snapshot, zone: nil).lines(of: explanation)
    #expect(lines.count { $0.hasPrefix("  differs   ") && $0.contains(" 1 pods: ") } == 2)
  }

  @Test func `a shutdown that has begun is not undone by its window`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    let open = try Instant(rfc3339: "2026-06-10T18:00:00Z")
    snapshot.observations[1] = MachineObservation(stage: .ready)
    snapshot.statuses[1] = ScheduledMachineStatus(
      phase: .shuttingDown, reason: Reason(.gracePeriodActive), since: open - .minutes(2))
    let explanation = Scheduler.explain(
      snapshot, machine: ScheduledMachineID(1), at: open, profile: .upstream03)
    #expect(explanation.rejected.map(\.choice) == [.deleteMachine, .reopen])
    #expect(explanation.inputs.rows.isEmpty)
  }
}
