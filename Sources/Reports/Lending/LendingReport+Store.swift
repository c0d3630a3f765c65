import Documents
import Facts
package import RunStore
import Units

extension LendingReport {
  /// Gathers what the pages of a selection say of lending from the store.
  ///
  /// - Returns: nil for a run that has neither costs nor promises nor machines between clusters.
  package init?(_ selection: RunSelection, in store: RunStore) throws(RunStoreError) {
    // A store that an older tool wrote and nobody has written to since has no such views.
    let views = try store.select("SELECT 1 FROM sqlite_schema WHERE name = 'owned_use_by_hour'")
    guard !views.isEmpty else { return nil }
    let queries = LendingQueries(store: store, runID: selection.run.runID)
    let costs = try queries.costs()
    let promises = try queries.promises()
    guard !costs.lines.isEmpty || !promises.isEmpty else { return nil }
    let run = try RunReport(selection, in: store, readsSeries: false)
    guard let first = run.variants.first else { return nil }
    let finished = selection.members.filter { $0.status == .complete }
    var shown: [(variant: String, member: MemberRecord)] = []
    for variant in run.variants {
      if let member = finished.first(where: { $0.variant == variant.name }) {
        shown.append((variant.name, member))
      }
    }
    var texts: [(variant: String, text: String)] = []
    for (variant, member) in shown {
      texts.append((variant, try store.resolvedScenario(of: member)))
    }
    let settings = ScenarioSettings(texts)
    let owner = settings.owner ?? settings.jobCluster ?? "default"
    let borrowers =
      settings.borrowers.isEmpty ? [settings.jobCluster ?? "default"] : settings.borrowers
    let capacity = try queries.capacity(of: owner)
    let baseline = run.variants.contains { $0.name == "dedicated" } ? "dedicated" : first.name
    var variants: [LendingVariant] = []
    for variant in run.variants {
      guard let seed = variant.members.first?.seed else { continue }
      let shownMember = LendingQueries.MemberKey(variant: variant.name, seed: seed)
      let read = LendingVariant(
        name: variant.name, description: variant.description,
        members: variant.members.map { member in
          let key = LendingQueries.MemberKey(variant: variant.name, seed: member.seed)
          return LendingMember(
            seed: member.seed, costs: costs.lines[key] ?? [], promises: promises[key] ?? [],
            capacity: capacity[key] ?? [])
        },
        hours: try queries.hours(of: shownMember, owner: owner),
        stretches: try queries.stretches(of: shownMember),
        spans: try queries.spans(of: shownMember), late: try queries.late(of: shownMember))
      if variant.name == baseline { variants.insert(read, at: 0) } else { variants.append(read) }
    }
    self.init(
      run: run, end: shown.first?.member.end ?? run.start, clock: run.clock, owner: owner,
      borrowers: borrowers,
      currency: costs.currency ?? "", variants: variants, settings: settings.lines,
      unpricedPools: settings.unpricedPools)
    controlPlane = try ControlPlaneReport(selection, in: store)
  }
}
