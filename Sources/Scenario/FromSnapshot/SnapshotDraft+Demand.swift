import Documents
import SpotScheduler
import Units

/// What runs: the owner's load as a service, and what borrowers wait for as jobs.
extension SnapshotDraft {
  mutating func writeServices() {
    let cluster = snapshot.clusters[fleet.owner]
    lines.blank()
    guard cluster.requested.value > 0, let size = smallestOwned else {
      lines.comment(
        "No pod of \(ownerName) requested anything on machines that may be lent. FILL IN: its load, as "
          + "services (docs/scenario.md).")
      return
    }
    let count = podCount
    let pods = Self.pods(of: cluster.requested, atLeast: count, at: size)
    lines.comment(
      "What pods of \(ownerName) requested then on machines that may be lent, and waited for, "
        + "\(cluster.requested.cores) cores: held at that, as one service. FILL IN: a curve with its "
        + "hours in the place of usage, or recorded: {format: fleet-recording, file, of}, which "
        + "fivespot-live record makes.")
    lines.comment(budgetWords)
    lines.entry("services:")
    lines.entry("observed:", depth: 1)
    lines.entry("cluster: \(ownerName)", depth: 2)
    let utilisation: Int64
    if cluster.used.value > 0, cluster.used.value <= cluster.requested.value {
      utilisation = max(cluster.used.value * 100 / cluster.requested.value, 1)
      lines.comment("\(cluster.used.cores) cores of it were used.", depth: 2)
    } else {
      utilisation = 80
      lines.comment("FILL IN: what of it is used; 80% is a guess.", depth: 2)
    }
    let usage = MilliCPU(max(cluster.requested.value * utilisation / 100, 1))
    lines.entry("usage: \(DraftLines.flow(usage.quantity))", depth: 2)
    lines.entry("targetUtilisation: \(utilisation)%", depth: 2)
    if count > 0 {
      lines.comment("\(Self.pods(count)) ran on machines that may be lent.", depth: 2)
    }
    let pod: DocumentValue = [
      "cpu": pods.cpu.quantity, "memory": pods.cpu.memory(mebibytesEach: 2),
    ]
    lines.entry("pod: \(DraftLines.flow(pod))", depth: 2)
    lines.entry("minReplicas: \(pods.count)", depth: 2)
    lines.entry("maxReplicas: \(pods.count)", depth: 2)
    lines.entry("maxUnavailable: 10%", depth: 2)
    lines.entry("terminationGrace: \(ownGrace.text)", depth: 2)
  }

  private var budgetWords: String {
    let budgets = origin.budgets
    return
      "FILL IN: maxUnavailable, which stands for "
      + (budgets.isEmpty
        ? "their PodDisruptionBudgets; the snapshot names none."
        : "the PodDisruptionBudget\(budgets.count == 1 ? "" : "s") \(DraftLines.names(budgets)).")
  }

  /// The CPU of the smallest machine of the owner.
  private var smallestOwned: MilliCPU? {
    fleet.pools.filter { $0.cluster == fleet.owner }.map(\.cpu).min { $0.value < $1.value }
  }

  /// The owner's pods on hosts that are its own, but for those that no drain moves.
  private var ownPods: [PodObservation] {
    snapshot.scheduledMachines.indices.filter { index in
      let machine = snapshot.scheduledMachines[index]
      return machine.role == .owner && Int(machine.cluster.index) == fleet.owner
    }
    .flatMap { snapshot.pods[$0] }.filter { !$0.isExemptFromDrain }
  }

  private var podCount: Int { ownPods.count }

  /// The grace period that most of the owner's pods have, the shorter one among equals.
  private var ownGrace: TimeSpan {
    var counts: [TimeSpan: Int] = [:]
    for pod in ownPods { counts[pod.terminationGrace, default: 0] += 1 }
    let ordered = counts.sorted { $0.key < $1.key }
    return ordered.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .seconds(30)
  }

  private static func pods(_ count: Int) -> String { count == 1 ? "1 pod" : "\(count) pods" }

  /// Equal pods that request `cpu` together: as many as were seen, or a few more so that it comes out
  /// even and one fits on a machine.
  static func pods(
    of cpu: MilliCPU, atLeast count: Int, at size: MilliCPU
  ) -> (count: Int64, cpu: MilliCPU) {
    let fewest = max(Int64(count), (cpu.value + size.value - 1) / size.value, 1)
    // Half a machine at most leaves room to move.
    let roomy = count > 0 ? fewest : max(fewest, (2 * cpu.value + size.value - 1) / size.value)
    let even = (roomy..<roomy + 1_000).first { cpu.value % $0 == 0 && cpu.value / $0 <= size.value }
    let number = even ?? roomy
    return (number, MilliCPU(max((cpu.value + number - 1) / number, 1)))
  }

  mutating func writeWorkload() {
    lines.blank()
    lines.comment(
      "What borrowers wait for, held at that: jobs of an hour that come again every hour. FILL IN: a "
        + "recorded trace in the place of jobs (trace: {format, file}).")
    lines.entry("workload:")
    for (place, name) in borrowerNames.enumerated() {
      let index = place < fleet.borrowers.count ? fleet.borrowers[place] : nil
      let pending = index.map { snapshot.clusters[$0].pending } ?? MilliCPU(0)
      let running = index.map { runningPods(of: $0) } ?? 0
      if running > 0 {
        lines.comment(
          "\(Self.pods(running)) ran on lent machines as well; a snapshot does not say what each requests.",
          depth: 1)
      }
      let jobs = self.jobs(for: pending)
      lines.comment(
        pending.value == 0
          ? "Nothing waited then. FILL IN: one small job each hour stands for its work."
          : "\(pending.cores) cores were waited for.", depth: 1)
      lines.entry("\(name):", depth: 1)
      lines.entry("cluster: \(name)", depth: 2)
      let described: DocumentValue = [
        "cpu": jobs.cpu.quantity, "memory": jobs.cpu.memory(mebibytesEach: 2), "work": "1h",
        "count": .integer(jobs.count), "every": "1h",
      ]
      lines.entry("jobs: \(DraftLines.flow(described))", depth: 2)
    }
  }

  private func runningPods(of cluster: Int) -> Int {
    snapshot.scheduledMachines.indices.reduce(0) { sum, index in
      let machine = snapshot.scheduledMachines[index]
      guard machine.role == .borrower, Int(machine.cluster.index) == cluster else { return sum }
      return sum + snapshot.pods[index].count { !$0.isExemptFromDrain }
    }
  }

  /// Jobs that ask for `cpu` together, about a hundred of them, each small enough for any machine.
  private func jobs(for cpu: MilliCPU) -> (count: Int64, cpu: MilliCPU) {
    let size = smallestHost ?? MilliCPU(1_000)
    let hundredth = (cpu.value + 99_999) / 100_000 * 1_000
    let each = min(max(hundredth, 1_000), size.value)
    guard cpu.value > 0 else { return (1, MilliCPU(each)) }
    return (min((cpu.value + each - 1) / each, 5_000), MilliCPU(min(each, cpu.value)))
  }
}
