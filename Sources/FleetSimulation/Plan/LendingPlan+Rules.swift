package import Facts
import KubernetesModel
import SpotScheduler

extension LendingPlan {
  /// What the plan declares of where machines of a fleet may serve; nil when it declares nothing.
  ///
  /// It is worked out from labels and selectors alone, so that placements are held against what was
  /// declared and not against what a scheduler made of it.
  package func placementRules(for fleet: Fleet) -> PlacementRules? {
    var rules = PlacementRules(clusters: fleet.clusters.count, hasReclaims: !reclaims.isEmpty)
    for borrower in borrowers {
      let cluster = Int(borrower.cluster.index)
      if !borrower.hostSelector.isEmpty || !borrowerSelector.isEmpty {
        let mayCome = borrowerSelector.matches(borrower.labels)
        rules.jurisdictions[cluster] = fleet.pools.map {
          mayCome && borrower.hostSelector.matches($0.labels)
        }
      }
      if let terms = borrower.confidential {
        rules.confidential[cluster] = PlacementRules.Confidential(
          maximumProofAge: terms.maximumAttestationAge,
          hasHardware: fleet.pools.indices.map { pool in
            offers.contains { offer in
              offer.nodes.first.map { fleet.nodes[Int($0)].pool.index } == UInt32(pool)
                && offer.trustedExecution.map { terms.accepts($0) } ?? false
            }
          })
      }
    }
    let isEmpty = !rules.hasReclaims && !rules.hasJurisdictions && !rules.hasConfidential
    return isEmpty ? nil : rules
  }

  /// Whether any borrower has confidential workloads.
  package var hasConfidential: Bool { borrowers.contains { $0.confidential != nil } }
}

extension ConfidentialTerms {
  /// Whether an environment is of a technology that runs one of the workloads, with enough keys.
  fileprivate func accepts(_ environment: TrustedExecution) -> Bool {
    environment.keys >= keys
      && runtimeHandlers.contains {
        TrustedExecution.Technology(runtimeHandler: $0) == environment.technology
      }
  }
}
