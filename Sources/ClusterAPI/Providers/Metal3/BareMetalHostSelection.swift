package import KubernetesModel

/// Which host a Metal3Machine claims.
///
/// Source: metal3-io/cluster-api-provider-metal3 `baremetal/metal3machine_manager.go`,
/// `chooseHost`.
package enum BareMetalHostSelection {
  /// The label that ties a host to a failure domain.
  package static let failureDomainLabel =
    "infrastructure.cluster.x-k8s.io/failure-domain"

  /// The hosts of which one is drawn, all equally likely, as indices: available, unclaimed, without
  /// fault, and matching `selector`; those of the machine's failure domain if there are any.
  package static func candidates(
    among hosts: [BareMetalHost], selector: LabelSelector, failureDomain: String?
  ) -> [Int] {
    let fitting = hosts.indices.filter { index in
      let host = hosts[index]
      return host.state == .available && host.consumer == nil && !host.hasError && !host.isKeptBack
        && selector.matches(host.labels)
    }
    guard let failureDomain else { return fitting }
    let near = fitting.filter { hosts[$0].labels[failureDomainLabel] == failureDomain }
    return near.isEmpty ? fitting : near
  }

  /// The host that a uniform 64-bit `draw` picks; nil when there is no candidate, and the machine
  /// looks again after `ControllerConstants.hostRetry`.
  package static func pick(from candidates: [Int], draw: UInt64) -> Int? {
    guard !candidates.isEmpty else { return nil }
    // The high half of a full product is uniform below the count, but for 2⁻⁶⁴ or so.
    return candidates[Int(draw.multipliedFullWidth(by: UInt64(candidates.count)).high)]
  }
}
