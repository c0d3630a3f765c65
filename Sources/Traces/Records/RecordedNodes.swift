package import Facts
package import Units

/// Machines that a trace or a topology names, in the order of the file.
package struct RecordedNodes: Hashable, Sendable {
  /// The kinds of machine, in order of first appearance.
  package var kinds: [NodeKind]
  /// The machines; names are unique.
  package var nodes: [RecordedNode]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a list of machines.
  package init(kinds: [NodeKind], nodes: [RecordedNode], notes: [String] = []) {
    self.kinds = kinds
    self.nodes = nodes
    self.notes = notes
  }

  /// The machines as a fleet of one pool.
  package func fleet(pool name: String) -> Fleet {
    Fleet(
      pools: [Pool(name: name)],
      nodes: nodes.map { Node(pool: PoolID(0), allocatable: $0.allocatable) },
      nodeNames: nodes.map(\.name))
  }
}

/// One recorded machine.
package struct RecordedNode: Hashable, Sendable {
  /// Its name in the file, or the host's name and a number where the file has a count.
  package var name: String
  /// Index into `RecordedNodes.kinds`.
  package var kind: Int
  /// All that it has; the traces at hand reserve nothing for the system.
  package var allocatable: ResourceVector

  /// Makes a machine.
  package init(name: String, kind: Int, allocatable: ResourceVector) {
    self.name = name
    self.kind = kind
    self.allocatable = allocatable
  }
}

/// What machines of one kind have in common beyond their size.
package struct NodeKind: Hashable, Sendable {
  /// The host's name in a topology; the GPU model, or `cpu`, in openb.
  package var name: String
  /// How much power such a machine draws, where the file says so.
  package var power: PowerModel?

  /// Makes a kind.
  package init(name: String, power: PowerModel? = nil) {
    self.name = name
    self.power = power
  }
}

/// A machine's power draw between idle and full load, as OpenDC describes it.
package struct PowerModel: Hashable, Sendable {
  /// How it grows with the load.
  package enum Curve: String, CaseIterable, Hashable, Sendable {
    /// The same at any load: the model's `power`, which `wattsIdle` and `wattsMax` both hold.
    case constant
    /// idle + (max − idle) · √u.
    case squareRoot = "sqrt"
    /// idle + (max − idle) · u.
    case linear
    /// idle + (max − idle) · u².
    case square
    /// idle + (max − idle) · u³.
    case cubic
  }

  /// How it grows with the load.
  package var curve: Curve
  /// Watts at no load.
  package var wattsIdle: Double
  /// Watts at full load.
  package var wattsMax: Double

  /// Makes a model.
  package init(curve: Curve, wattsIdle: Double, wattsMax: Double) {
    self.curve = curve
    self.wattsIdle = wattsIdle
    self.wattsMax = wattsMax
  }
}
