package import Documents

/// An object of 5-Spot's as somebody wrote it.
package struct ManifestObject: Sendable {
  /// The kinds that are read.
  package enum Kind: Hashable, Sendable {
    /// `ScheduledMachine` of a version.
    case scheduledMachine(ScheduledMachineSpec.Version)
    /// `TimeBasedSpotSchedule` v1alpha1.
    case timeBasedSpotSchedule
    /// `CapitalMarketsSchedule` v1alpha1.
    case capitalMarketsSchedule

    /// The kind as objects spell it.
    package var name: String {
      switch self {
      case .scheduledMachine: "ScheduledMachine"
      case .timeBasedSpotSchedule: "TimeBasedSpotSchedule"
      case .capitalMarketsSchedule: "CapitalMarketsSchedule"
      }
    }
  }

  /// What it is.
  package let kind: Kind
  /// Its namespace; `default` when it names none.
  package let namespace: String
  /// Its name; empty when it has none.
  package let name: String
  /// Where it begins.
  package let position: SourcePosition
  /// Its text.
  package let node: DocumentNode

  /// Its fields with their places.
  var root: ManifestField { ManifestField(root: node) }
  /// Its spec.
  var spec: ManifestField { root["spec"] }

  /// The schema of its kind.
  var schema: StructuralSchema {
    switch kind {
    case .scheduledMachine(let version):
      ManifestSchemas.object(spec: version.schema, status: version.statusSchema)
    case .timeBasedSpotSchedule:
      ManifestSchemas.object(
        spec: ManifestSchemas.timeBasedSpotSchedule, status: ManifestSchemas.providerStatus)
    case .capitalMarketsSchedule:
      ManifestSchemas.object(
        spec: ManifestSchemas.capitalMarketsSchedule, status: ManifestSchemas.providerStatus)
    }
  }
}
