import Units

/// Facts side by side: one array a field, 25 bytes a row.
package struct FactColumns: Hashable, Sendable {
  /// `Fact.at` in nanoseconds.
  package private(set) var instants: [Int64] = []
  /// `Fact.kind` as its raw value.
  package private(set) var kinds: [FactKind] = []
  /// `Fact.subject`.
  package private(set) var subjects: [UInt32] = []
  /// `Fact.object`.
  package private(set) var objects: [UInt32] = []
  /// `Fact.value`.
  package private(set) var values: [Int64] = []

  /// Makes columns of no rows.
  package init() {}

  /// Makes the columns of those facts, in their order.
  package init(_ facts: [Fact]) {
    instants = facts.map(\.at.nanoseconds)
    kinds = facts.map(\.kind)
    subjects = facts.map(\.subject)
    objects = facts.map(\.object)
    values = facts.map(\.value)
  }

  /// Makes columns of whole columns; all have the same length.
  package init(
    instants: [Int64], kinds: [FactKind], subjects: [UInt32], objects: [UInt32], values: [Int64]
  ) {
    precondition(
      kinds.count == instants.count && subjects.count == instants.count
        && objects.count == instants.count && values.count == instants.count,
      "columns of one journal have one length")
    self.instants = instants
    self.kinds = kinds
    self.subjects = subjects
    self.objects = objects
    self.values = values
  }

  /// The number of rows.
  package var count: Int { instants.count }

  /// The fact of one row.
  package subscript(row: Int) -> Fact {
    Fact(
      at: Instant(nanoseconds: instants[row]), kind: kinds[row], subject: subjects[row],
      object: objects[row], value: values[row])
  }
}
