import ClusterAPI
import Testing
import Units

@Suite("A Machine on its way to a Node")
struct MachineCreationTests {
  typealias Report = MachineCreation.Report

  @Test("takes over what the providers report, and goes through its phases")
  func phases() {
    var machine = MachineCreation()
    var phase: MachinePhase?
    var phases: [MachinePhase] = []
    func report(
      _ bootstrap: MachineCreation.Bootstrap, _ infrastructure: MachineCreation.Infrastructure,
      node: Bool? = false
    ) -> Report {
      Report(bootstrap: bootstrap, infrastructure: infrastructure, nodeIsFound: node)
    }
    for report in [
      report(.ready, .pending), report(.pending, .pending), report(.ready, .pending),
      report(.ready, .provisionedWithoutID), report(.ready, .provisioned),
      report(.ready, .provisioned, node: true),
    ] {
      _ = machine.reconcile(report)
      phase = machine.phase(stored: phase)
      phases += phase.map { [$0] } ?? []
    }
    #expect(
      phases == [.pending, .pending, .provisioning, .provisioning, .provisioned, .running])
    // What was reported once stays, whatever is lost.
    let lost = machine.reconcile(report(.pending, .missing, node: false))
    #expect(lost.hasFailed && !lost.hasWritten && machine.phase(stored: phase) == .running)
  }

  @Test("looks for a missing object by the clock, and waits for anything else")
  func waits() {
    var machine = MachineCreation()
    let absent = Report(bootstrap: .missing, infrastructure: .missing, nodeIsFound: nil)
    #expect(machine.reconcile(absent) == .init(hasWritten: true))
    #expect(machine.reconcile(absent) == .init(lookAgain: .seconds(30)))
    let anonymous = Report(
      bootstrap: .notNeeded, infrastructure: .provisionedWithoutID, nodeIsFound: nil)
    #expect(machine.reconcile(anonymous) == .init(deferral: .seconds(5)))
    let pending = Report(bootstrap: .pending, infrastructure: .pending, nodeIsFound: nil)
    #expect(machine.reconcile(pending) == .init())
    // A cluster that cannot be read is a fault once there is a Node to look for.
    let unreadable = Report(bootstrap: .ready, infrastructure: .provisioned, nodeIsFound: nil)
    #expect(machine.reconcile(unreadable) == .init(hasWritten: true, hasFailed: true))
  }
}
