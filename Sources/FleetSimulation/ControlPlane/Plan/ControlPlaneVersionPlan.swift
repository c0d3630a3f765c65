package import ClusterAPI
package import Units

/// The versions that a control plane goes through.
package struct ControlPlaneVersionPlan: Sendable {
  /// The version at the start.
  package var version: KubernetesVersion
  /// Its upgrades, the earliest first.
  package var upgrades: [Upgrade]

  /// An upgrade.
  package struct Upgrade: Sendable {
    /// When the new version is asked for.
    package var start: Instant
    /// When all of the control plane has it.
    package var end: Instant
    /// The new version.
    package var version: KubernetesVersion

    /// Makes an upgrade.
    package init(from start: Instant, until end: Instant, to version: KubernetesVersion) {
      self.start = start
      self.end = end
      self.version = version
    }
  }

  /// Makes a plan.
  package init(version: KubernetesVersion, upgrades: [Upgrade] = []) {
    self.version = version
    self.upgrades = upgrades
  }

  /// The versions at an instant.
  func versions(at instant: Instant) -> ControlPlaneVersions {
    var versions = ControlPlaneVersions(desired: version, reported: version)
    for upgrade in upgrades where upgrade.start <= instant {
      versions.desired = upgrade.version
      if upgrade.end <= instant { versions.reported = upgrade.version }
    }
    return versions
  }
}
